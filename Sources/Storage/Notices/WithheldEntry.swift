import Crypto
import Notify
import Vocabulary

extension Entry {
    /// That these causes were selected for an entity and not sent, and why.
    ///
    /// `root` is SHA-256 over the canonical rows in order of their bytes: a row is `[cause, contact, directive, reason,
    /// detail]` as JSON (RFC 8785). It holds a list that somebody kept against the ledger when the store has decided
    /// anew.
    init(withheld all: [Withheld], from entity: EntityID, at: Instant, actor: String) {
        let rows = all.map { item in
            JSONValue.array([
                .string(item.cause), .string(item.contact ?? ""), .string(item.directive?.text ?? ""),
                .string(item.reason.rawValue), .string(item.detail),
            ]).canonical
        }
        var hash = SHA256()
        for row in rows.sorted(by: { $0.lexicographicallyPrecedes($1) }) { hash.update(data: row) }
        let reasons = Dictionary(grouping: all, by: \.reason.rawValue).mapValues { JSONValue.int($0.count) }
        self.init(
            kind: .withheld, subject: entity.text, event: "withheld", at: at, actor: actor,
            detail: [
                "causes": .int(Set(all.map(\.cause)).count), "reasons": .object(reasons),
                "root": .string(Hex.encode(hash.finalize())),
            ])
    }
}
