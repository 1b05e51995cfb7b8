import Foundation
import Testing
import Vocabulary

@testable import Ingest

/// Every file of a folder of real documents through the reader of its format.
@Suite struct `Real documents` {
    @Test func `say whether they are here`() {
        if RealDocuments.root == nil { print("the real documents are not beside the package: none was read") }
    }

    @Test(
        .enabled(if: RealDocuments.root != nil, "the corpus of real documents is not beside the package"),
        arguments: ExpectedFolder.all)
    func `give what the table says, folder by folder`(expected: ExpectedFolder) {
        let paths = RealDocuments.files(expected.folder).filter { path in
            expected.endings.contains { path.hasSuffix($0) }
        }
        var (items, rejects, skipped): (Int, [String], Int) = (0, [], 0)
        for path in paths {
            let described = feed(expected.format, condition: "sample") { $0.mapping = expected.mapping }
            let batch = read(RealDocuments.bytes(path), described, name: path)
            items += batch.itemCount - batch.rejects.count
            skipped += batch.skipped.count
            rejects += batch.rejects.map { "\(path): \($0.place): \($0.reason.rawValue): \($0.message)" }
        }
        #expect(paths.count == expected.files)
        #expect(items == expected.items)
        #expect(skipped == expected.skipped)
        #expect(rejects.count == expected.rejects, "\(rejects.prefix(20))")
    }

    /// Nothing in the corpus is left out in silence: each file has a row, or a reason why no feed brings it.
    @Test(.enabled(if: RealDocuments.root != nil, "the corpus of real documents is not beside the package"))
    func `are all named by the table`() {
        func holds(_ path: String, _ folder: String, _ endings: [String]) -> Bool {
            let isWithin = path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
            return isWithin && (endings.isEmpty || endings.contains { path.hasSuffix($0) })
        }
        let paths = RealDocuments.files("").map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }
        #expect(paths.count > 4000)
        let unnamed = paths.filter { path in
            !ExpectedFolder.all.contains { holds(path, $0.folder, $0.endings) }
                && !UnreadFolder.all.contains { holds(path, $0.folder, $0.endings) }
        }
        #expect(unnamed.isEmpty, "\(unnamed.prefix(20))")
    }

    /// Each negative sample breaks one rule of its version's schema: the reject says where, and in whose words.
    @Test(.enabled(if: RealDocuments.root != nil, "the corpus of real documents is not beside the package"))
    func `of X-ARF that are negative are refused with the field named`() throws {
        let paths = RealDocuments.files("xarf/samples/negative").filter { $0.hasSuffix(".json") }
        #expect(paths.count == 150)
        for path in paths {
            let bytes = RealDocuments.bytes(path)
            let batch = read(bytes, feed(.xarf, condition: "sample"), name: path)
            let reject = try #require(batch.rejects.first, "\(path)")
            // A field as the message quotes it, or a place within the document that is more than its name.
            let quoted = reject.message.split(separator: "`", omittingEmptySubsequences: false)
            let named = stride(from: 1, to: quoted.count, by: 2).map { String(quoted[$0]) } + [reject.place]
            let fields = named.flatMap { $0.split { "[]., ".contains($0) } }.map(String.init)
            #expect(fields.contains { Self.xarfFields.contains($0) }, "\(path): \(reject.place): \(reject.message)")
        }
    }

    /// Every member that one of the published X-ARF schemas names.
    private static let xarfFields: Set<String> = {
        var found: Set<String> = []
        for path in RealDocuments.files("xarf/schemas") + RealDocuments.files("xarf/xarf.schema.json") {
            guard let tree = try? JSONSerialization.jsonObject(with: Data(RealDocuments.bytes(path))) else { continue }
            var waiting: [Any] = [tree]
            while let next = waiting.popLast() {
                if let object = next as? [String: Any] {
                    if let members = object["properties"] as? [String: Any] { found.formUnion(members.keys) }
                    waiting += object.values
                } else if let list = next as? [Any] {
                    waiting += list
                }
            }
        }
        return found
    }()

    /// The OASIS test suite's own list says which of its documents are valid: none of them is refused.
    @Test(.enabled(if: RealDocuments.root != nil, "the corpus of real documents is not beside the package"))
    func `that OASIS calls valid are all read`() throws {
        let data = RealDocuments.files("csaf/oasis").filter { $0.hasSuffix("/testcases.json") }
        let list = try #require(data.first)
        struct Case: Decodable { var name: String }
        struct Test: Decodable { var valid: [Case]? }
        struct Cases: Decodable { var tests: [Test] }
        let cases = try JSONDecoder().decode(Cases.self, from: Data(RealDocuments.bytes(list)))
        let folder = list.split(separator: "/").dropLast().joined(separator: "/")
        let names = cases.tests.flatMap { $0.valid ?? [] }.map(\.name)
        #expect(names.count > 50)
        for name in names {
            let batch = read(RealDocuments.bytes(folder + "/" + name), feed(.csaf), name: name)
            #expect(batch.reports.count == 1 && batch.rejects.isEmpty, "\(name): \(batch.rejects)")
        }
    }
}
