import Vocabulary

/// Gathers items from the tags and texts of a feed; RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0.
///
/// Elements are known by their local names: feeds in the wild bind wrong or no namespaces. An item in which elements do
/// not nest is given up; reading goes on behind its end tag or with the next tag like its own.
struct SyndicationParsing {
    private static let depthMax = 128

    /// Outcomes that nobody has taken yet.
    private(set) var outcomes: [SyndicationOutcome] = []
    private(set) var isFeed = false
    private(set) var hasRoot = false
    private(set) var isOverLimit = false
    /// Whether something around the items is not well-formed.
    private(set) var isFlawed = false
    /// Items begun so far.
    private(set) var count = 0
    /// Whether an item is open, or one that was given up.
    var isInItem: Bool { item != nil || isSkipping }
    /// Whether an item is open that was not given up.
    var isInSoundItem: Bool { item != nil }
    var isDeclared = true
    private var language: String?
    /// When the feed says that it was made, as far as it has said so; the latest of what it says.
    private var stated: Instant?
    /// The latest of those that can be.
    private(set) var possible: Instant?
    private var elements = OpenElements()
    private var item: SyndicationItem?
    private var itemName: [UInt8] = []
    private var itemDepth = 0
    private var isSkipping = false
    private var field: SyndicationField?
    private var prefixes = FeedPrefixes()
    private let itemsMax: Int
    private let received: Instant

    init(itemsMax: Int, received: Instant) {
        self.itemsMax = itemsMax
        self.received = received
    }

    /// Whether every element that began has ended.
    var isClosed: Bool { elements.count == 0 }

    mutating func takeOutcomes() -> [SyndicationOutcome] {
        defer { outcomes.removeAll(keepingCapacity: true) }
        return outcomes
    }

    mutating func take(text: UnsafeBufferPointer<UInt8>) {
        if field != nil {
            field?.take(text, at: elements.count)
        } else if elements.count == 0, text.contains(where: { $0 > 0x20 }) {
            isFlawed = true
        }
    }

    /// What a section holds is text, whatever it looks like: no markup in a text acts.
    mutating func take(literal: UnsafeBufferPointer<UInt8>) {
        field?.takeLiteral(literal)
        if item != nil, SwallowedItems.seem(to: itemName, standIn: literal) { outcomes.append(.doubtful(count - 1)) }
    }

    /// What no well-formed document has: it costs the open item, if there is one.
    mutating func take(flaw: SyndicationFlaw) {
        if item != nil { giveUp(flaw) } else if !isSkipping { isFlawed = true }
    }

    /// Gives up the open item.
    mutating func giveUp(_ flaw: SyndicationFlaw) {
        guard item != nil else { return }
        (item, field, isSkipping) = (nil, nil, true)
        outcomes.append(.broken(count - 1, flaw))
    }

    mutating func take(start tag: MarkupTag) {
        if isInItem, tag.name.elementsEqual(itemName) { leaveItem() }
        guard !isSkipping else { return }
        elements.open(tag.name)
        guard elements.count <= SyndicationParsing.depthMax else {
            if item == nil { isOverLimit = true } else { giveUp(.tooDeep(SyndicationParsing.depthMax)) }
            return
        }
        if elements.count == 1 { takeRoot(tag) }
        if item == nil {
            switch prefixes.split(tag.name).name {
            case "item", "entry": begin(tag)
            case "language": field = SyndicationField(.language, depth: elements.count, [:])
            case "lastbuilddate", "pubdate", "updated", "modified":
                field = SyndicationField(.updated, depth: elements.count, [:])
            default: break
            }
        } else if field != nil {
            // Markup inside a text, as Atom's XHTML: its text belongs to the field, with a break between elements.
            field?.separate()
        } else if elements.count == itemDepth + 1 {
            startField(tag)
        }
        if tag.isEmpty { take(end: tag.name) }
    }

    mutating func take(end name: UnsafeBufferPointer<UInt8>) {
        if isSkipping {
            if name.elementsEqual(itemName) { leaveItem() }
        } else if elements.isInnermost(name) {
            if let open = field, open.depth == elements.count { end(open) }
            if let whole = item, elements.count == itemDepth {
                outcomes.append(.item(whole))
                item = nil
            }
            elements.close(to: elements.count - 1)
        } else if item != nil {
            giveUp(.illFormed)
            if name.elementsEqual(itemName) { leaveItem() }
        } else {
            isFlawed = true
            if let depth = elements.depth(of: name) {
                elements.close(to: depth)
                field = nil
            }
        }
    }

    /// Leaves an item that is not whole: its own tag has ended, or another like it begins.
    private mutating func leaveItem() {
        giveUp(.illFormed)
        elements.close(to: itemDepth - 1)
        isSkipping = false
    }

    private mutating func takeRoot(_ tag: MarkupTag) {
        if hasRoot { isFlawed = true }
        let attributes = tag.attributes
        prefixes.note(attributes)
        if !hasRoot { isFeed = ["rss", "rdf", "feed", "channel"].contains(prefixes.split(tag.name).name) }
        hasRoot = true
        language = attributes["xml:lang"] ?? language
    }

    private mutating func begin(_ tag: MarkupTag) {
        guard count < itemsMax else {
            isOverLimit = true
            return
        }
        count += 1
        field = nil
        itemDepth = elements.count
        itemName = Array(tag.name)
        let attributes = tag.attributes
        var begun = SyndicationItem()
        begun.language = attributes["xml:lang"] ?? language
        begun.stated = stated
        // RSS 1.0 names an item by `rdf:about`.
        if let about = attributes["rdf:about"] { begun.texts[.id] = about }
        // CDF has the address as an attribute of the item.
        if let href = attributes["href"] ?? attributes["HREF"] { begun.links.append(href) }
        item = begun
    }

    private mutating func startField(_ tag: MarkupTag) {
        let (prefix, name) = prefixes.split(tag.name)
        if name == "link", prefix.isEmpty || prefix == "atom" { return startLink(tag) }
        guard let role = SyndicationRoles.role(prefix, name) else { return }
        field = SyndicationField(role, depth: elements.count, tag.attributes)
    }

    /// Atom says it in `href`; RSS in the text.
    private mutating func startLink(_ tag: MarkupTag) {
        let attributes = tag.attributes
        guard let href = attributes["href"] else {
            field = SyndicationField(nil, isLink: true, depth: elements.count, attributes)
            return
        }
        let relation = attributes["rel"] ?? "alternate"
        guard let links = item?.links, links.count < 100 else { return }
        if relation == "alternate" { item?.links = [href] + links }
        if relation == "related" || relation == "via" { item?.links.append(href) }
    }

    private mutating func end(_ open: SyndicationField) {
        field = nil
        let value = open.value(isDeclared: isDeclared)
        guard !value.isEmpty else { return }
        guard item != nil else { return endAround(open.role, value) }
        if open.role == .language {
            item?.language = value
        } else if let role = open.role {
            if role == .id || role == .updated || item?.texts[role] == nil { item?.texts[role] = value }
        } else if open.isLink {
            if item?.links.count ?? 100 < 100 { item?.links.append(value) }
        }
    }

    /// What stands around the items.
    private mutating func endAround(_ role: SyndicationItem.Role?, _ value: String) {
        if role == .language { language = language ?? value }
        guard role == .updated, let time = MailDate.read(value) else { return }
        stated = max(stated ?? time, time)
        if let time = DateDoubting.observed(time, received: received) { possible = max(possible ?? time, time) }
    }
}
