/// One measured number of one bench, over its runs.
struct Figure: Codable, Sendable {
    var bench: String
    var measure: String
    var unit: String
    var median: Double
    var least: Double
    var greatest: Double
    var runs: Int
    /// What has to be reached; nil where nothing is asked.
    var bar: Double?
    /// True when a smaller number is the better one.
    var isCost: Bool

    private enum CodingKeys: String, CodingKey {
        case bench, measure, unit, median, least, greatest, runs, bar, isCost = "is_cost"
    }

    init(
        _ bench: String, _ measure: String, _ unit: String, _ values: [Double], bar: Double? = nil, isCost: Bool = false
    ) {
        let sorted = values.sorted()
        self.bench = bench
        self.measure = measure
        self.unit = unit
        median = sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        least = sorted.first ?? 0
        greatest = sorted.last ?? 0
        runs = sorted.count
        self.bar = bar
        self.isCost = isCost
    }

    var isReached: Bool? { bar.map { isCost ? median <= $0 : median >= $0 } }
}

/// The figures of one bench's runs, gathered run by run.
struct FigureGathering {
    private var order: [String] = []
    private var values: [String: [Double]] = [:]

    mutating func add(_ measure: String, _ value: Double) {
        if values[measure] == nil { order.append(measure) }
        values[measure, default: []].append(value)
    }

    subscript(_ measure: String) -> [Double] { values[measure] ?? [] }
}
