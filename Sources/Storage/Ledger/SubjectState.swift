import Crypto
import GRDB
import Vocabulary

/// What the store says of one subject, as one digest: `detail.state` of the subject's entries.
///
/// Computed in the transaction of the change, behind it. So the newest entry of a subject commits to its rows, and a
/// row that is changed, added or removed past the ledger is seen by `ess ledger verify`, which computes it again.
///
/// **Form**, final like the leaf's: SHA-256 over the rows of the kind's selections in turn. A selection is the byte `S`
/// and its rows; a row is `R` and its columns; a column is `N` (null), `I` and 8 bytes big-endian, or `B` and 8 bytes
/// of length and the bytes (of text: its UTF-8). What changes without an entry (tries of a delivery that is still
/// due, times of the next one) is not selected.
struct SubjectState {
    private let db: Database

    init(_ db: Database) { self.db = db }

    /// The digest; nil for a kind that has no rows of its own, or when no row of the subject is there.
    ///
    /// `sequence`: the entry's place among its subject's. Case events have one entry each, in order, and an entry
    /// commits to its own event alone: a case with thousands of participants is not read whole for each answer.
    func digest(_ kind: Entry.Kind, _ subject: String, sequence: Int) throws -> Vocabulary.Digest? {
        var bytes: [UInt8] = []
        var rowCount = 0
        for selection in SubjectState.selections(of: kind) {
            bytes.append(UInt8(ascii: "S"))
            let statement = try HotStatement(db, selection)
            statement.bind(subject, 1)
            if kind == .case { statement.bind(sequence + 1, 2) }
            while try statement.next() {
                rowCount += 1
                bytes.append(UInt8(ascii: "R"))
                statement.write(to: &bytes)
            }
        }
        return rowCount == 0 ? nil : Vocabulary.Digest(bytes: SHA256.hash(data: bytes))
    }

    /// Whether entries of this kind carry a state.
    static func covers(_ kind: Entry.Kind) -> Bool { !selections(of: kind).isEmpty }

    /// The first parameter is the subject.
    private static func selections(of kind: Entry.Kind) -> [String] {
        switch kind {
        case .advisory: advisory
        case .notice: notice
        case .delivery: delivery
        case .case:
            [
                "SELECT at, actor, entity, body FROM case_event WHERE case_number = ? AND n = ?",
                "SELECT scope, key, digest, at FROM submission WHERE number = ? AND event = ?",
            ]
        case .directive:
            [
                "SELECT body, digest, active FROM directive WHERE id = ?",
                """
                SELECT digest, uid, login_uid, actor, at FROM directive_approval WHERE directive = ?
                ORDER BY digest, uid
                """,
            ]
        case .entity:
            [
                "SELECT no, body FROM entity WHERE id = ?",
                """
                SELECT threat, locus, evidence, match, reason, actor, at FROM gap_decision WHERE entity = ?
                ORDER BY threat, locus
                """,
            ]
        case .key: ["SELECT hash, label, made, revoked FROM token WHERE entity = ? ORDER BY hash"]
        // `feed:ID`, or `alias:STATED=REGISTERED`
        case .setting:
            [
                "SELECT paused, released FROM feed_state WHERE 'feed:' || feed = ?",
                "SELECT same, reason, actor, at FROM product_lesson WHERE 'alias:' || stated || '=' || registered = ?",
            ]
        // `document:NUMBER`
        case .batch:
            [
                "SELECT feed, digest, bytes, name, received FROM document WHERE id = CAST(substr(?, 10) AS INTEGER)",
                """
                SELECT identity, outcome, number, receipt, at FROM mail
                WHERE document = CAST(substr(?, 10) AS INTEGER) ORDER BY identity
                """,
                // The cases that were opened with its reports.
                """
                SELECT feed, source_id, case_number FROM report WHERE case_document = CAST(substr(?, 10) AS INTEGER)
                ORDER BY feed, source_id
                """,
                """
                SELECT ordinal, at, actor, reason FROM reject_dismissal
                WHERE document = CAST(substr(?, 10) AS INTEGER) ORDER BY ordinal
                """,
            ]
        case .withheld:
            // Reasons for findings are decided anew when policy changes, so their entries carry a digest of their own.
            [
                """
                SELECT cause, contact, directive, reason, detail, at FROM withheld
                WHERE entity = ? AND cause NOT GLOB 'finding:*' ORDER BY cause, contact, directive
                """
            ]
        case .threat: threat
        // What was sent for a number before it was a report; what it says is the document's.
        case .report: ["SELECT scope, key, digest, at FROM submission WHERE number = ? AND event = 0"]
        case .measure, .hold: []
        }
    }

    /// Tries are written one by one without entries, so they count from the state on in which no more come; each way
    /// into such a state has an entry.
    private static let delivery = [
        "SELECT state, message_id, sender, bytes FROM delivery WHERE id = ?",
        """
        SELECT n, started, ended, outcome, text FROM attempt WHERE delivery = ?1
            AND EXISTS(SELECT 1 FROM delivery WHERE id = ?1 AND state NOT IN ('due', 'sealed'))
        ORDER BY n
        """,
    ]

    /// What people decided. Kind, title, standing, presence and score follow from reports by rule, without entries; so
    /// does the way between four of the states of work, which therefore count as one.
    private static let threat = [
        """
        SELECT CASE WHEN work IN ('new', 'closed', 'dismissed', 'watching') THEN '' ELSE work END,
            work_reason, watch_until, assignee, overridden, override_reason, override_by, override_at, work_from,
            override_from
        FROM threat WHERE id = ?
        """,
        """
        SELECT n, at, actor, body FROM threat_note WHERE threat = (SELECT no FROM threat WHERE id = ?) ORDER BY n
        """,
        "SELECT n, verb, reason, actor, at FROM campaign_act WHERE threat = ? ORDER BY n",
        """
        SELECT w.act, w.one, w.other, w.together, w.said FROM campaign_word w JOIN campaign_act a ON a.n = w.act
        WHERE a.threat = ? ORDER BY w.act, w.one, w.other
        """,
    ]

    private static let advisory = [
        "SELECT made FROM advisory WHERE number = ?",
        """
        SELECT version, state, content, digest, author, editor, made, edited, scheduled, issued, withdrawn
        FROM advisory_version WHERE number = ? ORDER BY version
        """,
        "SELECT version, threat FROM advisory_threat WHERE number = ? ORDER BY version, threat",
        """
        SELECT version, revision, content, digest, actor, officer, at FROM advisory_revision WHERE number = ?
        ORDER BY version, revision
        """,
        "SELECT version, n, body, content, recipients, at, voided FROM approval WHERE number = ? ORDER BY version, n",
        """
        SELECT version, n, event, reason, state, actor, at, note FROM advisory_event WHERE number = ?
        ORDER BY version, n
        """,
    ]

    private static let notice = [
        """
        SELECT entity, kind, tlp, about, title, group_key, case_number, code, made FROM notice WHERE number = ?
        """,
        """
        SELECT cause, entity, contact, channel, stands FROM notice_cause WHERE notice = ?
        ORDER BY cause, entity, contact, channel
        """,
        """
        SELECT id, contact, channel, mailbox, language, format, directive, reason, pacing, content, made FROM delivery
        WHERE notice = ? ORDER BY id
        """,
    ]
}
