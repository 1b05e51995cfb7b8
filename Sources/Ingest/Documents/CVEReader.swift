import Vocabulary

/// Reads CVE records: one record as the document, or a list of records.
///
/// Source: CVE Record Format 5.0–5.2 (`CVE_RECORD`), with the containers of the CNA and of ADPs. A record without state
/// and dates, as CNAs write before submission, is read as published.
package struct CVEReader: DocumentReader {
    private let context: DocumentContext
    private var mode = Mode.undecided
    private var items = 0

    private enum Mode {
        case undecided
        case record(GatheredDocument)
        case list(JSONListSplitter)
    }

    package init(context: DocumentContext) { self.context = context }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        if case .undecided = mode { decide(bytes) }
        switch mode {
        case .undecided: break
        case .record(var document):
            // The enum lets go of the bytes while they grow, so that they are not copied.
            mode = .undecided
            document.append(bytes)
            mode = .record(document)
        case .list(var splitter):
            mode = .undecided
            let pieces = splitter.push(bytes)
            mode = .list(splitter)
            for piece in pieces { take(piece, into: &batch) }
        }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        switch mode {
        case .undecided:
            batch.rejects.append(Reject(.truncated, place: context.name, offset: 0, message: "the document is empty"))
        case .record(let document):
            guard !document.isOverLimit else {
                let limit = context.feed.limits.itemBytesMax
                let message = "a record of more than \(limit) bytes"
                return batch.rejects.append(Reject(.overLimit, place: context.name, message: message))
            }
            let rejects = batch.rejects.count
            read(document.bytes, place: "", at: 0, into: &batch)
            if batch.rejects.count == rejects { batch.documents += 1 }
        case .list(var splitter):
            for piece in splitter.finish() { take(piece, into: &batch) }
            if splitter.foundList { batch.documents += 1 }
        }
        mode = .undecided
    }

    /// The first byte that is no white space tells a list from a record; a mark before it belongs to a record or list
    /// alike.
    private mutating func decide(_ bytes: UnsafeRawBufferPointer) {
        guard let first = bytes.first(where: { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) else {
            held += bytes
            guard held.count > context.feed.limits.itemBytesMax else { return }
            return mode = .record(GatheredDocument(limit: 0))
        }
        let limit = context.feed.limits.itemBytesMax
        if first == UInt8(ascii: "[") {
            var splitter = JSONListSplitter(list: nil, itemBytesMax: limit)
            _ = held.withUnsafeBytes { splitter.push($0) }
            mode = .list(splitter)
        } else {
            var document = GatheredDocument(limit: limit)
            held.withUnsafeBytes { document.append($0) }
            mode = .record(document)
        }
        held = []
    }

    /// White space and marks before the first byte that decides.
    private var held: [UInt8] = []

    private mutating func take(_ piece: JSONListSplitter.Piece, into batch: inout ReadBatch) {
        switch piece {
        case .member: break
        case .flaw(let index, let failure):
            let place = index.map { "[\($0)]" } ?? context.name
            batch.rejects.append(Reject(failure.code, place: place, offset: failure.offset, message: failure.message))
        case .item(let index, let offset, let bytes):
            items += 1
            let limit = context.feed.limits.itemsMax
            if items <= limit { return read(bytes, place: "[\(index)]", at: offset, into: &batch) }
            guard items == limit + 1 else { return }
            let message = "more than \(limit) records"
            batch.rejects.append(Reject(.overLimit, place: "[\(index)]", offset: offset, message: message))
        }
    }

    private func read(_ bytes: [UInt8], place: String, at offset: Int, into batch: inout ReadBatch) {
        do throws(JSONFailure) {
            let text = try CheckedJSON(bytes)
            let record = try text.read { cursor throws(JSONFailure) in try CVERecord(&cursor) }
            let report = record.report(digest: text.digest, context: context)
            batch.statedTime = max(batch.statedTime ?? report.revised, report.revised)
            batch.reports.append(report)
        } catch {
            let path = JSONPlace.path(to: error.offset, in: bytes)
            let joined = place + (place.isEmpty || path.isEmpty || path.hasPrefix("[") ? path : "." + path)
            batch.rejects.append(
                Reject(
                    error.code, place: joined.isEmpty ? context.name : joined, offset: offset + error.offset,
                    message: error.message))
        }
    }
}
