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

/// The one renderer: every list goes through here, so every list looks and escapes alike.
enum Output {
    /// Prints rows; an empty table says so on standard error, so that standard output stays parseable.
    static func list<Row: Encodable>(_ rows: [Row], _ columns: [Column<Row>], as format: OutputFormat) throws {
        switch format {
        case .json: write(try pretty(rows))
        case .jsonl: for row in rows { write(String(decoding: try ActJSON.encode(row), as: UTF8.self)) }
        case .table:
            guard !rows.isEmpty else {
                note("nothing to show")
                return
            }
            table(headings: columns.map(\.heading), rows: rows.map { row in columns.map { $0.text(row) } })
        }
    }

    /// Prints one thing: as JSON, or as the lines `describe` makes of it.
    static func one<Value: Encodable>(
        _ value: Value, as format: OutputFormat, _ describe: (Value) -> [String]
    ) throws {
        switch format {
        case .json: write(try pretty(value))
        case .jsonl: write(String(decoding: try ActJSON.encode(value), as: UTF8.self))
        case .table: for line in describe(value) { write(TerminalText.safe(line)) }
        }
    }

    /// A line on standard error.
    static func note(_ line: String) {
        FileHandle.standardError.write(Data((TerminalText.safe(line) + "\n").utf8))
    }

    static func write(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private static func pretty(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func table(headings: [String], rows: [[String]]) {
        let cells = rows.map { $0.map { TerminalText.safe($0) } }
        var widths = headings.map(\.count)
        for row in cells {
            for (index, cell) in row.enumerated() { widths[index] = min(72, max(widths[index], cell.count)) }
        }
        for row in [headings] + cells {
            var line = ""
            for (index, cell) in row.enumerated() {
                let isLast = index == row.count - 1
                line += isLast ? cell : cell + String(repeating: " ", count: max(0, widths[index] - cell.count) + 2)
            }
            write(line)
        }
    }
}
