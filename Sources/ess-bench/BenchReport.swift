import Foundation

/// Gathers figures and prints them once, at the end; progress goes to stderr.
final class BenchReport {
    private let options: BenchOptions
    private var figures: [Figure] = []
    private let machine = Machine()

    init(_ options: BenchOptions) { self.options = options }

    func add(_ new: [Figure]) {
        figures += new
        for figure in new {
            FileHandle.standardError.write(Data("\(figure.bench) \(figure.measure): \(shown(figure.median))\n".utf8))
        }
    }

    func finish() {
        switch options.format {
        case .table: printTable()
        case .json: printJSON()
        }
    }

    private func printTable() {
        print(machine.line)
        let head = ["bench", "measure", "median", "min", "max", "unit", "runs", "bar", ""]
        let rows = figures.map { figure in
            [
                figure.bench, figure.measure, shown(figure.median), shown(figure.least), shown(figure.greatest),
                figure.unit, String(figure.runs),
                figure.bar.map { (figure.isCost ? "≤ " : "≥ ") + shown($0) } ?? "",
                figure.isReached.map { $0 ? "reached" : "short" } ?? "",
            ]
        }
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        for row in [head] + rows {
            var line = ""
            for (column, cell) in row.enumerated() {
                let gap = String(repeating: " ", count: widths[column] - cell.count)
                line += (2...4).contains(column) ? gap + cell + "  " : cell + gap + "  "
            }
            while line.hasSuffix(" ") { line.removeLast() }
            print(line)
        }
    }

    private struct Document: Encodable {
        var machine: Machine
        var figures: [Figure]
    }

    private func printJSON() {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        guard let data = try? encoder.encode(Document(machine: machine, figures: figures)) else { return }
        print(String(decoding: data, as: UTF8.self))
    }

    private func shown(_ value: Double) -> String {
        if value < 10 { return String(format: "%.2f", value) }
        if value < 100 { return String(format: "%.1f", value) }
        var digits = String(Int(value.rounded()))
        var out = ""
        while digits.count > 3 {
            out = "," + digits.suffix(3) + out
            digits.removeLast(3)
        }
        return digits + out
    }
}

/// What the figures were measured on.
struct Machine: Codable {
    let cpu: String
    let cores: Int
    let memoryGiB: Int
    let swift: String
    /// Processes that wanted a core when the benches began: the load average of one minute.
    let load: Double
    let date: String

    private enum CodingKeys: String, CodingKey { case cpu, cores, memoryGiB = "memory_gib", swift, load, date }

    init() {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = info.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
        cpu = model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
        cores = ProcessInfo.processInfo.activeProcessorCount
        memoryGiB = Int(ProcessInfo.processInfo.physicalMemory >> 30)
        swift = Machine.compiler
        let average = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        load = average.split(separator: " ").first.flatMap { Double($0) } ?? 0
        date = ISO8601DateFormatter().string(from: Date())
    }

    var line: String { "\(cpu), \(cores) cores, \(memoryGiB) GiB, Swift \(swift), load \(load), \(date)" }

    #if compiler(>=6.4)
        private static let compiler = "6.4 or later"
    #elseif compiler(>=6.3)
        private static let compiler = "6.3"
    #else
        private static let compiler = "6.2"
    #endif
}
