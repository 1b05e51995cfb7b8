import Vocabulary

/// One OSV record as it stands in the document. Required: `id`, `modified` (schema 1.7, "All fields").
struct OSVRecord {
    private var id = ""
    private var modified: Instant?
    private var published: Instant?
    private var isWithdrawn = false
    private var aliases: Set<String> = []
    private var summary: String?
    private var details = ""
    private var scores: [ScoreStatement] = []
    private var weaknesses: Set<String> = []
    private var links: [String] = []
    private var affected: [OSVAffected] = []

    private static let aliasesMax = 1000
    private static let affectedMax = 20_000
    private static let describedMax = 20

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "id": id = try cursor.readThreatName()
            case "modified": modified = try cursor.readInstant()
            case "published": published = try cursor.optionalInstant()
            case "withdrawn": isWithdrawn = try cursor.optionalInstant() != nil
            case "aliases":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    let alias = try cursor.readThreatName()
                    if aliases.count < OSVRecord.aliasesMax { aliases.insert(alias) }
                }
            case "summary": summary = try cursor.optionalLine()
            case "details": details = try cursor.optionalText() ?? ""
            case "severity": scores += try OSVSeverity.all(&cursor)
            case "references": try SourceLinks.readList(&cursor, into: &links)
            case "affected":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    let entry = try OSVAffected(&cursor)
                    if affected.count < OSVRecord.affectedMax { affected.append(entry) }
                }
            case "database_specific": try readDatabase(&cursor)
            default: try cursor.skipValue()
            }
        }
        guard !id.isEmpty else { throw JSONFailure(.missingField, at: start, "the record has no `id`") }
        guard modified != nil else { throw JSONFailure(.missingField, at: start, "the record has no `modified`") }
    }

    /// The report of this record.
    /// - Throws: what is said of each of many vulnerabilities goes beyond the limit of a document.
    func report(digest: Digest, context: DocumentContext) throws(JSONFailure) -> Report {
        let line = SourceText.line(details)
        let title = summary.flatMap { $0.isEmpty ? nil : $0 } ?? (line.isEmpty ? id : line)
        var report = Report(
            sourceID: id, kind: .vulnerability, digest: digest, revised: modified ?? context.received, title: title)
        report.status = isWithdrawn ? .withdrawn : .published
        report.published = published
        report.summary = details
        report.links = links
        // What is said is the same of each: made once, shared by all.
        let subjects = OSVNaming(id: id, aliases: aliases).subjects
        var stated = VulnerabilityStatement(id: id)
        stated.title = title
        // Of a round-up the text stands in the report alone.
        stated.description = details.isEmpty || subjects.count > OSVRecord.describedMax ? nil : details
        stated.weaknesses = weaknesses.sorted()
        stated.scores = (scores + affected.flatMap(\.scores)).map { score in
            var score = score
            score.source = context.feed.publisher
            return score
        }
        stated.products = affected.compactMap(\.product)
        var budget = ProductBudget()
        try budget.take(stated, times: subjects.count, at: 0)
        report.vulnerabilities = subjects.map { subject in
            (stated.id, stated.aliases) = (subject.id, subject.aliases)
            return stated
        }
        return report
    }

    /// Of the databases' own members, GitHub's `cwe_ids`. The member may be of any type (schema).
    private mutating func readDatabase(_ cursor: inout JSONCursor) throws(JSONFailure) {
        guard try cursor.kind() == .object else { return try cursor.skipValue() }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard case "cwe_ids" = key, try cursor.kind() == .array else {
                try cursor.skipValue()
                continue
            }
            try cursor.eachElement { cursor throws(JSONFailure) in
                guard try cursor.kind() == .string else { return try cursor.skipValue() }
                if let weakness = Weakness.id(in: try cursor.readString()) { weaknesses.insert(weakness) }
            }
        }
    }
}

/// Which vulnerability a record is about, by its own id and its aliases.
///
/// Aliases are one vulnerability under other names (schema, `aliases`). Only names that stand one to one merge: of each
/// scheme (`CVE`, `GHSA`, `GO`) one id counts as an alias; where a scheme names two, neither does. Two CVEs never
/// merge: the record then speaks of each of them.
struct OSVNaming {
    let id: String
    let aliases: Set<String>

    /// At least one; sorted by id.
    var subjects: [(id: String, aliases: [String])] {
        let all = aliases.union([id]).map { CVEIdentifier($0)?.text ?? $0 }
        let cves = Set(all.filter { CVEIdentifier($0) != nil }).sorted()
        if cves.count > 1 { return cves.map { ($0, []) } }
        let schemes = Dictionary(grouping: Set(all), by: OSVNaming.scheme)
        // Its own id is certain whatever else of its scheme it names.
        let single = Set(schemes.values.filter { $0.count == 1 }.flatMap { $0 } + [id])
        let name = cves.first ?? single.filter { $0.hasPrefix("GHSA-") }.min() ?? id
        return [(name, single.filter { $0 != name }.sorted())]
    }

    private static func scheme(_ id: String) -> String { String(id.prefix { $0 != "-" }) }
}

/// Severity statements of a record or package (`severity[]`).
enum OSVSeverity {
    private static let max = 20

    /// Vectors of CVSS; other types (`Ubuntu`) are words without a scale of ours. Null is none.
    static func all(_ cursor: inout JSONCursor) throws(JSONFailure) -> [ScoreStatement] {
        var scores: [ScoreStatement] = []
        try cursor.eachElement { cursor throws(JSONFailure) in
            var (type, vector) = ("", "")
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "type": type = try cursor.optionalString() ?? ""
                case "score": vector = try cursor.optionalLine(limit: 512) ?? ""
                default: try cursor.skipValue()
                }
            }
            guard let version = version(type, vector), scores.count < max else { return }
            scores.append(ScoreStatement(version: version, vector: vector, baseTenths: nil, source: ""))
        }
        return scores
    }

    private static func version(_ type: String, _ vector: String) -> String? {
        guard type.hasPrefix("CVSS_V"), !vector.isEmpty else { return nil }
        for version in ["3.0", "3.1", "4.0"] where vector.hasPrefix("CVSS:\(version)/") { return version }
        return type == "CVSS_V2" ? "2.0" : nil
    }
}
