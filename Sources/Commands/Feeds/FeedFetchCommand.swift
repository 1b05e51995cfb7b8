import ArgumentParser
import Ingest
import Pipeline
import Vocabulary

/// `ess feed fetch`.
struct FeedFetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Polls a feed once, now, and says what came of it.",
        discussion: """
            Exit: 0 a document or nothing new; 65 the source or what it sent cannot be used; 70 this machine failed; \
            75 try later (deadline, network, TLS, a status that time may heal); 77 the egress rule forbids it.
            """)
    @Argument(help: "The feed's id, as `ess feed list` shows it.") var feed: FeedID
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let open = try await Desk.open(desk)
        if case .local(let engine, _) = open {
            engine.use(try LiveEdges.fetcher(engine.settings), verify: LiveEdges.verifier())
        }
        let answer = try await open.perform(FeedFetch(feed: feed), change)
        try Output.outcome(answer, of: change, as: desk.format) { [FeedFetchCommand.line($0)] }
        if let document = answer.document {
            for line in IngestText.notes(document, showSkipped: false) { Output.note(line) }
        }
        let code = FeedFetchCommand.code(answer)
        if code != 0 { throw ExitCode(code) }
    }

    private static func line(_ answer: FeedFetch.Answer) -> String {
        switch answer.outcome {
        case .planned: "\(answer.feed): polled now"
        case .notModified: "\(answer.feed): nothing new"
        case .failed: "\(answer.feed): failed: \(answer.detail ?? "")" + (answer.remedy.map { "; \($0)" } ?? "")
        case .document: "\(answer.feed): " + (answer.document.map(IngestText.line) ?? answer.detail ?? "a document")
        }
    }

    static func code(_ answer: FeedFetch.Answer) -> Int32 {
        if let document = answer.document, IngestText.isUnreadable(document) { return 65 }
        guard answer.outcome == .failed else { return 0 }
        switch answer.fate.flatMap(FetchFailure.Fate.init(rawValue:)) {
        case .retry: return 75
        case .reject: return 65
        case .forbidden: return 77
        case .ours, nil: return 70
        }
    }
}
