import Analyze
import Vocabulary

/// Bodies of reports and of what they say of one vulnerability; members in the order of their names.
extension StoredText {
    /// - Returns: where in the text each of the report's vulnerability statements stands, in their order.
    mutating func put(_ report: Report) throws -> [Range<Int>] {
        var places: [Range<Int>] = []
        open("{")
        if let doubts = report.dateDoubts {
            name("date_doubts")
            // They are few, so the general writer does.
            put(written: Array(try StoredJSON.encode(doubts).utf8)[...])
        }
        member("digest", report.digest)
        if let incident = report.incident {
            name("incident")
            // Persons' reports are few, so the general writer does.
            put(written: Array(try StoredJSON.encode(incident).utf8)[...])
        }
        member("kind", report.kind.rawValue)
        member("language", report.language)
        member("links", report.links)
        member("published", report.published)
        member("revised", report.revised)
        member("source_id", report.sourceID)
        member("status", report.status.rawValue)
        member("summary", report.summary)
        member("title", report.title)
        member("tlp", report.tlp?.rawValue)
        list("vulnerabilities", report.vulnerabilities) { out, statement in
            let start = out.bytes.count
            out.put(statement)
            places.append(start..<out.bytes.count)
        }
        close("}")
        return places
    }

    /// - Parameter statement: the mention's statement, as it was written with its report.
    mutating func put(_ mention: ThreatMention, statement: ArraySlice<UInt8>) {
        open("{")
        member("feed", mention.feed.text)
        member("links", mention.links)
        member("mentionCount", number: mention.mentionCount)
        member("published", mention.published)
        member("reliability", mention.reliability.rawValue)
        member("reportKind", mention.reportKind.rawValue)
        member("revised", mention.revised)
        member("source", mention.source.rawValue)
        member("sourceID", mention.sourceID)
        name("statement")
        put(written: statement)
        member("status", mention.status.rawValue)
        member("summary", mention.summary)
        member("title", mention.title)
        member("tlp", mention.tlp.rawValue)
        close("}")
    }

    mutating func put(_ grade: MentionGrade) {
        open("{")
        member("reliability", grade.reliability.rawValue)
        member("source", grade.source.rawValue)
        member("tlp", grade.tlp.rawValue)
        close("}")
    }

    mutating func put(_ statement: VulnerabilityStatement) {
        open("{")
        member("aliases", statement.aliases)
        member("description", statement.description)
        if let exploitation = statement.exploitation {
            name("exploitation")
            put(exploitation)
        }
        member("id", statement.id)
        list("products", statement.products) { $0.put($1) }
        member("remediations", statement.remediations)
        list("scores", statement.scores) { $0.put($1) }
        map("ssvc", statement.ssvc)
        member("title", statement.title)
        member("weaknesses", statement.weaknesses)
        close("}")
    }

    mutating func put(_ product: ProductStatement) {
        open("{")
        member("cpe", product.cpe)
        if let platforms = product.platforms { member("platforms", platforms) }
        member("product", product.product)
        member("purl", product.purl)
        member("status", product.status.rawValue)
        member("vendor", product.vendor)
        list("versions", product.versions) { $0.put($1) }
        close("}")
    }

    private mutating func put(_ range: VersionRange) {
        open("{")
        member("after", range.after)
        member("before", range.before)
        member("exact", range.exact)
        member("from", range.from)
        member("scheme", range.scheme)
        member("through", range.through)
        close("}")
    }

    private mutating func put(_ score: ScoreStatement) {
        open("{")
        if let base = score.baseTenths { member("base_tenths", number: base) }
        member("source", score.source)
        member("vector", score.vector)
        member("version", score.version)
        close("}")
    }

    private mutating func put(_ exploitation: ExploitationStatement) {
        open("{")
        member("due", exploitation.due)
        member("listed", exploitation.listed)
        member("ransomware", flag: exploitation.ransomware)
        member("required_action", exploitation.requiredAction)
        close("}")
    }
}
