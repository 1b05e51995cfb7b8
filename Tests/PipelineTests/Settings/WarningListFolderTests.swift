import Analyze
import Foundation
import Testing
import Vocabulary

@testable import Pipeline

@Suite struct WarningListFolderTests {
    private static let package: URL = {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root
    }()

    /// MISP's published lists, one folder each; nil without the corpus.
    private static let published: String? = {
        let stated = ProcessInfo.processInfo.environment["ESS_CORPUS"]
        let root = stated.map { URL(filePath: $0) } ?? package.appending(path: "../shared/data")
        let folder = root.appending(path: "ref/misp-warninglists").standardizedFileURL.path
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    private func read(_ folder: String) -> (index: WarningIndex, problems: [SettingsProblem]) {
        var problems: [SettingsProblem] = []
        return (Policies.readWarningLists(in: folder, problems: &problems), problems)
    }

    private func folder(_ files: [String: String]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.path + "/ess-warnings-\(UUID().uuidString)"
        for (name, text) in files {
            let url = URL(filePath: folder + "/" + name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return folder
    }

    @Test func `our own lists are read and name what they are for`() {
        let (index, problems) = read(Self.package.appending(path: "Config/warninglists").path)
        #expect(problems.isEmpty)
        let expected: [(String, [String])] = [
            ("10.0.0.1", ["special-purpose IPv4 addresses"]), ("172.31.255.255", ["special-purpose IPv4 addresses"]),
            ("172.32.0.0", []), ("100.64.0.1", ["special-purpose IPv4 addresses"]),
            ("8.8.8.8", ["public DNS resolvers"]),
            ("1.1.1.1", ["public DNS resolvers"]), ("198.41.0.4", ["DNS root servers"]),
            ("104.16.0.1", ["content networks"]), ("151.101.1.1", ["content networks"]),
            ("203.0.113.9", ["documentation addresses"]), ("fd00::1", ["special-purpose IPv6 addresses"]),
            ("2001:db8::1", ["documentation addresses"]), ("www.microsoft.com", ["well-known names"]),
            ("microsoft.com.example", []), ("https://docs.google.com/x", ["well-known names"]), ("185.1.2.3", []),
            ("D41D8CD98F00B204E9800998ECF8427E", ["hashes of the empty file"]), ("2a0f::1", []),
        ]
        for (value, lists) in expected {
            #expect(ListedValue(value, index).warningLists.map(\.list) == lists, "\(value)")
            #expect(ListedValue(value, index).blockable == lists.isEmpty, "\(value)")
        }
    }

    @Test(.enabled(if: published != nil, "the corpus ../shared/data is not on this machine"))
    func `MISP's published lists are read; what is a real expression or no name is left out and named`() throws {
        let (index, problems) = read(try #require(Self.published))
        // 95 lists are in the corpus; two hold expressions, and one a name with a space.
        #expect(problems.isEmpty && index.lists.count == 95)
        let left = Dictionary(uniqueKeysWithValues: index.lists.map { ($0.name, $0.leftOut) }.filter { !$0.1.isEmpty })
        #expect(left.mapValues(\.count) == [
            "Unattributed phone number.": 33, "Common contact e-mail addresses": 1, "Valid covid-19 related domains": 1,
        ])
        #expect(left["Valid covid-19 related domains"] == ["corona helden"])
        #expect(ListedValue("2606:4700::1", index).warningLists.contains { $0.list.contains("Cloudflare") })
    }

    @Test func `an unreadable list, one name twice and a fraction are named with file and place`() throws {
        let list = #""type": "cidr", "list": ["10.0.0.0/8"]"#
        let folder = try folder([
            "a/list.json": #"{"name": "one", "version": 7, \#(list)}"#,
            "b.yaml": "name: one\nversion: 1\ntype: hostname\nlist: [a.example]\n",
            "c.json": #"{"name": "three", "version": 1, "type": "cidr", "list": ["10.0.0.0/8", 7]}"#,
            "d.yaml": "name: four\nversion: 1\ntype: cidrs\nlist: []\nlists: []\n",
            "README.md": "not a list",
            "e/other.json": "not a list",
        ])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let shown = read(folder).problems.map { $0.description.dropFirst(folder.count + 1) }
        #expect(shown == [
            "b.yaml: name: another list is called `one` too",
            "c.json: not a warning list in JSON, at list[1]",
            "d.yaml:3: type: `cidrs` is not accepted; accepted: cidr, hostname, string, substring, regex",
            "d.yaml:5: lists: unknown key; accepted here: description, list, matching_attributes, name, type, version",
        ])
    }
}
