import Analyze
import Constituency
import Foundation
import Pipeline
import Storage
import Vocabulary

/// All known vulnerabilities matched again with all registered software after the register changed, and the decision
/// on one more vulnerability. In steps of ten up to the full size, so that the curve is seen.
struct RematchBench {
    /// Records of one archive, as a feed of all CVEs comes in parts.
    static let archiveMax = 20_000
    let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    func figures() async throws -> [Figure] {
        var figures: [Figure] = []
        for divisor in options.curve ? [100, 10, 1] : [1] {
            figures += try await self.figures(
                vulnerabilities: max(1, options.cves / divisor), assets: max(1, options.assets / divisor),
                isFull: divisor == 1)
        }
        return figures
    }

    private func figures(vulnerabilities: Int, assets: Int, isFull: Bool) async throws -> [Figure] {
        let input = SoftwareInput(assets: assets, vulnerabilities: vulnerabilities, seed: options.seed)
        let house = try await BenchHouse(in: options.scratchFolder)
        var gathered = FigureGathering()
        let table = input.register(changed: 0)
        let (_, importing) = try await Meter.measure { try await house.importRegister(table, whole: true) }
        let (_, reading) = try await Meter.measure {
            try await input.records(limit: RematchBench.archiveMax) { archive in
                _ = try await house.ingest(archive, as: BenchHouse.cveFeed, name: "records")
            }
        }
        for run in 1...options.runs {
            let changed = input.register(changed: run)
            let (_, import_) = try await Meter.measure { try await house.importRegister(changed, whole: true) }
            gathered.add("import", import_.wall)
            // Everything is due when the act has ended; what follows is the service's own work.
            let (new, cost) = try await Meter.measure { try await house.engine.judgeDueThreats() }
            guard new > 0 || assets < 100_000 else { throw BenchFailure("a hundredth changed and nothing was found") }
            gathered.add("rematch", cost.wall)
            gathered.add("cpu", cost.cpu)
            gathered.add("new", Double(new))
            gathered.add("memory", cost.peakBytes / 1_048_576)
            gathered.add("import memory", import_.peakBytes / 1_048_576)
        }
        let decisions = try await decisions(house, input)
        let held = try await house.findings()
        if !isFull {
            try await house.judgeEverything(1)
            try await house.judgeEverything(2)
            guard try await house.findings() == held else {
                throw BenchFailure("judging all threats anew gives other findings than the re-match gave")
            }
        }
        try house.remove()
        let name = "\(short(vulnerabilities)) CVEs × \(short(input.assets)) assets"
        return [
            Figure(name, "re-match", "s", gathered["rematch"], bar: isFull ? 30 : nil, isCost: true),
            Figure(name, "re-match, processor time", "s", gathered["cpu"], isCost: true),
            Figure(name, "findings", "", [Double(held.open)]),
            Figure(name, "new findings by the change", "", gathered["new"]),
            Figure(name, "peak memory", "MiB", gathered["memory"], bar: 512, isCost: true),
            Figure(name, "peak memory, importing", "MiB", gathered["import memory"], bar: 512, isCost: true),
            Figure(
                name, "peak memory, importing first", "MiB", [importing.peakBytes / 1_048_576], bar: 512, isCost: true),
            Figure(name, "register imported whole again", "s", gathered["import"], isCost: true),
            Figure(name, "register imported first", "s", [importing.wall], isCost: true),
            Figure(name, "CVEs to durable matched threats", "records/s", [Double(vulnerabilities) / reading.wall]),
            Figure(name, "one CVE, the decision", "ms", decisions, bar: isFull ? 5 : nil, isCost: true),
            Figure(name, "one CVE, the slowest decision", "ms", [decisions.max() ?? 0], isCost: true),
        ]
    }

    /// Milliseconds of one core for each of a thousand further vulnerabilities.
    private func decisions(_ house: BenchHouse, _ input: SoftwareInput) async throws -> [Double] {
        let register = try await house.engine.register().index
        let matching = ProductMatching(register)
        var random = SeededNumbers(options.seed &+ 3)
        return (0..<1000).map { _ in
            let products = input.statements(&random).map { Sourced($0, tlp: .clear, source: "bench/CVE-2026-99999") }
            return Meter.time { _ = matching.matches(products) } * 1000
        }
    }

    private func short(_ count: Int) -> String {
        count >= 1_000_000 ? "\(count / 1_000_000) M" : count >= 1000 ? "\(count / 1000) k" : "\(count)"
    }
}
