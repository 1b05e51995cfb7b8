import Foundation
import Vocabulary

/// Whether two reports speak of one thing: the decision sees only the two and the weights, so order never matters.
package struct TitleLikeness: Sendable {
    /// What decided.
    package enum Reason: String, Sendable, Hashable {
        /// They name the same vulnerability.
        case sameIdentifier = "same-identifier"
        /// Each names vulnerabilities, and none in common.
        case otherIdentifiers = "other-identifiers"
        /// Telling words in common.
        case sharedWords = "shared-words"
        /// Two notices of one source in nearly the same words are next week's notice, not the same one.
        case otherNoticeOfSource = "other-notice-of-source"
        /// The same search for clients about another victim.
        case otherVictim = "other-victim"
        /// The same long wording about something else.
        case template
        /// A person said that they are one thing, or that they are two.
        case overruled
        case nothingShared = "nothing-shared"
    }

    /// In millionths, so that sums are the same in any order: up to a million; below 0 speaks against.
    let value: Int32
    let reason: Reason

    /// What outweighs every sum of likenesses: a person's word.
    static let together = Int32.max
    static let apart = Int32.min

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
    private static let strongWord = 60
    static let templateRun = 7
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
        if overlap.tellApart, TitleLikeness.haveCommonRun(one, other) {
            self.init(value: -1, reason: .template)
            return
        }
        let shared = Double(overlap.shared) / 10_000
        let (fewer, more) = (min(overlap.oneAlone, overlap.otherAlone), max(overlap.oneAlone, overlap.otherAlone))
        var value = shared / (shared + TitleLikeness.unsharedShort * Double(fewer) / 10_000
            + TitleLikeness.unsharedLong * Double(more) / 10_000)
        value *= shared / (shared + TitleLikeness.evidenceHalf)
        if overlap.tellApart, !overlap.sharesStrong { value *= TitleLikeness.otherProduct }
        if let a = one.year, let b = other.year, a != b { value *= TitleLikeness.otherYear }
        if let a = one.published, let b = other.published {
            value *= exp(-abs(Double(a.seconds(since: b))) / 86_400 / TitleLikeness.decayDays)
        }
        self.init(value: value, reason: .sharedWords)
    }

    private init(value: Double, reason: Reason) {
        self.value = Int32((value * 1_000_000).rounded())
        self.reason = reason
    }

    /// What a person said of the two.
    init(overruled value: Int32) {
        self.value = value
        reason = .overruled
    }

    /// Identifiers first, then what must never be merged by its words.
    private static func guarded(_ one: TitleFeatures, _ other: TitleFeatures) -> TitleLikeness? {
        if !one.identifiers.isEmpty, !other.identifiers.isEmpty {
            return one.identifiers.isDisjoint(with: other.identifiers)
                ? TitleLikeness(value: -0.5, reason: .otherIdentifiers)
                : TitleLikeness(value: 1, reason: .sameIdentifier)
        }
        if one.isNotice, other.isNotice, let source = one.source, source == other.source {
            let common = commonCount(one.wordSet, other.wordSet)
            let overlap = Double(common) / Double(max(1, one.wordSet.count + other.wordSet.count - common))
            if overlap >= noticeOverlap { return TitleLikeness(value: never, reason: .otherNoticeOfSource) }
        }
        if one.isSolicitation, other.isSolicitation, Overlap(one, other).tellApart {
            return TitleLikeness(value: never, reason: .otherVictim)
        }
        return nil
    }

    /// Whether both contain one run of ``templateRun`` words.
    private static func haveCommonRun(_ one: TitleFeatures, _ other: TitleFeatures) -> Bool {
        guard commonCount(one.runs, other.runs) > 0 else { return false }
        // Hashes may be equal by chance; words are not.
        return one.words.indices.dropLast(templateRun - 1).contains { start in
            let run = one.words[start..<start + templateRun]
            return other.words.indices.dropLast(templateRun - 1).contains { at in
                other.words[at..<at + templateRun].elementsEqual(run)
            }
        }
    }

    /// How many values two sorted lists have in common.
    private static func commonCount<Value: Comparable>(_ one: [Value], _ other: [Value]) -> Int {
        var (i, j, count) = (0, 0, 0)
        while i < one.count, j < other.count {
            if one[i] == other[j] {
                (i, j, count) = (i + 1, j + 1, count + 1)
            } else if one[i] < other[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return count
    }

    /// Squared weights of the words that both have, and that one has alone, in ten-thousandths.
    private struct Overlap {
        var shared = 0
        var oneAlone = 0
        var otherAlone = 0
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
