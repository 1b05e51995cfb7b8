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
    /// Documents that are none of this format and are named as such, as a provider's lists are.
    let skipped: Int
    /// Why there are rejects.
    let why: String
    /// For tables and objects that a mapping describes.
    let mapping: RowMapping?

    var description: String { folder }

    init(
        _ folder: String, _ format: DocumentFormat, _ endings: [String], files: Int, items: Int, rejects: Int,
        skipped: Int = 0, why: String = "", mapping: RowMapping? = nil
    ) {
        self.folder = folder
        self.format = format
        self.endings = endings
        self.files = files
        self.items = items
        self.rejects = rejects
        self.skipped = skipped
        self.why = why
        self.mapping = mapping
    }

    static let all: [ExpectedFolder] = [
        ExpectedFolder(
            "csaf/cisa/IT", .csaf, ["json"], files: 5, items: 4, rejects: 0, skipped: 1,
            why: "cisa-csaf-it-feed-tlp-white.json is the provider's ROLIE feed"),
        ExpectedFolder("csaf/cisa/OT", .csaf, ["json"], files: 429, items: 429, rejects: 0),
        ExpectedFolder(
            "csaf/gocsaf-testdata", .csaf, ["json"], files: 21, items: 5, rejects: 2, skipped: 14,
            why: "trailing garbage, and a template's placeholder; the others are lists and metadata of providers"),
        ExpectedFolder(
            "csaf/oasis", .csaf, ["json"], files: 284, items: 265, rejects: 0, skipped: 19,
            why: "examples of ROLIE, aggregators and providers, schemas, and the list of test cases"),
        ExpectedFolder("csaf/redhat/trustify", .csaf, ["json"], files: 25, items: 25, rejects: 0),
        ExpectedFolder("csaf/redhat/vulnerablecode", .csaf, ["json"], files: 6, items: 6, rejects: 0),
        ExpectedFolder("csaf/rocky-ciq", .csaf, ["json"], files: 112, items: 112, rejects: 0),
        ExpectedFolder(
            "csaf/stackable", .csaf, ["json"], files: 24, items: 23, rejects: 0, skipped: 1,
            why: "provider-metadata.json is no document of the format"),
        ExpectedFolder("cve/golang-cna", .cve, ["json"], files: 239, items: 239, rejects: 0),
        ExpectedFolder("cve/trustify", .cve, ["json"], files: 46, items: 46, rejects: 0),
        ExpectedFolder("cve/vulnrichment/", .cve, ["json"], files: 450, items: 450, rejects: 0),
        ExpectedFolder("cve/vulnrichment_cves.zip", .cve, ["zip"], files: 1, items: 3750, rejects: 0),
        ExpectedFolder(
            "kev/2025-08-25", .kev, ["json"], files: 2, items: 1404, rejects: 1, why: "the catalogue's schema"),
        ExpectedFolder("kev/2026-07-23", .kev, ["json"], files: 1, items: 1653, rejects: 0),
        ExpectedFolder("epss", .epss, ["gz"], files: 1, items: 313_089, rejects: 0),
        // Elements that are an item or an entry, counted by their tags.
        ExpectedFolder(
            "rss/feedparser-tests", .syndication, ["xml"], files: 216, items: 119, rejects: 1,
            why: "entity_in_doctype.xml has a DOCTYPE, which is refused"),
        ExpectedFolder(
            "breach", .json, ["json"], files: 1, items: 758, rejects: 11, why: "eleven breaches name no domain",
            mapping: .objects([.domain: "domain"], times: ["addedDate"], rows: "exposedBreaches")),
        ExpectedFolder(
            "dirty/real/zero-width", .json, ["json"], files: 1, items: 758, rejects: 11,
            why: "eleven breaches name no domain",
            mapping: .objects([.domain: "domain"], times: ["addedDate"], rows: "exposedBreaches")),
        ExpectedFolder("dirty/real/csaf-filename-mismatch", .csaf, ["json"], files: 2, items: 2, rejects: 0),
        ExpectedFolder("dirty/real/csaf-no-tlp", .csaf, ["json"], files: 3, items: 3, rejects: 0),
        ExpectedFolder("dirty/real/csaf-replacement-char", .csaf, ["json"], files: 3, items: 3, rejects: 0),
        ExpectedFolder(
            "dirty/real/json-template-placeholder", .csaf, ["json"], files: 1, items: 0, rejects: 1,
            why: "a template's placeholder makes it no JSON"),
        ExpectedFolder(
            "dirty/real/json-trailing-garbage", .csaf, ["json"], files: 1, items: 0, rejects: 1,
            why: "a document with something behind its end"),
        ExpectedFolder("dirty/csaf", .csaf, ["json"], files: 1, items: 0, rejects: 1, why: "the same"),
        ExpectedFolder(
            "ioc/tweetfeed/today.csv", .csv, ["csv"], files: 1, items: 59, rejects: 0,
            mapping: .table([.indicator: "4"], times: ["1"])),
        ExpectedFolder(
            "ioc/tweetfeed/week.csv", .csv, ["csv"], files: 1, items: 1574, rejects: 0,
            mapping: .table([.indicator: "4"], times: ["1"])),
        ExpectedFolder(
            "ioc/tweetfeed/blocklists/rpz.txt", .rpz, ["txt"], files: 1, items: 4873, rejects: 2,
            why: "9,750 records, each name with its wildcard; two names have 266 and 1,340 bytes"),
        ExpectedFolder(
            "ioc/tweetfeed/blocklists/hosts.txt", .indicatorList, ["txt"], files: 1, items: 4873, rejects: 2,
            why: "the same two names"),
        ExpectedFolder(
            "ioc/tweetfeed/blocklists/domains.txt", .indicatorList, ["txt"], files: 1, items: 4873, rejects: 2,
            why: "the same two names"),
        ExpectedFolder("ioc/tweetfeed/blocklists/ips.txt", .indicatorList, ["txt"], files: 1, items: 730, rejects: 0),
        ExpectedFolder(
            "ioc/tweetfeed/blocklists/urls.txt", .indicatorList, ["txt"], files: 1, items: 5493, rejects: 2,
            why: "the same two names"),
        // Names of networks with the delimiter in them: columns are counted from the end.
        ExpectedFolder(
            "ioc/intelmq/parsers/dataplane/sshpwauth.txt", .csv, ["txt"], files: 1, items: 3, rejects: 0,
            mapping: .table([.address: "-3"], times: ["-2"], delimiter: .byte(0x7C), comment: "#")),
        ExpectedFolder(
            "ioc/intelmq/parsers/dshield/block.txt", .csv, ["txt"], files: 1, items: 2, rejects: 0,
            mapping: .table(
                [.network: "Start"], prefix: "Netblock", delimiter: .byte(0x09), comment: "#", hasHeader: true)),
        ExpectedFolder(
            "ioc/intelmq/parsers/bambenek/c2-ipmasterlist.txt", .csv, ["txt"], files: 1, items: 1, rejects: 0,
            mapping: .table([.address: "1"], times: ["3"], comment: "#")),
        ExpectedFolder(
            "ioc/intelmq/parsers/cznic", .json, ["json"], files: 1, items: 1, rejects: 0,
            mapping: .objects(
                [.address: "source.ip"], times: ["time.source"], type: "classification.type", rows: "data")),
        ExpectedFolder(
            "ioc/intelmq/parsers/microsoft/bingmurls.json", .json, ["json"], files: 1, items: 4, rejects: 0,
            why: "two web addresses with the addresses they had",
            mapping: .objects([.url: "Url", .address: "NetworkDestinationIPv4"], times: ["LastReportedDateTime"])),
        ExpectedFolder(
            "ioc/intelmq/parsers/github_feed", .json, ["json"], files: 1, items: 5, rejects: 0,
            mapping: .objects([.indicator: "Indicator"], times: [])),
        ExpectedFolder(
            "ioc/intelmq/parsers/openphish", .indicatorList, ["txt"], files: 1, items: 0, rejects: 2,
            why: "`www..example.com`: an empty label stands in both"),
        ExpectedFolder("ioc/intelmq/parsers/blocklistde", .indicatorList, ["txt"], files: 1, items: 6, rejects: 0),
        ExpectedFolder("ioc/intelmq/parsers/shadowserver", .scanCSV, ["csv"], files: 2, items: 5, rejects: 0),
        ExpectedFolder("osv/golang", .osv, ["json"], files: 1028, items: 1028, rejects: 0),
        ExpectedFolder("osv/ghsa", .osv, ["json"], files: 65, items: 65, rejects: 0),
        ExpectedFolder("nvd/osv.dev/test_data/nvdcve-2.0", .nvd, ["json"], files: 23, items: 23, rejects: 0),
        ExpectedFolder("nvd/threatpulse", .nvd, ["json"], files: 1, items: 15, rejects: 0),
        ExpectedFolder("nvd/vunnel", .nvd, ["json"], files: 2, items: 39, rejects: 0),
        ExpectedFolder(
            "nvd/osv.dev/conversion", .nvd, ["json"], files: 3, items: 13, rejects: 2,
            why: "cpe_testdata.json and tags_testdata.json are the converter's own tables"),
        ExpectedFolder(
            "nvd/osv.dev/test_data/nvdcve-1.1-test-data.json", .nvd, ["json"], files: 1, items: 669, rejects: 0),
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
            "stix/oasis-examples", .stix, ["json"], files: 11, items: 126, rejects: 1,
            why: "poisonivy.json compares a domain name with `domain autuo.xicp.net`"),
        ExpectedFolder(
            "stix/misp-stix/tests", .stix, ["json"], files: 6, items: 22, rejects: 2,
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

extension RowMapping {
    static func table(
        _ places: [Role: String], times: [String] = [], prefix: String? = nil,
        delimiter: Delimiter = .byte(UInt8(ascii: ",")), comment: String? = nil, hasHeader: Bool = false
    ) -> RowMapping {
        var mapping = RowMapping()
        (mapping.places, mapping.times, mapping.prefix) = (places, times, prefix)
        (mapping.delimiter, mapping.comment, mapping.hasHeader) = (delimiter, comment, hasHeader)
        return mapping
    }

    static func objects(
        _ places: [Role: String], times: [String], type: String? = nil, rows: String? = nil
    ) -> RowMapping {
        var mapping = RowMapping()
        (mapping.places, mapping.times, mapping.type, mapping.rows) = (places, times, type, rows)
        return mapping
    }
}

/// A folder whose documents no feed brings, and why it is in the corpus.
struct UnreadFolder: Sendable {
    let folder: String
    /// Endings of the files meant; empty for all.
    let endings: [String]
    let why: String

    static let all: [UnreadFolder] = [
        UnreadFolder(folder: "labels", endings: [], why: "the truth for correlation"),
        UnreadFolder(folder: "xarf/schemas", endings: [], why: "schemas"),
        UnreadFolder(folder: "xarf/xarf.schema.json", endings: [], why: "a schema"),
        UnreadFolder(folder: "README.md", endings: [], why: "what is in the corpus"),
        UnreadFolder(folder: "MANIFEST.csv", endings: [], why: "what is in the corpus"),
        UnreadFolder(folder: "ref", endings: [], why: "vocabularies and lists that judge, not reports"),
        UnreadFolder(folder: "sbom", endings: [], why: "inventories: they come with the register, not by a feed"),
        UnreadFolder(folder: "dirty/sbom", endings: [], why: "the same, broken"),
        UnreadFolder(folder: "cross-cert", endings: [], why: "tables written by people; labels are made of them"),
        UnreadFolder(folder: "cert-alerts", endings: [], why: "a history gathered by a script, no source's format"),
        UnreadFolder(folder: "dirty/real/cert-markdown", endings: [], why: "pages of a scraper"),
        UnreadFolder(folder: "dirty/INDEX.jsonl", endings: [], why: "what is wrong with each dirty file"),
        UnreadFolder(folder: "news", endings: [], why: "articles and titles gathered by others, for correlation"),
        UnreadFolder(folder: "stix/misp-stix/documentation", endings: [], why: "tables of correspondence"),
        UnreadFolder(folder: "stix/misp-stix/tests", endings: ["xml"], why: "STIX 1, which ended in 2017"),
        UnreadFolder(folder: "osv/ghsa/trustify", endings: ["yaml"], why: "OSV is JSON; these are a tool's own form"),
        UnreadFolder(folder: "dirty/rss-encoding", endings: [], why: "single elements: FeedparserTests reads them"),
        UnreadFolder(folder: "dirty/rss-entities", endings: [], why: "single elements: FeedparserTests reads them"),
        UnreadFolder(folder: "dirty/rss-illformed", endings: [], why: "single elements: FeedparserTests reads them"),
        UnreadFolder(
            folder: "csaf", endings: ["asc", "sha256", "sha512", "txt", "csv", "html", "md", "xz"],
            why: "what stands beside documents; xz is not opened"),
        UnreadFolder(folder: "dirty/real/csv-crlf-mixed", endings: ["changes.csv"], why: "a provider's changes"),
        UnreadFolder(
            folder: "dirty/real/json-concatenated", endings: ["tests.json"], why: "banners of a search engine's hosts"),
        UnreadFolder(folder: "ioc/tweetfeed/campaigns.json", endings: [], why: "clusters of the list's own rows"),
        UnreadFolder(
            folder: "ioc/tweetfeed/blocklists", endings: ["adguard.txt", "dnsmasq.txt"],
            why: "the names of domains.txt in the syntax of two products"),
        UnreadFolder(folder: "ioc/intelmq/experts", endings: [], why: "a list of teams"),
        UnreadFolder(
            folder: "ioc/intelmq/parsers", endings: [],
            why: "samples of another tool's readers; those read by formats of ours have rows"),
        UnreadFolder(folder: "nvd/osv.dev/test_data", endings: [], why: "what the rows above do not name"),
        UnreadFolder(folder: "misp-feed/tweetfeed", endings: ["csv"], why: "the feed's table of hashes"),
    ]
}
