import Durability
import Ledger

/// What anybody may read of the ledger: the published note, and tiles as far as it reaches.
///
/// Tiles hold commitments only.
package struct PublishedLedger: Sendable {
    private let directory: String
    /// The published note and its size; nil before the first.
    private let head: (note: [UInt8], size: Int)?

    /// Where the note stands in a published generation.
    package static let noteFile = "ledger/checkpoint"

    /// `note` is the checkpoint of the published generation, which changes on the hour (``PublicationGrid``); nil
    /// publishes nothing yet, and never the ledger's own, which moves with each event.
    package init(engine: Engine, note: [UInt8]?) {
        directory = engine.ledger.directory
        let bytes = note
        // Origin, size, root: C2SP tlog-checkpoint, "Note text". It is our own note, signed and checked when written.
        let lines = bytes.map { String(decoding: $0, as: UTF8.self).split(separator: "\n") } ?? []
        head = lines.count > 2 ? bytes.flatMap { bytes in Int(lines[1]).map { (bytes, $0) } } : nil
    }

    /// The signed note; nil before the first is published.
    package var checkpoint: [UInt8]? { head?.note }

    /// The bytes of a tile or entry bundle; nil when the path is no address or reaches beyond the published size.
    ///
    /// A partial tile whose full one has come since is cut from it, so that every published size stays provable.
    package func tile(_ path: String) throws -> [UInt8]? {
        guard let head, let address = TileAddress(path: path) else { return nil }
        let level = max(0, address.level)
        let count = level >= 8 ? 0 : head.size >> (8 * level)
        guard address.index <= count / TileAddress.width,
            address.index * TileAddress.width + address.width <= count
        else { return nil }
        if let bytes = try PublishedLedger.read(directory + "/" + address.path) { return bytes }
        let full = TileAddress(level: address.level, index: address.index)
        guard let bytes = try PublishedLedger.read(directory + "/" + full.path) else { return nil }
        return Array(bytes.prefix(bytes.count / TileAddress.width * address.width))
    }

    fileprivate static func read(_ path: String) throws -> [UInt8]? {
        do throws(DurabilityFailure) {
            return try DurableFile.read(path, limit: 1 << 20)
        } catch {
            if error.code == .missing { return nil }
            throw error
        }
    }
}

extension Engine {
    /// The note that the published generation holds; nil when there is none.
    func publicNote() throws -> String? {
        try PublishedLedger.read("\(settings.dataDirectory)/public/current/\(PublishedLedger.noteFile)")
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
