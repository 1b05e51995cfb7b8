import Ledger
import Storage
import Vocabulary

/// What reading the whole ledger again has shown, for people and programs.
package struct LedgerReport: Codable, Sendable {
    package var sound = true
    /// Size of the signed tree; nil before the first checkpoint, or when it cannot be trusted.
    package var size: Int?
    package var leaves = 0
    package var rows = 0
    /// Each with its place.
    package var discrepancies: [String] = []
    package var unlisted = 0
    /// What is worth knowing and not wrong.
    package var notes: [String] = []
}

/// `ess ledger verify`: the tiles, and the rows they came from, both read again from the disk.
package enum LedgerCheck {
    /// - Parameters:
    ///   - verifierKey: nil means the public half of the data directory's own key.
    ///   - held: signed notes that somebody holds; each must be a beginning of this ledger.
    /// - Throws: ``LedgerFailure`` when the folder or the key cannot be read; ``StorageFailure`` when the store cannot.
    ///   Damage is never thrown, it is listed.
    package static func run(
        dataDirectory: String, verifierKey: String?, withStore: Bool, held: [String]
    ) async throws -> LedgerReport {
        let key = try verifierKey.map { try VerifierKey($0) }
            ?? LedgerKey.load(dataDirectory + "/keys/ledger.key").verifier
        let folder = dataDirectory + "/ledger"
        guard withStore else {
            return report(try LedgerVerification.verify(directory: folder, verifierKey: key, held: held), nil)
        }
        let reader = try LedgerReader(directory: dataDirectory)
        let check = RowCheck(reader: reader)
        let findings = try LedgerVerification.verify(
            directory: folder, verifierKey: key, rows: { try check.answers($0) }, held: held)
        try check.finish(after: findings.leafCount)
        try check.compareHead(with: findings.checkpoint, key: key)
        return report(findings, check)
    }

    private static func report(_ findings: LedgerFindings, _ check: RowCheck?) -> LedgerReport {
        var report = LedgerReport()
        report.size = findings.checkpoint?.size
        report.leaves = findings.leafCount
        report.rows = check?.rowCount ?? 0
        report.discrepancies = findings.discrepancies.map(\.description) + (check?.discrepancies ?? [])
        report.unlisted = findings.unlistedCount + (check?.unlisted ?? 0)
        report.notes = findings.leftovers.map { "\($0) was left by a crash; the next start removes it" }
            + (check?.notes ?? [])
        report.sound = report.discrepancies.isEmpty && report.unlisted == 0
        return report
    }
}
