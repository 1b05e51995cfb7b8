import GRDB
package import Vocabulary

/// What of the store stands in `ess status`.
package struct StatusRows: Sendable {
    /// Threats that nobody else has taken: new ones with a certain finding, existing, or scoring at least the
    /// threshold, from feeds past their baseline; looked-at ones with a finding, of which nobody was told; the caller's
    /// own; those whose watch is over. At most 20: those that concern somebody first, then by score.
    package var threats: [ThreatRow] = []
    package var threatsMore = 0
    package var gaps = 0
    /// Open findings of which nobody was told, by why.
    package var untold = UntoldFindings()
    package var documentsDue = 0
    /// Rejects that stand, and the lines of `ess reject list` that they are.
    package var rejects = 0
    package var rejectKinds = 0
    /// Versions of advisories that wait for somebody: `approved` ones to be issued, then `in-review`, `returned` and
    /// `draft` ones.
    package var advisories: [(number: String, title: String, state: String, since: Instant)] = []
    /// Deliveries that bounced or expired, by entity.
    package var failedDeliveries: [(notice: String, entity: String, state: String)] = []
    /// Causes that reached nobody for want of a usable contact, by entity.
    package var withoutContact: [(entity: String, causes: Int)] = []
    /// A date that a participation is to keep.
    package struct Clock: Sendable, Hashable {
        package var number: String
        package var entity: String
        package var by: Instant

        package init(number: String, entity: String, by: Instant) {
            self.number = number
            self.entity = entity
            self.by = by
        }
    }

    /// Participations past their `ack_by` or near it, unheard; the earliest date first.
    package var silent: [Clock] = []
    /// Participations past their `fix_by` or near it, whatever was answered; the earliest date first.
    package var repairs: [Clock] = []
    /// Open cases nobody has taken: incidents, referrals, requests for help; oldest first.
    package var openCases: [(number: String, kind: String, title: String, opened: Instant)] = []
    /// How many such cases there are beside these.
    package var openCasesMore = 0
    /// People whose mail of the last day got no receipt, because too many wrote.
    package var unanswered = 0
    /// Cases to which somebody has written by mail since an officer last did anything in them; oldest first.
    package var mailedCases: [(number: String, title: String, at: Instant)] = []
    package var entries = 0
    package var sealed = 0
}

extension Store {
    /// Everything `ess status` needs, in one consistent read.
    package func statusRows(threshold: Int, for login: String, at now: Instant) async throws -> StatusRows {
        try await read("reading the status") { db in
            var rows = StatusRows()
            let found = Store.certainFinding
            let filter = """
                WHERE t.standing = 'current' AND (t.assignee IS NULL OR t.assignee = ?1) AND (
                    t.work = 'watching' AND t.watch_until <= ?2
                    OR t.work = 'triaged' AND (t.assignee IS NOT NULL OR \(found))
                    OR t.work = 'new' AND (\(found)
                        OR (t.score >= \(threshold) OR t.presence = 'existing') AND \(Store.releasedReport)))
                """
            let whose: StatementArguments = [login, now.microseconds]
            rows.threats = try Row.fetchAll(
                db,
                sql: """
                    SELECT t.*, \(Store.threatFigures)
                    FROM threat t \(filter) ORDER BY entities > 0 DESC, score DESC, id LIMIT 20
                    """, arguments: whose
            ).compactMap(ThreatRow.init(row:))
            let all = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM threat t \(filter)", arguments: whose) ?? 0
            rows.threatsMore = max(0, all - rows.threats.count)
            (rows.gaps, rows.untold) = try Store.untoldFindings(in: db)
            rows.documentsDue = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM document WHERE state = 'due'") ?? 0
            (rows.rejects, rows.rejectKinds) = try Store.countRejects(in: db)
            rows.entries = try Int.fetchOne(db, sql: "SELECT value FROM counter WHERE name = 'entry'") ?? 0
            rows.sealed = try Int.fetchOne(db, sql: "SELECT size FROM head WHERE id = 1") ?? 0
            rows.unanswered = try Int.fetchOne(
                db,
                sql: "SELECT COUNT(*) FROM mail WHERE receipt IN ('domain-cap', 'overall-cap') AND at > ?",
                arguments: [now.adding(seconds: -86_400).microseconds]) ?? 0
            try Store.fillPeople(&rows, at: now, in: db)
            return rows
        }
    }
}

extension Store {
    /// Cases that nobody looks after. Those of registered entities come first, so that whoever fills the queue from
    /// outside does not hide them.
    private static func fillCases(_ rows: inout StatusRows, in db: Database) throws {
        rows.openCases = try Row.fetchAll(
            db,
            sql: """
                SELECT number, kind, title, opened FROM case_file
                WHERE status = 'open' AND assignee IS NULL AND kind IN ('incident', 'referral', 'help')
                ORDER BY EXISTS(SELECT 1 FROM participation p WHERE p.case_number = case_file.number) DESC,
                    opened, number LIMIT 200
                """
        ).map { ($0["number"], $0["kind"], $0["title"], Instant(microseconds: $0["opened"])) }
        if rows.openCases.count == 200 {
            let all = try Int.fetchOne(
                db,
                sql: """
                    SELECT COUNT(*) FROM case_file
                    WHERE status = 'open' AND assignee IS NULL AND kind IN ('incident', 'referral', 'help')
                    """)
            rows.openCasesMore = (all ?? 0) - 200
        }
        rows.mailedCases = try Row.fetchAll(
            db,
            sql: """
                SELECT c.number, c.title, MAX(e.at) AS at FROM mail m JOIN case_file c ON c.number = m.number
                JOIN case_event e ON e.case_number = c.number AND e.actor = 'mail'
                WHERE m.outcome = 'note' AND NOT EXISTS(
                    SELECT 1 FROM case_event u WHERE u.case_number = c.number AND u.n > e.n AND u.actor GLOB 'user:*')
                GROUP BY c.number ORDER BY at, c.number LIMIT 200
                """
        ).map { ($0["number"], $0["title"], Instant(microseconds: $0["at"])) }
    }

    /// What waits for people: clocks, approvals, deliveries that failed, entities without a usable contact.
    fileprivate static func fillPeople(_ rows: inout StatusRows, at now: Instant, in db: Database) throws {
        let soon = now.adding(seconds: 4 * 3600)
        rows.silent = try Row.fetchAll(
            db,
            sql: """
                SELECT p.case_number, p.entity, p.ack_by FROM participation p
                JOIN case_file c ON c.number = p.case_number
                WHERE c.status = 'open' AND p.heard = 0 AND p.ack_by <= ? AND \(Store.stands)
                ORDER BY p.ack_by, p.case_number, p.entity LIMIT 200
                """, arguments: [soon.microseconds]
        ).map { StatusRows.Clock(number: $0["case_number"], entity: $0["entity"], by: Instant(microseconds: $0[2])) }
        rows.repairs = try Row.fetchAll(
            db,
            sql: """
                SELECT p.case_number, p.entity, p.fix_by FROM participation p
                JOIN case_file c ON c.number = p.case_number
                WHERE c.status = 'open' AND p.fix_by <= ? AND \(Store.stands)
                ORDER BY p.fix_by, p.case_number, p.entity LIMIT 200
                """, arguments: [soon.microseconds]
        ).map { StatusRows.Clock(number: $0["case_number"], entity: $0["entity"], by: Instant(microseconds: $0[2])) }
        try fillCases(&rows, in: db)
        rows.advisories = try Row.fetchAll(
            db,
            sql: """
                SELECT v.number AS number, v.state AS state,
                    COALESCE(json_extract(v.content, '$.title.en'), json_extract(v.content, '$.title.az'),
                        json_extract(v.content, '$.title.ru'), '') AS title,
                    (SELECT MAX(e.at) FROM advisory_event e
                        WHERE e.number = v.number AND e.version = v.version) AS since
                FROM advisory_version v WHERE v.state IN ('approved', 'in-review', 'returned', 'draft')
                ORDER BY CASE v.state WHEN 'approved' THEN 0 WHEN 'in-review' THEN 1 WHEN 'returned' THEN 2 ELSE 3 END,
                    v.number LIMIT 200
                """
        ).map { ($0["number"], $0["title"], $0["state"], Instant(microseconds: $0["since"] ?? 0)) }
        rows.failedDeliveries = try Row.fetchAll(
            db,
            sql: """
                SELECT d.notice, n.entity, d.state FROM delivery d JOIN notice n ON n.number = d.notice
                WHERE d.state IN ('bounced', 'expired') AND n.kind <> 'receipt' ORDER BY d.notice, n.entity LIMIT 200
                """
        ).map { ($0["notice"], $0["entity"], $0["state"]) }
        rows.withoutContact = try Row.fetchAll(
            db,
            sql: """
                SELECT w.entity AS entity, COUNT(DISTINCT w.cause) AS causes FROM withheld w WHERE w.reason = ?
                    AND NOT EXISTS(SELECT 1 FROM notice_cause c
                        WHERE c.cause = w.cause AND c.entity = w.entity AND c.stands = 1)
                GROUP BY w.entity ORDER BY w.entity LIMIT 200
                """, arguments: ["no-usable-contact"]
        ).map { ($0["entity"], $0["causes"]) }
    }

    /// Of `case_file c`: its advisory was not withdrawn, so that its clocks still mean something.
    static let stands = """
        (NOT EXISTS(SELECT 1 FROM advisory_version v WHERE v.number = c.advisory AND v.state = 'withdrawn')
            OR EXISTS(SELECT 1 FROM advisory_version v WHERE v.number = c.advisory AND v.state = 'issued'))
        """
}
