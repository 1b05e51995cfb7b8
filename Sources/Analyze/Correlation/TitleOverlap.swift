/// What two titles have in common, and what each has alone.
struct TitleOverlap {
    /// What one title has that the other lacks.
    struct Side {
        /// Squared weights, in ten-thousandths.
        var sum = 0
        /// Something at all.
        var has = false
        /// A word that weighs enough to be another product.
        var isStrong = false
        /// The same by the table's weights, whatever kind of word it is.
        var isStrongInFull = false
        var hasName = false
        var hasPlace = false
        var hasActor = false
        var hasTopic = false

        /// It says whom, or where.
        var tells: Bool { hasName || hasPlace }

        fileprivate mutating func add(_ word: TellingWord) {
            has = true
            sum += word.weight * word.weight
            isStrong = isStrong || word.weight >= TitleOverlap.strongWord
            isStrongInFull = isStrongInFull || word.full >= TitleOverlap.strongWord
            switch word.kind {
            case .place: hasPlace = true
            case .actor: hasActor = true
            case .topic: hasTopic = true
            case .name: hasName = hasName || word.weight >= TitleOverlap.strongWord
            case .ordinary, .lower, .amount: break
            }
        }
    }

    /// Squared weights of the words that both have, in ten-thousandths.
    private(set) var shared = 0
    private(set) var one = Side()
    private(set) var other = Side()
    private(set) var sharesStrong = false
    /// A name that is no attacker's, an amount, or a name and its initials: it can be by this that they are one event.
    private(set) var hasAnchor = false
    /// A name so frequent that it tells little.
    private(set) var hasFrequentName = false
    private(set) var sharesActor = false
    /// Of ``shared`` what tells of the matter: no attacker's name, no place.
    private(set) var matter = 0
    /// Initials that one has for a name that the other has in full.
    let initials: [Int32]

    /// A word that would tell two victims apart.
    static let strongWord = 60
    private static let amountMin = 80
    private static let frequentMin = 30
    /// What initials weigh, in hundredths.
    static let initialsWeight = 90

    init(_ one: TitleFeatures, _ other: TitleFeatures) {
        let pairs = TitleOverlap.initials(one, other) + TitleOverlap.initials(other, one)
        initials = pairs.map(\.word)
        let spelt = pairs.flatMap { [$0.word] + $0.parts }
        var (i, j) = (0, 0)
        let (ours, theirs) = (one.telling, other.telling)
        while i < ours.count || j < theirs.count {
            if j == theirs.count || i < ours.count && ours[i].word < theirs[j].word {
                if spelt.isEmpty || !spelt.contains(ours[i].word) { self.one.add(ours[i]) }
                i += 1
            } else if i == ours.count || theirs[j].word < ours[i].word {
                if spelt.isEmpty || !spelt.contains(theirs[j].word) { self.other.add(theirs[j]) }
                j += 1
            } else {
                share(min(ours[i].weight, theirs[j].weight), min(ours[i].kind, theirs[j].kind))
                (i, j) = (i + 1, j + 1)
            }
        }
        guard !initials.isEmpty else { return }
        shared += initials.count * TitleOverlap.initialsWeight * TitleOverlap.initialsWeight
        (hasAnchor, sharesStrong) = (true, true)
    }

    private mutating func share(_ weight: Int, _ kind: WordKind) {
        shared += weight * weight
        sharesStrong = sharesStrong || weight >= TitleOverlap.strongWord
        if kind != .place, kind != .actor { matter += weight * weight }
        switch kind {
        case .name where weight >= TitleOverlap.strongWord: hasAnchor = true
        case .amount where weight >= TitleOverlap.amountMin: hasAnchor = true
        case .name where weight >= TitleOverlap.frequentMin: hasFrequentName = true
        case .actor: sharesActor = true
        case .name, .amount, .place, .topic, .ordinary, .lower: break
        }
    }

    /// The initials of one that are a name of the other.
    private static func initials(_ one: TitleFeatures, _ other: TitleFeatures) -> [TitleFeatures.Initials] {
        if one.initials.isEmpty || other.abbreviations.isEmpty { return [] }
        return one.initials.filter { other.abbreviations.contains($0.word) }
    }
}
