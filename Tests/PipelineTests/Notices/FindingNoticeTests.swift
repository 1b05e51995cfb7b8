import Advise
import Constituency
import Foundation
import GRDB
import Notify
import Pipeline
@testable import Storage
import Testing
import Vocabulary

@Suite struct FindingNoticeTests {
    private static let telnet = "condition:vulnerable/potentially-unwanted-accessible/open-telnet"

    /// Two open findings of the hospital, one possible, from a feed that is released or not.
    private func bench(released: Bool) async throws -> NoticeBench {
        let bench = try await NoticeBench.make()
        try await bench.engine.store.write("test") { db in
            try db.execute(
                sql: """
                    INSERT INTO feed_state(feed, next_poll, released, added) VALUES ('scan', 0, ?, 0);
                    """, arguments: [released])
            try db.execute(
                sql: """
                    INSERT INTO threat(id, kind, presence, title, standing, first_seen, changed)
                    VALUES (?, 'condition', 'existing', 'Open telnet', 'current', 0, 0)
                    """, arguments: [Self.telnet])
        }
        for (last, confidence) in [(UInt32(7), "certain"), (8, "certain"), (9, "possible")] {
            try await add(last, confidence, to: bench)
        }
        return bench
    }

    private func add(_ last: UInt32, _ confidence: String, to bench: NoticeBench) async throws {
        let locus = Locus.service(IPAddress(v4: 0xC000_0200 + last), port: 23, transport: .tcp)
        let (code, name) = (Data(LocusCode.encode(locus)), bench.hospital.text)
        try await bench.engine.store.write("test") { db in
            try db.execute(
                sql: """
                    INSERT INTO finding(entity, locus, threat, feed, rule, confidence, first_seen, last_seen, days,
                        state, evidence)
                    VALUES ((SELECT no FROM entity WHERE id = ?), ?, (SELECT no FROM threat WHERE id = ?), 'scan',
                        'network', ?, 0, 0, x'', 'open', '{}')
                    """, arguments: [name, code, Self.telnet, confidence])
        }
    }

    @Test func `findings leave in one notice per entity once two people have approved, and not before`() async throws {
        let bench = try await bench(released: true)
        #expect(try await bench.engine.noticeFindings() == 0)
        try await bench.approveFindings()
        let notice = try #require(try await bench.notices().first)
        #expect(try await bench.notices().count == 1)
        #expect(notice.causes == 2)
        let content = try #require(try await bench.engine.store.notice(notice.number)?.content)
        #expect(content.systems.map(\.locus) == ["192.0.2.7:23/tcp", "192.0.2.8:23/tcp"])
        #expect(content.caseNumber == notice.caseNumber)
        #expect(try await bench.engine.noticeFindings() == 0)
    }

    @Test func `software matched by a RED statement is told to no role mailbox, nor is a RED title`() async throws {
        let bench = try await NoticeBench.make()
        let (code, name) = (Data(LocusCode.encode(.inventory)), bench.hospital.text)
        try await bench.engine.store.write("test") { db in
            try db.execute(
                sql: """
                    INSERT INTO threat(id, kind, presence, title, standing, first_seen, changed)
                    VALUES ('CVE-2026-1111', 'vulnerability', 'existing', 'Secret name', 'current', 0, 0);
                    INSERT INTO threat_assessment(threat, body) VALUES (1, '{"title":{"tlp":"RED"}}')
                    """)
            try db.execute(
                sql: """
                    INSERT INTO finding(entity, locus, threat, feed, rule, confidence, first_seen, last_seen, days,
                        state, evidence)
                    VALUES ((SELECT no FROM entity WHERE id = ?), ?, 1, 'inventory', 'cpe', 'certain', 0, 0, x'',
                        'open', '[]')
                    """, arguments: [name, code])
        }
        let causes = try await bench.engine.store.findings(
            of: [ThreatID(unchecked: "CVE-2026-1111")], at: [bench.hospital], labels: FeedLabels([:]))
        #expect(causes.map(\.titleTLP) == [.red] && causes.map(\.matchTLP) == [.red])
        let number = try #require(try await bench.issue().notices.first)
        let content = try #require(try await bench.engine.store.notice(number)?.content)
        #expect(content.systems.isEmpty)
    }

    @Test func `an advisory's notice carries the label of the systems it names`() async throws {
        let bench = try await bench(released: false)
        var version = bench.advisory()
        version.content.threats = [ThreatID(unchecked: Self.telnet)]
        version.content.paragraphs = []
        let batch = try await bench.engine.planNotices(
            of: version, to: [bench.hospital], at: bench.engine.now(), actor: "user:1:a")
        let content = try #require(batch.notices.first?.deliveries.first?.content)
        #expect(version.content.headTLP == .green)
        #expect(content.systems.count == 2)
        #expect(content.tlp == .amberStrict)
    }

    @Test func `a baseline tells nobody`() async throws {
        let bench = try await bench(released: false)
        try await bench.approveFindings()
        #expect(try await bench.notices().isEmpty)
    }

    @Test func `findings within the interval gather in one waiting message`() async throws {
        let bench = try await bench(released: true)
        try await bench.approveFindings()
        let channel = ScriptedChannel()
        let notifier = Notifier(engine: bench.engine, channels: [.maildrop: channel])
        #expect(try await notifier.drain() == 1)
        for last: UInt32 in [20, 21, 22] {
            bench.pass(hours: 1)
            try await add(last, "probable", to: bench)
            try await bench.engine.noticeFindings()
            #expect(try await notifier.drain() == 0)
        }
        #expect(try await bench.notices().count == 2)
        bench.pass(hours: 21)
        #expect(try await notifier.drain() == 1)
        let second = try #require(try await bench.notices().max { $0.made < $1.made })
        #expect(second.causes == 3)
        let content = try #require(try await bench.engine.store.notice(second.number)?.content)
        #expect(content.systems.count == 3)
    }
}
