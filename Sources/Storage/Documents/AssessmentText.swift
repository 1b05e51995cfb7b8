import Analyze
import Vocabulary

/// Bodies of threats and of what their score is made of; members in the order of their names.
extension StoredText {
    mutating func put(_ assessment: ThreatAssessment) {
        open("{")
        member("aliases", assessment.aliases)
        member("closed", flag: assessment.isClosed)
        member("exploited_since", assessment.exploitedSince)
        member("id", assessment.id.text)
        member("kind", assessment.kind.rawValue)
        list("links", assessment.links) { $0.put($1) }
        member("presence", assessment.presence.rawValue)
        list("presence_reasons", assessment.presenceReasons) { $0.put($1) }
        list("products", assessment.products) { out, product in out.put(product) { $0.put($1) } }
        member("published", assessment.published)
        member("ransomware", flag: assessment.ransomware)
        list("remediations", assessment.remediations) { $0.put($1) }
        member("revised", assessment.revised)
        if let severity = assessment.severity {
            name("severity")
            put(severity)
        }
        list("sources", assessment.sources) { $0.put($1) }
        map("ssvc", assessment.ssvc)
        if let summary = assessment.summary {
            name("summary")
            put(summary)
        }
        name("title")
        put(assessment.title)
        member("tlp", assessment.tlp.rawValue)
        member("trail", assessment.trail)
        member("weaknesses", assessment.weaknesses)
        close("}")
    }

    mutating func put(_ contributions: [Contribution]) {
        open("[")
        for part in contributions {
            comma()
            open("{")
            member("evidence", part.evidence)
            member("points", number: part.points)
            member("rule", part.rule)
            close("}")
        }
        close("]")
    }

    private mutating func put(_ text: Sourced<String>) { put(text) { $0.put($1) } }

    private mutating func put<Value>(_ sourced: Sourced<Value>, _ write: (inout StoredText, Value) -> Void) {
        open("{")
        if let also = sourced.also { member("also", also) }
        member("source", sourced.source)
        member("tlp", sourced.tlp.rawValue)
        name("value")
        write(&self, sourced.value)
        close("}")
    }

    private mutating func put(_ reason: PresenceReason) {
        open("{")
        member("evidence", reason.evidence)
        member("rule", reason.rule.rawValue)
        member("tlp", reason.tlp.rawValue)
        close("}")
    }

    private mutating func put(_ source: ThreatSource) {
        open("{")
        member("feed", source.feed.text)
        member("kind", source.kind.rawValue)
        member("published", source.published)
        member("reliability", source.reliability.rawValue)
        member("revised", source.revised)
        member("source", source.source.rawValue)
        member("source_id", source.sourceID)
        member("status", source.status.rawValue)
        member("tlp", source.tlp.rawValue)
        close("}")
    }

    private mutating func put(_ severity: SeverityAssessment) {
        open("{")
        member("base_tenths", number: severity.baseTenths)
        member("disagreements", severity.disagreements)
        member("scorer", severity.scorer)
        member("tlp", severity.tlp.rawValue)
        member("vector", severity.vector)
        member("version", severity.version)
        close("}")
    }
}
