import Vocabulary

/// Reads indicator lists of abuse.ch that are JSON: ThreatFox, Feodo Tracker, URLhaus.
///
/// Envelopes: a list of objects; an object whose `data` is that list (the query interface); an object from ids to lists
/// of one or more objects (the exports). Each streams item by item, and one bad item costs no other.
/// Source: ThreatFox API and exports, Feodo Tracker `ipblocklist.json`, URLhaus `json_online`, as abuse.ch documents.
package struct IndicatorObjectsReader: DocumentReader {
    private enum Mode {
        case undecided(JSONOpening)
        case list(JSONListSplitter)
        case members(JSONMemberSplitter)
    }

    private let context: DocumentContext
    private var mode: Mode
    private var rows: IndicatorRows

    package init(context: DocumentContext) { self.init(context: context, opening: JSONOpening()) }

    /// - Parameter opening: what was passed before the first byte that is pushed.
    init(context: DocumentContext, opening: JSONOpening) {
        self.context = context
        mode = .undecided(opening)
        rows = IndicatorRows(context: context)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        guard case .undecided(var opening) = mode else { return pass(bytes, into: &batch) }
        let first = opening.find(in: bytes)
        mode = .undecided(opening)
        guard let first else { return }
        let limit = context.feed.limits.itemBytesMax
        mode = first.isList
            ? .list(JSONListSplitter(list: nil, itemBytesMax: limit, at: first.offset))
            : .members(JSONMemberSplitter(valueBytesMax: limit, at: first.offset))
        first.pieces(of: bytes) { pass($0, into: &batch) }
    }

    private mutating func pass(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        switch mode {
        case .undecided: break
        case .list(var splitter):
            mode = .undecided(JSONOpening())
            let pieces = splitter.push(bytes)
            mode = .list(splitter)
            for piece in pieces { take(piece, within: "", at: 0, into: &batch) }
        case .members(var splitter):
            mode = .undecided(JSONOpening())
            let pieces = splitter.push(bytes)
            mode = .members(splitter)
            for piece in pieces { take(piece, into: &batch) }
        }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        switch mode {
        case .undecided:
            batch.rejects.append(Reject(.truncated, place: context.name, offset: 0, message: "the document is empty"))
        case .list(var splitter):
            for piece in splitter.finish() { take(piece, within: "", at: 0, into: &batch) }
        case .members(var splitter):
            for piece in splitter.finish() { take(piece, into: &batch) }
        }
        mode = .undecided(JSONOpening())
    }

    private mutating func take(_ piece: JSONMemberSplitter.Piece, into batch: inout ReadBatch) {
        switch piece {
        case .flaw(let failure): reject(failure, place: context.name, into: &batch)
        case .member(let name, let offset, let bytes):
            guard bytes.first == UInt8(ascii: "[") else {
                return takeMember(name, bytes, at: offset, into: &batch)
            }
            var splitter = JSONListSplitter(list: nil, itemBytesMax: context.feed.limits.itemBytesMax)
            let pieces = bytes.withUnsafeBytes { splitter.push($0) } + splitter.finish()
            let shown = SourceText.line(name, limit: 64)
            for piece in pieces { take(piece, within: shown, at: offset, into: &batch) }
        }
    }

    /// What stands beside the lists: `query_status`, which says whether there is an answer at all.
    private func takeMember(_ name: String, _ bytes: [UInt8], at offset: Int, into batch: inout ReadBatch) {
        let text = SourceText.line(bytes, limit: 64)
        if name == "query_status" {
            guard text != "\"ok\"", text != "\"no_results\"" else { return }
            let message = "the source answered \(text), not a list"
            batch.rejects.append(Reject(.notThisFormat, place: name, offset: offset, message: message))
        } else if text != "null", !text.hasPrefix("\"") {
            let place = SourceText.line(name, limit: 64)
            batch.rejects.append(Reject(.wrongType, place: place, offset: offset, message: "a list is expected"))
        }
    }

    private mutating func take(
        _ piece: JSONListSplitter.Piece, within name: String, at start: Int, into batch: inout ReadBatch
    ) {
        switch piece {
        case .member: break
        case .flaw(let index, let failure):
            let place = index.map { "\(name)[\($0)]" } ?? (name.isEmpty ? context.name : name)
            reject(failure.shifted(by: start), place: place, into: &batch)
        case .item(let index, let offset, let bytes):
            let format = context.feed.format
            bytes.withUnsafeBytes { raw in
                rows.take(raw, place: "\(name)[\(index)]", at: start + offset, into: &batch) {
                    row throws(IndicatorRows.Refusal) in
                    do throws(JSONFailure) {
                        let text = try CheckedJSON(Array(row))
                        return try text.read { cursor throws(JSONFailure) in
                            try IndicatorObject(&cursor).row(format)
                        }
                    } catch {
                        throw IndicatorRows.Refusal(error.code, error.message)
                    }
                }
            }
        }
    }

    private func reject(_ failure: JSONFailure, place: String, into batch: inout ReadBatch) {
        batch.rejects.append(Reject(failure.code, place: place, offset: failure.offset, message: failure.message))
    }
}

/// One object of these lists, whichever service wrote it.
struct IndicatorObject {
    private var value: String?
    private var port: UInt16?
    private var threat = ""
    private var first: Instant?
    private var last: Instant?
    private var asn: UInt32 = 0
    private let start: Int

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        start = try cursor.place()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            // ThreatFox names the value `ioc_value` in exports and `ioc` in answers.
            case "ioc_value", "ioc", "ip_address", "url": value = try cursor.optionalLine(limit: 4096)
            case "threat_type": threat = try cursor.optionalLine(limit: 64) ?? ""
            case "port": port = try IndicatorObject.number(&cursor).flatMap { UInt16(exactly: $0) }
            case "as_number": asn = try IndicatorObject.number(&cursor).flatMap { UInt32(exactly: $0) } ?? 0
            case "first_seen_utc", "first_seen", "dateadded", "date_added": first = try IndicatorObject.time(&cursor)
            case "last_seen_utc", "last_seen", "last_online": last = try IndicatorObject.time(&cursor)
            default: try cursor.skipValue()
            }
        }
    }

    func row(_ format: DocumentFormat) throws(JSONFailure) -> IndicatorRow {
        guard let value, !value.isEmpty else {
            throw JSONFailure(.missingField, at: start, "the item names no indicator")
        }
        var text = value
        if let port, IPAddress(value) != nil { text = value.contains(":") ? "[\(value)]:\(port)" : "\(value):\(port)" }
        let time = [first, last].compactMap { $0 }.max()
        return IndicatorRow(text: Array(text.utf8), at: time, condition: meaning(format), asn: asn)
    }

    private func meaning(_ format: DocumentFormat) -> Condition {
        switch threat {
        case "botnet_cc": IndicatorMeaning.control
        case "cc_skimming": IndicatorMeaning.skimming
        case "payload_delivery", "payload": IndicatorMeaning.distribution
        default: format == .feodo ? IndicatorMeaning.control : IndicatorMeaning.distribution
        }
    }

    private static func number(_ cursor: inout JSONCursor) throws(JSONFailure) -> Int? {
        guard try cursor.kind() == .number else {
            try cursor.skipValue()
            return nil
        }
        return Int(try cursor.readNumberText())
    }

    /// `2026-07-24 13:50:06`, also with ` UTC`; null is none.
    private static func time(_ cursor: inout JSONCursor) throws(JSONFailure) -> Instant? {
        try cursor.optionalInstant()
    }
}
