/// What a word of a title is: names tell which event it is, the others less or nothing. In the order of what a word is
/// held to be when two titles disagree.
enum WordKind: UInt8, Sendable, Comparable {
    case place, actor, topic, ordinary, lower, amount, name

    static func < (left: WordKind, right: WordKind) -> Bool { left.rawValue < right.rawValue }
}

/// A word that tells something of the event, with its weight in this title.
struct TellingWord: Sendable {
    var word: Int32
    /// In hundredths; whole numbers add up to the same in any order.
    var weight: Int
    /// What the table alone says, whatever kind of word it is.
    var full: Int
    var kind: WordKind
}

/// Reads the words of one title: which of them are names, places, attackers, and which are said of any incident.
struct TitleTelling {
    let words: TitleWords
    let weights: RarityWeights
    /// By place in the title.
    let readings: [WordReading]
    let isProduct: Bool
    /// Large letters are for names here, not for every word or none.
    let isCased: Bool
    private(set) var telling: [Int32: TellingWord] = [:]
    private(set) var countries = Set<Int32>()
    private(set) var cities = Set<Int32>()

    /// The most that words count which are no names, by what they are.
    private static let ordinaryWeight = 15
    private static let lowerWeight = 45
    private static let topicWeight = 55
    static let countryWeight = 25
    static let cityWeight = 50
    /// A plain word that the corpus knows and yet hardly ever has.
    private static let rareWeight = 70
    /// More large initials than this are the style of the headline.
    static let casedShare = 0.65

    init(_ words: TitleWords, weights: RarityWeights, isNotice: Bool, numbers: inout WordNumbers) {
        self.words = words
        self.weights = weights
        readings = words.all.map { numbers.reading(of: $0, weights) }
        isProduct = isNotice && !readings.contains { $0.roles.contains(.attack) }
        isCased = TitleTelling.isCased(words)
        let attackers = actorPlaces()
        let origins = originPlaces()
        for compound in words.candidates { take(compound, attackers, origins, &numbers) }
    }

    private mutating func take(
        _ compound: TitleWords.Compound, _ attackers: [Bool], _ origins: [Bool], _ numbers: inout WordNumbers
    ) {
        let whole = numbers.reading(of: compound.parts[0], weights)
        // Of `SK-CERT` no part tells anything.
        if TitleIdentifiers.isRest(compound.parts[0]) || whole.isGeneric && whole.country == nil { return }
        // A compound that is a name counts as itself alone.
        let parts = compound.parts.count == 1 || whole.isName ? [compound.parts[0]] : compound.parts
        for (index, part) in parts.enumerated() {
            let isJoined = compound.parts.count > 1 && index == 0
            let reading = isJoined ? whole : numbers.reading(of: part, weights)
            let at = compound.at + max(0, index - 1)
            if let country = reading.country, isPlace(part, at) {
                if reading.city != nil || !origins[at] { countries.insert(country) }
                if let city = reading.city { cities.insert(city) }
                let weight = reading.city == nil ? TitleTelling.countryWeight : TitleTelling.cityWeight
                put(reading.city ?? country, weight, .place, full: weight)
            } else if TitleTelling.canTell(part), reading.weight > RarityWeights.weightMin {
                let isPlain = isJoined && part.utf8.count > 5
                    && compound.parts.dropFirst().contains { hasPlain($0, &numbers) }
                let (kind, weight) = judged(reading, part, isJoined ? nil : at, isPlain, attackers[at] && !isJoined)
                let word = kind == .topic ? reading.topic ?? reading.number : reading.number
                put(word, weight, kind, full: reading.weight)
            }
        }
    }

    private mutating func put(_ word: Int32, _ weight: Int, _ kind: WordKind, full: Int) {
        telling[word] = TellingWord(word: word, weight: weight, full: full, kind: kind)
    }

    /// Part of a compound that is no name by it: *AI-driven*, *US-based*.
    private func hasPlain(_ part: String, _ numbers: inout WordNumbers) -> Bool {
        let reading = numbers.reading(of: part, weights)
        return reading.isOrdinary || reading.isGeneric || reading.country != nil
            || weights.isKnown(part) && !reading.isName
    }

    /// What the word is here, and how much it weighs by that.
    private func judged(
        _ word: WordReading, _ text: String, _ at: Int?, _ isPlain: Bool, _ attacks: Bool
    ) -> (WordKind, Int) {
        // A notice is about a product, and products bear all sorts of names.
        if isProduct { return (word.isForm || !word.isKnown ? .name : .lower, word.weight) }
        if word.isActor || attacks && !word.isOrdinary { return (.actor, word.weight) }
        if word.isOrdinary {
            if word.topic != nil { return (.topic, min(word.weight, TitleTelling.topicWeight)) }
            return (.ordinary, min(word.weight, TitleTelling.ordinaryWeight))
        }
        if weights.isAmount(text) { return (.amount, word.weight) }
        let spelling: Spelling = at.map { self.spelling(of: $0) } ?? .capital
        if isPlain || isCased && spelling == .small {
            return (.lower, !isPlain && word.isForm ? word.weight : min(word.weight, TitleTelling.lowerWeight))
        }
        if word.isKnown, !word.isForm, !isCased || spelling == .unknown {
            return (.lower, word.weight < TitleTelling.rareWeight
                ? min(word.weight, TitleTelling.lowerWeight) : word.weight)
        }
        return (.name, word.weight)
    }

    /// Numbers tell when they are amounts: three or four digits, and no year.
    private static func canTell(_ word: String) -> Bool {
        guard word.allSatisfy(\.isNumber) else { return word.count >= 2 }
        return (3...4).contains(word.count) && !((word.hasPrefix("19") || word.hasPrefix("20")) && word.count == 4)
    }
}
