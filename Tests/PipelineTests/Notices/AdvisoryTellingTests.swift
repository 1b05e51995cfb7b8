import Advise
import Constituency
import Foundation
import GRDB
import Notify
@testable import Pipeline
@testable import Storage
import Testing
import Vocabulary

/// What an advisory's notice tells of: each finding is told once, by whichever notice told it first (I2).
@Suite struct AdvisoryTellingTests {
    private static let telnet = "condition:vulnerable/potentially-unwanted-accessible/open-telnet"
    private let officer = Actor(uid: 1001, name: "u1001", loginUID: 1001, roles: [.approver, .analyst])

    /// The hospital's open telnet at two addresses, from a released feed.
    private func bench() async throws -> NoticeBench {
        let bench = try await NoticeBench.make()
        let now = bench.engine.now()
        try await bench.engine.store.write("test") { db in
            try db.execute(sql: "INSERT INTO feed_state(feed, next_poll, released, added) VALUES ('scan', 0, 1, 0)")
            let released = Entry(kind: .setting, subject: "feed:scan", event: "released", at: now, actor: "user:1:a")
            try Store.append([released], in: db)
            try db.execute(
                sql: """
                    INSERT INTO threat(id, kind, presence, title, standing, first_seen, changed)
                    VALUES (?, 'condition', 'existing', 'Open telnet', 'current', 0, 0)
                    """, arguments: [Self.telnet])
        }
        for last: UInt32 in [7, 8] { try await find(last, bench) }
        return bench
    }

    private func find(_ last: UInt32, _ bench: NoticeBench) async throws {
        let locus = Locus.service(IPAddress(v4: 0xC000_0200 + last), port: 23, transport: .tcp)
        let (code, name) = (Data(LocusCode.encode(locus)), bench.hospital.text)
        try await bench.engine.store.write("test") { db in
            try db.execute(
                sql: """
                    INSERT INTO finding(entity, locus, threat, feed, rule, confidence, first_seen, last_seen, days,
                        state, evidence)
                    VALUES ((SELECT no FROM entity WHERE id = ?), ?, (SELECT no FROM threat WHERE id = ?), 'scan',
                        'network', 'certain', 0, 0, x'', 'open', '{}')
                    """, arguments: [name, code, Self.telnet])
        }
    }

    private func version(_ number: Int, _ bench: NoticeBench) -> AdvisoryVersion {
        var version = bench.advisory()
        version.version = number
        version.content.threats = [ThreatID(unchecked: Self.telnet)]
        return version
    }

    @discardableResult
    private func issue(_ bench: NoticeBench, version number: Int = 1) async throws -> SpokenNumber? {
        let batch = try await bench.engine.planNotices(
            of: version(number, bench), to: [bench.hospital], at: bench.engine.now(), actor: "user:1:a")
        return try await bench.engine.store.insertNotices(batch).notices.first
    }

    private func untold(_ bench: NoticeBench) async throws -> Int {
        var query = FindingQuery()
        query.untold = true
        return try await bench.engine.store.findings(query).count
    }

    private func tellings(_ bench: NoticeBench) async throws -> [FindingTold] {
        let act = FindingExplain(entity: bench.hospital)
        return try await bench.engine.perform(act, as: officer).compactMap(\.telling)
    }

    private func calm(_ bench: NoticeBench) async throws -> String {
        try await bench.engine.perform(Status(), as: officer).calm.first { $0.contains("finding") } ?? ""
    }

    private func cancel(_ notice: SpokenNumber, _ bench: NoticeBench) async throws {
        let answer = try await bench.engine.perform(NoticeCancel(number: notice), as: officer, reason: "wrong text")
        #expect(answer.cancelled.count == 1 && answer.left.isEmpty)
    }

    /// Every act leaves a ledger that vouches for the store.
    private func verify(_ bench: NoticeBench) async throws {
        _ = try await bench.engine.sequence()
        let report = try await LedgerCheck.run(
            dataDirectory: bench.engine.settings.dataDirectory, verifierKey: nil, withStore: true, held: [])
        #expect(report.sound, "\(report.discrepancies)")
    }

    @Test func `what an advisory told is told, by that advisory, and no standing order tells it again`() async throws {
        let bench = try await bench()
        #expect(try await untold(bench) == 2)
        let notice = try #require(try await issue(bench))
        #expect(try await untold(bench) == 0)
        try await bench.approveFindings()
        #expect(try await bench.notices().map(\.number) == [notice])
        let told = try await tellings(bench)
        let number = bench.advisory().number.description
        #expect(told.map(\.reason) == [.told, .told])
        #expect(told.map(\.notices) == [[notice.description], [notice.description]])
        #expect(told.map(\.advisories) == [[number], [number]])
        #expect(told.first?.text == "told in \(notice) by \(number)")
        #expect(try await calm(bench) == "every open finding was told, or is about to be")
        // What the entity reads of its findings holds them too.
        let page = try await bench.engine.store.toldFindings(of: bench.hospital, state: nil, after: nil, limit: 10)
        #expect(page.count == 2)
        try await verify(bench)
    }

    @Test func `a bundle that left first is not repeated by the advisory's causes`() async throws {
        let bench = try await bench()
        try await bench.approveFindings()
        let bundle = try #require(try await bench.notices().first?.number)
        let notice = try #require(try await issue(bench))
        let causes = try await bench.engine.store.notice(notice)?.causes
        #expect(causes == ["advisory:\(bench.advisory().number)/1"])
        #expect(try await tellings(bench).map(\.notices) == [[bundle.description], [bundle.description]])
    }

    @Test func `a finding of later days goes by itself, and the next version tells the entity of no other`()
        async throws
    {
        let bench = try await bench()
        try await issue(bench)
        try await find(20, bench)
        #expect(try await untold(bench) == 1)
        let second = try #require(try await issue(bench, version: 2))
        let causes = try #require(try await bench.engine.store.notice(second)?.causes)
        #expect(causes.count == 2 && causes.filter { $0.hasPrefix("finding:") }.count == 1)
        try await find(21, bench)
        try await bench.approveFindings()
        let last = try #require(try await bench.notices().first { $0.kind == .findings })
        #expect(last.causes == 1)
        try await verify(bench)
    }

    @Test func `an advisory's notice that was cancelled told nothing`() async throws {
        let bench = try await bench()
        let notice = try #require(try await issue(bench))
        try await cancel(notice, bench)
        #expect(try await untold(bench) == 2)
        let told = try await tellings(bench)
        #expect(told.map(\.reason) == [.noStandingOrder, .noStandingOrder])
        #expect(told.first?.text.hasSuffix("; \(notice), which named it, was cancelled") == true)
        #expect(try await bench.engine.store.advisoryTold(bench.advisory().number).isEmpty)
        try await bench.approveFindings()
        let bundle = try #require(try await bench.notices().first { $0.kind == .findings })
        #expect(bundle.causes == 2)
        try await verify(bench)
    }

    @Test func `a bundle that was cancelled is not sent again by itself, and a later advisory tells of it`()
        async throws
    {
        let bench = try await bench()
        try await bench.approveFindings()
        let bundle = try #require(try await bench.notices().first?.number)
        try await cancel(bundle, bench)
        #expect(try await bench.engine.noticeFindings() == 0)
        #expect(try await untold(bench) == 2)
        let told = try await tellings(bench)
        #expect(told.map(\.reason) == [.withheld, .withheld])
        #expect(told.first?.withheld.map(\.reason) == [.cancelled])
        #expect(try await calm(bench).contains("2 withheld as cancelled"))
        // An approval of another day decides anew what was withheld by policy, not what a person cancelled.
        let third = Actor(uid: 1003, name: "u1003", loginUID: 1003, roles: [.approver])
        let listed = try await bench.engine.perform(DirectiveList(), as: third)
        let record = try #require(listed.first { $0.directive.id.text == "findings" })
        _ = try await bench.engine.perform(
            DirectiveApprove(id: record.directive.id, digest: record.digest.short), as: third)
        #expect(try await bench.notices().count == 1)
        let notice = try #require(try await issue(bench))
        #expect(try await tellings(bench).map(\.notices) == [[notice.description], [notice.description]])
        try await verify(bench)
    }

    @Test func `a withdrawal tells of no finding, and takes back none`() async throws {
        let bench = try await bench()
        let notice = try #require(try await issue(bench))
        try await find(20, bench)
        let batch = try await bench.engine.planWithdrawal(
            of: version(1, bench), reason: "wrong product", at: bench.engine.now(), actor: "user:1:a")
        let second = try #require(try await bench.engine.store.insertNotices(batch).notices.first)
        let causes = try await bench.engine.store.notice(second)?.causes
        #expect(causes == ["advisory:\(bench.advisory().number)/1/withdrawn"])
        #expect(try await untold(bench) == 1)
        #expect(try await tellings(bench).map(\.notices).prefix(2) == [[notice.description], [notice.description]])
    }

    @Test func `what stands above its reader is not told by the message that leaves it out`() async throws {
        let bench = try await NoticeBench.make()
        let (code, name) = (Data(LocusCode.encode(.inventory)), bench.hospital.text)
        try await bench.engine.store.write("test") { db in
            try db.execute(
                sql: """
                    INSERT INTO threat(id, kind, presence, title, standing, first_seen, changed)
                    VALUES ('CVE-2026-1111', 'vulnerability', 'existing', 'Secret name', 'current', 0, 0)
                    """)
            // No verdict can be read from this evidence: it is RED.
            try db.execute(
                sql: """
                    INSERT INTO finding(entity, locus, threat, feed, rule, confidence, first_seen, last_seen, days,
                        state, evidence)
                    VALUES ((SELECT no FROM entity WHERE id = ?), ?, 1, 'inventory', 'cpe', 'certain', 0, 0, x'',
                        'open', '[]')
                    """, arguments: [name, code])
        }
        #expect(try await bench.issue().notices.count == 1)
        #expect(try await untold(bench) == 1)
    }
}
