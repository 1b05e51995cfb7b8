import Glibc
import Pipeline

/// The regular files below a folder, as paths relative to it, sorted by their bytes.
struct FolderMembers {
    /// A file with its size when it was seen.
    struct File {
        let path: [UInt8]
        let size: Int
    }

    private(set) var files: [File] = []
    /// Links, sockets, devices: left out, because they are no documents of this folder.
    private(set) var otherCount = 0

    private static let depthMax = 32
    private static let filesMax = 2_000_000

    /// - Throws: ``ActFailure`` `.badData` when a folder cannot be read, or there is too much of it.
    init(_ root: String) throws {
        try walk(Array(root.utf8), relative: [], depth: 0)
        files.sort { $0.path.lexicographicallyPrecedes($1.path) }
    }

    private mutating func walk(_ folder: [UInt8], relative: [UInt8], depth: Int) throws {
        let shown = String(decoding: folder, as: UTF8.self)
        guard depth < FolderMembers.depthMax else {
            throw ActFailure(.badData, "\(shown) lies deeper than \(FolderMembers.depthMax) folders")
        }
        for name in try names(folder, shown) {
            let path = relative.isEmpty ? name : relative + [UInt8(ascii: "/")] + name
            let full = folder + [UInt8(ascii: "/")] + name
            var status = stat()
            guard lstat(full.map(CChar.init(bitPattern:)) + [0], &status) == 0 else { throw OpenFile.failure(shown) }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try walk(full, relative: path, depth: depth + 1)
            case S_IFREG: files.append(File(path: path, size: Int(status.st_size)))
            default: otherCount += 1  // Proof: mode_t is the system's, not an enumeration of ours.
            }
            guard files.count <= FolderMembers.filesMax else {
                throw ActFailure(.badData, "\(shown): more than \(FolderMembers.filesMax) files", hint: "hand in parts")
            }
        }
    }

    private func names(_ folder: [UInt8], _ shown: String) throws -> [[UInt8]] {
        guard let stream = opendir(folder.map(CChar.init(bitPattern:)) + [0]) else { throw OpenFile.failure(shown) }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
        }
        return names
    }
}
