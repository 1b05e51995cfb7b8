import ArgumentParser
import Foundation

/// What all benches take.
struct BenchOptions: ParsableArguments {
    @Option(help: "Rows of the scan report.") var rows = 100_000
    @Option(help: "Registered networks.") var networks = 10_000
    @Option(help: "Share of fresh rows aimed at a registered network, 0–1.") var match = 0.10
    @Option(help: "Runs of each bench; the median counts.") var runs = 5
    @Option(help: "Leaves of the ledger.") var entries = 100_000
    @Option(help: "News titles to put together.") var titles = 100_000
    @Option(help: "CVE records of the full re-match.") var cves = 300_000
    @Option(help: "Software assets of the full re-match.") var assets = 1_000_000
    @Option(help: "Findings that a store holds before a scan report comes.") var held = 10_000_000
    @Flag(help: "Also at a tenth and a hundredth of the full size.") var curve = false
    @Option(help: "Seed of made inputs.") var seed: UInt64 = 20_260_102
    @Option(help: "Folder with shadowserver.csv, registry.csv and manifest.json to read instead of made ones.")
    var data: String?
    @Option(help: "Folder with real documents; else $ESS_CORPUS.") var corpus: String?
    @Option(help: "Where data directories are made and removed again; else the system's temporary folder.")
    var scratch: String?
    @Option(help: "table or json.") var format = OutputShape.table

    enum OutputShape: String, ExpressibleByArgument { case table, json }

    func validate() throws {
        guard (1...10_000_000).contains(rows), (1...1_000_000).contains(networks), (0...1).contains(match),
            (1...1000).contains(runs), (1...1_000_000).contains(cves), (1...10_000_000).contains(assets),
            (1...30_000_000).contains(held), (1...50_000_000).contains(entries), (1...1_000_000).contains(titles)
        else {
            throw ValidationError(
                "--rows 1–10000000, --networks 1–1000000, --match 0–1, --runs 1–1000, --titles 1–1000000, "
                    + "--cves 1–1000000, --assets 1–10000000, --held 1–30000000")
        }
    }

    /// A file of the corpus; nil when there is none.
    func corpusFile(_ path: String) -> [UInt8]? {
        guard let folder = corpusFolder else { return nil }
        return FileManager.default.contents(atPath: folder + "/" + path).map { Array($0) }
    }

    var corpusFolder: String? { corpus ?? ProcessInfo.processInfo.environment["ESS_CORPUS"] }

    var scratchFolder: String { scratch ?? NSTemporaryDirectory() }
}
