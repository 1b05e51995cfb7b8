import Analyze
import Ingest
import Storage
import Vocabulary

/// Hosts that were read back from documents.
struct FoundOrphans {
    var hosts: [OrphanHosts.Host] = []
    /// Whether documents or hosts are missing.
    var isPartial = false
}

extension Engine {
    /// Documents that one look reads back, the newest ones, and hosts that it holds.
    static let orphanDocumentsMax = 50
    static let orphanHostsMax = 100_000

    /// The orphans of an operator and a condition, each nil for all, from the documents that are kept: rows that match
    /// nobody are stored nowhere else. Sorted by operator, condition and host.
    func orphanHosts(asn: Int?, condition: String?) async throws -> FoundOrphans {
        let limit = Engine.orphanDocumentsMax + 1
        let documents = try await store.documentsWithOrphans(asn: asn, threat: condition, limit: limit)
        let register = try await register()
        var gathered = GatheredOrphans(
            matcher: ObservationMatcher(register: register.index, space: nationalSpace), asn: asn, condition: condition)
        gathered.isPartial = documents.count > Engine.orphanDocumentsMax
        for id in documents.prefix(Engine.orphanDocumentsMax) {
            try Task.checkCancellation()
            guard let record = try await store.document(id), let feed = feeds[record.feed], feed.format.isObservations,
                store.hasRaw(record.digest)
            else {
                gathered.isPartial = true
                continue
            }
            let raw = try store.readRaw(record.digest)
            let reader = DocumentReading(
                context: DocumentContext(feed: feed, name: record.name, received: record.said))
            var batch = ReadBatch()
            while try raw.next({ reader.push($0, into: &batch) }) { gathered.take(&batch, record, feed) }
            while reader.finishPart(into: &batch) { gathered.take(&batch, record, feed) }
            gathered.take(&batch, record, feed)
        }
        return FoundOrphans(hosts: gathered.sorted(), isPartial: gathered.isPartial)
    }
}

/// The hosts of some documents, each once for its operator and condition.
private struct GatheredOrphans {
    let matcher: ObservationMatcher
    let asn: Int?
    let condition: String?
    var isPartial = false
    private var hosts: [Key: OrphanHosts.Host] = [:]

    private struct Key: Hashable {
        let asn: Int
        let condition: String
        let host: String
    }

    init(matcher: ObservationMatcher, asn: Int?, condition: String?) {
        self.matcher = matcher
        self.asn = asn
        self.condition = condition
    }

    func sorted() -> [OrphanHosts.Host] {
        hosts.values.sorted { ($0.asn, $0.condition, $0.host) < ($1.asn, $1.condition, $1.host) }
    }

    mutating func take(_ batch: inout ReadBatch, _ record: DocumentRecord, _ feed: FeedDescription) {
        // As they were counted: what people report has names of its own.
        let names = feed.found(batch.observations.conditions).map(\.threat.text)
        for row in batch.observations.rows where wants(Int(row.asn), names[row.condition]) {
            guard matcher.outcome(row) == .orphan else { continue }
            let key = Key(asn: Int(row.asn), condition: names[row.condition], host: row.address.description)
            add(key, port: row.port, at: row.at, record)
        }
        for listing in batch.observations.listings where wants(0, names[listing.condition]) {
            guard matcher.isOrphan(listing) else { continue }
            let host: String
            switch listing.subject {
            case .domain(let name): host = name
            case .network(let network): host = "\(network)"
            case .other: continue
            }
            add(Key(asn: 0, condition: names[listing.condition], host: host), port: 0, at: listing.at, record)
        }
        batch.removeItems()
    }

    private func wants(_ number: Int, _ name: String) -> Bool {
        (asn == nil || asn == number) && (condition == nil || condition == name)
    }

    private mutating func add(_ key: Key, port: UInt16, at: Instant, _ record: DocumentRecord) {
        guard hosts.count < Engine.orphanHostsMax || hosts[key] != nil else {
            isPartial = true
            return
        }
        var host = hosts[key] ?? OrphanHosts.Host(
            asn: key.asn, condition: key.condition, host: key.host, ports: [], feeds: [], first: at, last: at,
            documents: [], rows: 0)
        host.first = min(host.first, at)
        host.last = max(host.last, at)
        host.rows += 1
        if port > 0, !host.ports.contains(port), host.ports.count < 10 { host.ports = (host.ports + [port]).sorted() }
        if !host.feeds.contains(record.feed.text) { host.feeds = (host.feeds + [record.feed.text]).sorted() }
        if host.documents.last != record.id, host.documents.count < 10 { host.documents.append(record.id) }
        hosts[key] = host
    }
}
