import ArgumentParser
import Foundation
import Pipeline

/// How results are printed. Tables are for people; JSON is a contract.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, jsonl
}

/// One column of a table: its heading and how a row fills it.
struct Column<Row> {
    let heading: String
    let text: (Row) -> String

    init(_ heading: String, _ text: @escaping (Row) -> String) {
        self.heading = heading
        self.text = text
    }
}

/// The one renderer: every list and every single thing goes through here, so all look and escape alike.
enum Output {
    /// Prints rows; an empty table says so on standard error, so that standard output stays parseable.
    static func list<Row: Encodable>(_ rows: [Row], _ columns: [Column<Row>], as format: OutputFormat) throws {
        switch format {
        case .json: try write(try pretty(rows))
        case .jsonl:
            var out: [UInt8] = []
            for row in rows {
                out += try ActJSON.encode(row)
                out.append(0x0A)
            }
            try StandardStreams.write(out, to: StandardStreams.output)
        case .table:
            guard !rows.isEmpty else { return note("nothing to show") }
            var table = TextTable(headings: columns.map(\.heading))
            try StandardStreams.write(
                table.render(rows.map { row in columns.map { $0.text(row) } }), to: StandardStreams.output)
        }
    }

    /// Prints one thing: as JSON, or as the lines `describe` makes of it.
    static func one<Value: Encodable>(
        _ value: Value, as format: OutputFormat, _ describe: (Value) -> [String]
    ) throws {
        switch format {
        case .json: try write(try pretty(value))
        case .jsonl: try write(String(decoding: try ActJSON.encode(value), as: UTF8.self))
        case .table: for line in describe(value) { try write(TerminalText.safe(line)) }
        }
    }

    /// Prints what a changing verb did; after a dry run, for people, behind a line that says that it did nothing.
    static func outcome<Value: Encodable>(
        _ value: Value, of change: ChangeOptions, as format: OutputFormat, _ describe: (Value) -> [String]
    ) throws {
        try announce(change, as: format)
        try one(value, as: format, describe)
    }

    /// The line before what a dry run shows: the rest reads like the act itself.
    static func announce(_ change: ChangeOptions, as format: OutputFormat) throws {
        if change.dryRun, format == .table { try write("dry run, nothing was changed; it would be so:") }
    }

    /// Prints things that are told one after the other: for people the lines of each, as JSON always one list.
    static func several<Value: Encodable>(
        _ values: [Value], as format: OutputFormat, _ describe: (Value) -> [String]
    ) throws {
        switch format {
        case .json, .jsonl: try list(values, [], as: format)
        case .table: for value in values { try one(value, as: .table, describe) }
        }
    }

    /// A line on standard error. That nobody reads it is no reason to fail.
    static func note(_ line: String) {
        // Proof that dropping is harmless: there is no third place to say that this one is closed.
        try? StandardStreams.write(Array((TerminalText.safe(line) + "\n").utf8), to: StandardStreams.errors)
    }

    /// A line on standard output, as it is.
    static func write(_ line: String) throws {
        try StandardStreams.write(Array((line + "\n").utf8), to: StandardStreams.output)
    }

    static func pretty(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// Columns in line below their headings. The first rows fix the widths, so that a long list can be printed as it comes.
struct TextTable {
    let headings: [String]
    private var widths: [Int] = []

    /// Wider cells push their row to the right instead of widening every other one.
    private static let widthMax = 72

    init(headings: [String]) { self.headings = headings }

    /// The rows as lines; the first call begins with the headings.
    mutating func render(_ rows: [[String]]) -> [UInt8] {
        let cells = rows.map { $0.map { TerminalText.safe($0) } }
        var lines = cells
        if widths.isEmpty {
            widths = headings.map(\.count)
            for row in cells {
                for (index, cell) in row.enumerated() {
                    widths[index] = min(TextTable.widthMax, max(widths[index], cell.count))
                }
            }
            lines.insert(headings, at: 0)
        }
        var out: [UInt8] = []
        for row in lines {
            for (index, cell) in row.enumerated() {
                out += cell.utf8
                guard index < row.count - 1 else { break }
                out += [UInt8](repeating: 0x20, count: max(0, widths[index] - cell.count) + 2)
            }
            out.append(0x0A)
        }
        return out
    }
}
