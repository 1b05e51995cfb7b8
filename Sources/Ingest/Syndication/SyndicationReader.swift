import Crypto
import Foundation
import FoundationXML
import Vocabulary

/// Reads RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0: one report for each item.
///
/// The document is gathered up to ``FeedLimits/itemBytesMax``, brought into UTF-8, looked over, mended where publishers
/// err (``MarkupRepair``), and parsed at its end. When it is not well-formed its items are parsed one by one
/// (``ItemSlices``), so that one at fault is a reject and its neighbours are read. A report's digest covers title,
/// text, links and the dates as stated, never the time of our poll, so that an item without a date is the same revision
/// every time.
/// Source: RSS 2.0.11 specification; RDF Site Summary 1.0; RFC 4287 (Atom).
package struct SyndicationReader: DocumentReader {
    private let context: DocumentContext
    private var gathered: GatheredDocument

    package init(context: DocumentContext) {
        self.context = context
        gathered = GatheredDocument(limit: context.feed.limits.itemBytesMax)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) { gathered.append(bytes) }

    package mutating func finish(into batch: inout ReadBatch) {
        guard !gathered.isOverLimit else {
            let message = "a feed may have \(context.feed.limits.itemBytesMax) bytes"
            return batch.rejects.append(Reject(.overLimit, place: context.name, message: message))
        }
        let document: [UInt8]
        do throws(MarkupEncoding.Refusal) {
            document = try MarkupEncoding.utf8(gathered.bytes, limit: context.feed.limits.itemBytesMax)
        } catch {
            return batch.rejects.append(Reject(.encoding, place: context.name, offset: 0, message: error.message))
        }
        gathered = GatheredDocument(limit: 0)
        guard document.contains(where: { $0 > 0x20 }) else {
            return batch.rejects.append(Reject(.truncated, place: context.name, message: "the document is empty"))
        }
        if let objection = MarkupScreening.objection(to: document) {
            return batch.rejects.append(
                Reject(.malformed, place: context.name, offset: objection.offset, message: objection.message))
        }
        parse(MarkupRepair.mended(document), into: &batch)
    }

    private func parse(_ document: [UInt8], into batch: inout ReadBatch) {
        let parsing = SyndicationParsing(itemsMax: context.feed.limits.itemsMax)
        // `XMLParser(data:)` gives false for every document over 10 MB; a stream has no such limit.
        let parser = XMLParser(stream: InputStream(data: Data(document)))
        parser.shouldResolveExternalEntities = false
        parser.delegate = parsing
        // `parse()` may give true for a document that ends too early (seen with swift-corelibs-foundation), and
        // `parserError` is set for an undeclared prefix too, so the elements left open tell a cut feed.
        let isWhole = parser.parse() && parsing.isClosed
        let slices = isWhole || !parsing.isFeed || parsing.isOverLimit ? nil : ItemSlices(document)
        if let slices, !slices.items.isEmpty { return parseEach(slices, language: parsing.language, into: &batch) }
        for item in parsing.items { batch.reports.append(SyndicationReport.make(item, context: context)) }
        if !isWhole || !parsing.isFeed {
            batch.rejects.append(complaint(parsing, line: parser.lineNumber))
        }
    }

    private func parseEach(_ slices: ItemSlices, language: String?, into batch: inout ReadBatch) {
        let rejects = batch.rejects.count
        for (index, range) in slices.items.enumerated() {
            let parsing = SyndicationParsing(itemsMax: 1, language: language)
            let parser = XMLParser(stream: InputStream(data: Data(slices.document(of: range))))
            parser.shouldResolveExternalEntities = false
            parser.delegate = parsing
            if parser.parse(), parsing.isClosed, let item = parsing.items.first {
                batch.reports.append(SyndicationReport.make(item, context: context))
            } else {
                let message = "not well-formed XML; the items around it were read"
                batch.rejects.append(Reject(.malformed, place: "item[\(index)]", message: message))
            }
        }
        // The fault lies between items, or behind the last one.
        guard batch.rejects.count == rejects else { return }
        let message = "not well-formed XML around the items; all \(slices.items.count) were read"
        batch.rejects.append(Reject(.malformed, place: context.name, message: message))
    }

    private func complaint(_ parsing: SyndicationParsing, line: Int) -> Reject {
        if parsing.isOverLimit {
            let message = "too many items or elements too deep; the rest was not read"
            return Reject(.overLimit, place: context.name, message: message)
        }
        guard parsing.isFeed else {
            let message = "this is no RSS or Atom feed"
            return Reject(.notThisFormat, place: context.name, message: message)
        }
        let message = "not well-formed XML near line \(line); \(parsing.items.count) items before it were read"
        return Reject(.malformed, place: context.name, message: message)
    }
}

/// Makes the report of one item.
enum SyndicationReport {
    private static let titleBytesMax = 512
    private static let summaryBytesMax = 16 << 10

    static func make(_ item: SyndicationItem, context: DocumentContext) -> Report {
        let summary = MarkupText.plain(item.texts[.summary] ?? item.texts[.content] ?? "", limit: summaryBytesMax)
            .precomposedStringWithCanonicalMapping
        var title = MarkupText.plain(item.texts[.title] ?? "", limit: titleBytesMax)
            .precomposedStringWithCanonicalMapping
        if title.isEmpty { title = MarkupText.cut(Array(summary.utf8), 120) }
        let id = MarkupText.cut(Array((item.texts[.id] ?? "").precomposedStringWithCanonicalMapping.utf8), 512)
        let links = webAddresses(item.links + [id])
        if title.isEmpty { title = links.first.map { MarkupText.cut(Array($0.utf8), titleBytesMax) } ?? "(untitled)" }
        let (published, updated) = (item.texts[.published] ?? "", item.texts[.updated] ?? "")
        let digest = digest([title, summary, published.trimmingBlanks, updated.trimmingBlanks] + links)
        let sourceID = id.isEmpty ? MarkupText.cut(Array((links.first ?? digest.description).utf8), 512) : id
        let publishedAt = MailDate.read(published)
        let kind: ReportKind
        switch context.feed.sourceKind {
        case .manufacturer, .foreignCERT: kind = .advisory
        case .user, .operator, .research: kind = .news
        }
        var report = Report(
            sourceID: sourceID, kind: kind, digest: digest,
            revised: MailDate.read(updated) ?? publishedAt ?? context.received, title: title)
        report.published = publishedAt
        report.summary = summary
        report.links = links
        report.language = item.language.map { MarkupText.cut(Array($0.utf8), 35) }
        let mentioned = CVEIdentifier.all(in: title + "\n" + summary)
        report.vulnerabilities = mentioned.map { VulnerabilityStatement(id: $0.text) }
        return report
    }

    /// http and https only, each once, without blanks or control characters.
    private static func webAddresses(_ candidates: [String]) -> [String] {
        var found: [String] = []
        for candidate in candidates.map(\.trimmingBlanks) where !found.contains(candidate) {
            let lower = candidate.prefix(8).lowercased()
            let isWeb = lower.hasPrefix("http://") || lower.hasPrefix("https://")
            let isClean = candidate.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
            if isWeb, isClean, candidate.utf8.count <= 2048, found.count < 100 { found.append(candidate) }
        }
        return found
    }

    /// SHA-256 over the parts, each with its length before it, so that no two lists of parts look alike.
    static func digest(_ parts: [String]) -> Vocabulary.Digest {
        var hash = SHA256()
        for part in parts {
            withUnsafeBytes(of: UInt64(part.utf8.count).littleEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: Array(part.utf8))
        }
        return Vocabulary.Digest(bytes: hash.finalize()) ?? emptyDigest
    }

    /// Stands where a digest cannot be: SHA-256 always gives 32 bytes, the type alone does not know it.
    private static let emptyDigest: Vocabulary.Digest = {
        guard let zero = Vocabulary.Digest(bytes: [UInt8](repeating: 0, count: 32)) else {
            preconditionFailure("32 bytes are a digest")
        }
        return zero
    }()
}
