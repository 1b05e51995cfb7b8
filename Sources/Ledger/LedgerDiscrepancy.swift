/// One place where the ledger is not what it should be.
package struct LedgerDiscrepancy: Sendable, Hashable, CustomStringConvertible {
    /// What is wrong there.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// A file that the tree of the checkpoint's size must have is not there.
        case missing
        /// A file of the wrong length.
        case wrongLength
        /// An entry's length prefix is not 32.
        case badPrefix
        /// A hash in a tile is not the one that the entries below it give.
        case wrongHash
        /// A bundle's entry is not the one that the tile above it commits to.
        case wrongEntry
        /// A partial tile or bundle is not the beginning of the fuller one.
        case notAPrefix
        /// The store's row gives another leaf than the log holds.
        case wrongRow
        /// The store has no row for a leaf of the log.
        case missingRow
        /// The checkpoint cannot be read.
        case badCheckpoint
        /// The trusted key did not sign it, or somebody unknown did too.
        case badSignature
        /// The tiles give another root than the checkpoint.
        case wrongRoot
        /// Nothing of this name belongs in the folder.
        case unknownFile
        /// A checkpoint that somebody holds is larger than ours: our ledger has been rolled back.
        case rolledBack
        /// A checkpoint that somebody holds is of another past.
        case otherPast
        /// The file is there but cannot be read.
        case unreadable
    }

    package let reason: Reason
    /// Path below `ledger/`; for held checkpoints, `held checkpoint N`.
    package let file: String
    /// Byte offset in the file; nil when the file as a whole is meant.
    package let offset: Int?
    /// Leaf number; nil when no single leaf is meant.
    package let index: Int?
    /// What was found, for people.
    package let detail: String

    init(_ reason: Reason, _ file: String, offset: Int? = nil, index: Int? = nil, _ detail: String = "") {
        self.reason = reason
        self.file = file
        self.offset = offset
        self.index = index
        self.detail = detail
    }

    package var description: String {
        var text = "\(file): \(reason.rawValue)"
        if let offset { text += " at byte \(offset)" }
        if let index { text += ", leaf \(index)" }
        return detail.isEmpty ? text : "\(text): \(detail)"
    }
}

/// What reading the whole ledger has shown.
package struct LedgerFindings: Sendable, Hashable {
    /// The checkpoint's size and root, when it could be trusted.
    package var checkpoint: Checkpoint?
    /// Leaves read, signed or not.
    package var leafCount = 0
    /// Leaves compared with the store's rows.
    package var rowCount = 0
    /// In order of discovery; at most ``LedgerVerification/discrepancyCountMax``.
    package var discrepancies: [LedgerDiscrepancy] = []
    /// Discrepancies beyond the limit, counted only.
    package var unlistedCount = 0
    /// Aside files that a crash left; harmless, swept at the next start.
    package var leftovers: [String] = []

    mutating func add(_ discrepancy: LedgerDiscrepancy) {
        if discrepancies.count < LedgerVerification.discrepancyCountMax {
            discrepancies.append(discrepancy)
        } else {
            unlistedCount += 1
        }
    }
}
