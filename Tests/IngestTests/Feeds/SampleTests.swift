import Foundation
import Ingest
import Testing
import Vocabulary

/// One hand-made document of `Feeds/samples`.
struct SampleDocument: Sendable, CustomStringConvertible {
    let name: String
    let format: DocumentFormat
    /// Reports, rows, scores in it.
    let items: Int

    var description: String { name }
    var feed: FeedDescription { IngestTests.feed(format, condition: "open-telnet") { $0.mapping = mapping } }

    /// What the samples of mapped feeds are: the example of Feeds/README.md, and Feeds/phishtank.yaml.
    private var mapping: RowMapping? {
        switch format {
        case .csv:
            var table = RowMapping()
            table.places = [.indicator: "where"]
            (table.port, table.times, table.type, table.comment) = (nil, ["when"], "what", "#")
            table.delimiter = .byte(UInt8(ascii: ";"))
            table.timeFormat = TimePattern("dd/MM/yyyy HH:mm:ss").map { .pattern($0) } ?? .common
            table.types = ["botnet": RSIT("malicious-code/c2-server")].compactMapValues { $0 }
            return table
        case .json:
            var objects = RowMapping()
            objects.places = [.url: "url", .address: "details.ip_address"]
            objects.times = ["verification_time", "submission_time"]
            return objects
        default: return nil
        }
    }

    func bytes() throws -> [UInt8] { Array(try Data(contentsOf: Samples.folder.appendingPathComponent(name))) }

    private static let table: [(String, DocumentFormat, Int)] = [
        ("kev.json", .kev, 3), ("CVE-2026-99001.json", .cve, 1), ("CVE-2026-99002.json", .cve, 1),
        ("CVE-2026-99003.json", .cve, 1), ("en-sa-2026-014.json", .csaf, 1), ("alerts.rss", .syndication, 3),
        ("scan-telnet.csv", .scanCSV, 12), ("epss.csv", .epss, 4), ("personal.json", .personal, 1),
        ("GHSA-xxxx-99aa-22bb.json", .osv, 1), ("nvd.json", .nvd, 2),
        ("alerts.json", .jsonFeed, 2), ("kev.csv", .kevCSV, 3), ("urlhaus.csv", .urlhaus, 3),
        ("threatfox.json", .threatfox, 3), ("feodo.json", .feodo, 2), ("drop.txt", .spamhausDrop, 2),
        ("drop.json", .spamhausDrop, 2), ("ipsum.txt", .ipsum, 2), ("phishing.csv", .jpcertPhishing, 2),
        ("list.txt", .indicatorList, 4), ("bundle.json", .stix, 6), ("xarf.json", .xarf, 1),
        ("intelmq.jsonl", .intelmq, 2), ("abuse.eml", .arf, 3), ("xarf.eml", .arf, 1), ("policy.rpz", .rpz, 2),
        ("partner.csv", .csv, 2), ("phishtank.json", .json, 2), ("misp-event.json", .misp, 4),
    ]
    static let all = table.map { SampleDocument(name: $0.0, format: $0.1, items: $0.2) }
}

@Suite struct Samples {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Feeds/samples")

    @Test(arguments: SampleDocument.all)
    func `each sample document is read whole`(sample: SampleDocument) throws {
        let batch = read(try sample.bytes(), sample.feed, name: sample.name)
        #expect(batch.rejects.isEmpty)
        #expect(batch.itemCount == sample.items)
        #expect(batch.documents == 1)
    }

    @Test func `each file of the folder is one of them`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Samples.folder.path)
        #expect(Set(names) == Set(SampleDocument.all.map(\.name)))
    }
}
