import Vocabulary

/// Reads RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0: one report for each item, as the items come.
///
/// What publishers write and no XML parser takes is read as meant: bare ampersands, HTML's names of characters, control
/// characters, attributes without quotes. An item whose elements do not nest is a reject, and its neighbours are read.
/// A report's digest covers title, text, links and the dates as stated, never the time of our poll, so that an item
/// without a date is the same revision every time.
/// Source: RSS 2.0.11 specification; RDF Site Summary 1.0; RFC 4287 (Atom).
package struct SyndicationReader: DocumentReader {
    private let context: DocumentContext
    private var decoding = MarkupDecoding()
    private var tokens = MarkupTokens()
    private var parsing: SyndicationParsing
    /// Bytes in UTF-8 that are not yet used up, and how many stood before them.
    private var buffer: [UInt8] = []
    private var base = 0
    /// Where the last item begins.
    private var itemStart = 0
    private var hasText = false
    private var hasRejects = false
    /// Set when the rest of the document is not read.
    private var isStopped = false

    package init(context: DocumentContext) {
        self.context = context
        parsing = SyndicationParsing(itemsMax: context.feed.limits.itemsMax, received: context.received)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        read(into: &batch, isLast: false) { decoding, buffer throws(MarkupEncoding.Refusal) in
            try decoding.push(bytes, into: &buffer)
        }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        read(into: &batch, isLast: true) { decoding, buffer throws(MarkupEncoding.Refusal) in
            try decoding.finish(into: &buffer)
        }
        guard !isStopped else { return }
        guard hasText else { return reject(.truncated, "the document is empty", into: &batch) }
        guard parsing.isFeed else { return reject(.notThisFormat, "this is no RSS or Atom feed", into: &batch) }
        parsing.giveUp(.illFormed)
        takeOutcomes(into: &batch)
        // The fault lies between items, or behind the last one; an item that was cut off has been named already.
        guard parsing.isFlawed || !(parsing.isClosed || hasRejects) else { return }
        let found = parsing.count == 0 ? "; no item was found" : " around the items; all \(parsing.count) were read"
        reject(.malformed, "not well-formed XML" + found, into: &batch)
    }

    private mutating func read(
        into batch: inout ReadBatch, isLast: Bool,
        _ decode: (inout MarkupDecoding, inout [UInt8]) throws(MarkupEncoding.Refusal) -> Void
    ) {
        guard !isStopped else { return }
        // Taken out meanwhile, so that the bytes are not copied while tokens are made of them.
        var bytes = buffer
        buffer = []
        do throws(MarkupEncoding.Refusal) {
            try decode(&decoding, &bytes)
        } catch {
            return stop(.encoding, error.message, at: 0, into: &batch)
        }
        parsing.isDeclared = decoding.isDeclared
        hasText = hasText || bytes.contains { $0 > 0x20 }
        bytes.withUnsafeBufferPointer { scan($0, isLast: isLast, into: &batch) }
        DateDoubting.state(parsing.possible, received: context.received, in: &batch)
        guard !isStopped else { return }
        // Moved when the bytes used up are no fewer than the others, so that each byte is moved about once.
        if tokens.at * 2 >= bytes.count {
            bytes.removeFirst(tokens.at)
            base += tokens.at
            tokens.forget()
        }
        buffer = bytes
    }

    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into batch: inout ReadBatch) {
        while !isStopped {
            let start = base + tokens.at
            let token = tokens.next(bytes, isLast: isLast, item: itemEnd)
            limitItem(into: &batch)
            switch token {
            case .text(let range): parsing.take(text: UnsafeBufferPointer(rebasing: bytes[range]))
            case .literal(let range): parsing.take(literal: UnsafeBufferPointer(rebasing: bytes[range]))
            case .start(let range): takeStart(UnsafeBufferPointer(rebasing: bytes[range]), at: start, into: &batch)
            case .end(let range):
                let name = bytes[range]
                let end = name.firstIndex { $0 <= 0x20 } ?? name.endIndex
                parsing.take(end: UnsafeBufferPointer(rebasing: name[..<end]))
            case .fault: parsing.take(flaw: .illFormed)
            case .unended(let ending): parsing.take(flaw: .unended(ending))
            case .overlong(let what): object(.overlongTag(what), what, isFatal: !parsing.hasRoot, into: &batch)
            case .doctype: object(.doctype, SyndicationReader.noDoctype, isFatal: !parsing.isInItem, into: &batch)
            case .none: return
            }
            takeOutcomes(into: &batch)
        }
    }

    /// Where in the bytes held the open item would be too long.
    private var itemEnd: Int? {
        guard parsing.isInItem else { return nil }
        return parsing.isInSoundItem ? itemStart - base + context.feed.limits.itemBytesMax : .max
    }

    private mutating func takeStart(_ tag: UnsafeBufferPointer<UInt8>, at start: Int, into batch: inout ReadBatch) {
        let count = parsing.count
        parsing.take(start: MarkupTag(tag, isDeclared: decoding.isDeclared))
        takeOutcomes(into: &batch)
        if parsing.count > count { itemStart = start }
        judge(into: &batch)
    }

    private static let noDoctype = "a document type declaration; feeds need none, and entities in it can do harm"

    /// What is objected to ends the document, or costs the item around it and is passed over.
    private mutating func object(
        _ flaw: SyndicationFlaw, _ message: String, isFatal: Bool, into batch: inout ReadBatch
    ) {
        if isFatal { return stop(.malformed, message, at: base + tokens.at, into: &batch) }
        tokens.passOver()
        parsing.take(flaw: flaw)
    }

    /// Stops at what no feed begins with, and at more than is read of one.
    private mutating func judge(into batch: inout ReadBatch) {
        if !parsing.isFeed { return stop(.notThisFormat, "this is no RSS or Atom feed", at: nil, into: &batch) }
        guard parsing.isOverLimit else { return }
        stop(.overLimit, "too many items or elements too deep; the rest was not read", at: nil, into: &batch)
    }

    /// An item that is too long costs itself alone. Judged by what stands in the document, however it was cut.
    private mutating func limitItem(into batch: inout ReadBatch) {
        guard parsing.isInItem, base + tokens.at - itemStart > context.feed.limits.itemBytesMax else { return }
        parsing.giveUp(.tooLong(context.feed.limits.itemBytesMax))
        takeOutcomes(into: &batch)
    }

    private mutating func takeOutcomes(into batch: inout ReadBatch) {
        for outcome in parsing.takeOutcomes() {
            switch outcome {
            case .item(let item): batch.reports.append(SyndicationReport.make(item, context: context))
            case .broken(let number, let flaw):
                hasRejects = true
                reject(flaw.reason, flaw.message, item: number, into: &batch)
            case .doubtful(let number):
                let message = "the item was read, but a CDATA section in it seems to hold the items behind it"
                reject(.malformed, message, item: number, into: &batch)
            }
        }
    }

    private mutating func stop(_ reason: Reject.Reason, _ message: String, at: Int?, into batch: inout ReadBatch) {
        isStopped = true
        reject(reason, message, at: at, into: &batch)
    }

    private func reject(_ reason: Reject.Reason, _ message: String, at: Int? = nil, into batch: inout ReadBatch) {
        batch.rejects.append(Reject(reason, place: context.name, offset: at.flatMap(place), message: message))
    }

    private func reject(_ reason: Reject.Reason, _ message: String, item: Int, into batch: inout ReadBatch) {
        batch.rejects.append(Reject(reason, place: "item[\(item)]", offset: place(itemStart), message: message))
    }

    /// An offset in the document as it came; nil where it was converted.
    private func place(_ offset: Int) -> Int? { decoding.isConverting ? nil : offset + decoding.markBytes }
}
