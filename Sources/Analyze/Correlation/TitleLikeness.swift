import Foundation
import Vocabulary

/// Whether two reports speak of one thing: the decision sees only the two and the weights, so order never matters.
package struct TitleLikeness: Sendable {
    /// What decided.
    package enum Reason: Sendable, Hashable {
        /// They name the same vulnerability.
        case sameIdentifier
        /// Each names vulnerabilities, and none in common.
        case otherIdentifiers
        /// Telling words in common.
        case sharedWords
        /// Two notices of one source in nearly the same words are next week's notice, not the same one.
        case otherNoticeOfSource
        /// The same search for clients about another victim.
        case otherVictim
        /// The same long wording about something else.
        case template
        case nothingShared
    }

    /// Up to 1; below 0 speaks against.
    let value: Double
    let reason: Reason

    /// Days in which a dated report loses likeness by a factor e.
    private static let decayDays = 40.0
    /// What a pair keeps whose bulletins are of different years.
    private static let otherYear = 0.5
    /// What a pair keeps that has only a vendor in common, and on each side a product of its own.
    private static let otherProduct = 0.5
    /// How much words of one side alone count: those of the shorter title, and those of the longer one.
    private static let unsharedShort = 1.0
    private static let unsharedLong = 0.1
    /// Shared evidence at which trust is half: one frequent vendor's name is little, one rare name is much.
    private static let evidenceHalf = 0.2
    /// A word that would tell two victims apart.
    private static let strongWord = 0.6
    private static let templateRun = 7
    private static let noticeOverlap = 0.5
    /// Outweighs any number of weak likenesses in an average.
    private static let never = -8.0

    init(_ one: TitleFeatures, _ other: TitleFeatures) {
        if let guarded = TitleLikeness.guarded(one, other) {
            self = guarded
            return
        }
        let overlap = Overlap(one, other)
        guard overlap.shared > 0 else {
            self.init(value: 0, reason: .nothingShared)
            return
        }
        if overlap.tellApart, TitleLikeness.commonRun(one.words, other.words) >= TitleLikeness.templateRun {
            self.init(value: -1, reason: .template)
            return
        }
        var value = overlap.shared
        value /= overlap.shared + TitleLikeness.unsharedShort * min(overlap.oneAlone, overlap.otherAlone)
            + TitleLikeness.unsharedLong * max(overlap.oneAlone, overlap.otherAlone)
        value *= overlap.shared / (overlap.shared + TitleLikeness.evidenceHalf)
        if overlap.tellApart, !overlap.sharesStrong { value *= TitleLikeness.otherProduct }
        if let a = one.year, let b = other.year, a != b { value *= TitleLikeness.otherYear }
        if let a = one.published, let b = other.published {
            value *= exp(-abs(Double(a.seconds(since: b))) / 86_400 / TitleLikeness.decayDays)
        }
        self.init(value: value, reason: .sharedWords)
    }

    private init(value: Double, reason: Reason) {
        self.value = value
        self.reason = reason
    }

    /// Identifiers first, then what must never be merged by its words.
    private static func guarded(_ one: TitleFeatures, _ other: TitleFeatures) -> TitleLikeness? {
        if !one.identifiers.isEmpty, !other.identifiers.isEmpty {
            return one.identifiers.isDisjoint(with: other.identifiers)
                ? TitleLikeness(value: -0.5, reason: .otherIdentifiers)
                : TitleLikeness(value: 1, reason: .sameIdentifier)
        }
        if one.isNotice, other.isNotice, let source = one.source, source == other.source {
            let (a, b) = (Set(one.words), Set(other.words))
            let overlap = Double(a.intersection(b).count) / Double(max(1, a.union(b).count))
            if overlap >= noticeOverlap { return TitleLikeness(value: never, reason: .otherNoticeOfSource) }
        }
        if one.isSolicitation, other.isSolicitation, Overlap(one, other).tellApart {
            return TitleLikeness(value: never, reason: .otherVictim)
        }
        return nil
    }

    /// Length of the longest run of words that both contain.
    private static func commonRun(_ one: [Int32], _ other: [Int32]) -> Int {
        guard min(one.count, other.count) >= templateRun else { return 0 }
        var best = 0
        var row = [Int](repeating: 0, count: other.count + 1)
        for word in one {
            var diagonal = 0
            for (index, candidate) in other.enumerated() {
                let above = row[index + 1]
                row[index + 1] = word == candidate ? diagonal + 1 : 0
                best = max(best, row[index + 1])
                diagonal = above
            }
        }
        return best
    }

    /// Squared weights of the words that both have, and that one has alone.
    private struct Overlap {
        var shared = 0.0
        var oneAlone = 0.0
        var otherAlone = 0.0
        private(set) var sharesStrong = false
        private var oneStrong = false
        private var otherStrong = false

        /// Each side has a strong word that the other lacks.
        var tellApart: Bool { oneStrong && otherStrong }

        init(_ one: TitleFeatures, _ other: TitleFeatures) {
            var (i, j) = (0, 0)
            while i < one.telling.count || j < other.telling.count {
                if j == other.telling.count || i < one.telling.count && one.telling[i].word < other.telling[j].word {
                    oneAlone += one.telling[i].weight * one.telling[i].weight
                    oneStrong = oneStrong || one.telling[i].weight >= strongWord
                    i += 1
                } else if i == one.telling.count || other.telling[j].word < one.telling[i].word {
                    otherAlone += other.telling[j].weight * other.telling[j].weight
                    otherStrong = otherStrong || other.telling[j].weight >= strongWord
                    j += 1
                } else {
                    shared += one.telling[i].weight * other.telling[j].weight
                    sharesStrong = sharesStrong || one.telling[i].weight >= strongWord
                    (i, j) = (i + 1, j + 1)
                }
            }
        }
    }
}
