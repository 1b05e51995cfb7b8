import Foundation

/// Ranks by Zipf's law: rank 0 most often, rank r in proportion to 1 / (r + 1).
struct ZipfRanks {
    private let shares: [Double]

    init(_ count: Int) {
        var sum = 0.0
        shares = (1...max(1, count)).map { rank in
            sum += 1 / Double(rank)
            return sum
        }
    }

    var count: Int { shares.count }

    /// How often a rank comes, 0–1.
    func share(_ rank: Int) -> Double { 1 / Double(rank + 1) / (shares.last ?? 1) }

    func next(_ random: inout SeededNumbers) -> Int {
        let wanted = random.unit() * (shares.last ?? 1)
        var (low, high) = (0, shares.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if shares[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
