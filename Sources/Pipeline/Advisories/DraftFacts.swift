import Advise
import Analyze
import Ingest
import Storage
import Vocabulary

extension Engine {
    /// What is known of a threat, as a draft needs it.
    func threatFacts(_ name: String) async throws -> ThreatFacts {
        let (row, assessment, contributions) = try await store.threat(name)
        guard let assessment else { return conditionFacts(row) }
        var facts = ThreatFacts(
            id: assessment.id, kind: assessment.kind, title: statement(assessment.title),
            presence: assessment.presence)
        facts.summaries = assessment.summary.map { [statement($0)] } ?? []
        facts.exploitedSince = assessment.exploitedSince
        facts.ransomware = assessment.ransomware
        facts.baseTenths = assessment.severity?.baseTenths
        facts.contributions = contributions
        facts.products = assessment.products.map {
            ThreatFacts.Product(statement: $0.value, tlp: $0.tlp, source: publisher($0.source))
        }
        facts.remediations = assessment.remediations.map(statement)
        facts.links = assessment.links.map(statement)
        facts.weaknesses = assessment.weaknesses
        facts.assessmentTLP = assessmentLabel(assessment)
        if row.kind == .campaign { facts.reports = try await told(row.no, assessment.sources) }
        return facts
    }

    /// The reports of a campaign as a draft names them; nobody's own report is among them.
    private func told(_ no: Int64, _ sources: [ThreatSource]) async throws -> [ThreatFacts.Told] {
        let labels = Dictionary(sources.map { ("\($0.feed)/\($0.sourceID)", $0.tlp) }) { $1 }
        let rows = try await store.reports(ofCampaign: no)
        let places = try await store.reportPlaces(rows.map { ($0.feed, $0.sourceID) })
        return rows.compactMap { row in
            let name = "\(row.feed)/\(row.sourceID)"
            guard let place = places[name], place.kind != .incident, let tlp = labels[name] else { return nil }
            let statement = ThreatFacts.Statement(source: publisher(name), tlp: tlp, text: place.title)
            return ThreatFacts.Told(statement: statement, link: place.link)
        }
    }

    /// A condition is our own name for an RSIT type; it tells nobody anything, so the community may read it.
    private func conditionFacts(_ row: ThreatRow) -> ThreatFacts {
        let title = ThreatFacts.Statement(
            source: settings.authority.name.best(for: [.en])?.text ?? "", tlp: .green, text: row.title)
        var facts = ThreatFacts(id: row.id, kind: row.kind, title: title, presence: row.presence)
        let parts = row.id.text.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0] == "condition" {
            let names = parts[1].split(separator: "/")
            if names.count >= 2, let type = RSIT("\(names[0])/\(names[1])") { facts.types = [type] }
        }
        facts.assessmentTLP = .green
        return facts
    }

    /// That it exists is known from its least strict reason; each other fact carries its own source's label. Whose word
    /// ransomware use is, the assessment does not say: the least strict report of exploitation must do, else all of it.
    private func assessmentLabel(_ assessment: ThreatAssessment) -> TLP {
        var label = assessment.presenceReasons.map(\.tlp).min() ?? .clear
        if let severity = assessment.severity { label = label.strictest(severity.tlp) }
        if assessment.ransomware || assessment.exploitedSince != nil {
            let reports = assessment.sources.filter { $0.kind == .exploitation }.map(\.tlp)
            label = label.strictest(reports.min() ?? assessment.tlp)
        }
        return label
    }

    /// A source is shown by its publisher's name.
    private func statement(_ sourced: Sourced<String>) -> ThreatFacts.Statement {
        ThreatFacts.Statement(source: publisher(sourced.source), tlp: sourced.tlp, text: sourced.value)
    }

    private func publisher(_ source: String) -> String {
        let feed = source.split(separator: "/").first.flatMap { FeedID($0) }
        return feed.flatMap { feeds[$0]?.publisher } ?? feed?.text ?? source
    }
}
