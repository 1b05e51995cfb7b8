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
        var (items, rejects): (Int, [String]) = (0, [])
        for path in paths {
            let batch = read(RealDocuments.bytes(path), feed(expected.format, condition: "sample"), name: path)
            items += batch.reports.count + batch.observations.rows.count + batch.observations.listings.count
            rejects += batch.rejects.map { "\(path): \($0.place): \($0.reason.rawValue): \($0.message)" }
        }
        #expect(paths.count == expected.files)
        #expect(items == expected.items)
        #expect(rejects.count == expected.rejects, "\(rejects.prefix(20))")
    }
}
