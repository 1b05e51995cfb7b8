import Analyze
import Ingest
import Notify
import Storage
import Vocabulary

/// What notices say of findings beside the findings themselves.
struct SourceFacts: Sendable {
    /// What the rows behind them say of the machines, by cause.
    var rows: [String: String] = [:]
    /// Where the reports behind them stand, by `feed/source id`.
    var places: [String: ReportPlace] = [:]
}

extension Engine {
    /// Entities whose findings are told in one go; each go reads the documents behind them once.
    static let entitiesAtOnce = 500

    /// What the rows behind findings say, and where the reports stand; what says nothing, has no row or whose bytes are
    /// not kept any more is missing. Of each entity only as many as a message lists. Every document is read once.
    func sourceFacts(of findings: [FindingCause]) async throws -> SourceFacts {
        SourceFacts(
            rows: try await rowFacts(of: findings),
            places: try await store.reportPlaces(findings.flatMap(\.reports).map { ($0.feed, $0.sourceID) }))
    }

    private func rowFacts(of findings: [FindingCause]) async throws -> [String: String] {
        var wanted: [Int64: [Int: [String]]] = [:]
        var counts: [EntityID: Int] = [:]
        for finding in findings {
            guard let document = finding.document, finding.item > 0 else { continue }
            counts[finding.entity, default: 0] += 1
            guard counts[finding.entity, default: 0] <= NoticeText.systemsMax else { continue }
            wanted[document, default: [:]][finding.item, default: []].append(finding.id)
        }
        var facts: [String: String] = [:]
        for (document, items) in wanted.sorted(by: { $0.key < $1.key }) {
            try Task.checkCancellation()
            for (item, text) in try await rowFacts(document: document, items: Set(items.keys)) {
                for id in items[item] ?? [] { facts[id] = text }
            }
        }
        return facts
    }

    private func rowFacts(document: Int64, items: Set<Int>) async throws -> [Int: String] {
        guard let record = try await store.document(document), let feed = feeds[record.feed],
            feed.format.isObservations
        else { return [:] }
        let raw: RawReader
        do {
            raw = try store.readRaw(record.digest)
        } catch let failure as StorageFailure where failure.code == .notFound {
            return [:]
        }
        let reader = DocumentReading(
            context: DocumentContext(feed: feed, name: record.name, received: record.said))
        var batch = ReadBatch()
        var missing = items
        var facts: [Int: String] = [:]
        let look = {
            let observations = batch.observations
            for row in observations.rows where missing.remove(row.row) != nil {
                let text = RowFacts.text(row: observations.bytes[row.source], columns: observations.columns)
                if !text.isEmpty { facts[row.row] = text }
            }
            batch.removeItems()
        }
        while !missing.isEmpty, try raw.next({ reader.push($0, into: &batch) }) { look() }
        while !missing.isEmpty, reader.finishPart(into: &batch) { look() }
        if !missing.isEmpty { look() }
        return facts
    }
}
