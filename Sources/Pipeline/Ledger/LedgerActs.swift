package import Ledger
import Storage
package import Vocabulary

/// An entry as lists show it.
package struct EntryView: Codable, Sendable {
    package var index: Int
    package var kind: Entry.Kind
    package var subject: String
    package var event: String
    package var at: Instant
    package var sequence: Int
    package var leaf: Digest
    /// RFC 8785 text; nil when erased.
    package var payload: String?

    init(_ row: EntryRow) {
        index = row.index
        kind = row.kind
        subject = row.subject
        event = row.event
        at = row.at
        sequence = row.sequence
        leaf = row.leaf
        payload = row.payload
    }
}

/// `ess ledger list|show`: entries in order, of one subject or all.
package struct LedgerList: Act {
    package static let name = "ledger list"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var subject: String?
    package var from: Int
    package var limit: Int

    package init(subject: String? = nil, from: Int = 0, limit: Int = 100) {
        self.subject = subject
        self.from = from
        self.limit = limit
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [EntryView] {
        try await engine.store.entries(subject: subject, from: max(0, from), limit: min(max(1, limit), 5000))
            .map(EntryView.init)
    }
}

/// `ess ledger prove INDEX|SUBJECT`: a receipt that verifies offline.
package struct LedgerProve: Act {
    package static let name = "ledger prove"
    package static let roles = Role.anyone
    package static let readsOnly = true
    /// An index, or a subject, whose newest entry is meant.
    package var entry: String
    package init(entry: String) { self.entry = entry }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Receipt {
        if let index = Int(entry) { return try await engine.receipt(index: index) }
        guard let last = try await engine.store.entries(subject: entry, from: 0, limit: 100_000).last else {
            throw ActFailure(.notFound, "the ledger knows nothing of `\(entry)`", hint: "see `ess ledger list`")
        }
        return try await engine.receipt(index: last.index)
    }
}

/// `ess ledger checkpoint`: the newest signed note and the key that checks it.
package struct LedgerCheckpoint: Act {
    package static let name = "ledger checkpoint"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package init() {}

    package struct Answer: Codable, Sendable {
        package var size: Int
        package var note: String
        package var verifierKey: String
        private enum CodingKeys: String, CodingKey { case size, note, verifierKey = "verifier_key" }
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        try await engine.sequence()
        let head = try await engine.store.ledgerHead()
        return Answer(size: head?.size ?? 0, note: head?.note ?? "", verifierKey: engine.verifierKey)
    }
}
