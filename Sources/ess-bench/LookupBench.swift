import Constituency
import Vocabulary

/// Longest-prefix look-ups alone: whose address is it.
struct LookupBench {
    static let lookups = 2_000_000
    let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    func figures() -> [Figure] { [options.networks, options.networks * 10].map(figure) }

    private func figure(_ count: Int) -> Figure {
        var random = SeededNumbers(options.seed)
        let blocks = ScanInput.networks(count, &random)
        let table = PrefixTable(blocks.compactMap { IPNetwork(IPAddress(v4: $0.first), prefixLength: $0.length) })
        let addresses = (0..<LookupBench.lookups).map { _ in IPAddress(v4: 10 << 24 + random.below(1 << 24)) }
        var found = 0
        let rates = (0..<options.runs).map { _ in
            Double(LookupBench.lookups) / Meter.time {
                for address in addresses where table.slot(of: address) >= 0 { found += 1 }
            }
        }
        // The sum is looked at, so that the loop is not left out as useless.
        precondition(found >= 0, "a count of look-ups cannot be negative")
        return Figure("lookup", "\(count) networks, random addresses", "per core/s", rates)
    }
}
