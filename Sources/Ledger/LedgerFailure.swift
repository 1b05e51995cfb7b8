package import Durability

/// What kept the ledger from being read, extended or signed, and what to do about it.
package struct LedgerFailure: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The store knows less than the published ledger, or another past.
        case storeOlderThanLedger
        /// A tile or bundle already there has other bytes than the entries give.
        case differentTile
        /// A tile or bundle that the tree needs is missing or has the wrong length.
        case damagedTile
        /// The new tree does not contain the old one.
        case inconsistent
        /// The caller's size is not the log's.
        case outOfOrder
        /// A note, checkpoint or key text is not what its specification says.
        case malformed
        /// A signature does not verify, or is by nobody we trust.
        case untrusted
        /// An earlier failure left the log unusable until it is opened again.
        case halted
        /// The disk said no.
        case disk
    }

    package let code: Code
    /// What was found where; for people.
    package let context: String
    /// The disk's answer, for `.disk`.
    package let underlying: DurabilityFailure?

    package init(_ code: Code, _ context: String, underlying: DurabilityFailure? = nil) {
        self.code = code
        self.context = context
        self.underlying = underlying
    }

    init(_ failure: DurabilityFailure) { self.init(.disk, failure.description, underlying: failure) }

    /// What the caller should do; `.halt` means end the process, open again, verify.
    package var fate: DurabilityFailure.Fate {
        switch code {
        case .storeOlderThanLedger, .differentTile, .damagedTile, .inconsistent, .halted: .halt
        case .outOfOrder: .halt
        case .malformed, .untrusted: .reject
        case .disk: underlying?.fate ?? .halt
        }
    }

    package var description: String {
        switch code {
        case .storeOlderThanLedger:
            "the store is older than its ledger: \(context); restore the newest store, never delete the ledger"
        case .differentTile: "a ledger file differs from what the entries give: \(context); run: ess ledger verify"
        case .damagedTile: "a ledger file is missing or damaged: \(context); run: ess ledger verify"
        case .inconsistent: "the new tree does not contain the old one: \(context); run: ess ledger verify"
        case .outOfOrder: "ledger steps out of order: \(context); restart the service"
        case .malformed: "not readable as the ledger's formats say: \(context)"
        case .untrusted: "not signed by the trusted key: \(context); compare the key with the one you were given"
        case .halted: "the ledger stopped after an earlier failure: \(context); restart the service"
        case .disk: context
        }
    }
}
