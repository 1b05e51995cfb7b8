package import Vocabulary

/// Longest-prefix match over a fixed set of networks of both families.
///
/// The networks are cut into disjoint intervals once; a look-up is one step through a table of the upper 16 bits and a
/// short binary search. Networks nest or are disjoint, never half overlapping, so a stack suffices to build it.
/// - Complexity: building O(n log n); look-up O(log m) with m intervals below one /16.
package struct PrefixTable: Sendable {
    /// Sorted, unique; a slot is an index into it.
    package let networks: [IPNetwork]
    /// Slot of the next wider network that contains this one; -1 for none. As long as ``networks``.
    package let parents: [Int32]
    private let four: IntervalTable<UInt32>
    private let six: IntervalTable<UInt128>

    package init(_ networks: some Sequence<IPNetwork>) {
        var sorted = networks.sorted()
        var kept = 0
        for network in sorted where kept == 0 || sorted[kept - 1] != network {
            sorted[kept] = network
            kept += 1
        }
        sorted.removeSubrange(kept...)
        var parents = [Int32](repeating: -1, count: sorted.count)
        let split = sorted.firstIndex { !$0.first.isIPv4 } ?? sorted.count
        four = IntervalTable(sorted, 0..<split, parents: &parents)
        six = IntervalTable(sorted, split..<sorted.count, parents: &parents)
        self.networks = sorted
        self.parents = parents
    }

    /// Slot of the most specific network that contains the address; -1 for none.
    package func slot(of address: IPAddress) -> Int32 {
        address.isIPv4
            ? four.value(at: UInt32(truncatingIfNeeded: address.bits)) : six.value(at: address.bits)
    }

    /// Slot of exactly this network; nil when it is not in the table.
    package func slot(of network: IPNetwork) -> Int? {
        var (low, high) = (0, networks.count)
        while low < high {
            let middle = (low + high) / 2
            if networks[middle] < network { low = middle + 1 } else { high = middle }
        }
        return low < networks.count && networks[low] == network ? low : nil
    }
}

/// Disjoint intervals that cover the whole number line, each with a value.
struct IntervalTable<Number: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    /// Rising; the first is 0.
    private var starts: [Number] = [0]
    private var values: [Int32] = [-1]
    /// For each value of the upper 16 bits the interval in which it begins, and one past the end.
    private var first: [Int32] = []

    init(_ networks: [IPNetwork], _ range: Range<Int>, parents: inout [Int32]) {
        var open: [(slot: Int32, last: Number)] = []
        for slot in range {
            let start = Number(truncatingIfNeeded: networks[slot].first.bits)
            while let top = open.last, top.last < start { close(&open) }
            parents[slot] = open.last?.slot ?? -1
            add(start, Int32(slot))
            open.append((Int32(slot), Number(truncatingIfNeeded: networks[slot].last.bits)))
        }
        while !open.isEmpty { close(&open) }
        indexUpperBits()
    }

    func value(at number: Number) -> Int32 {
        let upper = Int(truncatingIfNeeded: number >> (Number.bitWidth - 16))
        // The answer lies between the interval in which this /16 begins and the one in which the next begins.
        var (low, high) = (Int(first[upper]), Int(first[upper + 1]))
        while low < high {
            let middle = (low + high + 1) >> 1
            if starts[middle] <= number { low = middle } else { high = middle - 1 }
        }
        return values[low]
    }

    private mutating func close(_ open: inout [(slot: Int32, last: Number)]) {
        guard let top = open.popLast(), top.last < Number.max else { return }
        add(top.last + 1, open.last?.slot ?? -1)
    }

    /// A later value for the same start replaces the earlier: the inner network wins, or the interval was empty.
    private mutating func add(_ start: Number, _ value: Int32) {
        if starts[starts.count - 1] == start {
            values[values.count - 1] = value
        } else {
            starts.append(start)
            values.append(value)
        }
    }

    private mutating func indexUpperBits() {
        first.reserveCapacity(65_537)
        var interval = 0
        for upper in 0..<65_536 {
            let start = Number(upper) << (Number.bitWidth - 16)
            while interval + 1 < starts.count, starts[interval + 1] <= start { interval += 1 }
            first.append(Int32(interval))
        }
        first.append(Int32(starts.count - 1))
    }
}
