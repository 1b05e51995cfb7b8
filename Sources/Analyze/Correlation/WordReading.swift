/// What the tables say of a word, whatever title it stands in.
struct WordReading: Sendable {
    /// Number of the known name of which it is an inflected form, else of itself.
    var number: Int32
    /// Of that word, in hundredths; 0 for a word of the trade.
    var weight: Int
    /// Of the word itself: it says only that something is a flaw, an attack or a notice.
    var isGeneric: Bool
    /// The word itself, and what it is a form of, are vendors' or products' names.
    var isName: Bool
    var isForm: Bool
    /// The corpus knows what it is a form of.
    var isKnown: Bool
    /// Said of any incident, so that it tells nothing of which one.
    var isOrdinary: Bool
    /// Number of its stem where it says of what kind a victim is (*hospital*), or of what kind the news (*arrest*).
    var topic: Int32?
    var isActor: Bool
    /// Number of a country's code, and of a city in it.
    var country: Int32?
    var city: Int32?
    var roles: WordRoles
}

/// What a word makes of its neighbours.
struct WordRoles: OptionSet, Sendable {
    let rawValue: UInt8

    /// *Akira ransomware*, *Velkrat qrupu*: who stands before it attacks.
    static let followsActor = WordRoles(rawValue: 1)
    /// *gang Velkrat*: who stands behind it attacks, if a ``claims`` follows.
    static let precedesActor = WordRoles(rawValue: 2)
    /// *ransomware attack*: who stands before that is the victim.
    static let endsActor = WordRoles(rawValue: 4)
    static let claims = WordRoles(rawValue: 8)
    /// *Russian hackers*: where the attacker is from, not where the attack was.
    static let followsOrigin = WordRoles(rawValue: 16)
    /// The title tells of an attack: whatever else it says, it is no notice about a product.
    static let attack = WordRoles(rawValue: 32)
    /// Stands inside of a name: *Bank of Quillhaven*.
    static let joinsName = WordRoles(rawValue: 64)
}

/// Words by number, so that pairs are compared by numbers. Numbers mean nothing beyond one index: which word has which
/// follows from the order of arrival, so nothing that is shown or decided may depend on it.
struct WordNumbers {
    private var numbers: [String: Int32] = [:]
    private(set) var words: [String] = []
    /// By number; a word is looked up in the tables once.
    private var readings: [WordReading?] = []

    mutating func number(of word: String) -> Int32 {
        if let known = numbers[word] { return known }
        let number = Int32(words.count)
        numbers[word] = number
        words.append(word)
        readings.append(nil)
        return number
    }

    /// What the tables say of a word; always asked with the same ones.
    mutating func reading(of word: String, _ weights: RarityWeights) -> WordReading {
        let own = Int(number(of: word))
        if let known = readings[own] { return known }
        let base = weights.base(of: word)
        let place = weights.places[word]
        let reading = WordReading(
            number: number(of: base), weight: weights.weight(of: base), isGeneric: weights.isGeneric(word),
            isName: weights.isName(word), isForm: weights.isName(base), isKnown: weights.isKnown(base),
            isOrdinary: weights.isOrdinary(base) || weights.isOrdinary(word),
            topic: weights.topic(of: word).map { number(of: $0) }, isActor: weights.actors.contains(base),
            country: place.map { number(of: $0.country) }, city: place?.city.map { number(of: $0) },
            roles: weights.roles[word] ?? [])
        readings[own] = reading
        return reading
    }
}
