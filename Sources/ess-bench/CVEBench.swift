import Ingest
import Pipeline
import Storage
import Vocabulary

/// CVE records through the reader alone, and through the store to threats that are folded, matched and scored.
struct CVEBench {
    let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    func figures() async throws -> [Figure] {
        let sample = options.corpusFile("cve/vulnrichment_cves.zip")
        let bytes = sample ?? SampleDocuments.tar(SampleDocuments.cveRecords(5000, seed: options.seed))
        let name = sample == nil ? "cve (made records)" : "cve (vulnrichment)"
        let reading = ReadingRun(.cve, bytes, name: "records")
        var gathered = FigureGathering()
        for _ in 0..<options.runs {
            var records = 0
            gathered.add("reader", 1 / Meter.time { records = reading.run().reports } * Double(records))
            let house = try await BenchHouse(in: options.scratchFolder)
            let (first, cost) = try await Meter.measure {
                try await house.ingest(bytes, as: BenchHouse.cveFeed, name: "records")
            }
            guard first.summary.reports == records, first.summary.newReports > 0 else {
                throw BenchFailure("the store holds \(first.summary.reports) reports of \(records)")
            }
            gathered.add("durable", Double(records) / cost.wall)
            gathered.add("cpu", cost.cpu)
            gathered.add("per cpu", Double(records) / cost.cpu)
            gathered.add("memory", cost.peakBytes / 1_048_576)
            gathered.add("records", Double(records))
            try house.remove()
        }
        return [
            Figure(name, "reader alone, per core", "records/s", gathered["reader"], bar: 20_000),
            Figure(name, "to durable threats", "records/s", gathered["durable"], bar: 8000),
            Figure(name, "to durable threats, per second of processor time", "records/s", gathered["per cpu"]),
            Figure(name, "processor time", "s", gathered["cpu"], isCost: true),
            Figure(name, "peak memory", "MiB", gathered["memory"], bar: 512, isCost: true),
            Figure(name, "records", "", gathered["records"]),
        ]
    }
}
