import Pipeline
import Storage
import Vocabulary

/// A scan report with every row matched, into stores that hold more and more findings.
///
/// A store is filled by the same way: reports of other conditions at the same networks, from feeds that are no full
/// lists. Each measured report is a full list of a feed of its own: first it comes new, then as the next day's list.
struct ScanHeldBench {
    /// Rows of one report that fills.
    static let fillMax = 500_000
    /// Enough for ten million findings and as many again.
    static let conditions = 16
    let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    func figures() async throws -> [Figure] {
        let country = ScanInput(rows: 1, networks: options.networks, match: 1, seed: options.seed)
        let house = try await BenchHouse(in: options.scratchFolder, more: feeds)
        try await house.importRegister(country.register)
        var figures: [Figure] = []
        var filling = FillInput(country.blocks)
        var held = 0
        for size in sizes {
            let (_, cost) = try await Meter.measure {
                while held < size {
                    let feed = FeedID(unchecked: "bench-fill-\(filling.condition)")
                    let report = filling.next(min(size - held, ScanHeldBench.fillMax))
                    held += try await house.ingest(report, as: feed, name: "fill-\(held).csv").summary.newFindings
                }
            }
            figures += try await measure(house, country, size, &held)
            figures.append(Figure(name(size), "filling it", "s", [cost.wall], isCost: true))
        }
        try house.remove()
        return figures
    }

    private var sizes: [Int] {
        var sizes = [options.held]
        while options.curve, let last = sizes.last, last >= options.rows * 10 { sizes.append(last / 10) }
        return sizes.reversed()
    }

    private var feeds: [String: [String]] {
        var feeds: [String: [String]] = [:]
        for number in 0..<ScanHeldBench.conditions {
            feeds["bench-fill-\(number)"] = [BenchHouse.condition("held-\(number)")]
        }
        for size in sizes {
            for run in 0..<options.runs {
                feeds[list(size, run)] = ["snapshot: true", BenchHouse.condition("open-telnet")]
            }
        }
        return feeds
    }

    private func list(_ size: Int, _ run: Int) -> String { "bench-list-\(size)-\(run)" }

    private func name(_ size: Int) -> String {
        size >= 1_000_000 ? "scan into \(size / 1_000_000) M findings" : "scan into \(size / 1000) k findings"
    }

    private func measure(
        _ house: BenchHouse, _ country: ScanInput, _ size: Int, _ held: inout Int
    ) async throws -> [Figure] {
        var gathered = FigureGathering()
        for run in 0..<options.runs {
            let input = ScanInput(
                rows: options.rows, of: country, match: 1, seed: options.seed &+ UInt64(size) &+ UInt64(run))
            let feed = FeedID(unchecked: list(size, run))
            let (first, cost) = try await Meter.measure {
                try await house.ingest(input.report, as: feed, name: "scan-1.csv")
            }
            guard first.summary.newFindings > options.rows / 2 else { throw BenchFailure("hardly a host was new") }
            held += first.summary.newFindings
            gathered.add("rate", Double(options.rows) / cost.wall)
            gathered.add("cpu", cost.cpu)
            gathered.add("memory", cost.peakBytes / 1_048_576)
            let tomorrow = input.nextDay()
            let (second, again) = try await Meter.measure {
                try await house.ingest(tomorrow, as: feed, name: "scan-2.csv")
            }
            guard second.summary.newFindings == 0 else { throw BenchFailure("the next day's list made new findings") }
            gathered.add("again", Double(options.rows) / again.wall)
            gathered.add("again cpu", again.cpu)
        }
        let bar = size >= 10_000_000 ? 25_000.0 : nil
        return [
            Figure(name(size), "every row matched, new", "rows/s", gathered["rate"], bar: bar),
            Figure(name(size), "the next day's list", "rows/s", gathered["again"], bar: bar),
            Figure(name(size), "processor time", "s", gathered["cpu"], isCost: true),
            Figure(name(size), "processor time, next day's", "s", gathered["again cpu"], isCost: true),
            Figure(name(size), "peak memory", "MiB", gathered["memory"], bar: 512, isCost: true),
        ]
    }
}
