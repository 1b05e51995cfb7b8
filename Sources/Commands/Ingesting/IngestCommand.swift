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
            error. A document of which nothing could be read is stored too, and the exit code is 65.
            """)
    @Argument(help: "The feed's id, as `ess feed list` shows it.") var feed: FeedID
    @Argument(help: "Files or folders.") var files: [String]
    @Flag(help: "Name the members that are no documents of the feed's format.") var showSkipped = false
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func validate() throws {
        if files.isEmpty { throw ValidationError("name at least one file") }
        // Each answer is printed when its file is through, so several are no one JSON document.
        if files.count > 1, desk.format == .json {
            throw ValidationError("several files answer with a line each: use --format jsonl")
        }
    }

    func run() async throws {
        // All are opened first: a misspelt name is found before anything is stored.
        let sources = try files.map { try DocumentSource(path: $0) }
        let open = try await Desk.open(desk)
        var unreadable = false
        for source in sources {
            if source.otherCount > 0 {
                Output.note("\(source.name): \(source.otherCount) links and special files were left out")
            }
            let answer = try await open.ingest(source, feed: feed, change)
            try Output.one(answer, as: desk.format) { [IngestText.line($0)] }
            for line in IngestText.notes(answer, showSkipped: showSkipped) { Output.note(line) }
            unreadable = unreadable || IngestText.isUnreadable(answer)
        }
        // The other files were taken in; a job that hands files in must still notice.
        if unreadable { throw ExitCode(65) }
    }
}

/// What was found in a document, in words.
enum IngestText {
    static func line(_ answer: IngestAnswer) -> String {
        let summary = answer.summary
        var parts: [String] = []
        if summary.reports > 0 || (summary.rows == 0 && summary.scores == 0) {
            parts.append(
                Counted.text(summary.reports, "report")
                    + ": \(summary.newReports) new, \(Counted.text(summary.newRevisions, "revision")), "
                    + "\(summary.unchanged) unchanged, \(summary.removed) removed")
        }
        if summary.rows > 0 {
            parts.append(
                Counted.text(summary.rows, "row")
                    + ": \(summary.distinctRows) distinct, \(Counted.text(summary.distinctHosts, "distinct host")); "
                    + "\(Counted.text(summary.findings, "finding")), \(summary.newFindings) new; "
                    + "\(Counted.text(summary.orphanRows, "orphan row")), \(summary.outsideRows) outside")
        }
        if summary.scores > 0 { parts.append(Counted.text(summary.scores, "score")) }
        parts.append("\(Counted.text(summary.rejects, "reject")), \(summary.skipped.count) skipped")
        let what = answer.isNew ? "new document" : "known document"
        return "\(answer.name): \(what) \(answer.document); " + parts.joined(separator: "; ")
    }

    /// Nothing but rejects: the wrong file, the wrong feed, or a broken one.
    static func isUnreadable(_ answer: IngestAnswer) -> Bool {
        let summary = answer.summary
        return summary.rejects > 0 && summary.reports + summary.rows + summary.scores == 0
    }

    /// What a person should know besides: rejects, skipped members, the baseline.
    static func notes(_ answer: IngestAnswer, showSkipped: Bool) -> [String] {
        var lines = answer.rejects.prefix(10).map { reject in
            let offset = reject.offset.map { " (byte \($0))" } ?? ""
            return "rejected \(reject.place)\(offset): \(reject.reason.rawValue): \(reject.message)"
        }
        let more = answer.summary.rejects - lines.count
        if more > 0 {
            let reasons = (answer.summary.rejectReasons ?? [:]).sorted { $0.key < $1.key }
                .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            let all = "and \(Counted.text(more, "more reject")), in all \(reasons)"
            lines.append("\(all); see `ess reject list --feed \(answer.feed)`")
        }
        let counted = answer.summary.rejects - Store.rejectsKept
        if counted > 0 {
            lines.append(
                "the first \(Store.rejectsKept) are kept one by one, the others are counted by reason; the document is "
                    + "kept whole, and `ess reject replay \(answer.document)` reads all of it")
        }
        if let doubted = answer.summary.doubtedTimes {
            lines.append(
                "\(Counted.text(doubted, "row")) with a time after the receipt or before 1980: counted as not stated, "
                    + "the receipt stands for it")
        }
        if showSkipped { lines += answer.summary.skipped.map { "skipped " + $0 } }
        if IngestText.isUnreadable(answer) {
            return lines + ["nothing in it could be read; its bytes are kept: check the file and the feed"]
        }
        if answer.baseline && answer.isNew {
            lines.append(
                "baseline: stored, matched and counted, but nobody is told until `ess feed release \(answer.feed)`")
        }
        return lines
    }
}
