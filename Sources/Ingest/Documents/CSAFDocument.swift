import Vocabulary

/// One CSAF document (CSAF 2.0 § 3.2).
struct CSAFDocument {
    private var head = CSAFHead()
    private var statements: [VulnerabilityStatement] = []

    /// Whether the text is a CSAF document at all: it has `document.csaf_version`.
    static func isPresent(_ cursor: inout JSONCursor) throws(JSONFailure) -> Bool {
        guard try cursor.kind() == .object else { return false }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard case "document" = key else {
                try cursor.skipValue()
                continue
            }
            guard try cursor.kind() == .object else { return false }
            try cursor.beginObject()
            while let member = try cursor.nextKey() {
                if case "csaf_version" = member { return true }
                try cursor.skipValue()
            }
            return false
        }
        return false
    }

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        var tree: CSAFProductTree?
        // Statements need the tree and the head, which mostly stand before them; where not, the list is read later.
        var list: Int?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "document": head = try CSAFHead(&cursor)
            case "product_tree": if try !cursor.takeNull() { tree = try CSAFProductTree(&cursor) }
            case "vulnerabilities":
                if let tree, head.missing == nil {
                    try readStatements(&cursor, tree)
                } else {
                    list = try cursor.place()
                    try cursor.skipValue()
                }
            default: try cursor.skipValue()
            }
        }
        if let missing = head.missing {
            throw JSONFailure(.missingField, at: start, "the document has no `\(missing)`")
        }
        guard let list else { return }
        cursor.at = list
        try readStatements(&cursor, tree ?? CSAFProductTree())
    }

    private mutating func readStatements(_ cursor: inout JSONCursor, _ tree: CSAFProductTree) throws(JSONFailure) {
        let products = CSAFProductStatements(tree)
        var budget = ProductBudget()
        try cursor.eachElement { cursor throws(JSONFailure) in
            let place = try cursor.place()
            let vulnerability = try CSAFVulnerability(&cursor)
            guard statements.count < 10_000 else {
                throw JSONFailure(.overLimit, at: place, "more than 10,000 vulnerabilities in one document")
            }
            let ownID = "\(head.identity)#\(statements.count + 1)"
            let statement = vulnerability.statement(ownID: ownID, publisher: head.publisher, products: products)
            try budget.take(statement, at: place)
            statements.append(statement)
        }
    }

    /// The report; a draft, interim or final document is published, for the source has let it out.
    func report(digest: Digest) -> Report {
        var report = Report(
            sourceID: head.identity, kind: .advisory, digest: digest,
            revised: head.revised ?? head.released ?? .distantPast,
            title: head.title.isEmpty ? head.id : head.title)
        report.published = head.released
        report.summary = head.notes.best ?? ""
        report.language = head.language
        report.tlp = head.tlp
        report.links = head.links
        report.vulnerabilities = statements
        return report
    }
}

/// The member `document` (§ 3.2.1).
struct CSAFHead {
    private(set) var id = ""
    private(set) var title = ""
    private(set) var publisher = ""
    private var namespace = ""
    private(set) var language: String?
    private(set) var notes = CSAFNotes()
    private(set) var tlp: TLP?
    private(set) var revised: Instant?
    private(set) var released: Instant?
    private var ownLinks: [String] = []
    private var otherLinks: [String] = []

    /// The document's own address first, then the others.
    var links: [String] {
        var links: [String] = []
        for link in ownLinks + otherLinks { SourceLinks.add(link, to: &links) }
        return links
    }

    /// `<tracking.id>@<publisher.namespace>`: an id is unique among its publisher's documents alone (§ 3.2.1.12.4). The
    /// last `@` divides them, whatever either holds; without a namespace the id stands alone.
    var identity: String {
        if namespace.isEmpty, !id.utf8.contains(UInt8(ascii: "@")) { return id }
        return "\(id)@\(namespace.replacing("@", with: "%40"))"
    }

    /// A required member that is absent: without an id there is no identity, without a time no order of revisions.
    var missing: String? {
        if id.isEmpty { return "document.tracking.id" }
        return revised == nil && released == nil ? "document.tracking.current_release_date" : nil
    }

    init() {}

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "title": title = try cursor.optionalLine() ?? ""
            case "lang": language = try cursor.optionalLine(limit: 35)
            case "notes": notes = try CSAFNotes(&cursor)
            case "publisher": try readPublisher(&cursor)
            case "distribution": try readDistribution(&cursor)
            case "references": try cursor.eachElement { cursor throws(JSONFailure) in try readReference(&cursor) }
            case "tracking": try readTracking(&cursor)
            default: try cursor.skipValue()
            }
        }
    }

    private mutating func readPublisher(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "name": publisher = try cursor.optionalLine() ?? ""
            case "namespace": namespace = try readNamespace(&cursor)
            default: try cursor.skipValue()
            }
        }
    }

    /// § 3.2.1.8.5: a URI. With and without a slash behind it is one publisher.
    private func readNamespace(_ cursor: inout JSONCursor) throws(JSONFailure) -> String {
        if try cursor.takeNull() { return "" }
        let start = try cursor.place()
        var text = SourceText.line(try cursor.readString(), limit: 1024)
        while text.last == "/" { text.removeLast() }
        guard text.utf8.count <= 256 else {
            let message = "a namespace has at most 256 bytes; this one has \(text.utf8.count)"
            throw JSONFailure(.overLimit, at: start, message)
        }
        return text
    }

    /// § 3.2.1.5: `tlp.label`. A label that is none is the strictest.
    private mutating func readDistribution(_ cursor: inout JSONCursor) throws(JSONFailure) {
        if try cursor.takeNull() { return }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard case "tlp" = key, try !cursor.takeNull() else {
                if case "tlp" = key { continue }
                try cursor.skipValue()
                continue
            }
            try cursor.beginObject()
            while let member = try cursor.nextKey() {
                if case "label" = member {
                    if let label = try cursor.optionalLine(limit: 64) { tlp = TLP(label: label) ?? .red }
                } else {
                    try cursor.skipValue()
                }
            }
        }
    }

    private mutating func readReference(_ cursor: inout JSONCursor) throws(JSONFailure) {
        var isOwn = false
        var link: String?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "category": isOwn = try cursor.optionalString() == "self"
            case "url": link = try cursor.optionalString()
            default: try cursor.skipValue()
            }
        }
        guard let link else { return }
        if isOwn { SourceLinks.add(link, to: &ownLinks) } else { SourceLinks.add(link, to: &otherLinks) }
    }

    private mutating func readTracking(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "id": id = try cursor.readThreatName()
            case "current_release_date": revised = try cursor.optionalInstant()
            case "initial_release_date": released = try cursor.optionalInstant()
            default: try cursor.skipValue()
            }
        }
    }
}
