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
    /// Whether one of those that match bounds the versions it means.
    private var isBounded = false
    /// The first that bounds the versions of what it calls affected, and leaves this one out.
    private var outside: Heard?
    private var exclusion: (heard: Heard, evidence: ProductEvidence)?
    /// The one of which most holds, among statements that could have matched before those that could not.
    private var miss: (heard: Heard, reached: Int)?

    /// The decision with the statements that gave it.
    struct Decision {
        var verdict: AssetVerdict
        let statement: ProductStatement
        /// The sweeping exclusion that stands against the match, or the statement without versions that another one's
        /// range outweighs.
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
            if evidence.isVersioned { isBounded = true }
            if evidence.confidence == .possible {
                matched.possibly.append(product.source)
                matched.possibly += product.also ?? []
            } else {
                matched.surely.append(product.source)
                matched.surely += product.also ?? []
            }
            if weight(evidence) > weight(match?.evidence) { match = (heard, evidence) }
        case .excluded(let evidence):
            if evidence.confidence != .possible, weight(evidence) > weight(exclusion?.evidence) {
                exclusion = (heard, evidence)
            }
        case .missed(let failed):
            let mayMatch = product.value.status != .notAffected && product.value.status != .fixed
            if failed.rule == .version, product.value.status == .affected, outside == nil { outside = heard }
            let reached = failed.rule.place + (mayMatch ? 10 : 0)
            if reached > miss?.reached ?? -1 { miss = (heard, reached) }
        }
    }

    /// Whether an exclusion was heard.
    var mayExclude: Bool { exclusion != nil }

    /// Whether it matches by statements alone that bound no versions: another one's range may leave the software out.
    var isUnbounded: Bool { match != nil && !isBounded }

    /// The decision; nil when nothing was heard.
    ///
    /// A source that names a product and no versions says less than one that bounds them: where no range holds the
    /// version and one leaves it out, the software is not meant. So a catalogue of exploited vulnerabilities does not
    /// turn every repaired system into a finding.
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
            let reports = ProductHearing.sorted(matched.surely.isEmpty ? matched.possibly : matched.surely)
            verdict.feeds = ProductHearing.sorted(reports.map { String($0.prefix { $0 != "/" }) })
            return Decision(verdict: verdict, statement: heard.product.value, reports: reports)
        }
        guard let match else { return (exclusion?.heard ?? miss?.heard).map(made) }
        guard let exclusion else {
            guard let outside, isUnbounded else { return made(match.heard) }
            return outweighed(match.heard, by: made(outside))
        }
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

    /// Each once; mostly there is one.
    private static func sorted(_ names: [String]) -> [String] { names.count < 2 ? names : Set(names).sorted() }

    private func outweighed(_ match: Heard, by bounds: Decision) -> Decision {
        var out = bounds
        out.against = match.product.value
        out.verdict.tlp = out.verdict.tlp.strictest(match.product.tlp)
        if case .missed(var miss) = out.verdict.verdict {
            miss.counterfactual += "; \(match.product.source) names the product and states no versions"
            out.verdict.verdict = .missed(miss)
        }
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
