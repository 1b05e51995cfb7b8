import Pipeline
import Storage
import Vocabulary

/// One shape of scan report, and what it must reach.
struct ScanVariant {
    var name: String
    var networks: Int
    var match: Double
    var bar: Double?

    init(_ options: BenchOptions) {
        self.init(
            name: "scan", networks: options.networks, match: options.match,
            bar: options.match >= 1 ? 60_000 : 100_000)
    }

    init(name: String, networks: Int, match: Double, bar: Double?) {
        self.name = name
        self.networks = networks
        self.match = match
        self.bar = bar
    }

    static func all(_ options: BenchOptions) -> [ScanVariant] {
        [
            ScanVariant(options),
            ScanVariant(name: "scan, every row matched", networks: options.networks, match: 1, bar: 60_000),
            ScanVariant(
                name: "scan, 10 × networks", networks: options.networks * 10, match: options.match, bar: 80_000),
        ]
    }
}

/// Ingests a scan report into an empty store, then the next day's into the same store.
struct ScanBench {
    let variant: ScanVariant
    let options: BenchOptions

    init(_ variant: ScanVariant, _ options: BenchOptions) {
        self.variant = variant
        self.options = options
    }

    func figures() async throws -> [Figure] {
        let input = try input()
        let tomorrow = input.nextDay()
        var gathered = FigureGathering()
        for _ in 0..<options.runs {
            let house = try await BenchHouse(in: options.scratchFolder)
            try await house.importRegister(input.register)
            let (first, cost) = try await Meter.measure {
                try await house.ingest(input.report, as: BenchHouse.scanFeed, name: "scan-1.csv")
            }
            try check(first.summary, input)
            try await checkOpen(house, first.summary)
            gathered.add("rate", Double(input.rows) / cost.wall)
            gathered.add("cpu", cost.cpu)
            gathered.add("memory", cost.peakBytes / 1_048_576)
            gathered.add("findings", Double(first.summary.newFindings))
            let (second, repeated) = try await Meter.measure {
                try await house.ingest(tomorrow, as: BenchHouse.scanFeed, name: "scan-2.csv")
            }
            try check(second.summary, input)
            guard second.summary.newFindings == 0 else { throw BenchFailure("the next day's list made new findings") }
            gathered.add("again", Double(input.rows) / repeated.wall)
            gathered.add("again cpu", repeated.cpu)
            try house.remove()
        }
        let isWhole = options.data == nil || variant.name == "scan"
        return [
            Figure(variant.name, "to durable findings", "rows/s", gathered["rate"], bar: isWhole ? variant.bar : nil),
            Figure(variant.name, "next day's list, same store", "rows/s", gathered["again"]),
            Figure(variant.name, "processor time", "s", gathered["cpu"], isCost: true),
            Figure(variant.name, "processor time, next day's", "s", gathered["again cpu"], isCost: true),
            Figure(variant.name, "peak memory", "MiB", gathered["memory"], bar: 512, isCost: true),
            Figure(variant.name, "findings", "", gathered["findings"]),
        ]
    }

    private func input() throws -> ScanInput {
        if let folder = options.data, variant.name == "scan" { return try ScanInput(folder: folder) }
        return ScanInput(rows: options.rows, networks: variant.networks, match: variant.match, seed: options.seed)
    }

    /// What a full list names is open when the list has been read.
    private func checkOpen(_ house: BenchHouse, _ summary: DocumentSummary) async throws {
        var query = FindingQuery()
        query.state = .notSeen
        let closed = try await house.engine.store.findings(query).count
        guard closed == 0 else {
            throw BenchFailure("\(closed) or more of \(summary.findings) findings are not open after their own list")
        }
    }

    /// A speed without the right counts is no speed.
    private func check(_ summary: DocumentSummary, _ input: ScanInput) throws {
        guard let expected = input.counts else { return }
        let found = ScanInput.Counts(
            rows: summary.rows, distinctRows: summary.distinctRows, distinctHosts: summary.distinctHosts,
            findings: summary.findings)
        guard found == expected else { throw BenchFailure("\(variant.name): found \(found), expected \(expected)") }
    }
}
