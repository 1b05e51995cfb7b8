import ArgumentParser
import Pipeline
import Storage
import Vocabulary

/// `ess ingest`: files as documents of a feed.
struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest", abstract: "Reads files as documents of a feed.",
        discussion: """
            Each FILE is one document: plain, gzip, zip or tar. A folder is one document too: its regular files, \
            sorted by path. Nothing is lost by handing in the same bytes twice; nothing is doubled either.
            Rejected items do not fail the command: the document is stored, they are counted, and named on standard \
            error.
            """)
    @Argument(help: "The feed's id.") var feed: FeedID
    @Argument(help: "Files or folders.") var files: [String]
    @Flag(help: "Name the members that are no documents of the feed's format.") var showSkipped = false
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func validate() throws {
        if files.isEmpty { throw ValidationError("name at least one file") }
    }

    func run() async throws {
        // All are opened first: a misspelt name is found before anything is stored.
        let sources = try files.map { try DocumentSource(path: $0) }
        let open = try await Desk.open(desk)
        for source in sources {
            if source.otherCount > 0 {
                Output.note("\(source.name): \(source.otherCount) links and special files were left out")
            }
            let answer = try await open.ingest(source, feed: feed, change)
            try Output.one(answer, as: desk.format) { [IngestText.line($0)] }
            for line in IngestText.notes(answer, showSkipped: showSkipped) { Output.note(line) }
        }
    }
}

/// What was found in a document, in words.
enum IngestText {
    static func line(_ answer: IngestAnswer) -> String {
        let summary = answer.summary
        var parts: [String] = []
        if summary.reports > 0 || (summary.rows == 0 && summary.scores == 0) {
            parts.append(
                "\(summary.reports) reports: \(summary.newReports) new, \(summary.newRevisions) revisions, "
                    + "\(summary.unchanged) unchanged, \(summary.removed) removed")
        }
        if summary.rows > 0 {
            parts.append(
                "\(summary.rows) rows: \(summary.distinctRows) distinct, \(summary.distinctHosts) distinct hosts; "
                    + "\(summary.findings) findings, \(summary.newFindings) new; "
                    + "\(summary.orphanRows) orphan rows, \(summary.outsideRows) outside")
        }
        if summary.scores > 0 { parts.append("\(summary.scores) scores") }
        parts.append("\(summary.rejects) rejects, \(summary.skipped.count) skipped")
        let what = answer.isNew ? "new document" : "known document"
        return "\(answer.name): \(what) \(answer.document); " + parts.joined(separator: "; ")
    }

    /// What a person should know besides: rejects, skipped members, the baseline.
    static func notes(_ answer: IngestAnswer, showSkipped: Bool) -> [String] {
        var lines = answer.rejects.prefix(10).map { reject in
            let offset = reject.offset.map { " (byte \($0))" } ?? ""
            return "rejected \(reject.place)\(offset): \(reject.reason.rawValue): \(reject.message)"
        }
        let more = answer.summary.rejects - lines.count
        if more > 0 { lines.append("and \(more) more rejects; see `ess reject list --feed \(answer.feed)`") }
        if showSkipped { lines += answer.summary.skipped.map { "skipped " + $0 } }
        if answer.baseline && answer.isNew {
            lines.append(
                "baseline: stored, matched and counted, but nobody is told until `ess feed release \(answer.feed)`")
        }
        return lines
    }
}
