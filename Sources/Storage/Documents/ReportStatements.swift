import GRDB

/// The statements that run for each report of a batch.
struct ReportStatements {
    let findReport: HotStatement
    let insertReport: HotStatement
    let repeatRevision: HotStatement
    let insertRevision: HotStatement
    let findThreat: HotStatement
    let insertThreat: HotStatement
    let insertMention: HotStatement
    let gatherMentions: HotStatement
    let findBody: HotStatement
    let moveThreat: HotStatement
    let putAssessment: HotStatement
    let putTitled: HotStatement
    let leaveTitled: HotStatement

    init(_ db: Database) throws {
        findReport = try HotStatement(
            db, "SELECT id, revised, digest, stated, polled, sound FROM report WHERE feed = ? AND source_id = ?")
        insertReport = try HotStatement(
            db,
            """
            INSERT INTO report(feed, source_id, kind, title, revised, digest, status, revisions,
                first_received, last_received, stated, polled, sound) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)
            """)
        repeatRevision = try HotStatement(
            db,
            """
            UPDATE revision SET
                sound = MAX(sound, ?6),
                revised = CASE WHEN (sound, revised) < (?6, ?1) THEN ?1 ELSE revised END,
                stated = CASE WHEN (sound, sound * revised, stated) < (?6, ?6 * ?1, ?2) THEN ?2 ELSE stated END,
                polled = CASE WHEN (sound, sound * revised, stated, polled) < (?6, ?6 * ?1, ?2, ?3)
                    THEN ?3 ELSE polled END
            WHERE report = ?4 AND digest = ?5
            """)
        insertRevision = try HotStatement(
            db,
            """
            INSERT INTO revision(report, digest, revised, document, body, stated, polled, sound)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        findThreat = try HotStatement(db, "SELECT no, kind FROM threat WHERE id = ?")
        insertThreat = try HotStatement(
            db,
            """
            INSERT INTO threat(id, kind, presence, title, standing, first_seen, changed)
            VALUES (?, ?, 'potential', ?, 'current', ?, ?)
            """)
        insertMention = try HotStatement(
            db,
            """
            INSERT INTO mention(threat, report, body) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET body = excluded.body
            """)
        gatherMentions = try HotStatement(db, "SELECT report, body FROM mention WHERE threat = ? ORDER BY report")
        findBody = try HotStatement(
            db,
            """
            SELECT r.feed, v.body FROM report r JOIN revision v ON v.report = r.id AND v.digest = r.digest
            WHERE r.id = ?
            """)
        putAssessment = try HotStatement(
            db,
            """
            INSERT INTO threat_assessment(threat, body) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET body = excluded.body
            """)
        putTitled = try HotStatement(
            db,
            """
            INSERT INTO titled(report, name, published, grade, feed, ranked, stands, due)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 1)
            ON CONFLICT DO UPDATE SET published = ?3, grade = ?4, ranked = ?6, stands = 1, due = due + 1
            """)
        leaveTitled = try HotStatement(
            db, "UPDATE titled SET stands = 0, due = due + 1 WHERE report = ? AND stands = 1")
        moveThreat = try HotStatement(
            db,
            """
            UPDATE threat SET kind = ?, presence = ?, title = ?, standing = ?, changed = ?,
                match_due = match_due + 1, work = CASE WHEN work IN ('dismissed', 'closed', 'watching') AND ? THEN 'new'
                WHEN ? AND work = 'new' THEN 'closed' ELSE work END
            WHERE no = ?
            """)
    }
}
