import Analyze
import Crypto
import Foundation
import Ingest
import Logging
import Storage
import Synchronization
import Testing
import Vocabulary

@testable import Pipeline

/// A data directory of its own to which reports of made-up feeds come.
final class CampaignBench {
    let clock = TestClock(Instant("2026-11-23T10:00:00Z") ?? .distantPast)
    let analyst = Actor(uid: 1001, name: "leyla", loginUID: 1001, roles: [.analyst])
    let engine: Engine
    private var documents = 0

    /// Runs `body` on a fresh bench, verifies what it left, and removes its directory.
    static func run(directives: String? = nil, _ body: (CampaignBench) async throws -> Void) async throws {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "ess-campaigns-\(UUID().uuidString)")
        let feeds = folder.appending(path: "feeds")
        try FileManager.default.createDirectory(at: feeds, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = Settings(dataDirectory: folder.appending(path: "data").path, feedsDirectory: feeds.path)
        if let directives {
            settings.directivesPath = folder.appending(path: "directives.yaml").path
            try Data(directives.utf8).write(to: folder.appending(path: "directives.yaml"))
        }
        _ = try Assembly.initialise(settings)
        let bench = try await CampaignBench(settings)
        try await body(bench)
        _ = try await bench.engine.sequence()
        let directory = settings.dataDirectory
        let report = try await LedgerCheck.run(
            dataDirectory: directory, verifierKey: nil, withStore: true, held: [])
        #expect(report.sound, "\(report.discrepancies)")
        try bench.engine.store.close()
    }

    private init(_ settings: Settings) async throws {
        let clock = clock
        engine = try await Assembly.open(settings, logger: Logger(label: "test")) { clock.now }
    }

    /// The clustering as after a start: nothing is at hand.
    func restart() { engine.campaigns.withLock { $0 = nil } }

    /// One document of a feed with these reports; clusters are settled and threats judged behind it.
    func arrive(_ reports: [Report], of feed: String = "newswire", settling: Bool = true) async throws {
        documents += 1
        let description = FeedDescription(
            id: FeedID(unchecked: feed), publisher: feed, sourceKind: .research, country: "XX", url: nil,
            format: .syndication, interval: 3600, licence: "ours", defaultTLP: .clear,
            reliability: .usuallyReliable)
        let intake = DocumentIntake(
            feed: description.id, digest: Self.digest("document \(documents) \(feed)"), name: "test",
            received: clock.now, bytes: 1)
        guard case .new(let document) = try await engine.store.intake(intake) else { return }
        var batch = DocumentBatch(document: document, feed: description, at: clock.now, nextItem: reports.count)
        batch.reports = reports
        _ = try await engine.store.apply(batch)
        if settling { try await settle() }
    }

    func settle() async throws {
        try await engine.settleCampaigns()
        try await engine.judgeDueThreats()
    }

    /// Every threat with its reports' source ids, as a set, and what lists print of it.
    func campaigns() async throws -> Set<[String]> {
        var query = ThreatQuery()
        query.kind = .campaign
        var found: Set<[String]> = []
        for row in try await engine.store.threats(query) {
            found.insert(try await engine.store.reports(ofCampaign: row.no).map(\.sourceID))
        }
        return found
    }

    /// What `ess threat list --format jsonl` prints, closed ones too.
    func lines() async throws -> [String] {
        var query = ThreatQuery()
        query.includeClosed = true
        query.limit = 10_000
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try await engine.perform(ThreatList(query: query), as: analyst).map {
            String(decoding: try encoder.encode($0), as: UTF8.self)
        }
    }

    /// The campaign in which a report of `newswire` stands.
    func threat(of id: String, feed: String = "newswire") async throws -> ThreatRow {
        try await engine.store.threat(Self.name(of: id, feed: feed)).row
    }

    static func name(of id: String, feed: String = "newswire") -> String {
        "campaign:" + digest("\(feed)/\(id)").description.prefix(24)
    }

    /// `at`: hours behind the morning of 20 November.
    static func report(_ id: String, _ title: String, at hours: Int64, kind: ReportKind = .news) -> Report {
        let at = Instant(seconds: 1_795_132_800 + hours * 3600)
        var report = Report(sourceID: id, kind: kind, digest: digest(id + title), revised: at, title: title)
        report.published = at
        return report
    }

    private static func digest(_ text: String) -> Vocabulary.Digest {
        guard let digest = Vocabulary.Digest(bytes: SHA256.hash(data: Array(text.utf8))) else {
            preconditionFailure("a hash has 32 bytes")
        }
        return digest
    }
}
