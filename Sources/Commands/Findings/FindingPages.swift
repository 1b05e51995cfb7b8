import Foundation
import Pipeline
import Storage

/// Asks for findings page after page and prints each as it comes.
///
/// JSON goes through as the service wrote it: a hundred thousand findings are not taken apart to be put together again.
struct FindingPages {
    let desk: Desk
    let format: OutputFormat
    /// Nil: all.
    let limit: Int?

    func print(_ query: FindingQuery) async throws {
        var query = query
        var left = limit ?? Int.max
        var table = TextTable(headings: FindingCommand.columns.map(\.heading))
        var count = 0
        repeat {
            query.limit = min(5000, max(1, left))
            let page = try await desk.bytes(of: FindingList(query: query))
            let parts = try AnswerParts(page)
            count += try show(parts, after: count, &table)
            left -= parts.items.count
            query.after = try parts.next.map { try JSONDecoder().decode(FindingCursor.self, from: Data($0)) }
        } while query.after != nil && left > 0
        if format == .json { try Output.write(count == 0 ? "[]" : "\n]") }
        if format == .table && count == 0 { Output.note("nothing to show") }
    }

    private func show(_ parts: AnswerParts, after: Int, _ table: inout TextTable) throws -> Int {
        var out: [UInt8] = []
        switch format {
        case .jsonl:
            for item in parts.items {
                out += item
                out.append(0x0A)
            }
        case .json:
            for (index, item) in parts.items.enumerated() {
                out += (after + index == 0 ? "[\n  " : ",\n  ").utf8
                out += item
            }
        case .table:
            guard !parts.items.isEmpty else { return 0 }
            let decoder = JSONDecoder()
            let rows = try parts.items.map { item in
                let view = try decoder.decode(FindingView.self, from: Data(item))
                return FindingCommand.columns.map { $0.text(view) }
            }
            out = table.render(rows)
        }
        try StandardStreams.write(out, to: StandardStreams.output)
        return parts.items.count
    }
}

/// The answer of `finding list` cut into its items, without reading them: `{"findings":[…],"next":{…}}`.
struct AnswerParts {
    private(set) var items: [ArraySlice<UInt8>] = []
    private(set) var next: ArraySlice<UInt8>?

    /// - Throws: ``ActFailure`` `.ourFault` when the service's answer has not this shape.
    init(_ bytes: [UInt8]) throws {
        var members = Members(bytes[...])
        guard let object = members.value(), object.first == UInt8(ascii: "{") else { throw AnswerParts.strange }
        var inner = Members(object.dropFirst().dropLast())
        while let key = inner.value() {
            guard inner.take(UInt8(ascii: ":")), let value = inner.value() else { throw AnswerParts.strange }
            if key.elementsEqual("\"findings\"".utf8) {
                var list = Members(value.dropFirst().dropLast())
                while let item = list.value() {
                    items.append(item)
                    guard list.take(UInt8(ascii: ",")) else { break }
                }
            } else if key.elementsEqual("\"next\"".utf8), value.first == UInt8(ascii: "{") {
                next = value
            }
            guard inner.take(UInt8(ascii: ",")) else { break }
        }
    }

    private static var strange: ActFailure {
        ActFailure(.ourFault, "the service answered in a form that is not ours", hint: "are both of the same release?")
    }

    /// Walks over whole JSON values. The bytes are our own encoder's, so brackets and strings are all that matters.
    private struct Members {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

        mutating func take(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest.removeFirst()
            return true
        }

        /// The next value with its brackets; nil at the end.
        mutating func value() -> ArraySlice<UInt8>? {
            var depth = 0
            var isText = false
            var at = rest.startIndex
            while at < rest.endIndex {
                let byte = rest[at]
                if isText {
                    if byte == UInt8(ascii: "\\") {
                        at += 1
                    } else if byte == UInt8(ascii: "\"") {
                        isText = false
                    }
                } else {
                    switch byte {
                    case UInt8(ascii: "\""): isText = true
                    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                    case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                    case UInt8(ascii: ","), UInt8(ascii: ":"):
                        if depth == 0 { return cut(at) }
                    default: break
                    }
                }
                at += 1
            }
            return rest.isEmpty ? nil : cut(rest.endIndex)
        }

        private mutating func cut(_ end: Int) -> ArraySlice<UInt8> {
            let found = rest[..<end]
            rest = rest[end...]
            return found
        }
    }
}
