import Vocabulary

/// One entry of the catalogue. Required: `cveID`, `vendorProject`, `product`, `vulnerabilityName`, `dateAdded`.
struct KEVEntry {
    private var cve: String?
    private var vendor = ""
    private var product = ""
    private var name: String?
    private var added: UTCDay?
    private var summary = ""
    private var requiredAction: String?
    private var due: UTCDay?
    private var ransomware = false
    private var links: [String] = []
    private var weaknesses: Set<String> = []

    init(
        cve: String, vendor: String, product: String, name: String, added: UTCDay, summary: String,
        requiredAction: String, due: UTCDay?, ransomware: Bool, links: [String], weaknesses: Set<String>
    ) {
        self.cve = cve
        self.vendor = vendor
        self.product = product
        self.name = name
        self.added = added
        self.summary = summary
        self.requiredAction = requiredAction.isEmpty ? nil : requiredAction
        self.due = due
        self.ransomware = ransomware
        self.links = links
        self.weaknesses = weaknesses
    }

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "cveID": cve = try KEVEntry.readCVE(&cursor)
            case "vendorProject": vendor = try cursor.readLine()
            case "product": product = try cursor.readLine()
            case "vulnerabilityName": name = try cursor.readLine()
            case "dateAdded": added = try cursor.readDay()
            case "shortDescription": summary = try cursor.optionalText() ?? ""
            case "requiredAction": requiredAction = try cursor.optionalText()
            case "dueDate": due = try cursor.optionalInstant()?.day
            // "Known" or "Unknown" (schema of the catalogue); anything else is not a statement that it is known.
            case "knownRansomwareCampaignUse": ransomware = try cursor.optionalLine() == "Known"
            case "notes": links = SourceLinks.all(in: try cursor.optionalText() ?? "")
            case "cwes": try readWeaknesses(&cursor)
            default: try cursor.skipValue()
            }
        }
        let missing = cve == nil ? "cveID" : added == nil ? "dateAdded" : name == nil ? "vulnerabilityName" : nil
        if let missing { throw JSONFailure(.missingField, at: start, "the entry has no `\(missing)`") }
    }

    /// The report of this entry.
    func report(digest: Digest, revised: Instant) -> Report {
        let id = cve ?? ""
        var title = name ?? ""
        if title.isEmpty { title = id }
        var report = Report(sourceID: id, kind: .exploitation, digest: digest, revised: revised, title: title)
        report.published = added?.start
        report.summary = summary
        report.language = "en"
        report.links = links
        var statement = VulnerabilityStatement(id: id)
        statement.title = title
        statement.description = summary.isEmpty ? nil : summary
        statement.weaknesses = weaknesses.sorted()
        statement.exploitation = ExploitationStatement(
            listed: added, due: due, ransomware: ransomware, requiredAction: requiredAction)
        statement.products = [ProductStatement(vendor: vendor, product: product, status: .affected)]
        statement.remediations = requiredAction.map { [$0] } ?? []
        report.vulnerabilities = [statement]
        return report
    }

    private mutating func readWeaknesses(_ cursor: inout JSONCursor) throws(JSONFailure) {
        if try cursor.takeNull() { return }
        try cursor.beginArray()
        while try cursor.nextElement() {
            if let weakness = Weakness.id(in: try cursor.readLine()) { weaknesses.insert(weakness) }
        }
    }

    private static func readCVE(_ cursor: inout JSONCursor) throws(JSONFailure) -> String {
        let start = try cursor.place()
        guard let id = CVEIdentifier(SourceText.line(try cursor.readString())) else {
            throw JSONFailure(.badValue, at: start, "this is no CVE id; expected like CVE-2026-1234")
        }
        return id.text
    }
}
