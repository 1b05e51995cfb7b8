import Foundation
import Ingest
import Vocabulary

/// One document read from its first byte to its last, in the pieces in which the store gives them.
struct ReadingRun {
    let feed: FeedDescription
    let name: String
    let bytes: [UInt8]

    init(_ format: DocumentFormat, _ bytes: [UInt8], name: String) {
        var feed = FeedDescription(
            id: FeedID(unchecked: "bench"), publisher: "Bench", sourceKind: .research, country: "INT", url: nil,
            format: format, interval: 86_400, licence: "made for measuring", defaultTLP: .clear,
            reliability: .usuallyReliable)
        if format == .scanCSV, let type = RSIT("vulnerable/potentially-unwanted-accessible") {
            feed.condition = Condition(type: type, name: "open-telnet")
        }
        self.feed = feed
        self.bytes = bytes
        self.name = name
    }

    /// Counts what came out; batches are dropped as the pipeline drops them.
    func run() -> (reports: Int, items: Int, rejects: Int) {
        var counts = (reports: 0, items: 0, rejects: 0)
        read { batch in
            counts.reports += batch.reports.count
            counts.items += batch.itemCount
            counts.rejects += batch.rejects.count
        }
        return counts
    }

    /// All that came out.
    func reports() -> [Report] {
        var reports: [Report] = []
        read { reports += $0.reports }
        return reports
    }

    private func read(_ use: (ReadBatch) -> Void) {
        let reader = DocumentReading(context: DocumentContext(feed: feed, name: name, received: Instant(seconds: 0)))
        var batch = ReadBatch()
        func take() {
            use(batch)
            batch.removeItems()
        }
        bytes.withUnsafeBytes { all in
            for start in stride(from: 0, to: all.count, by: 65_536) {
                let end = min(all.count, start + 65_536)
                reader.push(UnsafeRawBufferPointer(rebasing: all[start..<end]), into: &batch)
                if batch.itemCount >= 5000 { take() }
            }
        }
        while reader.finishPart(into: &batch) { take() }
        take()
    }
}

/// Each reader alone on one core: no store, no matching.
struct ReaderBench {
    let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    func figures() throws -> [Figure] {
        let scan = ScanInput(rows: options.rows, networks: 1000, match: 0.1, seed: options.seed)
        var figures = try measure("scan-csv", .scanCSV, [scan.report], itemBar: 500_000)
        figures += try measure("csaf", .csaf, csaf(), byteBar: 100)
        let kev = options.corpusFile("kev/2026-07-23/kev.json") ?? SampleDocuments.kev(1500)
        figures += try measure("kev", .kev, [kev])
        let records = SampleDocuments.cveRecords(2000, seed: options.seed)
        figures += try measure("cve (made records)", .cve, records.map(\.bytes))
        let epss = options.corpusFile("epss/epss_scores.csv.gz") ?? SampleDocuments.epss(300_000, seed: options.seed)
        figures += try measure("epss", .epss, [epss])
        let rss = options.corpusFile("rss/saved/cybersecurity-advisories.xml") ?? SampleDocuments.rss(500)
        figures += try measure("syndication", .syndication, [rss])
        return figures
    }

    private func measure(
        _ name: String, _ format: DocumentFormat, _ documents: [[UInt8]], itemBar: Double? = nil, byteBar: Double? = nil
    ) throws -> [Figure] {
        let runs = documents.map { ReadingRun(format, $0, name: "document") }
        let size = documents.reduce(0) { $0 + $1.count }
        // Small inputs are read often enough for a tenth of a second to pass.
        let times = max(1, 10_000_000 / max(size, 1))
        var gathered = FigureGathering()
        for _ in 0..<options.runs {
            var items = 0
            let seconds = Meter.time {
                for _ in 0..<times { for run in runs { items += run.run().items } }
            }
            guard items > 0 else { throw BenchFailure("the reader of \(name) found nothing") }
            gathered.add("bytes", Double(size * times) / seconds / 1e6)
            gathered.add("items", Double(items) / seconds)
        }
        return [
            Figure("reader \(name)", "bytes of the document", "MB/s", gathered["bytes"], bar: byteBar),
            Figure("reader \(name)", "items", "items/s", gathered["items"], bar: itemBar),
        ]
    }

    /// Real CSAF documents where there are some, at most 40 MB; else made ones.
    private func csaf() throws -> [[UInt8]] {
        let made = (0..<200).map { SampleDocuments.csaf($0, products: 40) }
        guard let folder = options.corpusFolder.map({ $0 + "/csaf/cisa" }),
            let walk = FileManager.default.enumerator(atPath: folder)
        else { return made }
        let names = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") && $0.contains("icsa-") }.sorted()
        let found = names.compactMap { FileManager.default.contents(atPath: folder + "/" + $0).map { Array($0) } }
        return found.isEmpty ? made : found
    }
}
