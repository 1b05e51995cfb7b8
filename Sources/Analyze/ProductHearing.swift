import Vocabulary

/// What all statements of a threat mean together for one piece of software.
struct ProductHearing {
    private struct Heard {
        let verdict: ProductVerdict
        let product: Sourced<ProductStatement>
    }
    private var match: (heard: Heard, evidence: ProductEvidence)?
    /// The reports of all statements that match for sure or probably, and of those that only may.
    private var matched: (surely: [String], possibly: [String]) = ([], [])
    private var exclusion: (heard: Heard, evidence: ProductEvidence)?
    /// The one of which most holds, among statements that could have matched before those that could not.
    private var miss: (heard: Heard, reached: Int)?

    /// The decision with the statements that gave it.
    struct Decision {
        var verdict: AssetVerdict
        let statement: ProductStatement
        /// The sweeping exclusion that stands against the match.
        var against: ProductStatement?
        /// Of a match every report that makes it by a statement of its own, `feed/source id`; sorted, unique. Reports
        /// that make it only possible count where none makes it more.
        var reports: [String] = []
    }

    /// Statements are heard in the threat's order; of two that weigh the same the first stands.
    mutating func hear(_ verdict: ProductVerdict, _ product: Sourced<ProductStatement>) {
        let heard = Heard(verdict: verdict, product: product)
        switch verdict {
        case .matched(let evidence):
            if evidence.confidence == .possible {
                matched.possibly += product.sources
            } else {
                matched.surely += product.sources
            }
            if weight(evidence) > weight(match?.evidence) { match = (heard, evidence) }
        case .excluded(let evidence):
            if evidence.confidence != .possible, weight(evidence) > weight(exclusion?.evidence) {
                exclusion = (heard, evidence)
            }
        case .missed(let failed):
            let mayMatch = product.value.status != .notAffected && product.value.status != .fixed
            let reached = failed.rule.place + (mayMatch ? 10 : 0)
            if reached > miss?.reached ?? -1 { miss = (heard, reached) }
        }
    }

    /// The decision; nil when nothing was heard.
    ///
    /// An exclusion beats a match of no greater precision. Where a sweeping exclusion stands against a match by
    /// version, the sources contradict each other: it becomes `possible`, for a person to resolve.
    /// - Parameter asset: the place of the asset that the verdict is to name.
    func decision(of asset: Int) -> Decision? {
        let made = { (heard: Heard) in
            var verdict = AssetVerdict(
                asset: asset, verdict: heard.verdict, source: heard.product.source, tlp: heard.product.tlp)
            guard case .matched = heard.verdict else {
                return Decision(verdict: verdict, statement: heard.product.value)
            }
            let reports = Set(matched.surely.isEmpty ? matched.possibly : matched.surely).sorted()
            verdict.feeds = Set(reports.map { String($0.prefix { $0 != "/" }) }).sorted()
            return Decision(verdict: verdict, statement: heard.product.value, reports: reports)
        }
        guard let match else { return (exclusion?.heard ?? miss?.heard).map(made) }
        guard let exclusion else { return made(match.heard) }
        guard match.evidence.isVersioned, !exclusion.evidence.isVersioned else { return made(exclusion.heard) }
        var doubtful = match.evidence
        doubtful.confidence = .possible
        let status = exclusion.evidence.status.rawValue
        doubtful.reason += "; but \(exclusion.heard.product.source) states the product is \(status)"
        var out = made(match.heard)
        out.verdict.verdict = .matched(doubtful)
        out.verdict.tlp = out.verdict.tlp.strictest(exclusion.heard.product.tlp)
        out.against = exclusion.heard.product.value
        return out
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
