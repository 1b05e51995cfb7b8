import Glibc
import NIOCore
import Synchronization

/// One file as it is served.
struct PublicFile: Sendable {
    let bytes: ByteBuffer
    /// Strong entity tag, quoted (RFC 9110 § 8.8.3).
    let tag: String
    /// Whole seconds since the epoch.
    let modified: Int64
}

/// One published generation, held open: its files stay readable and the same for as long as somebody reads them.
final class PublicGeneration: Sendable {
    /// What the link named.
    let name: String
    private let folder: Int32
    private let cache = Mutex<(files: [String: PublicFile], bytes: Int)>(([:], 0))
    /// Files above this are no pages of ours.
    private static let fileBytesMax = 16 << 20
    private static let cacheBytesMax = 32 << 20

    /// Opens what `root/current` names now; nil when nothing is published. `known` is kept when it is still that one.
    ///
    /// The link's target is taken only as plain elements below `root`, each opened without following links.
    static func current(root: String, known: PublicGeneration?) -> PublicGeneration? {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = buffer.withUnsafeMutableBytes { raw in
            readlink(root + "/current", raw.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) }, raw.count)
        }
        guard count > 0, count < buffer.count else { return nil }
        let name = String(decoding: buffer[..<count], as: UTF8.self)
        if let known, known.name == name { return known }
        let base = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard base >= 0 else { return nil }
        defer { close(base) }
        guard let folder = descend(base, name.split(separator: "/", omittingEmptySubsequences: false)[...]) else {
            return nil
        }
        return PublicGeneration(name: name, folder: folder)
    }

    private init(name: String, folder: Int32) {
        self.name = name
        self.folder = folder
    }

    deinit { close(folder) }

    /// The file at a relative path of plain elements; nil when there is none.
    func file(_ path: String) -> PublicFile? {
        if let known = cache.withLock({ $0.files[path] }) { return known }
        guard let read = read(path) else { return nil }
        cache.withLock { cache in
            let size = read.bytes.readableBytes
            guard cache.files[path] == nil, cache.bytes + size <= PublicGeneration.cacheBytesMax else { return }
            cache.files[path] = read
            cache.bytes += size
        }
        return read
    }

    private func read(_ path: String) -> PublicFile? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let last = parts.last, PublicGeneration.isPlain(last),
            let parent = PublicGeneration.descend(folder, parts.dropLast())
        else { return nil }
        defer { close(parent) }
        let descriptor = openat(parent, String(last), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= PublicGeneration.fileBytesMax
        else { return nil }
        let size = Int(status.st_size)
        var bytes = [UInt8](repeating: 0, count: size)
        var offset = 0
        while offset < size {
            let count = bytes.withUnsafeMutableBytes { raw in
                Glibc.read(descriptor, raw.baseAddress.map { $0 + offset }, size - offset)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            offset += count
        }
        return PublicFile(
            bytes: ByteBuffer(bytes: bytes), tag: ContentTag.of(bytes), modified: Int64(status.st_mtim.tv_sec))
    }

    /// A new descriptor of the folder reached from `base` by plain elements, none of them a link.
    private static func descend(_ base: Int32, _ parts: ArraySlice<Substring>) -> Int32? {
        var at = dup(base)
        for part in parts {
            guard at >= 0 else { return nil }
            let next = isPlain(part) ? openat(at, String(part), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1
            close(at)
            at = next
        }
        return at >= 0 ? at : nil
    }

    /// No empty element, no `.`, no `..`, no NUL; `.well-known` is the only name that begins with a dot.
    private static func isPlain(_ part: Substring) -> Bool {
        guard let first = part.utf8.first, !part.utf8.contains(0) else { return false }
        return first != UInt8(ascii: ".") || part == ".well-known"
    }
}

/// Entity tags from content: FNV-1a, 64 bits, and the length. It tells versions of one page apart; it proves nothing.
enum ContentTag {
    static func of(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "\"\(String(hash, radix: 16))-\(String(bytes.count, radix: 16))\""
    }
}
