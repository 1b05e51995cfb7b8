import ArgumentParser

/// `ess-bench`: how fast the house is, measured on the machine it runs on.
///
/// Each figure is the median of some runs with the least and the greatest beside it. Inputs are made from a seed, so
/// that it runs in a stranger's clone; real documents are read instead where `--corpus` (or `$ESS_CORPUS`) has them.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ess-bench", abstract: "Measures throughput and prints one table.",
        subcommands: [
            All.self, Scan.self, CVE.self, Ledger.self, Readers.self, Memory.self, Lookup.self, Scores.self,
            Correlation.self, Naming.self, Rematch.self, ScanHeld.self,
        ],
        defaultSubcommand: All.self)
}

/// `ess-bench all`: every bench; the scan report also with every row matched, and with ten times the networks.
struct All: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "All of them, one after the other.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        for variant in ScanVariant.all(options) { report.add(try await ScanBench(variant, options).figures()) }
        report.add(try await CVEBench(options).figures())
        report.add(try await LedgerBench(options).figures())
        report.add(try ReaderBench(options).figures())
        report.add(try MemoryBench().figures())
        report.add(LookupBench(options).figures())
        report.add(try CVSSBench(options).figures())
        report.add(CorrelationBench(options).figures())
        report.add(NamingBench(options).figures())
        report.finish()
    }
}

struct Scan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "A scan report: bytes in, findings durable.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        report.add(try await ScanBench(ScanVariant(options), options).figures())
        report.finish()
    }
}

struct CVE: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "CVE records: reader alone, and to durable threats.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        report.add(try await CVEBench(options).figures())
        report.finish()
    }
}

struct Ledger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The ledger: append, verify, verify with the store.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        report.add(try await LedgerBench(options).figures())
        report.finish()
    }
}

struct Readers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Each reader alone, without store.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        report.add(try ReaderBench(options).figures())
        report.finish()
    }
}

struct Memory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "What readers need for documents of 10 to 1,000 MB.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        report.add(try MemoryBench().figures())
        report.finish()
    }
}

struct Lookup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Whose address is it: longest-prefix look-ups.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        report.add(LookupBench(options).figures())
        report.finish()
    }
}

struct ScanHeld: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan-held", abstract: "A scan report into a store that holds many findings.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        report.add(try await ScanHeldBench(options).figures())
        report.finish()
    }
}

struct Rematch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "All vulnerabilities matched again with all registered software; one matched with it.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        report.add(try await RematchBench(options).figures())
        report.finish()
    }
}

struct Scores: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "CVSS vectors: text in, scores out.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        report.add(try CVSSBench(options).figures())
        report.finish()
    }
}

struct Correlation: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Titles without identifiers, put together as they come.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        report.add(CorrelationBench(options).figures())
        report.finish()
    }
}

struct Naming: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Whom a text names: names, domains, addresses.")
    @OptionGroup var options: BenchOptions

    func run() async throws {
        let report = BenchReport(options)
        report.add(NamingBench(options).figures())
        report.finish()
    }
}
