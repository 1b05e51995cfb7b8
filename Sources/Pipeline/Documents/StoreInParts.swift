import Crypto
import Storage
import Vocabulary

extension DocumentBatch {
    /// The transactions that store a batch, in order: its sightings come in parts of ``Engine/batchItemsMax``, all else
    /// with the last of them. The rows of one part lie close to each other in the table of findings and its indices.
    ///
    /// *A crash between two parts: the same rows make the same parts, and those that are durable are left out.*
    /// - Parameters:
    ///   - begin: items before the batch.
    ///   - durable: parts of it that are stored.
    func parts(from begin: Int, durable: Int) -> [DocumentBatch] {
        let size = Engine.batchItemsMax
        let count = max(1, (sightings.count + size - 1) / size)
        return (min(durable, count - 1)..<count).map { number in
            var part = self
            if number < count - 1 {
                part = DocumentBatch(document: document, feed: feed, at: at, nextItem: begin)
                part.nextPart = number + 1
                part.round = round
                part.listTime = listTime
            }
            part.sightings = Array(sightings.dropFirst(number * size).prefix(size))
            if let entry = part.observed { part.entries.insert(entry, at: 0) }
            return part
        }
    }

    /// The entry of the sightings, with a root over them; nil when there are none.
    private var observed: Entry? {
        guard !sightings.isEmpty else { return nil }
        var changes: [UInt8] = []
        changes.reserveCapacity(sightings.count * 48)
        for sighting in sightings {
            changes += sighting.locus
            changes += "\(sighting.entity)/\(sighting.threat)/\(sighting.lastSeen.microseconds);".utf8
        }
        let detail: [String: JSONValue] = [
            "findings": .int(sightings.count), "root": .string(Hex.encode(Array(SHA256.hash(data: changes)))),
        ]
        return Entry(
            kind: .batch, subject: "document:\(document)", event: "observed", at: at, actor: "service", detail: detail)
    }
}
