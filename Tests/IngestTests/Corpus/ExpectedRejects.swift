// Data table
// What each folder of real documents must give, written from the documents before their reader was.
import Vocabulary

@testable import Ingest

/// One folder of the corpus: which of its files are read as which format, and what comes of them.
struct ExpectedFolder: Sendable, CustomStringConvertible {
    let folder: String
    let format: DocumentFormat
    /// Endings of the files that are read.
    let endings: [String]
    /// Files, reports, rows and rejects in all of them.
    let files: Int
    let items: Int
    let rejects: Int
    /// Why there are rejects.
    let why: String

    var description: String { folder }

    init(
        _ folder: String, _ format: DocumentFormat, _ endings: [String], files: Int, items: Int, rejects: Int,
        why: String = ""
    ) {
        self.folder = folder
        self.format = format
        self.endings = endings
        self.files = files
        self.items = items
        self.rejects = rejects
        self.why = why
    }

    static let all: [ExpectedFolder] = [
        ExpectedFolder("osv/golang", .osv, ["json"], files: 1028, items: 1028, rejects: 0),
        ExpectedFolder("osv/ghsa", .osv, ["json"], files: 65, items: 65, rejects: 0),
        ExpectedFolder("nvd/osv.dev/test_data/nvdcve-2.0", .nvd, ["json"], files: 23, items: 23, rejects: 0),
        ExpectedFolder("nvd/threatpulse", .nvd, ["json"], files: 1, items: 15, rejects: 0),
        ExpectedFolder("nvd/vunnel", .nvd, ["json"], files: 2, items: 39, rejects: 0),
        ExpectedFolder(
            "nvd/osv.dev/conversion", .nvd, ["json"], files: 3, items: 13, rejects: 2,
            why: "cpe_testdata.json and tags_testdata.json are the converter's own tables"),
        ExpectedFolder(
            "nvd/osv.dev/test_data/nvdcve-1.1-test-data.json", .nvd, ["json"], files: 1, items: 0, rejects: 1,
            why: "the form of the feeds that ended in 2023"),
    ]
}
