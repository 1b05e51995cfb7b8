import Vocabulary

/// One object of a bundle. Required: `type`, `id` (STIX 2.1 § 3.2).
struct STIXObject {
    private(set) var type = ""
    private(set) var id = ""
    private(set) var modified: Instant?
    private(set) var validFrom: Instant?
    private(set) var isRevoked = false
    private(set) var pattern = ""
    /// Ids of the definitions of its markings.
    var markings: Set<String> { marks.references }
    /// Those that are said of the object as a whole.
    var wholeMarkings: Set<String> { marks.wholeReferences }
    /// For a marking definition: the label it defines.
    private(set) var definedTLP: TLP?
    private var marks = STIXObjectMarkings()
    private var patternType = "stix"
    private var created: Instant?
    private var published: Instant?
    private var name = ""
    private var summary = ""
    private var language: String?
    private var labels: Set<String> = []
    private var vulnerability: String?
    private var links: [String] = []

    private static let wordsMax = 100
    private static let patternMax = 256 << 10

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "type": type = try cursor.readLine(limit: 128)
            case "id": id = try cursor.readThreatName()
            case "created": created = try cursor.optionalInstant()
            case "modified": modified = try cursor.optionalInstant()
            case "published": published = try cursor.optionalInstant()
            case "valid_from": validFrom = try cursor.optionalInstant()
            case "revoked": isRevoked = try cursor.readFlag()
            case "name": name = try cursor.optionalLine() ?? ""
            case "description": summary = try cursor.optionalText() ?? ""
            case "lang": language = try cursor.optionalLine(limit: 35)
            case "pattern": pattern = try readPattern(&cursor)
            case "pattern_type": patternType = try cursor.optionalString() ?? "stix"
            case "labels", "indicator_types": labels.formUnion(try STIXObject.words(&cursor))
            case "kill_chain_phases": try cursor.eachElement { cursor throws(JSONFailure) in try readPhase(&cursor) }
            case "external_references":
                try cursor.eachElement { cursor throws(JSONFailure) in try readReference(&cursor) }
            default: if try !marks.read(key, &cursor) { try cursor.skipValue() }
            }
        }
        let missing = type.isEmpty ? "type" : id.isEmpty ? "id" : nil
        if let missing { throw JSONFailure(.missingField, at: start, "the object has no `\(missing)`") }
        if type == "marking-definition" { definedTLP = marks.defined(name: name) }
        // YARA, Snort and Sigma have languages of their own.
        if patternType != "stix" { pattern = "" }
    }

    /// What an indicator of these labels means (§ 10.5 `indicator-type-ov`; kill chain phases as named).
    var meaning: Condition {
        if labels.contains("command-and-control") || labels.contains("c2") { return IndicatorMeaning.control }
        if labels.contains("compromised") { return IndicatorMeaning.compromised }
        if labels.contains("phishing") { return IndicatorMeaning.phishing }
        return IndicatorMeaning.malicious
    }

    /// The report of a vulnerability, a piece of malware, or a report.
    func report(digest: Digest, context: DocumentContext) -> Report {
        let isVulnerability = type == "vulnerability"
        let isDocument = type == "report" || type == "grouping"
        let isFirm = [.manufacturer, .foreignCERT].contains(context.feed.sourceKind)
        let kind: ReportKind = isVulnerability ? .vulnerability : isDocument && isFirm ? .advisory : .news
        let revised = modified ?? created ?? published ?? context.received
        var report = Report(
            sourceID: id, kind: kind, digest: digest, revised: revised, title: name.isEmpty ? id : name)
        report.status = isRevoked ? .withdrawn : .published
        report.published = published ?? created
        report.summary = summary
        report.language = language
        report.links = links
        let named = CVEIdentifier.all(in: [vulnerability ?? "", name, summary].joined(separator: "\n"))
        if isVulnerability {
            let own = vulnerability.flatMap { CVEIdentifier($0)?.text } ?? CVEIdentifier(name)?.text ?? id
            var statement = VulnerabilityStatement(id: own)
            statement.aliases = own == id ? [] : [id]
            statement.title = name.isEmpty || CVEIdentifier(name) != nil ? nil : name
            statement.description = summary.isEmpty ? nil : summary
            report.vulnerabilities = [statement]
        } else {
            report.vulnerabilities = named.map { VulnerabilityStatement(id: $0.text) }
        }
        return report
    }

    private func readPattern(_ cursor: inout JSONCursor) throws(JSONFailure) -> String {
        let start = try cursor.place()
        let text = try cursor.readString()
        guard text.utf8.count <= STIXObject.patternMax else {
            throw JSONFailure(.overLimit, at: start, "a pattern of more than \(STIXObject.patternMax) bytes")
        }
        return text
    }

    private static func words(_ cursor: inout JSONCursor) throws(JSONFailure) -> [String] {
        var words: [String] = []
        try cursor.eachElement { cursor throws(JSONFailure) in
            let word = try cursor.readLine(limit: 128)
            if words.count < wordsMax { words.append(word) }
        }
        return words
    }

    private mutating func readPhase(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if case "phase_name" = key {
                labels.insert(try cursor.readLine(limit: 128))
            } else {
                try cursor.skipValue()
            }
        }
    }

    private mutating func readReference(_ cursor: inout JSONCursor) throws(JSONFailure) {
        var (source, identifier) = ("", "")
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "source_name": source = try cursor.optionalLine(limit: 128) ?? ""
            case "external_id": identifier = try cursor.optionalLine(limit: 128) ?? ""
            case "url": SourceLinks.add(try cursor.optionalString() ?? "", to: &links)
            default: try cursor.skipValue()
            }
        }
        if source.lowercased() == "cve", vulnerability == nil, CVEIdentifier(identifier) != nil {
            vulnerability = identifier
        }
    }
}
