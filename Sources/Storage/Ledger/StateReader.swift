import Coordinate
import Foundation
import GRDB
package import Vocabulary

/// How the rows of one subject stand to what its entries commit to.
package struct StateFinding: Sendable, Hashable {
    /// Why they do not agree, or cannot be compared.
    package enum Verdict: Sendable, Hashable {
        /// The newest entry commits to other rows. `row`: that entry's index.
        case differs(row: Int)
        /// The newest entry commits to rows, and there are none.
        case gone(row: Int)
        /// There are rows, and no entry ever told of them.
        case untold
        /// A case: what its projections say is not the fold of its events.
        case notFolded(String)
        /// The entry has no payload, so nobody knows what it commits to. No act of ours erases one. `row`: its index.
        case erased(row: Int)
    }

    package var kind: Entry.Kind
    package var subject: String
    package var verdict: Verdict
}

/// Where reading of states goes on: behind this subject.
package struct StateCursor: Sendable, Hashable {
    var kind: String
    var subject: String

    /// Before the first subject.
    package static let start = StateCursor(kind: "", subject: "")
}

extension LedgerReader {
    /// The subjects behind `cursor`, at most `limit`, each with its rows folded again and compared with its newest
    /// entry, in one short read: a service that writes meanwhile is seen as it stood at one moment.
    ///
    /// Returns what does not agree, how many were compared, and where to go on; nil at the end.
    package func compareStates(
        after cursor: StateCursor, limit: Int
    ) throws(StorageFailure) -> (findings: [StateFinding], compared: Int, next: StateCursor?) {
        try read("comparing rows with entries") { db in
            let states = SubjectState(db)
            let statement = try db.cachedStatement(
                sql: """
                    SELECT kind, subject, MAX(sequence), idx, payload FROM entry WHERE (kind, subject) > (?, ?)
                    GROUP BY kind, subject ORDER BY kind, subject LIMIT ?
                    """)
            let rows = try Row.fetchCursor(statement, arguments: [cursor.kind, cursor.subject, limit])
            var findings: [StateFinding] = []
            var next: StateCursor?
            var compared = 0
            var seen = 0
            while let row = try rows.next() {
                let place = StateCursor(kind: row[0], subject: row[1])
                next = place
                seen += 1
                guard let kind = Entry.Kind(rawValue: place.kind), SubjectState.covers(kind) else { continue }
                compared += 1
                var verdict: StateFinding.Verdict?
                if kind == .case {
                    verdict = try LedgerReader.caseVerdict(place.subject, states, db)
                } else {
                    let present = try states.digest(kind, place.subject, sequence: row[2])
                    verdict = LedgerReader.verdict(payload: row[4], index: row[3], present)
                }
                if let verdict { findings.append(StateFinding(kind: kind, subject: place.subject, verdict: verdict)) }
            }
            return (findings, compared, seen < limit ? nil : next)
        }
    }

    /// Rows that no entry tells of, at most `limit` of each kind.
    package func untoldSubjects(limit: Int) throws(StorageFailure) -> [StateFinding] {
        try read("looking for rows without an entry") { db in
            try LedgerReader.untold.flatMap { kind, sql in
                try String.fetchAll(db, sql: sql + " LIMIT ?", arguments: [limit]).map {
                    StateFinding(kind: kind, subject: $0, verdict: .untold)
                }
            }
        }
    }

    private static func verdict(payload: Data?, index: Int, _ present: Digest?) -> StateFinding.Verdict? {
        guard let payload else { return .erased(row: index) }
        let told = stateTold(payload)
        if told == present { return nil }
        return present == nil ? .gone(row: index) : .differs(row: index)
    }

    /// A case's entries are told of one event each; its other rows are the fold of the events.
    private static func caseVerdict(
        _ number: String, _ states: SubjectState, _ db: Database
    ) throws -> StateFinding.Verdict? {
        let entries = try Row.fetchCursor(
            db, sql: "SELECT sequence, idx, payload FROM entry WHERE kind = 'case' AND subject = ? ORDER BY sequence",
            arguments: [number])
        var count = 0
        while let entry = try entries.next() {
            count += 1
            let found = try states.digest(.case, number, sequence: entry[0])
            if let wrong = verdict(payload: entry[2], index: entry[1], found) { return wrong }
        }
        let events = try Store.caseEvents(number, in: db)
        if events.count > count { return .untold }
        guard let folded = CaseProjection(events: events) else { return .notFolded("its first event does not open it") }
        guard let rows = try CaseProjection(number, in: db) else { return .notFolded("its row is gone") }
        return folded.difference(from: rows).map { .notFolded($0) }
    }

    /// `detail.state` of canonical JSON. Inside a text the quotes would be escaped, so these bytes stand for nothing
    /// else.
    private static func stateTold(_ payload: Data) -> Digest? {
        guard let found = payload.range(of: Data(#""state":""#.utf8)) else { return nil }
        return Digest(hex: String(decoding: payload[found.upperBound...].prefix(64), as: UTF8.self))
    }

    private static let untold: [(Entry.Kind, String)] = [
        (.advisory, "SELECT number FROM advisory" + without(.advisory, "number")),
        (
            .threat,
            "SELECT id FROM threat" + without(.threat, "threat.id")
                + " AND (work NOT IN ('new', 'closed') OR assignee IS NOT NULL OR overridden IS NOT NULL"
                + " OR watch_until IS NOT NULL"
                + " OR no IN (SELECT threat FROM threat_note))"
        ),
        (.threat, "SELECT DISTINCT threat FROM campaign_act" + without(.threat, "threat")),
        (.notice, "SELECT number FROM notice" + without(.notice, "number")),
        // A delivery that waits for its first try stands in its notice's state.
        (
            .delivery,
            "SELECT id FROM delivery" + without(.delivery, "id")
                + " AND NOT (state = 'due' OR channel = 'portal' AND state = 'delivered')"
        ),
        (.case, "SELECT number FROM case_file" + without(.case, "number")),
        (
            .case,
            "SELECT number FROM submission s WHERE event > 0"
                + " AND NOT EXISTS(SELECT 1 FROM case_event WHERE case_number = s.number AND n = s.event)"
        ),
        (.report, "SELECT number FROM submission" + without(.report, "number") + " AND event = 0"),
        (
            .report,
            "SELECT feed || '/' || source_id FROM report WHERE case_document IS NOT NULL"
                + " AND NOT EXISTS(SELECT 1 FROM document WHERE id = case_document)"
        ),
        (.directive, "SELECT id FROM directive" + without(.directive, "id")),
        (.entity, "SELECT id FROM entity" + without(.entity, "id")),
        (
            .withheld,
            "SELECT DISTINCT entity FROM withheld" + without(.withheld, "withheld.entity")
                + " AND cause NOT GLOB 'finding:*'"
        ),
        (.key, "SELECT DISTINCT entity FROM token" + without(.key, "entity")),
        (
            .setting,
            "SELECT 'feed:' || feed FROM feed_state" + without(.setting, "'feed:' || feed")
                + " AND (paused = 1 OR released = 1)"
        ),
        (
            .batch,
            "SELECT 'document:' || id FROM document" + without(.batch, "'document:' || document.id")
                + " AND document.state = 'done'"
        ),
    ]

    private static func without(_ kind: Entry.Kind, _ subject: String) -> String {
        " WHERE NOT EXISTS(SELECT 1 FROM entry WHERE entry.kind = '\(kind.rawValue)' AND entry.subject = \(subject))"
    }
}
