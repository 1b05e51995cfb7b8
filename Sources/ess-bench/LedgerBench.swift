import Foundation
import Ledger
import Pipeline
import Storage
import Vocabulary

/// The log alone, then entries through the store: made, sequenced, signed, and verified against their rows.
struct LedgerBench {
    static let batch = 8192
    let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    func figures() async throws -> [Figure] {
        var gathered = FigureGathering()
        for _ in 0..<options.runs {
            try await measureLog(&gathered)
            try await measureStore(&gathered)
        }
        return [
            Figure("ledger", "append, tiles durable, signed", "entries/s", gathered["append"], bar: 20_000),
            Figure("ledger", "verify tiles", "entries/s", gathered["verify"], bar: 1_000_000),
            Figure("ledger", "entry in store, sequenced, signed", "entries/s", gathered["store"]),
            Figure("ledger", "verify with store", "entries/s", gathered["rows"], bar: 200_000),
        ]
    }

    private func measureLog(_ gathered: inout FigureGathering) async throws {
        let folder = options.scratchFolder + "/ess-bench-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let key = try LedgerKey.generate(name: "bench.example/ledger")
        let log = try await LedgerLog.open(directory: folder, verifierKey: key.verifier, head: nil)
        let leaves = (0..<options.entries).map(LedgerBench.leaf)
        let (_, cost) = try await Meter.measure {
            var at = 0
            while at < leaves.count {
                let next = Array(leaves[at..<min(leaves.count, at + LedgerBench.batch)])
                _ = try await log.append(leaves: next, after: at)
                at += next.count
                try await log.publish(try await log.sign(with: key))
            }
        }
        gathered.add("append", Double(options.entries) / cost.wall)
        let seconds = try Meter.time {
            let findings = try LedgerVerification.verify(directory: folder, verifierKey: key.verifier)
            guard findings.leafCount == options.entries else { throw BenchFailure("\(findings.leafCount) leaves") }
        }
        gathered.add("verify", Double(options.entries) / seconds)
    }

    private func measureStore(_ gathered: inout FigureGathering) async throws {
        let house = try await BenchHouse(in: options.scratchFolder)
        let engine = house.engine
        let before = try await engine.store.entryCount()
        let now = engine.now()
        let (_, cost) = try await Meter.measure {
            for start in stride(from: 0, to: options.entries, by: LedgerBench.batch) {
                let entries = (start..<min(options.entries, start + LedgerBench.batch)).map { number in
                    Entry(
                        // A kind without rows of its own: measured is the log.
                        kind: .measure, subject: "bench:\(number)", event: "made", at: now, actor: "service",
                        detail: ["entity": .string("org-\(number % 997)"), "number": .int(number)])
                }
                try await engine.store.saveEntities([], at: now, entries: entries)
            }
            try await engine.sequence()
        }
        gathered.add("store", Double(options.entries) / cost.wall)
        let count = before + options.entries
        let (_, checked) = try await Meter.measure {
            let report = try await LedgerCheck.run(
                dataDirectory: house.folder + "/data", verifierKey: engine.verifierKey, withStore: true, held: [])
            guard report.rows == count, report.sound else {
                throw BenchFailure("\(report.rows) rows, \(report.discrepancies.prefix(3))")
            }
        }
        gathered.add("rows", Double(count) / checked.wall)
        try house.remove()
    }

    /// Leaf data made from a number.
    private static func leaf(_ index: Int) -> Digest {
        let salt = (0..<32).map { UInt8(truncatingIfNeeded: index &* 31 &+ $0) }
        return LedgerEntryHashing.leaf(salt: salt, payload: Array("entry \(index)".utf8))
    }
}
