import Crypto
import Foundation
import Vocabulary

@testable import Ingest

/// A source as a table of addresses and bodies; drives a machine as the pipeline does and remembers what it did.
struct ScriptedSource {
    var bodies: [String: String] = [:]
    /// What an address answers when it is asked again and again; then its body, if it has one.
    var repeats: [String: [String]] = [:]
    var dates: [String: String] = [:]
    var failures: [String: FetchFailure] = [:]
    /// Validators by address; a request with one of them is answered "unchanged".
    var tags: [String: String] = [:]
    /// The time of the run, in seconds.
    var seconds: Int64 = 0
    var verdict = SignatureVerdict(.good, key: "AA")
    /// Stops at the first rest point after so many requests, as a limit or a crash does.
    var requestsMax = Int.max

    struct Run {
        var asked: [String] = []
        var tally = SourceTally()
        var stored: [SourceDocument] = []
        var questions: [SignatureQuestion] = []
        var ending: SourceEnding?
        var memory: [String: SourceMemory]
    }

    func run(_ machine: any SourceProtocol, _ memory: [String: SourceMemory] = [:]) -> Run {
        var machine = machine
        var run = Run(memory: memory)
        var input = SourceInput.begin
        while true {
            defer { run.tally = machine.tally }
            switch machine.step(input) {
            case .ask(let request):
                if request.isRestPoint, run.asked.count >= requestsMax { return run }
                run.asked.append(request.url)
                let time = run.asked.count { $0 == request.url } - 1
                input = .answered(answer(request, time))
            case .check(let question):
                run.questions.append(question)
                input = .checked(verdict)
            case .store(let document):
                run.stored.append(document)
                remember(document.marks, in: &run)
                input = .stored
            case .mark(let marks):
                remember(marks, in: &run)
                input = .stored
            case .done(let ending):
                run.ending = ending
                return run
            }
        }
    }

    private func answer(_ request: SourceRequest, _ time: Int) -> SourceAnswer {
        if let failure = failures[request.url] { return .failed(failure) }
        if let tag = request.etag, tags[request.url] == tag { return .unchanged }
        let again = repeats[request.url].flatMap { $0.indices.contains(time) ? $0[time] : nil }
        guard let text = again ?? bodies[request.url] else { return .failed(.status(404)) }
        let bytes = Array(text.utf8)
        var body = SourceBody(
            bytes: request.readsMax > 0 ? bytes : [], sha256: Hex.encode(SHA256.hash(data: bytes)),
            sha512: Hex.encode(SHA512.hash(data: bytes)), dateAddedLast: dates[request.url])
        body.etag = tags[request.url]
        return .body(body)
    }

    private func remember(_ marks: SourceMarks, in run: inout Run) {
        for (part, mark) in marks.reached { run.memory[part] = SourceMemory(mark: mark) }
        for (part, mark) in marks.failed {
            let known = run.memory[part]
            let failures = known?.tried == mark ? (known?.failures ?? 0) + 1 : 1
            run.memory[part] = SourceMemory(
                mark: known?.mark, tried: mark, failures: failures, triedAt: Instant(seconds: seconds))
        }
    }
}

/// A description of a feed that is followed.
func followed(_ url: String, _ kind: FeedProtocol, _ format: DocumentFormat) -> FeedDescription {
    var feed = FeedDescription(
        id: FeedID(unchecked: "source"), publisher: "P", sourceKind: .manufacturer, country: "INT", url: url,
        format: format, interval: 3600, licence: "none", defaultTLP: .clear, reliability: .usuallyReliable)
    feed.source.kind = kind
    return feed
}
