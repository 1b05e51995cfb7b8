import Ingest
import Storage
import Vocabulary

extension Engine {
    /// The row of a scan document as the source wrote it, at most 2 KiB; nil when its bytes are not kept any more.
    func sourceText(document: Int64?, item: Int) async throws -> String? {
        guard let document, item > 0, let record = try await store.document(document), let feed = feeds[record.feed],
            feed.format.isObservations
        else { return nil }
        let raw: RawReader
        do {
            raw = try store.readRaw(record.digest)
        } catch let failure as StorageFailure where failure.code == .notFound {
            return nil
        }
        let reader = DocumentReading(
            context: DocumentContext(feed: feed, name: record.name, received: record.said))
        var batch = ReadBatch()
        var found: String?
        let look = {
            let observations = batch.observations
            let source = observations.rows.first { $0.row == item }?.source
                ?? observations.listings.first { $0.row == item }?.source
            if let source { found = String(decoding: observations.bytes[source].prefix(2048), as: UTF8.self) }
            batch.removeItems()
        }
        while found == nil, try raw.next({ reader.push($0, into: &batch) }) { look() }
        while found == nil, reader.finishPart(into: &batch) { look() }
        if found == nil { look() }
        return found
    }
}
