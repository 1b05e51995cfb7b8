import Constituency
import Crypto
import Foundation
import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// What a report says of one vulnerability, for tests.
struct Said {
    var cve: String
    /// Acme Gate below this version; nil states no product.
    var below: String?
    var status = ProductStatus.affected
    var aliases: [String] = []
    var product = "gate"
    /// The version range is left out: the product is stated without versions.
    var anyVersion = false

    var statement: VulnerabilityStatement {
        var out = VulnerabilityStatement(id: cve)
        out.aliases = aliases
        if below != nil || anyVersion {
            var stated = ProductStatement(vendor: "acme", product: product, status: status)
            if let below {
                var range = VersionRange(from: nil, before: nil, through: nil)
                range.scheme = "semver"
                range.before = below
                stated.versions = [range]
            }
            out.products = [stated]
        }
        return out
    }
}

/// Reports made by hand about registered software, stored as their feeds' documents and judged.
final class ThreatBench {
    let bench: NoticeBench
    private var documents = 0

    var engine: Engine { bench.engine }
    var store: Store { bench.engine.store }

    init() async throws { bench = try await NoticeBench.make() }

    /// 09:00 on a day of November 2026.
    static func day(_ day: Int) throws -> Instant {
        try #require(Instant("2026-11-\(day < 10 ? "0" : "")\(day)T09:00:00Z"))
    }

    /// Stores one revision of a report, revised and perhaps published on these days, and judges what is due.
    func report(
        _ sourceID: String, of feed: String = "records", on day: Int, _ said: [Said], published: Int? = nil,
        from source: SourceKind = .manufacturer, kind: ReportKind = .advisory, judging: Bool = true
    ) async throws {
        let report = try ThreatBench.report(sourceID, of: feed, on: day, said, published: published, kind: kind)
        try await take([report], of: feed, from: source, judging: judging)
    }

    /// One revision of a report.
    static func report(
        _ sourceID: String, of feed: String = "records", on day: Int, _ said: [Said], published: Int? = nil,
        kind: ReportKind = .advisory
    ) throws -> Report {
        var report = Report(
            sourceID: sourceID, kind: kind, digest: ThreatBench.digest("\(sourceID) \(feed) \(day) \(said)"),
            revised: try ThreatBench.day(day), title: "About \(sourceID)")
        report.published = try published.map(ThreatBench.day)
        report.vulnerabilities = said.map(\.statement)
        return report
    }

    /// Stores reports as one document of their feed, in one batch.
    func take(
        _ reports: [Report], of feed: String = "records", from source: SourceKind = .manufacturer,
        graded grade: Reliability = .usuallyReliable, judging: Bool = true
    ) async throws {
        documents += 1
        let description = FeedDescription(
            id: FeedID(unchecked: feed), publisher: feed, sourceKind: source, country: "XX", url: nil, format: .csaf,
            interval: 3600, licence: "ours", defaultTLP: .clear, reliability: grade)
        let intake = DocumentIntake(
            feed: description.id, digest: ThreatBench.digest("document \(documents)"), name: "test",
            received: engine.now(), bytes: 1)
        guard case .new(let document) = try await store.intake(intake) else { return }
        var batch = DocumentBatch(document: document, feed: description, at: engine.now(), nextItem: 1)
        batch.reports = reports
        _ = try await store.apply(batch)
        if judging { _ = try await engine.judgeDueThreats() }
        bench.pass(seconds: 60)
    }

    /// The hospital runs these versions of Acme Gate, all verified, and nothing else is registered.
    func register(_ versions: [String]) async throws {
        let vouched = Verification(by: "user:1:admin", how: "call", at: Instant(seconds: 0))
        let hospital = bench.hospital
        let changed = try await store.register().entities.compactMap(\.entity).map { entity in
            var out = entity
            out.assets = entity.id != hospital ? [] : versions.map { version in
                Asset(.software(Software(vendor: "acme", product: "gate", version: version)), state: .verified(vouched))
            }
            return out
        }
        try await store.saveEntities(changed, at: engine.now(), entries: [])
        _ = try await engine.judgeDueThreats()
    }

    /// A person writes on a threat, so that it stays when no report names it any more.
    func note(on cve: String) async throws {
        let row = try await store.threat(cve).row
        let entry = Entry(kind: .threat, subject: cve, event: "noted", at: engine.now(), actor: "user:1:admin")
        try await store.remark(
            onThreat: row.no, ThreatRemark(at: engine.now(), by: "user:1:admin", text: "Seen."), entries: [entry])
    }

    /// The findings, by entity and threat.
    func findings() async throws -> [FindingRow] {
        var query = FindingQuery()
        query.decidedOnly = false
        return try await store.findings(query)
    }

    private static func digest(_ text: String) -> Vocabulary.Digest {
        guard let digest = Vocabulary.Digest(bytes: SHA256.hash(data: Array(text.utf8))) else {
            preconditionFailure("a hash has 32 bytes")
        }
        return digest
    }
}
