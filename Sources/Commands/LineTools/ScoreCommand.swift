import Analyze
import ArgumentParser
import Vocabulary

/// `ess score`.
struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Calculators, from standard input to standard output.",
        subcommands: [CVSS.self])

    /// `ess score cvss`.
    struct CVSS: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cvss", abstract: "A vector on each line in, its scores as JSON on each line out.",
            discussion: "CVSS 4.0 vectors are read, their score is null: its calculator is not part of this release.")

        func run() async throws { try LineTool.run(Answer.init) }
    }

    private struct Answer: Encodable {
        let vector: String
        let outcome: Result<(CVSSVector, CVSSScore?), CVSSFailure>

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
                try out.encode(score.map { Double($0.baseTenths) / 10 }, forKey: .base)
                try out.encode(score?.temporalTenths.map { Double($0) / 10 }, forKey: .temporal)
                try out.encode(score?.environmentalTenths.map { Double($0) / 10 }, forKey: .environmental)
                try out.encode(score.map { $0.severity(read.version) }, forKey: .severity)
            }
        }
    }
}
