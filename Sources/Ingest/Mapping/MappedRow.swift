import Vocabulary

/// Turns the values of one row into rows of a batch, as the feed's mapping says.
struct MappedRow {
    /// Distinct names of conditions that one document may bring; beyond it the type's own name stands.
    private static let namesMax = 1000

    private let context: DocumentContext
    private let mapping: RowMapping
    private var rows: IndicatorRows
    private var names: Set<String> = []

    init(context: DocumentContext, mapping: RowMapping) {
        self.context = context
        self.mapping = mapping
        rows = IndicatorRows(context: context)
    }

    /// Takes one row. `value` gives what stands in a column or at a path, blanks trimmed, in no case empty; a list in
    /// an object gives several.
    mutating func take(
        _ row: UnsafeRawBufferPointer, place: String, at offset: Int, into batch: inout ReadBatch,
        _ value: (String) -> [[UInt8]]
    ) {
        do throws(IndicatorRows.Refusal) {
            let found = try read(value)
            if mapping.evidence.isEmpty {
                put(found, row, place: place, at: offset, into: &batch)
            } else {
                let evidence = MappedValue.table(mapping.evidence.map { value($0).first ?? [] })
                evidence.withUnsafeBytes { put(found, $0, place: place, at: offset, into: &batch) }
            }
            DateDoubting.state(found.at, received: context.received, in: &batch)
        } catch {
            batch.rejects.append(Reject(error.reason, place: place, offset: offset, message: error.message))
        }
    }

    private mutating func put(
        _ found: Values, _ evidence: UnsafeRawBufferPointer, place: String, at offset: Int, into batch: inout ReadBatch
    ) {
        for text in found.places {
            rows.take(evidence, place: place, at: offset, into: &batch) { _ in
                IndicatorRow(text: text, at: found.at, condition: found.condition, asn: found.asn, isOwnMeaning: true)
            }
        }
    }

    private struct Values {
        var places: [[UInt8]]
        var at: Instant?
        var asn: UInt32
        var condition: Condition
    }

    private mutating func read(_ value: (String) -> [[UInt8]]) throws(IndicatorRows.Refusal) -> Values {
        var places: [[UInt8]] = []
        let port = try mapping.port.flatMapOne(value) { text throws(IndicatorRows.Refusal) in
            try MappedValue.number(text, "port", 0...65535)
        }
        for role in RowMapping.Role.allCases {
            guard let column = mapping.places[role] else { continue }
            // A web address and its host are one thing.
            if role == .domain, let url = mapping.places[.url], !value(url).isEmpty { continue }
            for text in value(column) {
                let text = role == .network ? try network(text, value) : text
                try MappedValue.check(text, role, column)
                let isPorted = role == .address && port ?? 0 != 0
                places.append(isPorted ? MappedValue.joined(text, port ?? 0) : text)
            }
        }
        guard !places.isEmpty else {
            let names = mapping.places.values.sorted().map { "`\($0)`" }.joined(separator: ", ")
            throw IndicatorRows.Refusal(.missingField, "none of \(names) is filled")
        }
        let asn = try mapping.asn.flatMapOne(value) { text throws(IndicatorRows.Refusal) in
            let isPrefixed = text.count > 2 && text[0] | 0x20 == 0x61 && text[1] | 0x20 == 0x73
            return try MappedValue.number(Array(text.dropFirst(isPrefixed ? 2 : 0)), "asn", 0...4_294_967_295)
        }
        var at: Instant?
        for column in mapping.times where at == nil {
            guard let text = value(column).first else { continue }
            guard let time = MappedValue.time(text, mapping.timeFormat) else {
                let shown = MemberScreening.shown(text.prefix(40))
                throw IndicatorRows.Refusal(.badValue, "`\(column)` is `\(shown)`; no time as `time_format` says")
            }
            at = time
        }
        return Values(
            places: places, at: at, asn: UInt32(exactly: asn ?? 0) ?? 0, condition: try condition(value))
    }

    /// With the length that stands in a column of its own.
    private func network(
        _ text: [UInt8], _ value: (String) -> [[UInt8]]
    ) throws(IndicatorRows.Refusal) -> [UInt8] {
        let length = try mapping.prefix.flatMapOne(value) { text throws(IndicatorRows.Refusal) in
            try MappedValue.number(text, "prefix length", 0...128)
        }
        return length.map { text + Array("/\($0)".utf8) } ?? text
    }

    /// The row's own type and name where they are mapped, else the feed's.
    private mutating func condition(_ value: (String) -> [[UInt8]]) throws(IndicatorRows.Refusal) -> Condition {
        let word = mapping.type.flatMap { value($0).first }.map { SourceText.line($0, limit: 128) }
        let type = word.flatMap { word in
            mapping.types[word] ?? RSIT(word) ?? RSIT.all.first { $0.type == word.lowercased() }
        }
        let own = context.feed.condition
        guard let type = type ?? own?.type else {
            let shown = word.map { "`\($0.prefix(40))` in" } ?? "nothing in"
            let column = mapping.type ?? "type"
            let message = "\(shown) `\(column)` is no type; add it to `types`, or a `condition` for the rest"
            throw IndicatorRows.Refusal(word == nil ? .missingField : .badValue, message)
        }
        let stated = mapping.name.flatMap { value($0).first }.flatMap(MappedValue.tag)
        if let stated, names.contains(stated) || names.count < MappedRow.namesMax {
            names.insert(stated)
            return Condition(type: type, name: stated)
        }
        if let own, own.type == type { return own }
        return Condition(type: type, name: type.type)
    }
}

extension String? {
    /// What `read` makes of the first value of this column; nil where there is no column or no value.
    fileprivate func flatMapOne(
        _ value: (String) -> [[UInt8]], _ read: ([UInt8]) throws(IndicatorRows.Refusal) -> Int
    ) throws(IndicatorRows.Refusal) -> Int? {
        guard let column = self, let text = value(column).first else { return nil }
        return try read(text)
    }
}
