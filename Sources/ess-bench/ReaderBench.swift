import Foundation
import Ingest
import Vocabulary

/// One document read from its first byte to its last, in the pieces in which the store gives them.
struct ReadingRun {
    var feed: FeedDescription
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

    /// Counts what came out.
    func run() -> (reports: Int, items: Int, rejects: Int) {
        var counting = CountingRun(feed: feed, name: name)
        bytes.withUnsafeBytes { all in
            for start in stride(from: 0, to: all.count, by: 65_536) {
                counting.push(UnsafeRawBufferPointer(rebasing: all[start..<min(all.count, start + 65_536)]))
            }
        }
        counting.finish()
        return (counting.reports, counting.items, counting.rejects)
    }

    /// All reports that came out.
    func reports() -> [Report] {
        var counting = CountingRun(feed: feed, name: name, isKeeping: true)
        bytes.withUnsafeBytes { counting.push($0) }
        counting.finish()
        return counting.kept
    }

    /// The same of a made document that does not stand in memory; `given` is what was put into it.
    func run(_ stream: SampleStream, size: Int) -> (given: Int, items: Int, rejects: Int) {
        var counting = CountingRun(feed: feed, name: name)
        let given = stream.give(size: size) { counting.push($0) }
        counting.finish()
        return (given, counting.items, counting.rejects)
    }
}

/// Counts what a reader gives; batches are dropped as the pipeline drops them.
private struct CountingRun {
    private(set) var reports = 0
    private(set) var items = 0
    private(set) var rejects = 0
    private(set) var kept: [Report] = []
    private let isKeeping: Bool
    private let reader: DocumentReading
    private var batch = ReadBatch()

    init(feed: FeedDescription, name: String, isKeeping: Bool = false) {
        self.isKeeping = isKeeping
        reader = DocumentReading(context: DocumentContext(feed: feed, name: name, received: Instant(seconds: 0)))
    }

    mutating func push(_ bytes: UnsafeRawBufferPointer) {
        reader.push(bytes, into: &batch)
        if batch.itemCount >= 5000 { take() }
    }

    mutating func finish() {
        while reader.finishPart(into: &batch) { take() }
        take()
    }

    private mutating func take() {
        reports += batch.reports.count
        if isKeeping { kept += batch.reports }
        items += batch.itemCount
        rejects += batch.rejects.count
        batch.removeItems()
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
        figures += try measure("syndication", .syndication, [rss], byteBar: 50)
        let others = corpus("rss/ghsa-rss", ".rss") + corpus("rss/cve-vendor", ".xml")
        if !others.isEmpty { figures += try measure("syndication (vendors)", .syndication, others, byteBar: 50) }
        let made = SampleDocuments.stixStream.bytes(size: 10_000_000)
        figures += try measure("stix (made bundle)", .stix, [made], byteBar: 50)
        let bundles = corpus("stix/oasis-examples", ".json")
        if !bundles.isEmpty { figures += try measure("stix (real bundles)", .stix, bundles, byteBar: 50) }
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
    private func csaf() -> [[UInt8]] {
        let found = corpus("csaf/cisa", ".json") { $0.contains("icsa-") }
        return found.isEmpty ? (0..<200).map { SampleDocuments.csaf($0, products: 40) } : found
    }

    /// All documents of a folder of the corpus, by name; none where there is no corpus.
    private func corpus(_ path: String, _ ending: String, _ isWanted: (String) -> Bool = { _ in true }) -> [[UInt8]] {
        guard let folder = options.corpusFolder.map({ $0 + "/" + path }),
            let walk = FileManager.default.enumerator(atPath: folder)
        else { return [] }
        let names = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) && isWanted($0) }.sorted()
        return names.compactMap { FileManager.default.contents(atPath: folder + "/" + $0).map { Array($0) } }
    }
}
