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
        subcommands: [CPE.self, Vers.self, PURL.self, Network.self, WarningLists.self, MatchText.self])

    /// `ess match cpe`.
    struct CPE: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cpe",
            abstract: "{\"source\",\"target\"} in, the same with its \"relation\" out (NISTIR 7696).")

        func run() async throws {
            try LineTool.run { line in
                guard var pair = LineTool.object(line) else { return ["error": "not a JSON object"] as JSONValue }
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

    /// `ess match vers`.
    struct Vers: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "vers",
            abstract: "{\"vers\",\"version\"} in, the same with \"contains\" or \"error\" out (package-url/vers-spec).",
            discussion: """
                Types: semver, npm, cargo, golang, hex, pub, pypi, maven, deb, rpm, apk (alpine), nuget, gem, \
                composer, generic, intdot, lexicographic, all, none. Each version is ordered as its ecosystem orders \
                it. What is not canonical is an error, but single versions may stand in any order among themselves.
                """)

        func run() async throws {
            try LineTool.run { line in
                guard var pair = LineTool.object(line) else { return ["error": "not a JSON object"] as JSONValue }
                guard let range = pair["vers"]?.text, let version = pair["version"]?.text else {
                    pair["error"] = "vers and version must be texts"
                    return .object(pair)
                }
                do throws(VersFailure) {
                    pair["contains"] = .bool(try VersRange(range).contains(version))
                } catch {
                    pair["error"] = .string("\(error)")
                }
                return .object(pair)
            }
        }
    }

    /// `ess match purl`.
    struct PURL: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "purl",
            abstract: "{\"purl\"} in, the same with its parts, its canonical form and its type's objection out.",
            discussion: """
                The parts are "type", "namespace", "name", "version", "qualifiers", "subpath"; "canonical" is the form \
                in which the register keeps it best. "error" says why it is no package URL, or what the definition of \
                its type forbids (package-url/purl-spec).
                """)

        func run() async throws {
            try LineTool.run { line in
                guard var answer = LineTool.object(line) else { return ["error": "not a JSON object"] as JSONValue }
                guard let text = answer["purl"]?.text else {
                    answer["error"] = "purl must be a text"
                    return .object(answer)
                }
                do throws(PackageURLFailure) {
                    let purl = try PackageURL(text)
                    answer.merge(parts(of: purl)) { _, new in new }
                    if let fault = purl.typeFault { answer["error"] = .string(fault) }
                } catch {
                    answer["error"] = .string("\(error)")
                }
                return .object(answer)
            }
        }

        private func parts(of purl: PackageURL) -> [String: JSONValue] {
            let joined = { (segments: [String]) in
                segments.isEmpty ? JSONValue.null : .string(segments.joined(separator: "/"))
            }
            return [
                "type": .string(purl.type), "namespace": joined(purl.namespace), "name": .string(purl.name),
                "version": purl.version.map(JSONValue.string) ?? .null, "subpath": joined(purl.subpath),
                "qualifiers": .object(purl.qualifiers.mapValues(JSONValue.string)), "canonical": .string("\(purl)"),
            ]
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
                guard let address = IPAddress(text) else {
                    return ["address": .string(text), "error": "this is no IPv4 or IPv6 address"] as JSONValue
                }
                let found = index.networks(containing: address).first
                return [
                    "address": .string(text),
                    "entity": found.map { .string(index.entities[$0.entity].id.text) } ?? .null,
                    "network": found.map { .string("\($0.network)") } ?? .null,
                ] as JSONValue
            }
        }
    }
}

extension MatchCommand {
    /// `ess match warning-list`.
    struct WarningLists: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "warning-list",
            abstract: "An indicator on each line in; its warning lists out, and whether it may be blocked.",
            discussion: "An indicator is an address, a network, a name, a web address or a hash.")
        @Option(help: ArgumentHelp("Folder of lists; else `warninglists_dir` of the settings.", valueName: "folder"))
        var lists: String?
        @OptionGroup var settings: SettingsOptions

        func run() async throws {
            let folder = try lists ?? LocalSettings.load(settings).warningListsDirectory
            guard let folder else {
                throw ActFailure(
                    .configuration, "the settings name no `warninglists_dir`", hint: "add --lists FOLDER")
            }
            var problems: [SettingsProblem] = []
            let index = Policies.readWarningLists(in: folder, problems: &problems)
            guard problems.isEmpty else { throw SettingsFailure(problems) }
            try LineTool.run { ListedLine($0.trimmingCharacters(in: .whitespaces), index) }
        }
    }
}

/// What `ess match warning-list` says of a line. A line that is no indicator must not read as one that may be blocked.
private struct ListedLine: Encodable {
    let text: String
    let listed: ListedValue?

    private enum CodingKeys: String, CodingKey { case value, error }

    init(_ text: String, _ lists: WarningIndex) {
        self.text = text
        listed = ListedLine.isIndicator(text) ? ListedValue(text, lists) : nil
    }

    /// What holds no place is a hash by its length, or a mailbox; all else is nonsense.
    private static func isIndicator(_ text: String) -> Bool {
        let hasPlace = WarningSubject.all(in: text).contains { subject in
            switch subject {
            case .address, .network, .name: true
            case .text: false
            }
        }
        let isHash = [32, 40, 56, 64, 96, 128].contains(text.utf8.count) && text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
        }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isMailbox = parts.count == 2 && !parts[0].isEmpty
            && DomainName.isWellFormed(DomainName.normalised(parts[1].lowercased()))
        let hasBlank = text.contains { $0.isWhitespace }
        return !hasBlank && (hasPlace || isHash || isMailbox)
    }

    func encode(to encoder: any Encoder) throws {
        if let listed { return try listed.encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .value)
        try container.encode("this is no address, network, name, web address or hash", forKey: .error)
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
            let table = RegisterTable(csv: content.utf8, file: path, verification: vouched)
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
