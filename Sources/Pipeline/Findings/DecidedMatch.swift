import Analyze
import Constituency
import Crypto
import Foundation
import Storage
import Vocabulary

extension AssetVerdict {
    /// What a person sees of this verdict when deciding: names, reason, source. Not the asset's place, which moves.
    var seen: String {
        switch verdict {
        case .matched(let evidence), .excluded(let evidence):
            "\(evidence.stated)\n\(evidence.asset)\n\(evidence.status.rawValue)\n\(evidence.reason)\n\(source)"
        case .missed(let miss): "\(miss.stated)\n\(miss.asset)\n\(miss.counterfactual)\n\(source)"
        }
    }
}

extension GapDecision {
    /// The digest of evidence, whatever the order of the assets.
    static func digest(of verdicts: [AssetVerdict]) -> String {
        let text = verdicts.map(\.seen).sorted().joined(separator: "\n\n")
        return Hex.encode(Array(SHA256.hash(data: Data(text.utf8))))
    }
}

extension RegisterState {
    /// What was decided of a possible match on exactly this evidence; nil when nothing was.
    ///
    /// A match that is more than possible needs no decision, and none of old holds it back.
    func decision(
        of match: EntityMatch, in names: [ThreatID], _ products: [Sourced<ProductStatement>]
    ) -> GapDecision? {
        guard match.confidence == .possible, !decisions.isEmpty else { return nil }
        let entity = index.entities[match.entity]
        guard let decision = decision(at: entity.id, of: names),
            decision.evidence == evidence(of: entity, in: products)
        else { return nil }
        return decision
    }

    /// The newest decision that stands under any of these names of a threat, whatever it rests on.
    func decision(at entity: EntityID, of names: [ThreatID], _ locus: Locus = .inventory) -> GapDecision? {
        if decisions.isEmpty { return nil }
        return names.compactMap { decisions[GapKey(entity: entity, threat: $0, locus: locus)] }
            .max { ($0.at, $0.key.threat) < ($1.at, $1.key.threat) }
    }

    /// The digest of all that may be meant, so that a further statement of another source is other evidence.
    func evidence(of entity: Entity, in products: [Sourced<ProductStatement>]) -> String {
        GapDecision.digest(
            of: ProductMatcher.possibilities(products, for: entity, aliases: index.aliases))
    }
}

extension ThreatAssessment {
    /// All names under which something may have been said of it: its id, aliases, and those of a campaign's reports.
    var names: [ThreatID] {
        let reports = kind == .campaign ? sources.map { CampaignName.of(feed: $0.feed, sourceID: $0.sourceID) } : []
        return [id] + (aliases + reports).map(ThreatID.init(unchecked:))
    }
}

extension StandingThreat {
    /// As ``ThreatAssessment/names``, of what is no campaign: those have no software.
    var names: [ThreatID] { [id] + aliases.map(ThreatID.init(unchecked:)) }
}
