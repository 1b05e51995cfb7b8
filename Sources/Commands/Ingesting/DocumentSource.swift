import Glibc
import Pipeline
import Synchronization

/// The bytes of one document as they are read from a file, or packed from a folder, piece by piece.
final class DocumentSource: Sendable {
    /// The name without its folders; what the document is called.
    let name: String
    /// Links and special files in a folder, which were left out.
    let otherCount: Int
    private let state: Mutex<State>

    private struct State: ~Copyable {
        var bytes: Source
        /// Why reading stopped before the end.
        var failure: ActFailure?
    }

    private enum Source {
        case file(OpenFile)
        case folder(TarStream)
    }

    /// - Throws: ``ActFailure`` `.badData` when it is missing, unreadable, neither file nor folder, or an empty folder.
    init(path: String) throws {
        name = path.split(separator: "/").last(where: { $0 != "." }).map(String.init) ?? path
        var status = stat()
        guard stat(path, &status) == 0 else { throw OpenFile.failure(path) }
        if status.st_mode & S_IFMT == S_IFDIR {
            let members = try FolderMembers(path)
            guard !members.files.isEmpty else {
                throw ActFailure(.badData, "\(path) holds no regular file", hint: "check the folder")
            }
            otherCount = members.otherCount
            state = Mutex(State(bytes: .folder(TarStream(folder: path, files: members.files))))
        } else {
            otherCount = 0
            state = Mutex(State(bytes: .file(try OpenFile(path))))
        }
    }

    /// Fills the buffer; 0 at the end, -1 when reading failed, which ``failure`` then explains.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        // The address crosses into the lock as a number: the buffer is the caller's, and only lent for this call.
        let (address, count) = (UInt(bitPattern: buffer.baseAddress), buffer.count)
        return state.withLock { state in
            let room = UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(bitPattern: address), count: count)
            do {
                switch state.bytes {
                case .file(let file): return try file.read(into: room)
                case .folder(let stream): return try stream.read(into: room)
                }
            } catch {
                state.failure = error as? ActFailure ?? ActFailure(.badData, "\(error)")
                return -1
            }
        }
    }

    var failure: ActFailure? { state.withLock { $0.failure } }
}

/// One open file; closed when it is let go.
final class OpenFile {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw OpenFile.failure(path) }
    }

    deinit { close(descriptor) }

    /// Bytes read; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw OpenFile.failure(path) }
        }
    }

    /// The content, at most `max` bytes of it.
    func bytes(max: Int) throws -> [UInt8] {
        var out: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while out.count < max {
            let count = try piece.withUnsafeMutableBytes { try read(into: $0) }
            if count == 0 { break }
            out += piece.prefix(min(count, max - out.count))
        }
        return out
    }

    static func failure(_ path: String) -> ActFailure {
        ActFailure(.badData, "\(path): \(String(cString: strerror(errno)))", hint: "check the path and its permissions")
    }
}
