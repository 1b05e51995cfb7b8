import Ingest
import Pipeline
import Vocabulary

/// What a reader needs while documents of 10, 100 and 1,000 MB go through it; for list formats it should be the same.
struct MemoryBench {
    private static let megabytes = [10, 100, 1000]
    /// Beyond what the process held before. The bytes on their way (64 KiB) and one item of each list count too.
    private static let barMiB = 32.0

    func figures() throws -> [Figure] {
        let formats: [(name: String, format: DocumentFormat, stream: SampleStream)] = [
            ("scan-csv", .scanCSV, SampleDocuments.scanStream), ("json lines", .intelmq, SampleDocuments.linesStream),
            ("kev", .kev, SampleDocuments.kevStream), ("epss", .epss, SampleDocuments.epssStream),
            ("syndication", .syndication, SampleDocuments.rssStream), ("stix", .stix, SampleDocuments.stixStream),
        ]
        return try formats.flatMap { try measure($0.name, $0.format, $0.stream) }
    }

    private func measure(_ name: String, _ format: DocumentFormat, _ stream: SampleStream) throws -> [Figure] {
        try MemoryBench.megabytes.map { size in
            FreeMemory.giveBack()
            let before = Meter.resident()
            var run = ReadingRun(format, [], name: "document")
            run.feed.limits.documentBytesMax = 1 << 31
            run.feed.limits.itemsMax = 100_000_000
            let (found, cost) = Meter.measureNow { run.run(stream, size: size * 1_000_000) }
            guard found.rejects == 0, found.items >= found.given - 4 else {
                throw BenchFailure("the reader of \(name) gave \(found.items) items of \(found.given)")
            }
            return Figure(
                "memory \(name)", "document of \(size) MB", "MiB", [max(0, cost.peakBytes - before) / 1_048_576],
                bar: MemoryBench.barMiB, isCost: true)
        }
    }
}
