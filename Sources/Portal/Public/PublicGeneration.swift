import Durability
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
    private let folder: HeldFolder
    private let cache = Mutex<(files: [String: PublicFile], bytes: Int)>(([:], 0))
    /// Files above this are no pages of ours.
    private static let fileBytesMax = 16 << 20
    private static let cacheBytesMax = 32 << 20

    /// Opens what `root/current` names now; nil when nothing is published. `known` is kept when it is still that one.
    ///
    /// The link's target is taken only as plain elements below `root`, each opened without following links.
    static func current(root: String, known: PublicGeneration?) throws -> PublicGeneration? {
        guard let name = try DurableLink.target(of: root + "/current") else { return nil }
        if let known, known.name == name { return known }
        return try HeldFolder(root).folder(name).map { PublicGeneration(name: name, folder: $0) }
    }

    private init(name: String, folder: HeldFolder) {
        self.name = name
        self.folder = folder
    }

    /// The file at a relative path of plain elements; nil when there is none.
    func file(_ path: String) -> PublicFile? {
        if let known = cache.withLock({ $0.files[path] }) { return known }
        guard let read = folder.read(path, limit: PublicGeneration.fileBytesMax) else { return nil }
        let file = PublicFile(
            bytes: ByteBuffer(bytes: read.bytes), tag: ContentTag.of(read.bytes), modified: read.modified)
        cache.withLock { cache in
            let size = read.bytes.count
            guard cache.files[path] == nil, cache.bytes + size <= PublicGeneration.cacheBytesMax else { return }
            cache.files[path] = file
            cache.bytes += size
        }
        return file
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
