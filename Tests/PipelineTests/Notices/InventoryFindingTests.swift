import Analyze
import Foundation
import GRDB
import Pipeline
@testable import Storage
import Testing
import Vocabulary

@Suite struct InventoryFindingTests {
    private static let cve = "CVE-2031-0001"

    /// A bench with a threat and the numbers of threat and hospital.
    private func bench() async throws -> (bench: NoticeBench, threat: Int64, entity: Int64) {
        let bench = try await NoticeBench.make()
        let name = bench.hospital.text
        let numbers = try await bench.engine.store.write("test") { db in
            try db.execute(
                sql: """
                    INSERT INTO threat(id, kind, presence, title, standing, first_seen, changed)
                    VALUES (?, 'vulnerability', 'potential', 'T', 'current', 0, 0)
                    """, arguments: [Self.cve])
            let threat = db.lastInsertedRowID
            try Self.mention(threat, in: db)
            return (threat, try Int64.fetchOne(db, sql: "SELECT no FROM entity WHERE id = ?", arguments: [name]) ?? 0)
        }
        return (bench, numbers.0, numbers.1)
    }

    /// Stores a judgement: the finding holds as seen at `seconds`, or holds no more.
    private func judge(
        _ bench: NoticeBench, _ threat: Int64, _ entity: Int64, seen seconds: Int64?
    ) async throws {
        let inventory = seconds.map { seconds in
            let at = Instant(seconds: seconds)
            return Sighting(
                entity: entity, locus: LocusCode.encode(.inventory), threat: threat, rule: .product,
                confidence: .probable, firstSeen: at, lastSeen: at, days: [at.day.number], item: 0, evidence: "[]")
        }
        let verdict = ThreatVerdict(
            no: threat, due: 0, score: 0, contributions: [], presence: .potential,
            inventory: inventory.map { [$0] } ?? [], ended: EndedMatches(excluded: [entity]))
        _ = try await bench.engine.store.save([verdict], feed: FeedID(unchecked: "inventory"))
    }

    /// A report names the threat: what none names is not judged.
    static func mention(_ threat: Int64, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO report(feed, source_id, kind, title, sound, revised, stated, polled, digest, status,
                    revisions, first_received, last_received)
                VALUES ('records', 'A-1', 'advisory', 'T', 1, 0, 0, 0, x'00', 'published', 1, 0, 0)
                """)
        try db.execute(
            sql: "INSERT INTO mention(threat, report, name, body) VALUES (?, ?, '', '{}')",
            arguments: [threat, db.lastInsertedRowID])
    }

    private func found(_ bench: NoticeBench) async throws -> [FindingRow] {
        var query = FindingQuery()
        query.threat = Self.cve
        return try await bench.engine.store.findings(query)
    }

    private func tell(_ bench: NoticeBench, _ entity: Int64) async throws {
        let name = bench.hospital.text
        let cause = "finding:\(entity)/\(Hex.encode(LocusCode.encode(.inventory)).uppercased())/\(Self.cve)"
        try await bench.engine.store.write("test") { db in
            try db.execute(
                sql: """
                    INSERT INTO notice(number, entity, kind, tlp, about, title, group_key, code, made)
                    VALUES ('N-2026-0016', ?, 'findings', 'AMBER', '', '', '', 'code', 0)
                    """, arguments: [name])
            try db.execute(
                sql: "INSERT INTO notice_cause(cause, entity, contact, channel, notice) VALUES (?, ?, 'c', 'smtp', ?)",
                arguments: [cause, name, "N-2026-0016"])
        }
    }

    @Test func `each judgement replaces the finding's times, also by earlier ones`() async throws {
        let (bench, threat, entity) = try await bench()
        for seconds: Int64 in [2_000_000, 1_000_000] {
            try await judge(bench, threat, entity, seen: seconds)
            let row = try #require(try await found(bench).first)
            #expect(row.firstSeen == Instant(seconds: seconds) && row.lastSeen == Instant(seconds: seconds))
            #expect(row.daysSeen == 1 && row.state == .open)
        }
    }

    @Test func `what no longer holds is gone when nobody was told of it`() async throws {
        let (bench, threat, entity) = try await bench()
        try await judge(bench, threat, entity, seen: 1_000_000)
        try await judge(bench, threat, entity, seen: nil)
        #expect(try await found(bench).isEmpty)
    }

    @Test func `what somebody was told of stays closed with its reason, and opens again`() async throws {
        let (bench, threat, entity) = try await bench()
        try await judge(bench, threat, entity, seen: 1_000_000)
        try await tell(bench, entity)
        try await judge(bench, threat, entity, seen: nil)
        let row = try #require(try await found(bench).first)
        #expect(row.state == .closed && row.reason == "vex")
        try await judge(bench, threat, entity, seen: 1_000_000)
        #expect(try await found(bench).map(\.state) == [.open])
    }
}
