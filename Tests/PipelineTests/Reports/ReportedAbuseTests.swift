import Constituency
import Foundation
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Abuse mails that anybody can send, beside those of a source that is known.
@Suite struct ReportedAbuseTests {
    private static func yaml(_ kind: String) -> String {
        """
        publisher: Test
        kind: \(kind)
        country: AZ
        format: arf
        interval: 1h
        licence: none
        tlp: AMBER
        reliability: B
        """
    }

    private let bench: NoticeBench
    private let analyst = Actor(uid: 1003, name: "aysel", loginUID: 1003, roles: [.analyst])

    init() async throws {
        bench = try await NoticeBench.make(feeds: ["people": Self.yaml("user"), "loop": Self.yaml("research")])
        var hospital = bench.entities[0]
        hospital.assets = [
            Asset(
                .network(try #require(IPNetwork("192.0.2.0/24"))),
                state: .verified(Verification(by: "user:1:a", how: "registry", at: Instant(seconds: 0))))
        ]
        let now = bench.engine.now()
        let entry = Entry(kind: .entity, subject: hospital.id.text, event: "imported", at: now, actor: "user:1:admin")
        try await bench.engine.store.saveEntities([hospital], at: now, entries: [entry])
        for feed in ["people", "loop"] {
            let released = Entry(kind: .setting, subject: "feed:\(feed)", event: "released", at: now, actor: "user:1:a")
            try await bench.engine.store.setFeed(
                FeedID(unchecked: feed), released: true, at: now, entries: [released])
        }
        try await bench.approveFindings()
    }

    /// Somebody reports spam from 192.0.2.7, received at that hour of 29 November.
    private func bring(_ feed: String, hour: Int) async throws {
        let text = """
            From: a@b.example
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=feedback-report; boundary="x"

            --x
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: U/1
            Version: 1
            Arrival-Date: Sun, 29 Nov 2026 \(hour):00:00 +0000
            Source-IP: 192.0.2.7

            --x--

            """
        let store = bench.engine.store
        let draft = try store.beginRaw(bytesMax: 1 << 20)
        try Array(text.utf8).withUnsafeBytes { try draft.append($0) }
        let intake = DocumentIntake(
            feed: FeedID(unchecked: feed), digest: try draft.commit(), name: "\(hour).eml",
            received: bench.engine.now(), bytes: text.utf8.count)
        guard case .new(let document) = try await store.intake(intake) else { return }
        try await bench.engine.readDocument(document)
        try await bench.engine.judgeDueThreats()
    }

    /// Each finding as `condition confidence state`.
    private func findings() async throws -> [String] {
        var query = FindingQuery()
        query.decidedOnly = false
        return try await bench.engine.store.findings(query).map { row in
            let name = row.threat.text.split(separator: "/").last.map(String.init) ?? ""
            return "\(name) \(row.confidence.rawValue) \(row.state.rawValue)"
        }.sorted()
    }

    private func resolve(_ verdict: GapVerdict) async throws -> GapResolve.Answer {
        let gap = try #require(try await bench.engine.perform(GapList(), as: analyst).first)
        #expect(gap.why.contains("somebody reported it to `people`"))
        return try await bench.engine.perform(
            GapResolve(gap: gap.gap, verdict: verdict, alias: nil), as: analyst, reason: "looked at the machine")
    }

    private func explanation() async throws -> FindingExplain.Explanation {
        let act = FindingExplain(entity: bench.hospital, locus: "192.0.2.7")
        return try #require(try await bench.engine.perform(act, as: analyst).first)
    }

    private func verify() async throws {
        _ = try await bench.engine.sequence()
        let report = try await LedgerCheck.run(
            dataDirectory: bench.engine.settings.dataDirectory, verifierKey: nil, withStore: true, held: [])
        #expect(report.sound, "\(report.discrepancies)")
    }

    @Test func `what somebody reports tells nobody, a person says yes, and it leaves`() async throws {
        try await bring("people", hour: 10)
        #expect(try await findings() == ["reported-spam-source possible open"])
        #expect(try await bench.engine.noticeFindings() == 0)
        let before = try await explanation()
        #expect(before.decision == nil && before.because.hasSuffix("reported it to `people`, where anybody can"))
        #expect(before.because.contains("verified network 192.0.2.0/24"))
        #expect(try await resolve(.match).outcome == "probable")
        let after = try await explanation()
        #expect(after.decision?.contains("decided match") == true && !after.because.contains("where anybody can"))
        #expect(try await bench.engine.perform(GapList(), as: analyst).isEmpty)
        #expect(try await bench.engine.noticeFindings() == 1)
        // A further report of the same is no new question, and the same mail read again takes nothing back.
        try await bring("people", hour: 11)
        _ = try await bench.engine.store.scanAgain(feeds: [FeedID(unchecked: "people")])
        for id: Int64 in [1, 2] { try await bench.engine.readDocument(id) }
        #expect(try await findings() == ["reported-spam-source probable open"])
        try await verify()
    }

    @Test func `a person says no, and only a later report asks again`() async throws {
        try await bring("people", hour: 10)
        #expect(try await resolve(.noMatch).outcome == "none")
        #expect(try await findings() == ["reported-spam-source possible closed"])
        try await bring("people", hour: 9)
        #expect(try await findings() == ["reported-spam-source possible closed"])
        #expect(try await bench.engine.noticeFindings() == 0)
        try await bring("people", hour: 12)
        #expect(try await bench.engine.perform(GapList(), as: analyst).count == 1)
        try await verify()
    }

    @Test(arguments: [["people", "loop"], ["loop", "people"]])
    func `a known source's finding is its own, whoever comes first`(order: [String]) async throws {
        for (index, feed) in order.enumerated() { try await bring(feed, hour: 10 + index) }
        #expect(try await findings() == ["reported-spam-source possible open", "spam-source certain open"])
        #expect(try await bench.engine.noticeFindings() == 1)
    }

    @Test func `an alias decides nothing of it`() async throws {
        try await bring("people", hour: 10)
        let gap = try #require(try await bench.engine.perform(GapList(), as: analyst).first).gap
        await #expect(throws: ActFailure.self) {
            try await bench.engine.perform(
                GapResolve(gap: gap, verdict: .match, alias: "a/b=c/d"), as: analyst, reason: "x")
        }
        #expect(try await findings() == ["reported-spam-source possible open"])
    }
}
