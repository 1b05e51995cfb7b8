import Foundation
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
    /// Subjects whose rows were folded again and compared with their newest entry.
    package var subjects = 0
    /// Kept documents whose bytes were read again; 0 when not asked for.
    package var documents = 0
    /// Each with its place.
    package var discrepancies: [String] = []
    package var unlisted = 0
    /// What is worth knowing and not wrong.
    package var notes: [String] = []
    /// What of the store no entry commits to, so that a change of it is not seen here.
    package var notCovered: [String] = []

    private enum CodingKeys: String, CodingKey {
        case sound, size, leaves, rows, subjects, documents, discrepancies, unlisted, notes, notCovered = "not_covered"
    }
}

/// `ess ledger verify`: the tiles, the entries they came from, and the rows that the entries tell of, all read again
/// from the disk.
package enum LedgerCheck {
    /// - Parameters:
    ///   - verifierKey: nil means the public half of the data directory's own key.
    ///   - withDocuments: also read every kept document and compare it with its digest.
    ///   - held: signed notes that somebody holds; each must be a beginning of this ledger.
    /// - Throws: ``LedgerFailure`` when the folder or the key cannot be read; ``StorageFailure`` when the store cannot.
    ///   Damage is never thrown, it is listed.
    package static func run(
        dataDirectory: String, verifierKey: String?, withStore: Bool, withDocuments: Bool = false,
        held: [String]
    ) async throws -> LedgerReport {
        try mustBeThere(dataDirectory, withStore: withStore)
        let key = try verifierKey.map { try VerifierKey($0) }
            ?? LedgerKey.load(dataDirectory + "/keys/ledger.key").verifier
        let folder = dataDirectory + "/ledger"
        guard withStore else {
            return report(try LedgerVerification.verify(directory: folder, verifierKey: key, held: held))
        }
        let reader = try LedgerReader(directory: dataDirectory)
        async let states = StateCheck(dataDirectory: dataDirectory)
        let check = RowCheck(reader: reader)
        let findings = try LedgerVerification.verify(
            directory: folder, verifierKey: key, rows: { try check.answers($0) }, held: held)
        try check.finish(after: findings.leafCount)
        try check.compareHead(with: findings.checkpoint, key: key)
        var report = report(findings)
        report.rows = check.rowCount
        report.add(check.discrepancies, unlisted: check.unlisted, notes: check.notes)
        report.add(try reader.damagedPages().map { "ess.sqlite: \($0)" }, unlisted: 0, notes: [])
        report.notCovered = notCovered
        let folded = try await states
        report.subjects = folded.comparedCount
        report.add(folded.discrepancies, unlisted: folded.unlisted, notes: [])
        if withDocuments {
            let documents = try reader.damagedDocuments()
            report.documents = documents.read
            report.add(documents.damaged, unlisted: 0, notes: [])
        }
        return report
    }

    /// Held to `Storage/Ledger/SubjectState.swift`; Sources/README.md says why.
    private static let notCovered = [
        "reports and what follows from them by rule (threats' titles and scores, findings, EPSS, rejects)",
        "whether work on a threat is new, closed, dismissed or watching",
        "who is not told of a finding", "tries of a delivery that is still due", "when a message is tried next",
        "when a feed is polled", "reading of documents", "when a token was used", "when an entity last changed",
    ]

    /// Where nothing can be verified, that is said in plain words, and is no damage.
    private static func mustBeThere(_ directory: String, withStore: Bool) throws {
        if isMissing(directory + "/keys"), isMissing(directory + "/ledger") {
            throw ActFailure(
                .configuration, "\(directory) is no data directory of ess", hint: "name another with --data-dir DIR")
        }
        if withStore, isMissing(directory + "/ess.sqlite") {
            throw ActFailure(
                .configuration, "\(directory) has no ess.sqlite: no service has run on it yet",
                hint: "start one, or verify the published files alone with --without-store")
        }
    }

    /// Not there, in distinction from: may not be looked at.
    private static func isMissing(_ path: String) -> Bool { access(path, F_OK) != 0 && errno == ENOENT }

    private static func report(_ findings: LedgerFindings) -> LedgerReport {
        var report = LedgerReport()
        report.size = findings.checkpoint?.size
        report.leaves = findings.leafCount
        report.add(
            findings.discrepancies.map(\.description), unlisted: findings.unlistedCount,
            notes: findings.leftovers.map { "\($0) was left by a crash; the next start removes it" })
        return report
    }
}

extension LedgerReport {
    fileprivate mutating func add(_ discrepancies: [String], unlisted: Int, notes: [String]) {
        self.discrepancies += discrepancies
        self.unlisted += unlisted
        self.notes += notes
        sound = sound && discrepancies.isEmpty && unlisted == 0
    }
}
