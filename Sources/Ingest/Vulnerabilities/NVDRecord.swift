import Vocabulary

/// One CVE as the NVD describes it (`cve_api_json_2.0`, `cve_item`). Required: `id`, `lastModified`.
///
/// In the form 1.1 some of it stands around the record (``NVDLegacyFacts``) and texts and links one level deeper.
struct NVDRecord {
    /// Where it begins in its item.
    private(set) var start = 0
    private var id = ""
    private var published: Instant?
    private var modified: Instant?
    private var isRejected = false
    private var description: (text: String?, language: String?) = (nil, nil)
    private var metrics = NVDMetrics()
    private var weaknesses: Set<String> = []
    private var links: [String] = []
    private var products: [ProductStatement] = []
    private var listing = Listing()

    /// What the NVD repeats of CISA's catalogue.
    private struct Listing {
        var added: UTCDay?
        var due: UTCDay?
        var action: String?
        var name: String?
    }

    private static let productsMax = 20_000

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        start = try cursor.place()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "id": id = try NVDRecord.readCVE(&cursor)
            case "published": published = try cursor.optionalInstant()
            case "lastModified": modified = try cursor.readInstant()
            case "vulnStatus": isRejected = try cursor.optionalString()?.lowercased() == "rejected"
            case "descriptions": description = try CVEText.best(&cursor)
            case "metrics": metrics = try NVDMetrics(&cursor)
            case "weaknesses": try cursor.eachElement { cursor throws(JSONFailure) in try readWeakness(&cursor) }
            case "configurations":
                try cursor.eachElement { cursor throws(JSONFailure) in add(try NVDConfiguration(&cursor).products) }
            case "affected": try cursor.eachElement { cursor throws(JSONFailure) in try readAffected(&cursor) }
            case "references": try readReferences(&cursor)
            case "CVE_data_meta": try readMeta(&cursor)
            case "description": try readDescription(&cursor)
            case "problemtype": try readProblems(&cursor)
            case "cisaExploitAdd": listing.added = try cursor.optionalInstant()?.day
            case "cisaActionDue": listing.due = try cursor.optionalInstant()?.day
            case "cisaRequiredAction": listing.action = try cursor.optionalText()
            case "cisaVulnerabilityName": listing.name = try cursor.optionalLine()
            default: try cursor.skipValue()
            }
        }
    }

    /// The required member that the record lacks.
    var missing: String? { id.isEmpty ? "id" : modified == nil ? "lastModified" : nil }

    /// Takes what stands around a record of the form 1.1; of the form 2.0 nothing does.
    mutating func take(_ around: NVDLegacyFacts) {
        published = published ?? around.published
        modified = modified ?? around.modified
        if !around.metrics.scores.isEmpty { metrics = around.metrics }
        add(around.products)
        // The form has no state; the NVD writes it into the text.
        if around.modified != nil, description.text?.hasPrefix("** REJECT **") ?? false { isRejected = true }
    }

    /// The report of this record.
    func report(digest: Digest, context: DocumentContext) -> Report {
        let summary = description.text ?? ""
        let line = SourceText.line(summary)
        let title = [listing.name ?? "", line, id].first { !$0.isEmpty } ?? id
        var report = Report(
            sourceID: id, kind: .vulnerability, digest: digest, revised: modified ?? context.received, title: title)
        report.status = isRejected ? .rejected : .published
        report.published = published
        report.summary = summary
        report.language = description.language
        report.links = links
        var statement = VulnerabilityStatement(id: id)
        statement.title = listing.name
        statement.description = summary.isEmpty ? nil : summary
        statement.weaknesses = weaknesses.sorted()
        statement.scores = metrics.scores
        statement.ssvc = metrics.ssvc
        statement.products = products
        if let added = listing.added {
            statement.exploitation = ExploitationStatement(
                listed: added, due: listing.due, ransomware: false, requiredAction: listing.action)
        }
        report.vulnerabilities = [statement]
        return report
    }

    /// A list, or in the form 1.1 an object around `reference_data`.
    private mutating func readReferences(_ cursor: inout JSONCursor) throws(JSONFailure) {
        guard try cursor.kind() == .object else { return try SourceLinks.readList(&cursor, into: &links) }
        try cursor.eachMember { key, cursor throws(JSONFailure) in
            guard case "reference_data" = key else { return try cursor.skipValue() }
            try SourceLinks.readList(&cursor, into: &links)
        }
    }

    private mutating func readMeta(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.eachMember { key, cursor throws(JSONFailure) in
            if case "ID" = key { id = try NVDRecord.readCVE(&cursor) } else { try cursor.skipValue() }
        }
    }

    private mutating func readDescription(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.eachMember { key, cursor throws(JSONFailure) in
            guard case "description_data" = key else { return try cursor.skipValue() }
            description = try CVEText.best(&cursor)
        }
    }

    private mutating func readProblems(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.eachMember { key, cursor throws(JSONFailure) in
            guard case "problemtype_data" = key else { return try cursor.skipValue() }
            try cursor.eachElement { cursor throws(JSONFailure) in try readWeakness(&cursor) }
        }
    }

    private mutating func add(_ more: [ProductStatement]) {
        products += more.prefix(max(0, NVDRecord.productsMax - products.count))
    }

    private mutating func readWeakness(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard case "description" = key else {
                try cursor.skipValue()
                continue
            }
            let found = try NVDRecord.values(&cursor)
            weaknesses.formUnion(found.compactMap { Weakness.id(in: $0) })
        }
    }

    /// `value` of each element.
    private static func values(_ cursor: inout JSONCursor) throws(JSONFailure) -> [String] {
        var values: [String] = []
        try cursor.eachElement { cursor throws(JSONFailure) in
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                if case "value" = key {
                    values.append(try cursor.optionalLine(limit: 64) ?? "")
                } else {
                    try cursor.skipValue()
                }
            }
        }
        return values
    }

    /// What the CNA states, as in the CVE record.
    private mutating func readAffected(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard case "affectedData" = key else {
                try cursor.skipValue()
                continue
            }
            try cursor.eachElement { cursor throws(JSONFailure) in add(try CVEAffected(&cursor).products) }
        }
    }

    private static func readCVE(_ cursor: inout JSONCursor) throws(JSONFailure) -> String {
        let start = try cursor.place()
        guard let id = CVEIdentifier(try cursor.readString()) else {
            throw JSONFailure(.badValue, at: start, "this is no CVE id; expected like CVE-2026-1234")
        }
        return id.text
    }
}
