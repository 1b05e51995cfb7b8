import Vocabulary

/// Reads objects of any members as their feed's file describes them: a list, the list in one member, lines of JSON.
///
/// A path is member names joined by dots, through lists of objects too; a member whose own name has dots is found as
/// well. Text, numbers, true and false are values; a list of them is several values.
package struct MappedObjectsReader: DocumentReader {
    private static let valuesMax = 1000

    private let context: DocumentContext
    private let wanted: Set<String>
    /// Beginnings of wanted paths, each with its dot.
    private let prefixes: Set<String>
    private let evidence: [String]
    private var items: JSONRows
    private var row: MappedRow

    package init(context: DocumentContext) {
        self.context = context
        let mapping = context.feed.mapping ?? RowMapping()
        wanted = mapping.wanted
        evidence = mapping.evidence
        var prefixes: Set<String> = []
        for path in mapping.wanted {
            let parts = path.split(separator: ".", omittingEmptySubsequences: false)
            for count in 1..<max(2, parts.count) where count < parts.count {
                prefixes.insert(parts.prefix(count).joined(separator: ".") + ".")
            }
        }
        self.prefixes = prefixes
        items = JSONRows(context: context, list: mapping.rows)
        row = MappedRow(context: context, mapping: mapping)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        if batch.observations.columns.isEmpty { batch.observations.columns = evidence }
        for piece in items.push(bytes) { take(piece, into: &batch) }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        for piece in items.finish() { take(piece, into: &batch) }
    }

    private mutating func take(_ piece: JSONItems.Piece, into batch: inout ReadBatch) {
        switch piece {
        case .member: break
        case .reject(let reject): batch.rejects.append(reject)
        case .item(let item):
            var found: [String: [[UInt8]]]?
            item.read(item.place, into: &batch) { text, _ throws(JSONFailure) in
                found = try text.read { cursor throws(JSONFailure) in
                    var values: [String: [[UInt8]]] = [:]
                    try read(&cursor, prefix: "", into: &values)
                    return values
                }
            }
            guard let found else { return }
            item.bytes.withUnsafeBytes { raw in
                row.take(raw, place: item.place, at: item.offset, into: &batch) { found[$0] ?? [] }
            }
        }
    }

    private func read(
        _ cursor: inout JSONCursor, prefix: String, into values: inout [String: [[UInt8]]]
    ) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let path = prefix + key.text
            let kind = try cursor.kind()
            if wanted.contains(path), kind != .object {
                try readValue(&cursor, path, into: &values)
            } else if kind == .array, prefixes.contains(path + ".") {
                try cursor.eachElement { cursor throws(JSONFailure) in
                    guard try cursor.kind() == .object else { return try cursor.skipValue() }
                    try read(&cursor, prefix: path + ".", into: &values)
                }
            } else if kind == .object, prefixes.contains(path + ".") {
                try read(&cursor, prefix: path + ".", into: &values)
            } else {
                try cursor.skipValue()
            }
        }
    }

    private func readValue(
        _ cursor: inout JSONCursor, _ path: String, into values: inout [String: [[UInt8]]]
    ) throws(JSONFailure) {
        switch try cursor.kind() {
        case .array:
            try cursor.eachElement { cursor throws(JSONFailure) in
                let kind = try cursor.kind()
                if kind == .array || kind == .object {
                    try cursor.skipValue()
                } else {
                    try readValue(&cursor, path, into: &values)
                }
            }
        case .object, .null: try cursor.skipValue()
        case .string: add(Array(try cursor.readLine(limit: 4096).utf8), path, to: &values)
        case .number: add(Array(try cursor.readNumberText().utf8), path, to: &values)
        case .bool:
            let isTrue = try cursor.peek() == UInt8(ascii: "t")
            try cursor.skipValue()
            add(Array((isTrue ? "true" : "false").utf8), path, to: &values)
        }
    }

    private func add(_ text: [UInt8], _ path: String, to values: inout [String: [[UInt8]]]) {
        guard !text.isEmpty, values[path, default: []].count < Self.valuesMax else { return }
        values[path, default: []].append(text)
    }
}
