import Constituency
import Foundation
import Ingest
import Logging
import Storage
import Synchronization
import Vocabulary

@testable import Pipeline

/// A time that the test moves.
final class TestClock: Sendable {
    private let value: Mutex<Instant>
    init(_ start: Instant) { value = Mutex(start) }
    var now: Instant { value.withLock { $0 } }
    func advance(seconds: Int64) { value.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// A data directory of its own with three entities and two threats: a CVE that is exploited, found with the hospital
/// (which has a contact) and the bank (which has none), and open telnet, found with nobody yet.
struct AdvisoryBench {
    static let cve = "CVE-2026-0001"
    static let plain =
        "directives:\n  - id: advisories\n    kinds: [advisory]\n    roles: [technical]\n    channel: smtp\n"
    let engine: Engine
    let clock: TestClock

    let leyla = Actor(uid: 1001, name: "leyla", loginUID: 1001, roles: [.analyst, .approver])
    let rashad = Actor(uid: 1002, name: "rashad", loginUID: 1002, roles: [.approver])
    let nigar = Actor(uid: 1003, name: "nigar", loginUID: 1003, roles: [.auditor])

    /// Runs `body` on a fresh bench and removes its directory afterwards.
    static func run(
        requireLoginUID: Bool = true, directives text: String = AdvisoryBench.plain,
        _ body: (AdvisoryBench) async throws -> Void
    ) async throws {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "ess-advisories-\(UUID().uuidString)")
        let feeds = folder.appending(path: "feeds")
        try FileManager.default.createDirectory(at: feeds, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = Settings(dataDirectory: folder.appending(path: "data").path, feedsDirectory: feeds.path)
        settings.requireLoginUID = requireLoginUID
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        settings.guidanceDirectory = root.appending(path: "Config/guidance").path
        let directives = folder.appending(path: "directives.yaml")
        try Data(text.utf8).write(to: directives)
        settings.directivesPath = directives.path
        _ = try Assembly.initialise(settings)
        let clock = TestClock(Instant("2026-11-23T10:00:00Z") ?? .distantPast)
        let engine = try await Assembly.open(settings, logger: Logger(label: "test")) { clock.now }
        let bench = AdvisoryBench(engine: engine, clock: clock)
        try await engine.loadDirectives()
        try await bench.fill()
        try await body(bench)
        try engine.store.close()
    }

    /// A finding of a threat, by store number, with an entity; a repeat changes nothing.
    func find(
        _ threat: Int64, at entities: [String], confidence: Confidence = .certain, locus: Locus = .inventory
    ) async throws {
        let numbers = try await engine.store.register().entities
        let sightings = numbers.filter { entities.contains($0.entity?.id.text ?? "") }.map { row in
            Sighting(
                entity: row.no, locus: LocusCode.encode(locus), threat: threat, rule: .product,
                confidence: confidence, firstSeen: clock.now, lastSeen: clock.now, days: [clock.now.day.number],
                item: 0, evidence: "{}")
        }
        _ = try await apply(reports: [], sightings: sightings)
    }

    func threatNumber(_ id: String) async throws -> Int64 { try await engine.store.threat(id).row.no }

    private func fill() async throws {
        var entities = ["bank", "hospital", "port"].compactMap { name in
            EntityID(name).map { Entity(id: $0, name: LocalizedText([.en: "The \(name)"])) }
        }
        let verified = Verification(by: "user:1001:leyla", how: "callback", at: clock.now)
        for index in entities.indices where entities[index].id.text == "hospital" {
            entities[index].contacts = [
                Contact(id: "it", role: .technical, channel: .mail("it@hospital.example"), verified: verified)
            ]
        }
        let entries = entities.map {
            Entry(kind: .entity, subject: $0.id.text, event: "imported", at: clock.now, actor: "user:1:admin")
        }
        try await engine.store.saveEntities(entities, at: clock.now, entries: entries)
        _ = try await apply(reports: [kev()], sightings: [])
        try await find(try await threatNumber(AdvisoryBench.cve), at: ["bank", "hospital"])
        let type = RSIT("vulnerable/potentially-unwanted-accessible")
        let telnet = type.map { Condition(type: $0, name: "open-telnet") }
        _ = try await engine.store.conditionNumbers(telnet.map { [$0] } ?? [], at: clock.now)
    }

    private func kev() -> Report {
        var report = Report(
            sourceID: AdvisoryBench.cve, kind: .exploitation, digest: digest(1), revised: clock.now,
            title: "Acme Gate Authentication Bypass")
        report.tlp = .clear
        var statement = VulnerabilityStatement(id: AdvisoryBench.cve)
        statement.title = "Acme Gate Authentication Bypass"
        statement.description = "Acme Gate lets <b>anybody</b> in."
        statement.products = [ProductStatement(vendor: "Acme", product: "Gate", status: .affected)]
        statement.exploitation = ExploitationStatement(
            listed: UTCDay("2026-11-20"), due: nil, ransomware: true, requiredAction: "Apply mitigations.")
        report.vulnerabilities = [statement]
        return report
    }

    private func apply(reports: [Report], sightings: [Sighting]) async throws -> BatchOutcome {
        let feed = FeedDescription(
            id: FeedID(unchecked: "cisa-kev"), publisher: "CISA", sourceKind: .foreignCERT, country: "US", url: nil,
            format: .kev, interval: 3600, licence: "CC0", defaultTLP: .clear, reliability: .completelyReliable)
        let intake = DocumentIntake(feed: feed.id, digest: digest(2), name: "test", received: clock.now, bytes: 1)
        let document: Int64 =
            switch try await engine.store.intake(intake) {
            case .new(let id), .known(let id): id
            }
        var batch = DocumentBatch(document: document, feed: feed, at: clock.now, nextItem: 1)
        batch.reports = reports
        batch.sightings = sightings
        return try await engine.store.apply(batch)
    }

    private func digest(_ byte: UInt8) -> Digest {
        guard let digest = Digest(bytes: [UInt8](repeating: byte, count: 32)) else { preconditionFailure("32 bytes") }
        return digest
    }
}
