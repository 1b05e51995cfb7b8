import GRDB
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// A vulnerability that people worked on and that no report names any more.
@Suite struct UnreportedThreatTests {
    private static let cve = "CVE-2031-0001"

    /// The hospital was matched, somebody wrote a note, and the only report was corrected to be about something else.
    private func dropped() async throws -> ThreatBench {
        let bench = try await ThreatBench()
        try await bench.register(["7.3"])
        try await bench.report("A-1", on: 3, [Said(cve: Self.cve, below: "7.4")])
        #expect(try await bench.findings().map(\.state) == [.open])
        try await bench.note(on: Self.cve)
        try await bench.report("A-1", on: 4, [Said(cve: "CVE-2031-0002", below: "1.0")])
        return bench
    }

    @Test func `its findings say that no report names it`() async throws {
        let bench = try await dropped()
        let row = try #require(try await bench.findings().first { $0.threat.text == Self.cve })
        #expect(row.state == .closed && row.reason == "not-reported")
    }

    @Test func `a change of the register, a score or a rule brings nothing of it back`() async throws {
        let bench = try await dropped()
        try await bench.register(["7.3", "7.2"])
        let scores = [EPSSScore(cve: Self.cve, probability: 90_000, percentile: 99_000)]
        let day = bench.engine.now().day
        try await bench.store.write("test") { db in
            try Store.saveScores(scores, day: day, points: 15, in: db)
        }
        try await bench.store.judgeAgain(ifRulesDifferFrom: 1, isNew: true)
        _ = try await bench.engine.judgeDueThreats()
        #expect(try await bench.findings().filter { $0.threat.text == Self.cve }.map(\.state) == [.closed])
        #expect(try await bench.store.metricRows().threatsToMatch == 0)
    }

    @Test func `it lives again when a report names it again`() async throws {
        let bench = try await dropped()
        try await bench.report("A-2", on: 5, [Said(cve: Self.cve, below: "7.4")])
        #expect(try await bench.findings().filter { $0.threat.text == Self.cve }.map(\.state) == [.open])
        #expect(try await !bench.store.threat(Self.cve).row.isClosed)
    }

    @Test func `a judgement of it that was under way stores nothing`() async throws {
        let bench = try await ThreatBench()
        try await bench.register(["7.3"])
        try await bench.report("A-1", on: 3, [Said(cve: Self.cve, below: "7.4")])
        try await bench.note(on: Self.cve)
        try await bench.store.judgeAgain(ifRulesDifferFrom: 1, isNew: true)
        let due = try #require(try await bench.store.threatsDue(limit: 1, on: bench.engine.now().day).first)
        try await bench.report("A-1", on: 4, [Said(cve: "CVE-2031-0002", below: "1.0")], judging: false)
        let open = try await bench.findings().filter { $0.state == .open }
        #expect(open.isEmpty)
        let entity = try #require(try await bench.findings().first).entityNumber
        let at = try ThreatBench.day(3)
        let sighting = Sighting(
            entity: entity, locus: LocusCode.encode(.inventory), threat: due.no, rule: .product,
            confidence: .probable, firstSeen: at, lastSeen: at, days: [at.day.number], item: 0, evidence: "[]")
        let verdict = ThreatVerdict(
            no: due.no, due: due.due, score: 0, contributions: [], presence: .potential, inventory: [sighting],
            ended: EndedMatches())
        _ = try await bench.store.save([verdict], feed: Engine.inventoryFeed)
        #expect(try await bench.findings().filter { $0.threat.text == Self.cve }.map(\.state) == [.closed])
    }

    @Test func `what makes a threat due while it is judged is not forgotten`() async throws {
        let bench = try await ThreatBench()
        try await bench.report("A-1", on: 3, [Said(cve: Self.cve, below: "7.4")], judging: false)
        let day = bench.engine.now().day
        let due = try #require(try await bench.store.threatsDue(limit: 1, on: day).first)
        let scores = [EPSSScore(cve: Self.cve, probability: 90_000, percentile: 99_000)]
        try await bench.store.write("test") { db in
            try Store.saveScores(scores, day: day, points: 15, in: db)
        }
        let verdict = ThreatVerdict(
            no: due.no, due: due.due, score: 0, contributions: [], presence: .potential, inventory: [],
            ended: EndedMatches())
        _ = try await bench.store.save([verdict], feed: Engine.inventoryFeed)
        let again = try #require(try await bench.store.threatsDue(limit: 1, on: day).first)
        #expect(again.epss?.probability == 90_000)
        var last = verdict
        last.due = again.due
        _ = try await bench.store.save([last], feed: Engine.inventoryFeed)
        #expect(try await bench.store.threatsDue(limit: 1, on: day).isEmpty)
    }

    @Test func `a match ends with the reason that ended it`() async throws {
        let bench = try await ThreatBench()
        try await bench.register(["7.3"])
        try await bench.report("A-1", on: 3, [Said(cve: Self.cve, below: "7.4")])
        try await bench.bench.tell(Self.cve)
        try await bench.register(["7.5"])
        #expect(try await bench.findings().map(\.reason) == ["no-longer-matched"])
        try await bench.register(["7.3"])
        #expect(try await bench.findings().map(\.state) == [.open])
        try await bench.report("A-2", on: 4, [Said(cve: Self.cve, below: "7.4", status: .notAffected)])
        #expect(try await bench.findings().map(\.reason) == ["vex"])
        try await bench.register([])
        #expect(try await bench.findings().map(\.reason) == ["no-longer-matched"])
    }
}

extension NoticeBench {
    /// The hospital has a notice of the threat's finding by its software.
    func tell(_ cve: String) async throws {
        let name = hospital.text
        let locus = Hex.encode(LocusCode.encode(.inventory)).uppercased()
        try await engine.store.write("test") { db in
            let entity = try Int64.fetchOne(db, sql: "SELECT no FROM entity WHERE id = ?", arguments: [name]) ?? 0
            try db.execute(
                sql: """
                    INSERT INTO notice(number, entity, kind, tlp, about, title, group_key, code, made)
                    VALUES ('N-2026-0016', ?, 'findings', 'AMBER', '', '', '', 'code', 0)
                    """, arguments: [name])
            try db.execute(
                sql: "INSERT INTO notice_cause(cause, entity, contact, channel, notice) VALUES (?, ?, 'c', 'smtp', ?)",
                arguments: ["finding:\(entity)/\(locus)/\(cve)", name, "N-2026-0016"])
        }
    }
}
