import Vocabulary

/// Reads JSON Feed 1.0 and 1.1: one report for each item, as ``SyndicationReader`` makes them.
///
/// The list streams. An item without an id is known by its address, as publishers in the wild have none; without
/// either it is refused.
/// Source: JSON Feed version 1.1 (jsonfeed.org), "Top-level" and "Items".
package struct JSONFeedReader: DocumentReader {
    private let context: DocumentContext
    private var items: JSONItems
    private var language: String?
    private var hasVersion = false
    private var hasList = false

    package init(context: DocumentContext) {
        self.context = context
        items = JSONItems(context: context, list: "items")
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        for piece in items.push(bytes) { take(piece, into: &batch) }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        for piece in items.finish() { take(piece, into: &batch) }
        if items.foundList, !hasVersion {
            let message = "no `version` of jsonfeed.org stands in the document"
            batch.rejects.append(Reject(.missingField, place: context.name, message: message))
        }
    }

    private mutating func take(_ piece: JSONItems.Piece, into batch: inout ReadBatch) {
        switch piece {
        case .reject(let reject): batch.rejects.append(reject)
        case .member("version", let member):
            let version = text(of: member, into: &batch)
            hasVersion = version?.hasPrefix("https://jsonfeed.org/version/1") ?? false
        case .member("language", let member): language = text(of: member, into: &batch)
        case .member: break
        case .item(let item):
            item.read(context.name, into: &batch) { text, batch throws(JSONFailure) in
                let found = try text.read { cursor throws(JSONFailure) in try JSONFeedItem.read(&cursor) }
                var item = found
                item.language = found.language ?? language
                batch.reports.append(SyndicationReport.make(item, context: context))
            }
        }
    }

    private func text(of member: JSONItem, into batch: inout ReadBatch) -> String? {
        var value: String?
        member.read(context.name, into: &batch) { text, _ throws(JSONFailure) in
            value = try text.read { cursor throws(JSONFailure) in try cursor.optionalLine(limit: 128) }
        }
        return value
    }
}

/// One of `items[]`.
enum JSONFeedItem {
    static func read(_ cursor: inout JSONCursor) throws(JSONFailure) -> SyndicationItem {
        let start = try cursor.place()
        var item = SyndicationItem()
        var external: String?
        var text: String?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "id": item.texts[.id] = try identifier(&cursor)
            case "url": if let url = try cursor.optionalString() { item.links.append(url) }
            case "external_url": external = try cursor.optionalString()
            case "title": item.texts[.title] = escaped(try cursor.optionalText() ?? "")
            case "summary": item.texts[.summary] = escaped(try cursor.optionalText() ?? "")
            case "content_html": item.texts[.content] = try cursor.optionalText(limit: contentMax) ?? ""
            case "content_text": text = try cursor.optionalText() ?? ""
            case "date_published": item.texts[.published] = try cursor.optionalLine(limit: 64)
            case "date_modified": item.texts[.updated] = try cursor.optionalLine(limit: 64)
            case "language": item.language = try cursor.optionalLine(limit: 35)
            default: try cursor.skipValue()
            }
        }
        guard item.texts[.id] != nil || !item.links.isEmpty else {
            throw JSONFailure(.missingField, at: start, "the item has neither `id` nor `url`")
        }
        if let external { item.links.append(external) }
        if let text, item.texts[.content]?.isEmpty ?? true { item.texts[.content] = escaped(text) }
        if item.texts[.summary]?.isEmpty ?? false { item.texts[.summary] = nil }
        return item
    }

    /// As much of marked-up text as gives a whole summary.
    private static let contentMax = 256 << 10

    /// Version 1.0 lets an id be a number, and asks readers to take it as a string.
    private static func identifier(_ cursor: inout JSONCursor) throws(JSONFailure) -> String {
        try cursor.kind() == .number ? try cursor.readNumberText() : try cursor.readIdentifier()
    }

    /// Plain text as markup, because the report's maker takes markup away.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
}
