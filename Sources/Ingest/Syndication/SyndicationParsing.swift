import Foundation
import FoundationXML

/// One item of a feed as it was written, before it becomes a report.
struct SyndicationItem {
    /// Content of the elements we read, by role; the first one that is not empty wins.
    var texts: [Role: String] = [:]
    var links: [String] = []
    var language: String?

    enum Role: Hashable { case id, title, summary, content, published, updated, language }
}

/// Gathers items from the events of FoundationXML's parser; RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0.
///
/// Elements are known by their local names: feeds in the wild bind wrong or no namespaces.
final class SyndicationParsing: NSObject, XMLParserDelegate {
    private static let textBytesMax = 256 << 10
    private static let depthMax = 128

    private(set) var items: [SyndicationItem] = []
    private(set) var isFeed = false
    private(set) var isOverLimit = false
    /// What the feed says of its items.
    private(set) var language: String?
    private var item: SyndicationItem?
    private var itemDepth = 0
    private var depth = 0
    private var field: Field?
    /// Prefixes that the root binds to a namespace of feeds themselves, so that `rss:title` is a title.
    private var ownPrefixes: Set<Substring> = []
    private var text = ""
    private let itemsMax: Int

    /// The element whose text is being gathered.
    private struct Field {
        var role: SyndicationItem.Role?
        var isLink: Bool
        var isBase64: Bool
        /// Its elements are markup themselves, so that a `<` in their text is no tag (RFC 4287 § 3.1.1.3).
        var isXHTML: Bool
        var depth: Int
    }

    /// Whether every element that began has ended.
    var isClosed: Bool { depth == 0 }

    init(itemsMax: Int, language: String? = nil) {
        self.itemsMax = itemsMax
        self.language = language
    }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        depth += 1
        if depth > SyndicationParsing.depthMax || items.count >= itemsMax {
            isOverLimit = true
            return parser.abortParsing()
        }
        if depth == 1 { notePrefixes(attributes) }
        let (prefix, name) = split(element)
        if depth == 1 {
            isFeed = ["rss", "rdf", "feed", "channel"].contains(name)
            language = attributes["xml:lang"] ?? language
        }
        guard field == nil else {
            // Markup inside a text, as Atom's XHTML: its text belongs to the field, with a break between elements.
            text += " "
            return
        }
        if item == nil {
            if name == "item" || name == "entry" {
                item = SyndicationItem()
                item?.language = attributes["xml:lang"] ?? language
                itemDepth = depth
                // RSS 1.0 names an item by `rdf:about`.
                if let about = attributes["rdf:about"] { item?.texts[.id] = about }
                // CDF has the address as an attribute of the item.
                if let href = attributes["href"] ?? attributes["HREF"] { item?.links.append(href) }
            } else if name == "language" {
                begin(nil, [:])
            }
        } else if depth == itemDepth + 1 {
            startField(prefix, name, attributes)
        }
    }

    func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
        if let open = field, open.depth == depth { endField(open) }
        if item != nil, depth == itemDepth {
            if let item { items.append(item) }
            item = nil
        }
        depth -= 1
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        let isEscaped = field.map { $0.isXHTML && $0.depth < depth } ?? false
        take(isEscaped ? string.replacing("&", with: "&amp;").replacing("<", with: "&lt;") : string)
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) { take(String(decoding: block, as: UTF8.self)) }

    private func take(_ more: String) {
        if field != nil, text.utf8.count < SyndicationParsing.textBytesMax { text += more }
    }

    private func startField(_ prefix: Substring, _ name: String, _ attributes: [String: String]) {
        switch (prefix, name) {
        case ("", "guid"), ("atom", "id"), ("", "id"): begin(.id, attributes)
        case ("", "title"), ("atom", "title"): begin(.title, attributes)
        case ("", "description"), ("", "abstract"), ("", "summary"), ("atom", "summary"), ("itunes", "summary"):
            begin(.summary, attributes)
        case ("content", "encoded"), ("", "content"), ("atom", "content"), ("", "body"), ("xhtml", "body"):
            begin(.content, attributes)
        case ("", "pubdate"), ("", "published"), ("", "issued"), ("", "created"): begin(.published, attributes)
        case ("dc", "date"), ("dcterms", "issued"), ("dcterms", "created"): begin(.published, attributes)
        case ("", "updated"), ("atom", "updated"), ("", "modified"), ("dcterms", "modified"):
            begin(.updated, attributes)
        case ("dc", "language"): begin(.language, attributes)
        case ("", "link"), ("atom", "link"):
            // Atom says it in `href`; RSS in the text.
            guard let href = attributes["href"] else { return begin(nil, attributes, isLink: true) }
            let relation = attributes["rel"] ?? "alternate"
            guard item?.links.count ?? 0 < 100 else { return }
            if relation == "alternate" { item?.links.insert(href, at: 0) }
            if relation == "related" || relation == "via" { item?.links.append(href) }
        default: break
        }
    }

    /// Atom 0.3 says `mode="base64"`; Atom 1.0 means it by a media type that is no text (RFC 4287 § 4.1.3.3).
    private func begin(_ role: SyndicationItem.Role?, _ attributes: [String: String], isLink: Bool = false) {
        let type = attributes["type"]?.lowercased() ?? "text"
        let isText = !type.contains("/") || type.hasPrefix("text/") || type.hasSuffix("xml")
        let isPacked = attributes["mode"] == "base64" || ((role == .content || role == .summary) && !isText)
        field = Field(
            role: role, isLink: isLink, isBase64: isPacked, isXHTML: type.contains("xhtml"), depth: depth)
        text = ""
    }

    private func endField(_ open: Field) {
        field = nil
        var value = text.trimmingBlanks
        if open.isBase64 {
            let packed = value.filter { !$0.isWhitespace }
            value = Data(base64Encoded: packed).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        guard !value.isEmpty else { return }
        if open.role == .language {
            item?.language = value
        } else if let role = open.role {
            if role == .id || role == .updated || item?.texts[role] == nil { item?.texts[role] = value }
        } else if open.isLink {
            if item?.links.count ?? 100 < 100 { item?.links.append(value) }
        } else if language == nil {
            language = value
        }
    }

    private func notePrefixes(_ attributes: [String: String]) {
        let own: Set<String> = [
            "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://www.w3.org/2005/Atom",
            "http://purl.org/atom/ns#", "http://backend.userland.com/rss2",
        ]
        for (name, value) in attributes where name.hasPrefix("xmlns:") && own.contains(value) {
            ownPrefixes.insert(name.dropFirst("xmlns:".count))
        }
    }

    private func split(_ element: String) -> (prefix: Substring, name: String) {
        guard let colon = element.firstIndex(of: ":") else { return ("", element.lowercased()) }
        let prefix = element[..<colon]
        return (ownPrefixes.contains(prefix) ? "" : prefix, element[element.index(after: colon)...].lowercased())
    }
}
