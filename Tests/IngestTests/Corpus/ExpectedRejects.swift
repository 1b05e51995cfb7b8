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
        ExpectedFolder("rss/ghsa-jsonfeed", .jsonFeed, ["json"], files: 8, items: 160, rejects: 0),
        ExpectedFolder("rss/ghsa-rss", .syndication, ["xml", "rss"], files: 8, items: 160, rejects: 0),
        ExpectedFolder("rss/saved", .syndication, ["xml", "rss"], files: 4, items: 42, rejects: 0),
        ExpectedFolder("rss/cve-vendor", .syndication, ["xml", "rss"], files: 7, items: 2228, rejects: 0),
        ExpectedFolder("rss/cert-fr-excerpt", .syndication, ["xml", "rss"], files: 1, items: 9, rejects: 0),
        ExpectedFolder("rss/taranis", .syndication, ["xml", "rss"], files: 1, items: 3, rejects: 0),
        ExpectedFolder(
            "ioc/abusech-2026-07-24/threatfox.json", .threatfox, ["json"], files: 1, items: 4488, rejects: 0),
        ExpectedFolder("ioc/abusech-2026-07-24/feodo.json", .feodo, ["json"], files: 1, items: 5, rejects: 0),
        ExpectedFolder("ioc/ipsum", .ipsum, ["txt"], files: 8, items: 72_168, rejects: 0),
        ExpectedFolder("ioc/spamhaus/drop.txt", .spamhausDrop, ["txt"], files: 1, items: 1406, rejects: 0),
        ExpectedFolder("ioc/spamhaus/drop_v4.json", .spamhausDrop, ["json"], files: 1, items: 1406, rejects: 0),
        ExpectedFolder("ioc/jpcert-phish", .jpcertPhishing, ["csv"], files: 11, items: 34_514, rejects: 0),
        ExpectedFolder("ioc/lists-2022/C2.csv", .indicatorList, ["csv"], files: 1, items: 363, rejects: 0),
        ExpectedFolder("ioc/lists-2022/Phish.csv", .indicatorList, ["csv"], files: 1, items: 1402, rejects: 0),
        ExpectedFolder("ioc/lists-2022/malhash.csv", .indicatorList, ["csv"], files: 1, items: 135, rejects: 0),
        ExpectedFolder("ioc/lists-2022/urlhaus.csv", .urlhaus, ["csv"], files: 1, items: 12_193, rejects: 0),
        ExpectedFolder("ioc/misc-2023/IPC2s-30day.csv", .indicatorList, ["csv"], files: 1, items: 1318, rejects: 0),
        ExpectedFolder(
            "ioc/misc-2023/threatfox.csv", .indicatorList, ["csv"], files: 1, items: 24_951, rejects: 10,
            why: "single words, numbers, 57.5034.214.1, and one host with `=>7119`"),
        ExpectedFolder(
            "stix/oasis-examples", .stix, ["json"], files: 11, items: 121, rejects: 1,
            why: "poisonivy.json compares a domain name with `domain autuo.xicp.net`"),
        ExpectedFolder(
            "stix/misp-stix/tests", .stix, ["json"], files: 6, items: 19, rejects: 2,
            why: "two collections of MISP's own stand among the bundles"),
        ExpectedFolder(
            "stix/validator-tests", .stix, ["json"], files: 31, items: 0, rejects: 28,
            why: "all but three are single objects or schemas, or are broken on purpose"),
        // A row for each place that a report names: 17 of the 92 name both an address and a web address.
        ExpectedFolder("xarf/samples/positive", .xarf, ["json"], files: 92, items: 109, rejects: 0),
        ExpectedFolder(
            "xarf/samples/negative", .xarf, ["json"], files: 150, items: 0, rejects: 150,
            why: "each breaks one rule of its version's schema"),
        ExpectedFolder(
            "ioc/intelmq/parsers/json", .intelmq, ["json"], files: 2, items: 3, rejects: 0),
        ExpectedFolder(
            "dirty/real/json-concatenated/ioc__intelmq__parsers__json__data.json", .intelmq, ["json"], files: 1,
            items: 2, rejects: 0, why: "one object a line"),
        ExpectedFolder(
            "ioc/intelmq/collectors/mail", .arf, ["eml"], files: 4, items: 0, rejects: 4,
            why: "mails with tables and archives attached, none of them a feedback report"),
        ExpectedFolder("misp-feed/tweetfeed", .misp, ["json"], files: 22, items: 5436, rejects: 0),
        ExpectedFolder(
            "dirty/real/html-instead-of-feed", .syndication, ["html"], files: 1, items: 0, rejects: 1,
            why: "a page against robots, served with 202"),
        ExpectedFolder(
            "dirty/real/json-lines-as-json", .spamhausDrop, ["json"], files: 1, items: 1406, rejects: 0),
        ExpectedFolder(
            "dirty/real/csv-crlf-mixed/ioc__lists-2022__Phish.csv", .indicatorList, ["csv"], files: 1, items: 1402,
            rejects: 0),
        ExpectedFolder("kev/2025-08-25", .kevCSV, ["csv"], files: 1, items: 1404, rejects: 0),
    ]
}
