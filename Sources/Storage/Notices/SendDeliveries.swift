import Crypto
import Foundation
import GRDB
package import Notify
package import Vocabulary

extension Store {
    /// Deliveries to be tried at `now`, the longest due first; those with a try under way are left out.
    package func dueDeliveries(at now: Instant, limit: Int) async throws -> [DueDelivery] {
        try await read("looking for due deliveries") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM delivery WHERE state IN ('due', 'sealed') AND started = 0 AND next_at <= ?
                    ORDER BY next_at, id LIMIT ?
                    """, arguments: [now.microseconds, limit]
            ).compactMap(DueDelivery.init(row:))
        }
    }

    /// When the next delivery becomes due; nil when none waits.
    package func nextDelivery() async throws -> Instant? {
        try await read("looking for the next delivery") { db in
            try Int64.fetchOne(
                db, sql: "SELECT MIN(next_at) FROM delivery WHERE state IN ('due', 'sealed') AND started = 0"
            ).map(Instant.init(microseconds:))
        }
    }

    /// Step 7 of the protocol, for several at once: bytes stored where there are none, try n recorded as started.
    ///
    /// Returns what may be sent now; a delivery that was cancelled meanwhile is missing. *A crash before the commit:
    /// nothing was sent. After it: the try stands as started without outcome, and the same bytes go again.*
    package func startAttempts(_ starts: [AttemptStart], at now: Instant) async throws -> [StartedAttempt] {
        try await write("sealing notices") { db in
            var started: [StartedAttempt] = []
            var entries: [Entry] = []
            for start in starts {
                let row = try Row.fetchOne(
                    db, sql: "SELECT * FROM delivery WHERE id = ? AND state IN ('due', 'sealed') AND started = 0",
                    arguments: [start.id])
                guard let row else { continue }
                let isNew = (row["state"] as String) == DeliveryState.due.rawValue
                let message = isNew ? start.message : DueDelivery(row: row)?.sealed ?? start.message
                let n = (row["attempts"] as Int) + 1
                let first = Instant(microseconds: row["first_at"] as Int64? ?? now.microseconds)
                try db.execute(
                    sql: """
                        UPDATE delivery SET state = 'sealed', started = 1, attempts = ?, first_at = ?,
                            message_id = ?, sender = ?, bytes = ?, changed = ? WHERE id = ?
                        """,
                    arguments: [
                        n, first.microseconds, message.id, message.sender, Data(message.bytes), now.microseconds,
                        start.id,
                    ])
                try db.execute(
                    sql: "INSERT INTO attempt(delivery, n, started) VALUES (?, ?, ?)",
                    arguments: [start.id, n, now.microseconds])
                if isNew { entries.append(Store.sealedEntry(start.id, row, message, now)) }
                started.append(StartedAttempt(id: start.id, n: n, firstAt: first, message: message))
            }
            try Store.append(entries, in: db)
            return started
        }
    }

    /// Step 9: outcomes and their entries in one transaction. An outcome of a try that is not the running one changes
    /// nothing.
    package func endAttempts(_ ends: [AttemptEnd]) async throws {
        try await write("recording outcomes of deliveries") { db in
            var entries: [Entry] = []
            for end in ends {
                guard
                    let row = try Row.fetchOne(
                        db, sql: "SELECT state, notice FROM delivery WHERE id = ? AND attempts = ? AND started = 1",
                        arguments: [end.id, end.n]),
                    let state = DeliveryState(rawValue: row["state"])
                else { continue }
                var next = state.after(.outcome(end.outcome)) ?? state
                if case .deferred = end.outcome, end.nextAt == nil { next = next.after(.giveUp) ?? next }
                let (word, text) = end.outcome.words
                try db.execute(
                    sql: "UPDATE attempt SET ended = ?, outcome = ?, text = ? WHERE delivery = ? AND n = ?",
                    arguments: [end.at.microseconds, word, text, end.id, end.n])
                try db.execute(
                    sql: """
                        UPDATE delivery SET state = ?, started = 0, next_at = ?, last_text = ?, changed = ? WHERE id = ?
                        """,
                    arguments: [
                        next.rawValue, next.isPending ? end.nextAt?.microseconds : nil, text, end.at.microseconds,
                        end.id,
                    ])
                guard !next.isPending else { continue }
                entries.append(
                    Entry(
                        kind: .delivery, subject: end.id, event: next.rawValue, at: end.at, actor: "service",
                        detail: ["attempt": .int(end.n), "notice": .string(row["notice"] as String)]))
            }
            try Store.append(entries, in: db)
        }
    }

    /// At start: tries that were started and have no outcome. Nobody knows whether they arrived; the same bytes go
    /// again at once, as try n + 1. Returns how many.
    package func recoverStartedAttempts(at now: Instant) async throws -> Int {
        try await write("looking for tries without outcome") { db in
            try db.execute(
                sql: """
                    UPDATE attempt SET ended = ?, outcome = 'outcome-unknown', text = 'the service ended in this try'
                    WHERE ended IS NULL AND delivery IN (SELECT id FROM delivery WHERE started = 1)
                    """, arguments: [now.microseconds])
            try db.execute(
                sql: "UPDATE delivery SET started = 0, next_at = ?, changed = ? WHERE started = 1",
                arguments: [now.microseconds, now.microseconds])
            return db.changesCount
        }
    }

    /// An operator's retry of one delivery, or the end of its schedule; a cancel is ``cancel(delivery:reason:entry:)``.
    /// - Throws: `.notFound`; `.conflict` when its state does not allow it.
    package func move(
        delivery id: String, _ event: DeliveryEvent, at now: Instant, entries: [Entry]
    ) async throws -> DeliveryState {
        try await write("moving delivery \(id)") { db in
            let next = try Store.stateAfter(event, delivery: id, in: db)
            let at = next.isPending ? now.microseconds : nil
            // A retry by hand begins the schedule anew; the bytes and the numbering of tries go on.
            try db.execute(
                sql: """
                    UPDATE delivery SET state = ?, next_at = ?, changed = ?,
                        first_at = CASE WHEN ? THEN NULL ELSE first_at END WHERE id = ?
                    """, arguments: [next.rawValue, at, now.microseconds, next.isPending, id])
            try Store.append(entries, in: db)
            return next
        }
    }

    /// What ``move(delivery:_:at:entries:)`` would give; changes nothing.
    package func wouldMove(delivery id: String, _ event: DeliveryEvent) async throws -> DeliveryState {
        try await read("looking at delivery \(id)") { db in try Store.stateAfter(event, delivery: id, in: db) }
    }

    static func stateAfter(
        _ event: DeliveryEvent, delivery id: String, in db: Database
    ) throws -> DeliveryState {
        let row = try Row.fetchOne(
            db, sql: "SELECT state, started, bytes IS NULL AS bare FROM delivery WHERE id = ?", arguments: [id])
        guard let row, let state = DeliveryState(rawValue: row["state"]) else {
            throw StorageFailure.missing("delivery", id)
        }
        // A try under way may be arriving just now: only its outcome decides.
        guard !(row["started"] as Bool), let next = state.after(event) else {
            throw StorageFailure(.conflict, doing: "moving delivery \(id)", cause: "it is \(state.rawValue)")
        }
        return next == .sealed && row["bare"] ? .due : next
    }

    private static func sealedEntry(_ id: String, _ row: Row, _ message: SealedMessage, _ now: Instant) -> Entry {
        let digest = Hex.encode(SHA256.hash(data: message.bytes))
        return Entry(
            kind: .delivery, subject: id, event: "sealed", at: now, actor: "service",
            detail: [
                "bytes": .string(digest), "channel": .string(row["channel"] as String),
                "notice": .string(row["notice"] as String),
            ])
    }
}

extension SendOutcome {
    fileprivate var words: (String, String) {
        switch self {
        case .accepted(let text): ("accepted", text)
        case .delivered(let text): ("delivered", text)
        case .refused(let text): ("refused", text)
        case .deferred(let text): ("deferred", text)
        }
    }
}

extension DueDelivery {
    init?(row: Row) {
        guard let notice = SpokenNumber(row["notice"] as String), let channel = ChannelKind(rawValue: row["channel"]),
            let mailbox = (row["mailbox"] as String?).flatMap({ Mailbox($0) }),
            let language = Language(rawValue: row["language"]), let format = NoticeFormat(rawValue: row["format"]),
            // Written by this program in this form; a row that cannot be read is left for `ess delivery list`.
            let content = try? StoredJSON.decode(NoticeContent.self, row["content"])
        else { return nil }
        id = row["id"]
        self.notice = notice
        self.channel = channel
        self.mailbox = mailbox
        self.language = language
        self.format = format
        self.content = content
        attempts = row["attempts"]
        firstAt = (row["first_at"] as Int64?).map(Instant.init(microseconds:))
        if let bytes = row["bytes"] as Data?, let sender = row["sender"] as String?,
            let messageID = row["message_id"] as String?
        {
            sealed = SealedMessage(id: messageID, sender: sender, recipient: mailbox.text, bytes: Array(bytes))
        }
    }
}
