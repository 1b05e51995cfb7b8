import Analyze
import ArgumentParser
import Constituency
import Foundation
import Pipeline
import Vocabulary

/// `ess match`.
struct MatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Matchers, from standard input to standard output.",
        subcommands: [CPE.self, Network.self])

    /// `ess match cpe`.
    struct CPE: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cpe",
            abstract: "{\"source\",\"target\"} in, the same with its \"relation\" out (NISTIR 7696).")

        func run() async throws {
            try LineTool.run { line in
                guard case .object(var pair)? = try? JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)) else {
                    return ["error": "not a JSON object"] as JSONValue
                }
                guard let source = pair["source"]?.text.flatMap({ CPEName($0) }),
                    let target = pair["target"]?.text.flatMap({ CPEName($0) })
                else {
                    pair["error"] = "source and target must be CPE 2.3 names"
                    return .object(pair)
                }
                pair["relation"] = .string(CPERelation.of(source, target).rawValue)
                return .object(pair)
            }
        }
    }

    /// `ess match network`.
    struct Network: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "network", abstract: "An address on each line in; its entity and most specific network out.")
        @Option(help: "Register file: .yaml, .yml or .csv.") var register: String

        func run() async throws {
            let index = RegisterIndex(try RegisterFile.load(register))
            try LineTool.run { line in
                let text = line.trimmingCharacters(in: .whitespaces)
                let found = IPAddress(text).map { index.networks(containing: $0) }?.first
                return [
                    "address": .string(text),
                    "entity": found.map { .string(index.entities[$0.entity].id.text) } ?? .null,
                    "network": found.map { .string("\($0.network)") } ?? .null,
                ] as JSONValue
            }
        }
    }
}

/// A register read from a file for a line tool, which asks no service.
enum RegisterFile {
    /// - Throws: ``SettingsFailure`` with all problems.
    static func load(_ path: String) throws -> [Entity] {
        let content = try TextSource.read(path, bytesMax: SettingsFile.bytesMax)
        if path.hasSuffix(".csv") {
            // Whoever names the file vouches for it, as an importing admin does.
            let vouched = Verification(by: "command line", how: path, at: SystemClock.now())
            let table = RegisterTable(csv: Array(content.utf8), file: path, verification: vouched)
            guard table.problems.isEmpty else { throw SettingsFailure(table.problems) }
            return table.entities
        }
        var problems: [SettingsProblem] = []
        let node = try SettingsFile.parse(Data(content.utf8), file: path)
        let document = RegisterDocument(settings: node, problems: &problems)
        guard problems.isEmpty, let document else { throw SettingsFailure(problems) }
        return document.entities
    }
}
