import Analyze
import ArgumentParser
import Constituency
import Pipeline
import Vocabulary

/// `ess match text`: whom a text names, before it is a report and before a name is registered.
struct MatchText: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text", abstract: "A text on each line in; the registered entities it names out.",
        discussion: """
            Tries names before they are registered: a register file with them, lines of news on standard input. What \
            is `possible` would wait for a person, the rest would be findings of the threat that the text is about.
            """)
    @Option(help: "Register file: .yaml, .yml or .csv.") var register: String

    func run() async throws {
        let index = RegisterIndex(try RegisterFile.load(register))
        let matcher = TextMatcher(register: index)
        try LineTool.run { line in
            let matches = matcher.matches(title: "", text: line).map { match in
                [
                    "entity": .string(index.entities[Int(match.entity)].id.text), "locus": .string(match.locus.text),
                    "rule": .string(match.rule.rawValue), "confidence": .string(match.confidence.rawValue),
                    "reason": .string(match.reason.rawValue), "words": .string(match.words),
                    "registered": .string(match.registered), "offset": .int(match.place.offset),
                ] as JSONValue
            }
            return ["matches": .array(matches)] as JSONValue
        }
    }
}
