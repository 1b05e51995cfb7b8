import Vocabulary

/// What all statements of a threat mean together for one piece of software.
///
/// An exclusion takes a match away where it says more closely of which versions it speaks, or where another source of
/// no lesser grade says it as closely and as surely. Any other exclusion is a contradiction, for a person to resolve;
/// so is what one document says of another platform, for the register does not know where a component runs.
///
/// Where all that matches bounds no versions, and another source of a grade to be believed names the product as surely
/// and leaves the version out, the match is a question too. A catalogue of exploited vulnerabilities names products and
/// never versions: it gives way altogether, for each repaired system would else wait for a person.
struct ProductHearing {
    private var matches = Side()
    private var exclusions = Side()
    /// The reports of all statements that match for sure or probably, and of those that only may.
    private var matched: (surely: [String], possibly: [String]) = ([], [])
    /// Whether one of those that match bounds the versions it means.
    private var isBounded = false
    /// The first that bound the versions of what they call affected, and leave this one out.
    private var outside: [Heard] = []
    /// The one of which most holds, among statements that could have matched before those that could not.
    private var miss: (heard: Heard, reached: Int)?

    /// Whether what matches rests on near names or the vendor's alone; then all that is heard does.
    private(set) var isVague = false

    private static let outsideMax = 16

    /// The decision with the statements that gave it.
    struct Decision {
        var verdict: AssetVerdict
        let statement: ProductStatement
        /// What stands against the match: an exclusion, or a range that leaves the version out; of a miss by such a
        /// range, the statement without versions.
        var against: ProductStatement?
        /// Of a match every report that makes it by a statement of its own, `feed/source id`; sorted, unique. Reports
        /// that make it only possible count where the match is no more than that.
        var reports: [String] = []
        /// See ``ProductNaming/isVague``.
        var isVague = false
    }

    /// Statements are heard in the threat's order; of two that weigh the same the first stands.
    mutating func hear(_ judgement: ProductJudgement, _ product: Sourced<ProductStatement>) {
        let heard = Heard(judgement: judgement, product: product)
        switch judgement.verdict {
        case .matched(let evidence):
            if evidence.isVersioned { isBounded = true }
            if judgement.isVague { isVague = true }
            if evidence.confidence == .possible {
                matched.possibly += product.sources
            } else {
                matched.surely += product.sources
            }
            matches.take(heard)
        case .excluded(let evidence): if evidence.confidence != .possible { exclusions.take(heard) }
        case .missed(let failed):
            let mayMatch = product.value.status != .notAffected && product.value.status != .fixed
            if failed.rule == .version, product.value.status == .affected, outside.count < ProductHearing.outsideMax {
                outside.append(heard)
            }
            let reached = failed.rule.place + (mayMatch ? 10 : 0)
            if reached > miss?.reached ?? -1 { miss = (heard, reached) }
        }
    }

    /// Whether it matches by statements alone that bound no versions: another one's range may leave the software out.
    var isUnbounded: Bool { matches.strongest != nil && !isBounded }

    /// The decision; nil when nothing was heard.
    /// - Parameter asset: the place of the asset that the verdict is to name.
    func decision(of asset: Int, _ grades: SourceGrades) -> Decision? {
        guard let match = matches.strongest else {
            return (exclusions.strongest ?? miss?.heard).map { made($0, of: asset) }
        }
        guard let exclusion = exclusions.strongest else { return bounded(match, of: asset, grades) }
        switch matches.against(exclusions, grades) {
        case .away(let exclusion): return made(exclusion, of: asset)
        case .left(let left):
            let status = exclusion.product.value.status.rawValue
            let place = exclusion.product.value.platforms.map { " on " + $0.prefix(3).joined(separator: ", ") } ?? ""
            return doubted(left, of: asset, by: exclusion, "states the product is \(status)\(place)")
        }
    }

    /// A match that no exclusion is against, with the ranges that leave the version out.
    private func bounded(_ match: Heard, of asset: Int, _ grades: SourceGrades) -> Decision {
        guard isUnbounded, !matches.isOver, let other = outside.first(where: { leavesOut($0, match, grades) }) else {
            return made(match, of: asset)
        }
        guard grades.areListings(matches.all.flatMap(\.product.sources)) else {
            return doubted(match, of: asset, by: other, "states other versions")
        }
        var out = made(other, of: asset)
        out.against = match.product.value
        out.verdict.tlp = out.verdict.tlp.strictest(match.product.tlp)
        if case .missed(var miss) = out.verdict.verdict {
            miss.counterfactual += "; \(match.product.source) names the product and states no versions"
            out.verdict.verdict = .missed(miss)
        }
        return out
    }

    /// Whether another source's range speaks of the same thing, and may be believed.
    private func leavesOut(_ other: Heard, _ match: Heard, _ grades: SourceGrades) -> Bool {
        guard other.product.value.platforms == nil, grades.isBelieved(other.product.sources) else { return false }
        let isAsSure = (other.judgement.naming?.strength ?? -1) >= match.confidence.strength
        return isAsSure && !matches.all.contains { own in
            own.product.sources.contains { other.product.sources.contains($0) }
        }
    }

    /// A match that another statement makes a question for a person.
    private func doubted(_ match: Heard, of asset: Int, by other: Heard, _ words: String) -> Decision {
        var out = made(match, of: asset, isDoubted: true)
        if case .matched(var doubtful) = match.judgement.verdict {
            doubtful.confidence = .possible
            doubtful.reason += "; but \(other.product.source) \(words)"
            out.verdict.verdict = .matched(doubtful)
        }
        out.verdict.tlp = out.verdict.tlp.strictest(other.product.tlp)
        out.against = other.product.value
        return out
    }

    private func made(_ heard: Heard, of asset: Int, isDoubted: Bool = false) -> Decision {
        var verdict = AssetVerdict(
            asset: asset, verdict: heard.judgement.verdict, source: heard.product.source, tlp: heard.product.tlp)
        guard case .matched = heard.judgement.verdict else {
            return Decision(verdict: verdict, statement: heard.product.value)
        }
        let isSure = heard.confidence != .possible && !isDoubted
        let reports = ProductHearing.sorted(isSure ? matched.surely : matched.surely + matched.possibly)
        verdict.feeds = ProductHearing.sorted(reports.map { String($0.prefix { $0 != "/" }) })
        return Decision(
            verdict: verdict, statement: heard.product.value, reports: reports, isVague: heard.judgement.isVague)
    }

    /// Each once; mostly there is one.
    private static func sorted(_ names: [String]) -> [String] { names.count < 2 ? names : Set(names).sorted() }
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
}

/// A heard statement with what decides a contradiction, computed once.
private struct Weighed {
    let heard: Heard
    let precision: StatedPrecision
    /// Of the best of its reports.
    let rank: Int

    init(_ heard: Heard, _ grades: SourceGrades) {
        self.heard = heard
        precision = heard.judgement.precision
        rank = grades.rank(heard.product.sources)
    }

    /// Whether this exclusion takes a match away.
    func outweighs(_ match: Weighed) -> Bool {
        guard precision == .release || isMeant(whereverIs: match) else { return false }
        let isAsSure = heard.confidence.strength >= match.heard.confidence.strength
        // What is said of the very version counts also where only names tell the product.
        if precision.isCloser(than: match.precision) { return isAsSure || precision != .range }
        return isAsSure && precision.isAsClose(as: match.precision) && rank <= match.rank && isAnother(than: match)
    }

    /// Whether a report says so that does not say the opposite too.
    private func isAnother(than match: Weighed) -> Bool {
        heard.product.sources.contains { !match.heard.product.sources.contains($0) }
    }

    /// Whether it speaks of all platforms of which the match speaks.
    private func isMeant(whereverIs match: Weighed) -> Bool {
        guard let own = heard.product.value.platforms else { return true }
        guard let others = match.heard.product.value.platforms else { return false }
        return Set(own).isSuperset(of: others)
    }
}

/// The statements that speak for, or against.
private struct Side {
    private(set) var strongest: Heard?
    private var others: [Heard] = []
    private(set) var isOver = false

    /// A hostile document could name one product as often as it likes.
    private static let othersMax = 63

    /// How a contradiction ends.
    enum Outcome {
        /// The first match that no exclusion takes away.
        case left(Heard)
        /// The exclusion that takes the strongest away, where none is left.
        case away(Heard)
    }

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

    /// Both sides have spoken. Where there are too many to be compared, the strongest match is left.
    func against(_ exclusions: Side, _ grades: SourceGrades) -> Outcome {
        let own = all
        if isOver || exclusions.isOver { return .left(own[0]) }
        let against = exclusions.all.map { Weighed($0, grades) }
        let weighed = own.map { Weighed($0, grades) }
        if let left = weighed.first(where: { match in !against.contains { $0.outweighs(match) } }) {
            return .left(left.heard)
        }
        return .away(against.first { $0.outweighs(weighed[0]) }?.heard ?? against[0].heard)
    }
}

/// How reliable the reports of a threat are, and of what kind.
final class SourceGrades {
    private let sources: [ThreatSource]
    /// By `feed/source id`; made when statements contradict each other, which is seldom.
    private lazy var known = Dictionary(sources.map { ($0.place, $0) }) { first, _ in first }

    init(_ sources: [ThreatSource]) { self.sources = sources }

    /// Of the best of these reports, 0 for the best grade; what is unknown has the lowest.
    func rank(_ places: [String]) -> Int {
        let lowest = Reliability.allCases.count - 1
        return places.map { place in
            known[place].flatMap { Reliability.allCases.firstIndex(of: $0.reliability) } ?? lowest
        }.min() ?? lowest
    }

    /// Whether one of them is graded A to C.
    func isBelieved(_ places: [String]) -> Bool { rank(places) < 3 }

    /// Whether all of them are entries of catalogues of exploited vulnerabilities.
    func areListings(_ places: [String]) -> Bool { places.allSatisfy { known[$0]?.kind == .exploitation } }
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
