import ArgumentParser
import Foundation
import Ledger
import Pipeline

/// `ess ledger verify`: reads everything again, with or without service and store.
struct LedgerVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Reads the whole ledger again and names every place that is wrong.",
        discussion: """
            Needs no service and may run beside one. Recomputes tiles, root and signature, then compares each leaf \
            with the store: salt and payload, columns, the chain of each subject, the stored head. Then folds the rows \
            that entries tell of (advisories, approvals, notices, deliveries and their tries, cases, directives, \
            register, tokens, feeds, documents, work on threats) and compares them with what the newest entry of each \
            commits to; what is not covered is printed at the end. Exit 1 if anything differs.
            Nobody can see a whole ledger being rolled back from the ledger alone: give --held what you kept elsewhere.
            """)
    @OptionGroup var settings: SettingsOptions
    @Option(help: ArgumentHelp("The data directory; else from the settings.", valueName: "dir")) var dataDir: String?
    @Option(
        help: ArgumentHelp(
            "The verifier key as you got it on another way; else that of the data directory.", valueName: "key"))
    var key: String?
    @Flag(help: "Verify the published files alone.") var withoutStore = false
    @Flag(help: "Also read every kept document and compare it with its digest.") var withDocuments = false
    @Option(
        help: ArgumentHelp("A receipt or checkpoint that somebody holds; may be repeated.", valueName: "file"))
    var held: [String] = []
    @Option(help: "How results are printed.") var format: OutputFormat = .table

    func validate() throws {
        if withoutStore && withDocuments {
            throw ValidationError("--with-documents needs the store: leave out --without-store")
        }
    }

    func run() async throws {
        let directory = try dataDir ?? LocalSettings.load(settings).dataDirectory
        let report = try await LedgerCheck.run(
            dataDirectory: directory, verifierKey: key, withStore: !withoutStore,
            withDocuments: withDocuments, held: try held.map { try HeldNote.read($0) })
        try Output.one(report, as: format) { report in
            var lines = report.discrepancies
            if report.unlisted > 0 { lines.append("and \(report.unlisted) more") }
            let size = report.size.map { "signed tree of \($0) entries" } ?? "no signed tree yet"
            lines.append(
                "\(report.sound ? "sound" : "NOT SOUND"): \(size), \(report.leaves) leaves read, "
                    + "\(report.rows) rows of the store compared, \(report.subjects) subjects folded again"
                    + (report.documents > 0 ? ", \(report.documents) documents read" : ""))
            return lines + report.notCovered.map { "not covered: " + $0 }
        }
        if format == .table { for note in report.notes { Output.note("note: " + note) } }
        if !report.sound { throw ExitCode(Ending.foundWrong) }
    }
}

/// `ess ledger verify-receipt`: needs nothing but the file and the key.
struct ReceiptVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-receipt", abstract: "Checks a receipt offline. Exit 1 when it does not hold.")
    @Argument(help: "The receipt; - for standard input.") var file: String
    @Option(help: "The verifier key as you got it on another way than with the receipt.") var key: String
    @Option(help: "How results are printed.") var format: OutputFormat = .table

    private struct Verdict: Encodable {
        let holds: Bool
        let verdict: String
        let index: Int
        let payload: String
    }

    func run() async throws {
        guard let trusted = try? VerifierKey(key) else {
            throw ActFailure(
                .usage, "--key is no verifier key of ours: name+id+base64",
                hint: "`ess init` printed it, `ess ledger checkpoint` shows it")
        }
        let receipt = try HeldNote.receipt(try TextSource.read(file, bytesMax: 1 << 20), file)
        let verdict = receipt.verify(trustedKey: trusted)
        let answer = Verdict(
            holds: verdict.holds, verdict: verdict.description, index: receipt.index, payload: receipt.payload)
        try Output.one(answer, as: format) { ["entry \($0.index) " + $0.verdict, $0.payload] }
        if !verdict.holds { throw ExitCode(Ending.foundWrong) }
    }
}

/// What somebody else kept of our ledger: a checkpoint, or a receipt with one in it.
enum HeldNote {
    /// The signed note in a file of either kind.
    static func read(_ path: String) throws -> String {
        let text = try TextSource.read(path, bytesMax: 1 << 20)
        return text.first == "{" ? try receipt(text, path).checkpoint : text
    }

    static func receipt(_ text: String, _ path: String) throws -> Receipt {
        do {
            return try JSONDecoder().decode(Receipt.self, from: Data(text.utf8))
        } catch {
            throw ActFailure(.badData, "\(path) is no receipt of ours", hint: "get a new one with `ess ledger prove`")
        }
    }
}
