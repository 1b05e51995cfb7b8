import Constituency
import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Findings of feeds that send events end by age, because no list ever says that they are gone.
@Suite struct ExpireFindingsTests {
    private static let yaml = ScanBench.feed("expires_after: 10d")

    @Test func `a finding not seen for so long is closed by age, and a later event opens it`() async throws {
        let bench = try await NoticeBench.make(feeds: ["scans": Self.yaml])
        try await see(bench, "192.0.2.1", daysAgo: 2)
        try await see(bench, "192.0.2.2", daysAgo: 9)
        #expect(try await bench.engine.expireFindings() == 0)
        bench.pass(hours: 48)
        #expect(try await bench.engine.expireFindings() == 1)
        let aged = try await states(bench)
        #expect(aged == ["192.0.2.1:23/tcp open -", "192.0.2.2:23/tcp closed age"])
        // The same day again does nothing; an event of today opens it.
        #expect(try await bench.engine.expireFindings() == 0)
        try await see(bench, "192.0.2.2", daysAgo: 0)
        let opened = try await states(bench)
        #expect(opened == ["192.0.2.1:23/tcp open -", "192.0.2.2:23/tcp open -"])
    }

    @Test func `an event that comes too late is closed from the start, in either order`() async throws {
        let (early, late) = (
            try await NoticeBench.make(feeds: ["scans": Self.yaml]),
            try await NoticeBench.make(feeds: ["scans": Self.yaml])
        )
        for days in [11, 12] { try await see(early, "192.0.2.1", daysAgo: Int64(days)) }
        for days in [12, 11] { try await see(late, "192.0.2.1", daysAgo: Int64(days)) }
        let states = (try await states(early), try await states(late))
        #expect(states.0 == ["192.0.2.1:23/tcp closed age"] && states.1 == states.0)
    }

    @Test func `a full list takes no expiry, and its findings do not age`() throws {
        let text = Self.yaml + "\nsnapshot: true\n"
        var problems: [SettingsProblem] = []
        let node = try SettingsFile.parse(.init(text.utf8), file: "scans.yaml")
        #expect(FeedDescription.read(node, id: FeedID(unchecked: "scans"), problems: &problems) == nil)
        #expect(problems.map(\.key) == ["expires_after"])
    }

    /// An event at an address of the hospital, as a document of its own.
    private func see(_ bench: NoticeBench, _ address: String, daysAgo: Int64) async throws {
        let (store, now) = (bench.engine.store, bench.engine.now())
        let feed = try #require(bench.engine.feeds[FeedID(unchecked: "scans")])
        let rows = try await store.register().entities
        let entity = try #require(rows.first { $0.entity?.id == bench.hospital })
        let condition = try #require(feed.condition)
        let threat = try await store.conditionNumbers([condition], at: now)[0]
        let seen = now.adding(seconds: -daysAgo * 86_400)
        let name = [UInt8](repeating: UInt8(daysAgo), count: 31) + address.utf8.suffix(1)
        let digest = try #require(Digest(bytes: name))
        let intake = DocumentIntake(feed: feed.id, digest: digest, name: "scan", received: now, bytes: 1)
        guard case .new(let document) = try await store.intake(intake) else { return }
        var batch = DocumentBatch(document: document, feed: feed, at: now, nextItem: 1)
        let locus = Locus.service(try #require(IPAddress(address)), port: 23, transport: .tcp)
        batch.sightings = [
            Sighting(
                entity: entity.no, locus: LocusCode.encode(locus), threat: threat, rule: .network, confidence: .certain,
                firstSeen: seen, lastSeen: seen, days: [seen.day.number], item: 0, evidence: "{}")
        ]
        _ = try await store.apply(batch)
    }

    private func states(_ bench: NoticeBench) async throws -> [String] {
        try await bench.engine.store.findings(FindingQuery())
            .map { "\($0.locus.text) \($0.state.rawValue) \($0.reason ?? "-")" }.sorted()
    }
}
