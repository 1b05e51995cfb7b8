import Foundation
import Vocabulary

/// Whether two reports speak of one thing: the decision sees only the two and the weights, so order never matters.
package struct TitleLikeness: Sendable {
    /// What decided.
    package enum Reason: String, Sendable, Hashable {
        /// They name the same vulnerability.
        case sameIdentifier = "same-identifier"
        /// Each names vulnerabilities by one scheme, and none in common.
        case otherIdentifiers = "other-identifiers"
        /// Telling words in common.
        case sharedWords = "shared-words"
        /// Two notices of one source in nearly the same words are next week's notice, not the same one.
        case otherNoticeOfSource = "other-notice-of-source"
        /// Two notices that name different months.
        case otherMonth = "other-month"
        /// The same search for clients about another victim.
        case otherVictim = "other-victim"
        /// The same wording about something else.
        case template
        /// No name in common but an attacker's, and each names another victim, another place or another attacker.
        case otherEvent = "other-event"
        /// Something in common, and too little to be one event by it.
        case littleShared = "little-shared"
        /// A person said that they are one thing, or that they are two.
        case overruled
        case nothingShared = "nothing-shared"
    }

    /// What a likeness is taken times.
    struct Factors: OptionSet, Sendable {
        let rawValue: UInt8

        /// On each side a product of its own, and in common only a vendor.
        static let otherProduct = Factors(rawValue: 1)
        /// Each names places, and none in common.
        static let otherPlace = Factors(rawValue: 2)
        /// Their bulletins are of different years.
        static let otherYear = Factors(rawValue: 4)
        /// No name in common: such a likeness holds for days only.
        static let nameless = Factors(rawValue: 8)
    }

    /// In millionths, so that sums are the same in any order: up to a million; below 0 speaks against.
    let value: Int32
    let reason: Reason
    private(set) var factors: Factors = []

    /// What outweighs every sum of likenesses: a person's word.
    static let together = Int32.max
    static let apart = Int32.min

    static let otherProduct = 0.4
    static let otherPlace = 0.5
    static let otherYear = 0.5
    /// Days in which a dated report loses likeness by a factor e; where no name is in common.
    static let decayDays = 40.0
    static let namelessDays = 10.0
    /// How much words of one side alone count: those of the shorter title, and those of the longer one.
    private static let unsharedShort = 1.0
    private static let unsharedLong = 0.1
    /// Shared evidence at which trust is half: one frequent vendor's name is little, one rare name is much.
    private static let evidenceHalf = 0.2
    static let templateRun = 7
    private static let noticeOverlap = 0.5
    /// Outweighs any number of weak likenesses in an average.
    private static let never = -8.0
    /// News in which less is alike are not of one event: by a name in common, and by the matter alone.
    private static let namedMin = 0.15
    private static let namelessMin = 0.1
    /// Squared weights that two must share about the matter where no name is in common, and where one names somebody.
    private static let matterMin = 2_500
    private static let matterMinNamed = 5_000

    init(_ one: TitleFeatures, _ other: TitleFeatures) {
        let overlap = TitleOverlap(one, other)
        if let guarded = TitleLikeness.guarded(one, other, overlap) {
            self = guarded
            return
        }
        let isNotice = one.isProduct || other.isProduct
        if !isNotice, let event = TitleLikeness.otherEvent(one, other, overlap) {
            self = event
            return
        }
        var factors: Factors = []
        if !isNotice, !overlap.hasAnchor, !overlap.hasFrequentName { factors.insert(.nameless) }
        if overlap.one.isStrong, overlap.other.isStrong, !overlap.sharesStrong { factors.insert(.otherProduct) }
        if one.isElsewhere(from: other) { factors.insert(.otherPlace) }
        if let a = one.year, let b = other.year, a != b { factors.insert(.otherYear) }
        let value = TitleLikeness.value(one, other, overlap, factors)
        if !isNotice, value < (overlap.hasAnchor ? TitleLikeness.namedMin : TitleLikeness.namelessMin) {
            self.init(value: 0, reason: .littleShared)
            return
        }
        self.init(value: value, reason: .sharedWords)
        self.factors = factors
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

    /// What is shared against what is not, less for each factor and for the time between.
    private static func value(
        _ one: TitleFeatures, _ other: TitleFeatures, _ overlap: TitleOverlap, _ factors: Factors
    ) -> Double {
        let shared = Double(overlap.shared) / 10_000
        let (fewer, more) = (min(overlap.one.sum, overlap.other.sum), max(overlap.one.sum, overlap.other.sum))
        var value = shared / (shared + unsharedShort * Double(fewer) / 10_000 + unsharedLong * Double(more) / 10_000)
        value *= shared / (shared + evidenceHalf)
        if factors.contains(.otherProduct) { value *= otherProduct }
        if factors.contains(.otherPlace) { value *= otherPlace }
        if factors.contains(.otherYear) { value *= otherYear }
        if let a = one.published, let b = other.published {
            let days = factors.contains(.nameless) ? namelessDays : decayDays
            value *= exp(-abs(Double(a.seconds(since: b))) / 86_400 / days)
        }
        return value
    }

    /// Identifiers first, then what must never be merged by its words.
    private static func guarded(
        _ one: TitleFeatures, _ other: TitleFeatures, _ overlap: TitleOverlap
    ) -> TitleLikeness? {
        if !one.identifiers.isEmpty, !other.identifiers.isEmpty {
            if commonCount(one.identifiers, other.identifiers) > 0 {
                return TitleLikeness(value: 1, reason: .sameIdentifier)
            }
            // What another scheme calls by another name may be the same flaw.
            if commonCount(one.schemes, other.schemes) > 0 {
                return TitleLikeness(value: -0.5, reason: .otherIdentifiers)
            }
        }
        if one.isNotice, other.isNotice {
            if let month = one.month, let theirs = other.month, month.differs(from: theirs) {
                return TitleLikeness(value: never, reason: .otherMonth)
            }
            if let source = one.source, source == other.source {
                let common = commonCount(one.wordSet, other.wordSet)
                let all = max(1, one.wordSet.count + other.wordSet.count - common)
                if Double(common) / Double(all) >= noticeOverlap {
                    return TitleLikeness(value: never, reason: .otherNoticeOfSource)
                }
            }
        }
        if one.isSolicitation, other.isSolicitation, overlap.one.has, overlap.other.has {
            return TitleLikeness(value: never, reason: .otherVictim)
        }
        if overlap.shared == 0 { return TitleLikeness(value: 0, reason: .nothingShared) }
        if overlap.one.isStrongInFull, overlap.other.isStrongInFull, haveCommonRun(one, other) {
            return TitleLikeness(value: -1, reason: .template)
        }
        return nil
    }

    /// Two events of which the same things are said, or too little to know.
    private static func otherEvent(
        _ one: TitleFeatures, _ other: TitleFeatures, _ overlap: TitleOverlap
    ) -> TitleLikeness? {
        let (ours, theirs) = (overlap.one, overlap.other)
        let bothName = ours.hasName && theirs.hasName
        let differs = (ours.tells || ours.hasTopic) && (theirs.tells || theirs.hasTopic)
        if bothName || !overlap.hasAnchor && differs, isTemplate(one, other) {
            return TitleLikeness(value: -1, reason: .template)
        }
        if overlap.hasAnchor { return nil }
        if ours.tells && theirs.tells || one.isElsewhere(from: other)
            || ours.hasActor && theirs.hasActor && !overlap.sharesActor {
            return TitleLikeness(value: 0, reason: .otherEvent)
        }
        let needed = ours.tells || theirs.tells ? matterMinNamed : matterMin
        if !overlap.hasFrequentName, overlap.matter < needed { return TitleLikeness(value: 0, reason: .littleShared) }
        return nil
    }
}
