package import Analyze
import GRDB
package import Vocabulary

/// Writes which sectors a judgement found spoken of; a judgement replaces the one before.
struct SectorWriter {
    private let find: HotStatement
    private let put: HotStatement
    private let remove: HotStatement

    init(_ db: Database) throws {
        find = try HotStatement(db, "SELECT sector, evidence FROM threat_sector WHERE threat = ?")
        put = try HotStatement(
            db,
            """
            INSERT INTO threat_sector(threat, sector, evidence) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET evidence = excluded.evidence
            """)
        remove = try HotStatement(db, "DELETE FROM threat_sector WHERE threat = ? AND sector = ?")
    }

    /// Writes only what differs.
    func save(_ verdict: ThreatVerdict) throws {
        var stored: [String: String] = [:]
        find.bind(verdict.no, 1)
        while try find.next() { stored[find.text(0) ?? ""] = find.text(1) }
        for one in verdict.sectors {
            let evidence = try StoredJSON.encode(one)
            guard stored.removeValue(forKey: one.sector.rawValue) != evidence else { continue }
            put.bind(verdict.no, 1)
            put.bind(one.sector.rawValue, 2)
            put.bind(evidence, 3)
            try put.run()
        }
        for sector in stored.keys.sorted() {
            remove.bind(verdict.no, 1)
            remove.bind(sector, 2)
            try remove.run()
        }
    }
}

/// A threat whose reports speak of sectors of the country, while nobody has decided what follows from it.
package struct SpokenThreat: Sendable {
    package var id: ThreatID
    package var title: String
    /// Whether an advisory tells of it, which is for none of these sectors.
    package var isAdvised: Bool
    /// Those that no issued advisory of the threat is for; never empty, in the order of their names.
    package var sectors: [NamedSector]
}

extension Store {
    /// The sectors of the country that a threat's reports speak of, by name.
    package func sectors(ofThreat no: Int64) async throws -> [NamedSector] {
        try await read("reading the sectors of a threat") { db in
            try String.fetchAll(
                db, sql: "SELECT evidence FROM threat_sector WHERE threat = ? ORDER BY sector", arguments: [no]
            ).map { try StoredJSON.decode(NamedSector.self, $0) }
        }
    }

    /// At most 50 threats that speak of a sector in a released feed and wait for a person: those that are nobody
    /// else's and that nobody put aside, the highest score first. Each sector waits by itself, until an advisory about
    /// the threat is issued for it.
    package func spokenThreats(for login: String) async throws -> [SpokenThreat] {
        try await read("looking for sectors that reports speak of") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT t.no AS no, t.id AS id, t.title AS title, t.work = 'advised' AS advised FROM threat t
                    WHERE t.standing = 'current' AND t.work IN ('new', 'triaged', 'advised')
                        AND (t.assignee IS NULL OR t.assignee = ?) AND t.no IN (
                            SELECT s.threat FROM threat_sector s WHERE \(Store.waitingSector))
                    ORDER BY t.score DESC, t.id LIMIT 50
                    """, arguments: [login])
            return try rows.map { row in
                let sectors = try String.fetchAll(
                    db,
                    sql: """
                        SELECT s.evidence FROM threat_sector s WHERE s.threat = ? AND \(Store.waitingSector)
                        ORDER BY s.sector
                        """, arguments: [row["no"] as Int64])
                return SpokenThreat(
                    id: ThreatID(unchecked: row["id"]), title: row["title"], isAdvised: row["advised"],
                    sectors: try sectors.map { try StoredJSON.decode(NamedSector.self, $0) })
            }
        }
    }

    /// Of `threat_sector s`: a released feed speaks of it, and no advisory in force about the threat, under any of its
    /// names, is for it.
    private static let waitingSector = """
        EXISTS(SELECT 1 FROM feed_state f WHERE f.feed = json_extract(s.evidence, '$.feed') AND f.released = 1)
        AND NOT EXISTS(SELECT 1 FROM advisory_threat a JOIN advisory_version v
            ON v.number = a.number AND v.version = a.version AND v.state = 'issued'
            JOIN json_each(v.content, '$.sectors') named ON named.value = s.sector
            WHERE a.threat IN (SELECT id FROM threat WHERE no = s.threat
                UNION SELECT name FROM titled WHERE threat = s.threat))
        """
}
