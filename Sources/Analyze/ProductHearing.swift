import Vocabulary

/// What all statements of a threat mean together for one piece of software.
///
/// An exclusion takes a match away where it says more closely of which versions it speaks, or where another source of
/// no lesser grade says it as closely and as surely. Any other exclusion is a contradiction, for a person to resolve;
/// so is what one document says of another platform, for the register does not know where a component runs.
struct ProductHearing {
    private var matches = Side()
    private var exclusions = Side()
    /// The reports of all statements that match for sure or probably, and of those that only may.
    private var matched: (surely: [String], possibly: [String]) = ([], [])
    /// Whether one of those that match bounds the versions it means.
    private var isBounded = false
    /// The first that bounds the versions of what it calls affected, and leaves this one out.
    private var outside: Heard?
    /// The one of which most holds, among statements that could have matched before those that could not.
    private var miss: (heard: Heard, reached: Int)?

    /// The decision with the statements that gave it.
    struct Decision {
        var verdict: AssetVerdict
        let statement: ProductStatement
        /// The exclusion that stands against the match, or the statement without versions that another one's range
        /// outweighs.
        var against: ProductStatement?
        /// Of a match every report that makes it by a statement of its own, `feed/source id`; sorted, unique. Reports
        /// that make it only possible count where the match is no more than that.
        var reports: [String] = []
    }

    /// Statements are heard in the threat's order; of two that weigh the same the first stands.
    mutating func hear(_ judgement: ProductJudgement, _ product: Sourced<ProductStatement>) {
        let heard = Heard(judgement: judgement, product: product)
        switch judgement.verdict {
        case .matched(let evidence):
            if evidence.isVersioned { isBounded = true }
            if evidence.confidence == .possible {
                matched.possibly.append(product.source)
                matched.possibly += product.also ?? []
            } else {
                matched.surely.append(product.source)
                matched.surely += product.also ?? []
            }
            matches.take(heard)
        case .excluded(let evidence): if evidence.confidence != .possible { exclusions.take(heard) }
        case .missed(let failed):
            let mayMatch = product.value.status != .notAffected && product.value.status != .fixed
            if failed.rule == .version, product.value.status == .affected, outside == nil { outside = heard }
            let reached = failed.rule.place + (mayMatch ? 10 : 0)
            if reached > miss?.reached ?? -1 { miss = (heard, reached) }
        }
    }

    /// Whether an exclusion was heard.
    var mayExclude: Bool { exclusions.strongest != nil }

    /// Whether it matches by statements alone that bound no versions: another one's range may leave the software out.
    var isUnbounded: Bool { matches.strongest != nil && !isBounded }

    /// The decision; nil when nothing was heard.
    ///
    /// A source that names a product and no versions says less than one that bounds them: where no range holds the
    /// version and one leaves it out, the software is not meant. So a catalogue of exploited vulnerabilities does not
    /// turn every repaired system into a finding.
    /// - Parameters:
    ///   - asset: the place of the asset that the verdict is to name.
    ///   - sources: of the threat, for their grades; what is not among them has the lowest.
    func decision(of asset: Int, _ sources: [ThreatSource]) -> Decision? {
        guard let match = matches.strongest else {
            return (exclusions.strongest ?? miss?.heard).map { made($0, of: asset) }
        }
        let grades = SourceGrades(sources)
        let left = exclusions.strongest == nil ? match : matches.left(by: exclusions, grades)
        guard let left, case .matched(var doubtful) = left.judgement.verdict else {
            return (exclusions.all.first { $0.outweighs(match, grades) } ?? exclusions.strongest)
                .map { made($0, of: asset) }
        }
        if let outside, isUnbounded { return outweighed(match, by: made(outside, of: asset)) }
        guard let exclusion = exclusions.strongest else { return made(match, of: asset) }
        doubtful.confidence = .possible
        let status = exclusion.product.value.status.rawValue
        let place = exclusion.product.value.platforms.map { " on " + $0.prefix(3).joined(separator: ", ") } ?? ""
        doubtful.reason += "; but \(exclusion.product.source) states the product is \(status)\(place)"
        var out = made(left, of: asset)
        out.verdict.verdict = .matched(doubtful)
        out.verdict.tlp = out.verdict.tlp.strictest(exclusion.product.tlp)
        out.against = exclusion.product.value
        return out
    }

    private func made(_ heard: Heard, of asset: Int) -> Decision {
        var verdict = AssetVerdict(
            asset: asset, verdict: heard.judgement.verdict, source: heard.product.source, tlp: heard.product.tlp)
        guard case .matched = heard.judgement.verdict else {
            return Decision(verdict: verdict, statement: heard.product.value)
        }
        let isSure = heard.confidence != .possible && exclusions.strongest == nil
        let reports = ProductHearing.sorted(isSure ? matched.surely : matched.surely + matched.possibly)
        verdict.feeds = ProductHearing.sorted(reports.map { String($0.prefix { $0 != "/" }) })
        return Decision(verdict: verdict, statement: heard.product.value, reports: reports)
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
}

/// A statement that is heard, with what it means.
private struct Heard {
    let judgement: ProductJudgement
    let product: Sourced<ProductStatement>

    var confidence: Confidence {
        switch judgement.verdict {
        case .matched(let evidence), .excluded(let evidence): evidence.confidence
        case .missed: .possible
        }
    }

    /// Stronger confidence first, then the statement that bounds versions.
    var weight: Int {
        switch judgement.verdict {
        case .matched(let evidence), .excluded(let evidence):
            evidence.confidence.strength * 2 + (evidence.isVersioned ? 1 : 0)
        case .missed: -1
        }
    }

    /// Whether this exclusion takes a match away.
    func outweighs(_ match: Heard, _ grades: SourceGrades) -> Bool {
        let (own, other) = (judgement.precision, match.judgement.precision)
        guard own == .release || isMeant(whereverIs: match) else { return false }
        let isAsSure = confidence.strength >= match.confidence.strength
        // What is said of the very version counts also where only names tell the product.
        if own.isCloser(than: other) { return isAsSure || own != .range }
        return isAsSure && own.isAsClose(as: other) && product.source != match.product.source
            && grades.rank(product.source) <= grades.rank(match.product.source)
    }

    /// Whether it speaks of all platforms of which the match speaks.
    private func isMeant(whereverIs match: Heard) -> Bool {
        guard let own = product.value.platforms else { return true }
        guard let others = match.product.value.platforms else { return false }
        return Set(own).isSuperset(of: others)
    }
}

/// The statements that speak for, or against.
private struct Side {
    private(set) var strongest: Heard?
    private var others: [Heard] = []
    private var isOver = false

    /// A hostile document could name one product as often as it likes.
    private static let othersMax = 63

    mutating func take(_ heard: Heard) {
        guard let held = strongest else {
            strongest = heard
            return
        }
        let isStronger = heard.weight > held.weight
        if isStronger { strongest = heard }
        if others.count < Side.othersMax { others.append(isStronger ? held : heard) } else { isOver = true }
    }

    /// The strongest before the others.
    var all: [Heard] { (strongest.map { [$0] } ?? []) + others }

    /// The first that no exclusion takes away. Where there are too many to be compared, the strongest is left.
    func left(by exclusions: Side, _ grades: SourceGrades) -> Heard? {
        if isOver || exclusions.isOver { return strongest }
        return all.first { match in !exclusions.all.contains { $0.outweighs(match, grades) } }
    }
}

/// How reliable the reports of a threat are.
struct SourceGrades {
    private let sources: [ThreatSource]

    init(_ sources: [ThreatSource]) { self.sources = sources }

    /// 0 for the best. Of `feed/source id`; what is unknown has the lowest.
    func rank(_ place: String) -> Int {
        let known = sources.first { source in
            place.utf8.count == source.feed.text.utf8.count + 1 + source.sourceID.utf8.count
                && place.hasPrefix(source.feed.text) && place.hasSuffix(source.sourceID)
        }
        return known.flatMap { Reliability.allCases.firstIndex(of: $0.reliability) } ?? Reliability.allCases.count - 1
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
