import Analyze
import Constituency
import Foundation
import Storage
import Vocabulary

/// A report of a threat that does not name the entity, and why what stands in it does not count.
package struct NearMiss: Codable, Sendable {
    /// `feed/source id`.
    package var report: String
    /// What was met, as the report writes it; nil where the report does not count at all.
    package var words: String?
    /// Why it does not count.
    package var because: String
    /// What would have counted.
    package var wouldMatch: String

    private enum CodingKeys: String, CodingKey { case report, words, because, wouldMatch = "would_match" }
}

extension FindingRow {
    /// What a finding by the texts of reports rests on; nil for other findings.
    var naming: NamedEvidence? {
        guard feed == Engine.reportsFeed else { return nil }
        return try? JSONDecoder().decode(NamedEvidence.self, from: Data(evidence.utf8))
    }
}

extension FindingRow {
    /// By which names of its threat something is said of this finding: of a campaign those of the reports that name the
    /// entity, because the campaign's id may change.
    var names: [ThreatID] {
        let reports = threat.isCampaign ? naming?.reports ?? [] : []
        if reports.isEmpty { return [threat] }
        return reports.map { ThreatID(unchecked: CampaignName.of(feed: $0.feed, sourceID: $0.sourceID)) }
    }
}

extension NamedEvidence {
    /// Why a person has to look.
    var doubt: String { "\(place): \(reason.sentence)" }

    /// The rule and the words, with the first report that says them.
    func sentence(at row: FindingRow) -> String {
        let more = reports.count + moreReports - 1
        let others = more > 0 ? " and \(more) more" : ""
        return "\(place)\(others), registered by \(row.entity) as `\(registered)`: \(reason.sentence)"
    }

    private var place: String {
        let first = reports.first.map { "\($0.feed)/\($0.sourceID) (\($0.part.rawValue), byte \($0.offset))" } ?? ""
        return "\(first) writes `\(words)`"
    }
}

extension Engine {
    /// Why an entity has no finding by the texts of a threat's reports.
    func absentNaming(_ entity: EntityID, _ threat: String) async throws -> FindingExplain.Explanation {
        let id = try await store.threatID(threat)
        let register = try await register()
        guard let position = register.index.position(of: entity), let assessment = try await store.assessment(of: id)
        else {
            throw ActFailure(
                .notFound, "no report describes \(id.text)", hint: "see `ess finding list --entity \(entity)`")
        }
        let reports = try await store.namingReports(assessment.sources)
        let misses = assessment.sources.filter { !$0.tellsOfEvents }.map {
            NearMiss(
                report: "\($0.feed)/\($0.sourceID)", words: nil, because: NamingRefusal.noTelling.sentence,
                wouldMatch: "news, an advisory or an incident about \(id.text) that names the entity")
        } + reports.flatMap { nearMisses($0, assessment.kind, Int32(position), register.index) }
        let decision = register.decision(at: entity, of: assessment.names, .entity)?.sentence
        let why = decision != nil ? "a person decided"
            : assessment.isClosed ? "\(id.text) is closed" : "no report of \(id.text) names \(entity)"
        let rule: NonMatch.Rule = decision != nil ? .decision : assessment.isClosed ? .record : .naming
        let would = misses.first { $0.words != nil } ?? misses.first
        let failed = NonMatch(
            rule, why, wouldMatch: "would match: " + (would?.wouldMatch ?? "a report that names \(entity)"))
        var answer = FindingExplain.Explanation(absent: failed, at: entity, .entity, id, decision: decision)
        answer.nearMisses = misses
        return answer
    }

    private func nearMisses(
        _ report: NamingReport, _ kind: ThreatKind, _ entity: Int32, _ register: RegisterIndex
    ) -> [NearMiss] {
        if let refusal = report.refusal(for: kind) {
            return [NearMiss(
                report: report.place, words: nil, because: refusal.sentence, wouldMatch: "a report about this alone")]
        }
        if NamedFindings.publishers(of: report, in: register).contains(entity) {
            return [NearMiss(
                report: report.place, words: report.link,
                because: "the report stands on the entity's own site: it is its source, not its subject",
                wouldMatch: "a report on another site")]
        }
        let near = TextMatcher(register: register).nearMisses(title: report.title, text: report.text, for: entity)
        return near.map {
            NearMiss(report: report.place, words: $0.words, because: $0.because, wouldMatch: $0.wouldMatch)
        }
    }
}
