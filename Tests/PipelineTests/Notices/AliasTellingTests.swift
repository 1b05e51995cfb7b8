import Advise
import Constituency
import Foundation
import GRDB
import Ingest
import Pipeline
import Testing
import Vocabulary

@testable import Storage

/// When what was told under one name counts as told of a threat that somebody calls so.
@Suite struct AliasTellingTests {
    private static let (old, new) = ("GHSA-aaaa-aaaa-aaaa", "GHSA-bbbb-bbbb-bbbb")
    private static let purl = "pkg:npm/zipper@1.4.0"
    private let admin = Actor(uid: 1, name: "admin", loginUID: nil, roles: Set(Role.allCases))

    private static func feed(_ grade: String) -> String {
        """
        publisher: P
        kind: research
        country: INT
        format: osv
        interval: 1d
        licence: x
        tlp: CLEAR
        reliability: \(grade)

        """
    }

    /// The hospital runs zipper 1.4.0, was told of the old advisory, and findings leave by a standing order.
    private func bench(grade: String = "F", released: Bool = true) async throws -> NoticeBench {
        let bench = try await NoticeBench.make(feeds: ["good": Self.feed("B"), "other": Self.feed(grade)])
        var hospital = try #require(bench.entities.first)
        let vouched = AssetState.verified(Verification(by: "admin", how: "import", at: Instant(seconds: 0)))
        let software = Software(vendor: "", product: "zipper", version: "1.4.0", purl: Self.purl)
        hospital.assets = [Asset(.software(software), state: vouched)]
        let entry = Entry(
            kind: .entity, subject: hospital.id.text, event: "imported", at: bench.engine.now(), actor: "user:1:admin")
        try await bench.engine.store.saveEntities([hospital], at: bench.engine.now(), entries: [entry])
        try await bench.engine.store.write("test") { db in
            for feed in released ? ["good", "other"] : ["good"] {
                try db.execute(
                    sql: """
                        INSERT INTO feed_state(feed, next_poll, released, added) VALUES (?, 0, 1, 0)
                        ON CONFLICT(feed) DO UPDATE SET released = 1
                        """, arguments: [feed])
            }
        }
        try await say(Self.old, in: bench)
        try await bench.approveFindings()
        #expect(try await bench.notices().count == 1)
        return bench
    }

    /// A record of a flaw in zipper; `isEmpty`: one that names no package.
    private func say(
        _ id: String, aka aliases: [String] = [], by feed: String = "good", isEmpty: Bool = false, day: Int = 20,
        in bench: NoticeBench
    ) async throws {
        let package = #"{"package":{"ecosystem":"npm","name":"zipper"},"ranges":[{"type":"SEMVER","#
            + #""events":[{"introduced":"0"},{"fixed":"2.0.0"}]}]}"#
        let names = aliases.map { "\"\($0)\"" }.joined(separator: ",")
        let text = #"{"schema_version":"1.7.0","id":"\#(id)","modified":"2026-11-\#(day)T12:00:00Z","#
            + #""summary":"A flaw.","aliases":[\#(names)],"affected":[\#(isEmpty ? "" : package)]}"#
        let upload = try await bench.engine.beginUpload(
            feed: FeedID(unchecked: feed), name: "\(id)-\(day).json", as: admin, reason: nil, dryRun: false)
        try Array(text.utf8).withUnsafeBytes { try upload.append($0) }
        let summary = try await bench.engine.finish(upload).summary
        #expect(summary.rejects == 0 && summary.reports == 1)
    }

    @Test func `a name that other reports tell of on their own hides no warning`() async throws {
        let bench = try await bench(grade: "B")
        try await say("EVIL-2026-1", aka: ["CVE-2026-1111", Self.old], by: "other", isEmpty: true, in: bench)
        try await say(Self.new, aka: ["CVE-2026-1111"], in: bench)
        #expect(try await bench.engine.noticeOwed() == 1)
        #expect(try await bench.notices().contains { $0.about == "CVE-2026-1111" })
    }

    @Test(arguments: [("F", true), ("D", true), ("B", false)])
    func `a name that nobody to be believed states hides no warning, and doubles none`(
        grade: String, released: Bool
    ) async throws {
        let bench = try await bench(grade: grade, released: released)
        // The old advisory gets its CVE: nobody is told again.
        try await say(Self.old, aka: ["CVE-2026-1110"], day: 21, in: bench)
        #expect(try await bench.engine.noticeOwed() == 0)
        try await say("EVIL-2026-1", aka: ["CVE-2026-1111", Self.old], by: "other", isEmpty: true, in: bench)
        try await say(Self.new, aka: ["CVE-2026-1111"], in: bench)
        #expect(try await bench.engine.noticeOwed() == 1)
        #expect(try await bench.notices().map(\.about).sorted() == ["CVE-2026-1111", Self.old])
    }

    /// Whom an advisory of this name would go to, whom it has come to concern, and of how many findings it would tell.
    private func concerned(by name: String, in bench: NoticeBench) async throws -> [Int] {
        let (store, threats) = (bench.engine.store, [ThreatID(unchecked: name)])
        var version = bench.advisory()
        version.content.threats = threats
        let labels = FeedLabels([:])
        return [
            try await store.advisoryRecipients(threats).map(\.findings).reduce(0, +),
            try await store.lateRecipients(version, members: []).count,
            try await store.findings(of: threats, at: [bench.hospital], labels: labels).count,
        ]
    }

    @Test(arguments: [("F", true), ("D", true), ("B", false), ("B", true)])
    func `a hostile alias adds no recipient to an advisory, one of a source to be believed does`(
        grade: String, released: Bool
    ) async throws {
        let bench = try await bench(grade: grade, released: released)
        // An advisory stands under a name that is no threat of its own now, and under one that is another flaw.
        let (lost, own) = ("GHSA-cccc-cccc-cccc", "GHSA-dddd-dddd-dddd")
        try await say(own, isEmpty: true, in: bench)
        try await say(Self.new, aka: ["CVE-2026-1111"], in: bench)
        for (number, name) in [lost, own].enumerated() {
            try await say("OTHER-2026-\(number)", aka: ["CVE-2026-1111", name], by: "other", isEmpty: true, in: bench)
        }
        let believed = grade == "B" && released
        #expect(try await concerned(by: "CVE-2026-1111", in: bench) == [1, 1, 1])
        #expect(try await concerned(by: lost, in: bench) == (believed ? [1, 1, 1] : [0, 0, 0]))
        #expect(try await concerned(by: own, in: bench) == [0, 0, 0])
        #expect(try await concerned(by: Self.new, in: bench) == [1, 1, 1])
    }

    @Test func `what was told under a name stays told when its own source says whose it is`() async throws {
        let bench = try await bench(grade: "C")
        try await say(Self.old, aka: ["CVE-2026-1110"], day: 21, in: bench)
        #expect(try await bench.engine.noticeOwed() == 0)
        var query = FindingQuery()
        query.threat = "CVE-2026-1110"
        let findings = try await bench.engine.store.findings(query)
        #expect(findings.count == 1)
        #expect(try await bench.engine.store.tellings(of: findings).map(\.notices.count) == [1])
    }
}
