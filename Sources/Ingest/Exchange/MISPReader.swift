import Vocabulary

/// Reads MISP events as files: `{"Event": …}`, `{"response": [{"Event": …}]}`, and a feed's manifest.
///
/// An event is a report with the vulnerabilities it names; those of its attributes that are meant for detection
/// (`to_ids`) and name addresses, names or hashes are rows of the observations lane, unless they are marked as deleted.
/// The strictest label of event, object and attribute counts for an attribute. A bad attribute costs no other. A
/// manifest says which events there are: its entries are checked and give nothing.
/// Source: MISP core format (draft-dulaunoy-misp-core-format), § 2; MISP feed format.
package struct MISPReader: DocumentReader {
    private let context: DocumentContext
    private var members: JSONMemberSplitter
    private var rows: IndicatorRows
    private var hasMembers = false
    private var isFlawed = false

    package init(context: DocumentContext) {
        self.context = context
        members = JSONMemberSplitter(valueBytesMax: context.feed.limits.itemBytesMax)
        rows = IndicatorRows(context: context)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        for piece in members.push(bytes) { take(piece, into: &batch) }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        for piece in members.finish() { take(piece, into: &batch) }
        if !hasMembers, !isFlawed {
            let message = "neither `Event` nor `response` nor a manifest: this is no MISP document"
            batch.rejects.append(Reject(.notThisFormat, place: context.name, message: message))
        }
    }

    private mutating func take(_ piece: JSONMemberSplitter.Piece, into batch: inout ReadBatch) {
        switch piece {
        case .flaw(let failure):
            isFlawed = true
            batch.rejects.append(
                Reject(failure.code, place: context.name, offset: failure.offset, message: failure.message))
        case .member("Event", let offset, let bytes):
            takeEvent(JSONItem(place: "Event", offset: offset, bytes: bytes), into: &batch)
        case .member("response", let offset, let bytes): takeResponse(bytes, at: offset, into: &batch)
        case .member(let name, let offset, let bytes): takeEntry(name, bytes, at: offset, into: &batch)
        }
    }

    private mutating func takeEvent(_ item: JSONItem, into batch: inout ReadBatch) {
        hasMembers = true
        var event: MISPEvent?
        var digest: Digest?
        item.read(context.name, into: &batch) { text, batch throws(JSONFailure) in
            var found = try text.read { cursor throws(JSONFailure) in try MISPEvent(&cursor) }
            let paths = JSONPlace.paths(to: found.flaws.map(\.offset), in: item.bytes)
            for (flaw, path) in zip(found.flaws, paths) {
                let place = "\(item.place).\(path)"
                batch.rejects.append(
                    Reject(flaw.code, place: place, offset: item.offset + flaw.offset, message: flaw.message))
            }
            if found.furtherFlaws > 0 {
                let message = "\(found.furtherFlaws) further attributes or objects of the event could not be read"
                batch.rejects.append(Reject(.overLimit, place: item.place, offset: item.offset, message: message))
            }
            found.flaws = []
            event = found
            digest = text.digest
        }
        guard let event, let digest else { return }
        let report = event.report(digest: digest, context: context)
        DateDoubting.state(report.revised, received: context.received, in: &batch)
        batch.reports.append(report)
        for attribute in event.indicators {
            let label = [event.tlp, attribute.tlp].compactMap { $0 }.max()
            let isAbove = label.map { $0 > context.feed.defaultTLP ?? .red } ?? false
            item.bytes[attribute.source].withUnsafeBytes { raw in
                rows.take(
                    raw, place: "\(item.place).\(attribute.kind)", at: item.offset + attribute.source.lowerBound,
                    into: &batch, isSecret: isAbove
                ) { _ in
                    IndicatorRow(text: attribute.value, at: attribute.at ?? event.at, condition: event.meaning)
                }
            }
        }
    }

    private mutating func takeResponse(_ bytes: [UInt8], at start: Int, into batch: inout ReadBatch) {
        hasMembers = true
        var splitter = JSONListSplitter(list: nil, itemBytesMax: context.feed.limits.itemBytesMax)
        let pieces = bytes.withUnsafeBytes { splitter.push($0) } + splitter.finish()
        for piece in pieces {
            switch piece {
            case .member: break
            case .flaw(let index, let failure):
                let place = index.map { "response[\($0)]" } ?? "response"
                let offset = start + failure.offset
                batch.rejects.append(Reject(failure.code, place: place, offset: offset, message: failure.message))
            case .item(let index, let offset, let bytes):
                takeWrapped(bytes, place: "response[\(index)]", at: start + offset, into: &batch)
            }
        }
    }

    /// `{"Event": …}` within a response.
    private mutating func takeWrapped(_ bytes: [UInt8], place: String, at start: Int, into batch: inout ReadBatch) {
        var splitter = JSONMemberSplitter(valueBytesMax: context.feed.limits.itemBytesMax)
        let pieces = bytes.withUnsafeBytes { splitter.push($0) } + splitter.finish()
        var hasEvent = false
        for piece in pieces {
            switch piece {
            case .flaw(let failure):
                hasEvent = true
                batch.rejects.append(
                    Reject(failure.code, place: place, offset: start + failure.offset, message: failure.message))
            case .member("Event", let offset, let bytes):
                hasEvent = true
                takeEvent(JSONItem(place: place + ".Event", offset: start + offset, bytes: bytes), into: &batch)
            case .member: break
            }
        }
        if hasEvent { return }
        batch.rejects.append(
            Reject(.missingField, place: place, offset: start, message: "the item has no `Event`"))
    }

    /// An entry of a manifest: an event's UUID with at least `timestamp` (feed format).
    private mutating func takeEntry(_ name: String, _ bytes: [UInt8], at offset: Int, into batch: inout ReadBatch) {
        guard name.utf8.count == 36, name.utf8.count(where: { $0 == UInt8(ascii: "-") }) == 4 else { return }
        hasMembers = true
        JSONItem(place: name, offset: offset, bytes: bytes).read(context.name, into: &batch) {
            text, _ throws(JSONFailure) in
            let hasTime = try text.read { cursor throws(JSONFailure) in
                var hasTime = false
                try cursor.beginObject()
                while let key = try cursor.nextKey() {
                    if case "timestamp" = key { hasTime = true }
                    try cursor.skipValue()
                }
                return hasTime
            }
            if !hasTime { throw JSONFailure(.missingField, at: 0, "the entry has no `timestamp`") }
        }
    }
}
