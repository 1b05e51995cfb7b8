import Vocabulary

/// What all statements of a threat mean together for one piece of software.
struct ProductHearing {
    private typealias Heard = (verdict: ProductVerdict, source: String, tlp: TLP)
    private var match: (heard: Heard, evidence: ProductEvidence)?
    private var exclusion: (heard: Heard, evidence: ProductEvidence)?
    private var miss: (heard: Heard, rule: Int)?

    /// Statements are heard in the threat's order; of two that weigh the same the first stands.
    mutating func hear(_ verdict: ProductVerdict, _ source: String, _ tlp: TLP) {
        switch verdict {
        case .matched(let evidence):
            if weight(evidence) > weight(match?.evidence) { match = ((verdict, source, tlp), evidence) }
        case .excluded(let evidence):
            if evidence.confidence != .possible, weight(evidence) > weight(exclusion?.evidence) {
                exclusion = ((verdict, source, tlp), evidence)
            }
        case .missed(let failed):
            if failed.rule.rawValue > miss?.rule ?? -1 { miss = ((verdict, source, tlp), failed.rule.rawValue) }
        }
    }

    /// The decision; nil when nothing was heard.
    ///
    /// An exclusion beats a match of no greater precision. Where a sweeping exclusion stands against a match by
    /// version, the sources contradict each other: it becomes `possible`, for a person to resolve.
    /// - Parameter asset: the place of the asset that the verdict is to name.
    func verdict(of asset: Int) -> AssetVerdict? {
        let made = { (heard: Heard) in
            AssetVerdict(asset: asset, verdict: heard.verdict, source: heard.source, tlp: heard.tlp)
        }
        guard let match else { return (exclusion?.heard ?? miss?.heard).map(made) }
        guard let exclusion else { return made(match.heard) }
        guard match.evidence.isVersioned, !exclusion.evidence.isVersioned else { return made(exclusion.heard) }
        var doubtful = match.evidence
        doubtful.confidence = .possible
        let status = exclusion.evidence.status.rawValue
        doubtful.reason += "; but \(exclusion.heard.source) states the product is \(status)"
        return AssetVerdict(
            asset: asset, verdict: .matched(doubtful), source: match.heard.source,
            tlp: match.heard.tlp.strictest(exclusion.heard.tlp))
    }

    /// Stronger confidence first, then the statement that bounds versions.
    private func weight(_ evidence: ProductEvidence?) -> Int {
        guard let evidence else { return -1 }
        return evidence.confidence.strength * 2 + (evidence.isVersioned ? 1 : 0)
    }
}

extension Confidence {
    /// Greater is surer.
    var strength: Int {
        switch self {
        case .certain: 2
        case .probable: 1
        case .possible: 0
        }
    }
}
