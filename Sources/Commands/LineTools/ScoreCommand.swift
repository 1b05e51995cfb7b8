import Analyze
import ArgumentParser
import Pipeline
import Vocabulary

/// `ess score`.
struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Calculators, from standard input to standard output.",
        subcommands: [CVSS.self, SSVC.self])

    /// `ess score cvss`.
    struct CVSS: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cvss", abstract: "A vector on each line in, its scores as JSON on each line out.",
            discussion: """
                Reads CVSS 2.0, 3.0, 3.1 and 4.0. Scores follow FIRST's equations: for 3.x all three scores are always \
                there; for 2.0 "temporal" and "environmental" are null when the vector states no metric of that \
                group. CVSS 4.0 has one score, with the threat and environmental metrics that the vector states: it is \
                "base", and "temporal" and "environmental" are null. "severity" rates "base". Supplemental metrics of \
                4.0 are read and score nothing.
                """)

        func run() async throws { try LineTool.run(Answer.init) }
    }

    /// `ess score ssvc`.
    struct SSVC: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ssvc",
            abstract: "{\"<decision point>\":\"<value>\",…} in, the same with its \"decision\" or \"error\" out.",
            discussion: SSVCTree.all.map { tree in
                let points = tree.points.map { "  \($0.name): \($0.values.joined(separator: ", "))" }
                return "\(tree.name) (\(tree.decisions.joined(separator: ", ")))\n" + points.joined(separator: "\n")
            }.joined(separator: "\n\n"))
        @Argument(help: "The tree: \(SSVCTree.all.map(\.name).joined(separator: ", ")).") var tree: String
        @Flag(help: "Reads nothing: writes every combination with its decision, a line each.") var rows = false

        func run() async throws {
            guard let chosen = SSVCTree.named(tree) else {
                let names = SSVCTree.all.map(\.name).joined(separator: ", ")
                throw ActFailure(.usage, "`\(tree)` is no SSVC tree", hint: "one of: \(names)")
            }
            if rows { return try LineTool.write(chosen.table) }
            try LineTool.run { line in
                guard var answer = LineTool.object(line) else { return ["error": "not a JSON object"] as JSONValue }
                let values = answer.compactMapValues(\.text)
                guard values.count == answer.count else {
                    answer["error"] = "each decision point's value must be a text"
                    return .object(answer)
                }
                do throws(SSVCFailure) {
                    answer["decision"] = .string(try chosen.decision(values))
                } catch {
                    answer["error"] = .string("\(error)")
                }
                return .object(answer)
            }
        }
    }

    private struct Answer: Encodable {
        let vector: String
        let outcome: Result<(CVSSVector, CVSSScore), CVSSFailure>

        init(_ line: String) {
            vector = line
            do throws(CVSSFailure) {
                let read = try CVSSVector(line)
                outcome = .success((read, read.score))
            } catch {
                outcome = .failure(error)
            }
        }

        private enum Keys: String, CodingKey {
            case vector, valid, version, base, temporal, environmental, severity, error
        }

        func encode(to encoder: any Encoder) throws {
            var out = encoder.container(keyedBy: Keys.self)
            try out.encode(vector, forKey: .vector)
            switch outcome {
            case .failure(let failure):
                try out.encode(false, forKey: .valid)
                try out.encode("\(failure)", forKey: .error)
            case .success(let (read, score)):
                try out.encode(true, forKey: .valid)
                try out.encode(read.version.rawValue, forKey: .version)
                // Nulls are written: a reader of lines finds the same members in each.
                try out.encode(Double(score.baseTenths) / 10, forKey: .base)
                try out.encode(score.temporalTenths.map { Double($0) / 10 }, forKey: .temporal)
                try out.encode(score.environmentalTenths.map { Double($0) / 10 }, forKey: .environmental)
                try out.encode(score.severity(read.version), forKey: .severity)
            }
        }
    }
}
