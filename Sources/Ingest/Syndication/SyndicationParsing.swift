import Foundation
import FoundationXML

/// One item of a feed as it was written, before it becomes a report.
struct SyndicationItem {
    /// Content of the elements we read, by role; the first one that is not empty wins.
    var texts: [Role: String] = [:]
    var links: [String] = []
    var language: String?

    enum Role: Hashable { case id, title, summary, content, published, updated }
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
    private var language: String?
    private var item: SyndicationItem?
    private var itemDepth = 0
    private var depth = 0
    private var field: (role: SyndicationItem.Role?, isLink: Bool, depth: Int)?
    private var text = ""
    private let itemsMax: Int

    /// Whether every element that began has ended.
    var isClosed: Bool { depth == 0 }

    init(itemsMax: Int) { self.itemsMax = itemsMax }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        depth += 1
        if depth > SyndicationParsing.depthMax || items.count >= itemsMax {
            isOverLimit = true
            return parser.abortParsing()
        }
        let (prefix, name) = SyndicationParsing.split(element)
        if depth == 1 {
            isFeed = ["rss", "rdf", "feed", "channel"].contains(name)
            language = attributes["xml:lang"]
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
            } else if name == "language" {
                begin(nil, isLink: false)
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

    func parser(_ parser: XMLParser, foundCharacters string: String) { take(string) }

    func parser(_ parser: XMLParser, foundCDATA block: Data) { take(String(decoding: block, as: UTF8.self)) }

    private func take(_ more: String) {
        if field != nil, text.utf8.count < SyndicationParsing.textBytesMax { text += more }
    }

    private func startField(_ prefix: Substring, _ name: String, _ attributes: [String: String]) {
        switch (prefix, name) {
        case ("", "guid"), ("atom", "id"), ("", "id"): begin(.id)
        case ("", "title"), ("atom", "title"): begin(.title)
        case ("", "description"), ("", "summary"), ("atom", "summary"): begin(.summary)
        case ("content", "encoded"), ("", "content"), ("atom", "content"): begin(.content)
        case ("", "pubdate"), ("", "published"), ("", "issued"), ("", "created"): begin(.published)
        case ("dc", "date"), ("dcterms", "issued"): begin(.published)
        case ("", "updated"), ("atom", "updated"), ("", "modified"), ("dcterms", "modified"): begin(.updated)
        case ("", "link"), ("atom", "link"):
            // Atom says it in `href`; RSS in the text.
            guard let href = attributes["href"] else { return begin(nil, isLink: true) }
            let relation = attributes["rel"] ?? "alternate"
            guard item?.links.count ?? 0 < 100 else { return }
            if relation == "alternate" { item?.links.insert(href, at: 0) }
            if relation == "related" || relation == "via" { item?.links.append(href) }
        default: break
        }
    }

    private func begin(_ role: SyndicationItem.Role?, isLink: Bool = false) {
        field = (role, isLink, depth)
        text = ""
    }

    private func endField(_ open: (role: SyndicationItem.Role?, isLink: Bool, depth: Int)) {
        field = nil
        let value = text.trimmingBlanks
        guard !value.isEmpty else { return }
        if let role = open.role {
            if role == .id || item?.texts[role] == nil { item?.texts[role] = value }
        } else if open.isLink {
            if item?.links.count ?? 100 < 100 { item?.links.append(value) }
        } else if language == nil {
            language = value
        }
    }

    private static func split(_ element: String) -> (prefix: Substring, name: String) {
        guard let colon = element.firstIndex(of: ":") else { return ("", element.lowercased()) }
        return (element[..<colon], element[element.index(after: colon)...].lowercased())
    }
}
