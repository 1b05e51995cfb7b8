import Advise
import ArgumentParser
import Pipeline
import Vocabulary

/// The verbs by which an advisory goes from one state to the next.
enum AdvisorySteps {
    /// `ess advisory submit`.
    struct Submit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Hands a draft to a second person.")
        @OptionGroup var step: AdvisoryVerb
        func run() async throws { try await step.run(AdvisorySubmit(id: step.id)) }
    }

    /// `ess advisory return`.
    struct Return: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sends it back to its author; ends an approval.")
        @OptionGroup var step: AdvisoryVerb
        func run() async throws { try await step.run(AdvisoryReturn(id: step.id)) }
    }

    /// `ess advisory approve`.
    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The second pair of eyes, bound to what `preview` showed.",
            discussion: """
                The digest binds content and recipients: an edit or another recipient voids the approval.
                --break-glass approves one's own work, with --reason; it is recorded and shown.
                """)
        @Option(help: ArgumentHelp("The digest that `ess advisory preview` printed.", valueName: "d8"))
        var digest: String
        @Flag(help: "Without a second person; needs --reason.") var breakGlass = false
        @OptionGroup var step: AdvisoryVerb

        func run() async throws {
            if breakGlass && (step.change.reason ?? "").isEmpty {
                throw ActFailure(.usage, "--break-glass needs a reason", hint: "add --reason \"…\"")
            }
            try await step.run(AdvisoryApprove(id: step.id, digest: digest, breakGlass: breakGlass))
        }
    }

    /// `ess advisory schedule`.
    struct Schedule: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Issues an approved advisory later, if nothing it binds has changed by then.")
        @Option(help: ArgumentHelp("UTC time, such as 2026-11-24T06:00Z.", valueName: "time")) var at: Instant
        @OptionGroup var step: AdvisoryVerb
        func run() async throws { try await step.run(AdvisorySchedule(id: step.id, at: at)) }
    }

    /// `ess advisory issue`.
    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publishes what was approved; its recipients are owed it.")
        @OptionGroup var step: AdvisoryVerb
        func run() async throws { try await step.run(AdvisoryIssue(id: step.id)) }
    }

    /// `ess advisory withdraw`.
    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes an issued advisory back; --reason is required, its recipients are told.")
        @OptionGroup var step: AdvisoryVerb
        func run() async throws { try await step.run(AdvisoryWithdraw(id: step.id)) }
    }

    /// `ess advisory discard`.
    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Drops a version that was never issued; its story stays.")
        @OptionGroup var step: AdvisoryVerb
        func run() async throws { try await step.run(AdvisoryDiscard(id: step.id)) }
    }
}

/// What the steps share.
struct AdvisoryVerb: ParsableArguments {
    @Argument(help: "The advisory's number, or a unique beginning.") var id: String
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func run<A: Act>(_ act: A) async throws where A.Answer == AdvisoryStepAnswer {
        try AdvisoryVerb.show(try await Desk.open(desk).perform(act, change), change, desk.format)
    }

    static func show(
        _ answer: AdvisoryStepAnswer, _ change: ChangeOptions, _ format: OutputFormat
    ) throws {
        try Output.outcome(answer, of: change, as: format) { answer in
            [
                "\(answer.number)/\(answer.version) \(answer.dryRun ? "would be" : "is") \(answer.state.rawValue) "
                    + "(\(answer.rule.rawValue)); \(Counted.text(answer.recipients, "recipient")), "
                    + "digest \(answer.digest)",
            ] + [stale(answer.staleLanguages), next(answer).map { "next: " + $0 }].compactMap { $0 }
        }
    }

    /// What has to be typed so that it goes on; nil where it ends.
    private static func next(_ answer: AdvisoryStepAnswer) -> String? {
        switch answer.state {
        case .draft: "ess advisory submit \(answer.number)"
        case .inReview: "another person types ess advisory preview \(answer.number)"
        case .returned: "its author types ess advisory edit \(answer.number)"
        case .approved: "ess advisory issue \(answer.number)"
        case .issued: answer.caseNumber.map { "ess case show \($0)" }
        case .scheduled, .withdrawn, .superseded, .discarded: nil
        }
    }

    /// Nil when every language is as new as the newest change.
    static func stale(_ languages: [Language]) -> String? {
        if languages.isEmpty { return nil }
        return "older than the newest change: the text in \(languages.map(\.rawValue).joined(separator: ", "))"
    }
}
