import Advise
import Foundation
import Testing
import Vocabulary

@Suite struct GuidanceTests {
    static func shipped() throws -> [GuidanceFile] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Config/guidance")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }
        return try names.filter { $0 != "README.md" }.map {
            GuidanceFile(name: $0, bytes: [UInt8](try Data(contentsOf: folder.appending(path: $0))))
        }
    }

    @Test func `what we ship reads, in az and en, short, and az says that it is unreviewed`() throws {
        var problems: [SettingsProblem] = []
        let shelf = GuidanceShelf(files: try Self.shipped(), problems: &problems)
        #expect(problems.isEmpty, "\(problems)")
        let ids = Set(shelf.pieces.map(\.id))
        #expect(ids.count == 6)
        for id in ids {
            let pieces = shelf.languages(of: id)
            #expect(pieces.map(\.language) == [.az, .en])
            #expect(pieces.first?.status == .unreviewed)
            #expect(Set(pieces.map(\.keys)).count == 1, "the keys of \(id) differ between languages")
            for piece in pieces { #expect(piece.markdown.split(separator: "\n").count <= 60) }
        }
    }

    @Test func `guidance is attached for a reason that is named`() throws {
        var problems: [SettingsProblem] = []
        let shelf = GuidanceShelf(files: try Self.shipped(), problems: &problems)
        let matches = Dictionary(uniqueKeysWithValues: shelf.matching(Sample.facts()).map { ($0.id.text, $0.reason) })
        #expect(
            matches == [
                "close-open-telnet": "word: telnet", "patch-exploited-edge-device": "mark: exploited",
                "ransomware-first-hours": "mark: ransomware",
            ])
        var condition = ThreatFacts(
            id: ThreatID(unchecked: "condition:malicious-code/infected-system/avalanche"), kind: .condition,
            title: ThreatFacts.Statement(source: "ESS", tlp: .green, text: "avalanche"), presence: .existing)
        condition.types = [RSIT("malicious-code/infected-system")].compactMap { $0 }
        #expect(shelf.matching(condition).map(\.id.text) == ["respond-to-infected-system"])
        #expect(shelf.matching(condition).map(\.reason) == ["rsit: malicious-code/infected-system"])
        var potential = Sample.facts()
        potential.presence = .potential
        potential.ransomware = false
        potential.title.text = "Acme Gate Overflow"
        #expect(shelf.matching(potential).isEmpty)
        #expect(shelf.search(["krbtgt", "backup"]).map(\.id.text) == ["ransomware-first-hours"])
    }

    @Test func `a bad file is told with all its problems and lines`() {
        let text =
            "---\nid: Bad Name\ntitle: T\nlanguage: de\nstatus: reviewed\ncolour: red\nurgency: high\n"
            + "rsit: a/b\n---\nText\n"
        var problems: [SettingsProblem] = []
        #expect(GuidanceFile(name: "x.en.md", bytes: Array(text.utf8)).read(problems: &problems) == nil)
        #expect(problems.map(\.line).sorted() == [1, 2, 4, 6, 8])
        problems = []
        #expect(GuidanceFile(name: "x.en.md", bytes: Array("no front matter".utf8)).read(problems: &problems) == nil)
        #expect(problems.count == 1)
    }
}
