import struct Crypto.SHA256
import Vocabulary

/// Makes the report of one item.
enum SyndicationReport {
    private static let titleBytesMax = 512
    private static let summaryBytesMax = 16 << 10

    static func make(_ item: SyndicationItem, context: DocumentContext) -> Report {
        let summary = SourceText.composed(
            MarkupText.plain(item.texts[.summary] ?? item.texts[.content] ?? "", limit: summaryBytesMax))
        var title = SourceText.composed(MarkupText.plain(item.texts[.title] ?? "", limit: titleBytesMax))
        if title.isEmpty { title = MarkupText.cut(Array(summary.utf8), 120) }
        let id = MarkupText.cut(Array(SourceText.composed(item.texts[.id] ?? "").utf8), 512)
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
        report.stated = item.stated
        report.summary = summary
        report.links = links
        report.language = item.language.map { MarkupText.cut(Array($0.utf8), 35) }
        report.vulnerabilities = named(in: title + "\n" + summary, sourceID, links)
        return report
    }

    /// The vulnerabilities that an item names: CVEs, and where it names none, what GitHub calls those that have no CVE
    /// yet, also in the item's own id and address.
    private static func named(in text: String, _ id: String, _ links: [String]) -> [VulnerabilityStatement] {
        let cves = CVEIdentifier.all(in: text).map(\.text)
        let own = links.first.map { id + "\n" + $0 } ?? id
        let names = cves.isEmpty ? GitHubAdvisoryName.all(in: text + "\n" + own) : cves
        return names.map { VulnerabilityStatement(id: $0) }
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
        for var part in parts {
            withUnsafeBytes(of: UInt64(part.utf8.count).littleEndian) { hash.update(bufferPointer: $0) }
            part.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
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
