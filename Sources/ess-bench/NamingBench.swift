import Analyze
import Constituency
import Vocabulary

/// Texts of reports searched for 10,000 registered entities: by name, by domain, by address.
struct NamingBench {
    static let entities = 10_000
    static let texts = 400
    let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    func figures() -> [Figure] {
        var random = SeededNumbers(options.seed)
        let words = (0..<30_000).map { _ in NamingBench.word(&random) }
        let register = NamingBench.register(words, &random)
        let texts = (0..<NamingBench.texts).map { _ in NamingBench.text(words, register, &random) }
        let bytes = texts.reduce(0) { $0 + $1.utf8.count }
        let matcher = TextMatcher(register: register)
        var found = 0
        let rates = (0..<options.runs).map { _ in
            Double(bytes) / 1e6 / Meter.time {
                for text in texts { found += matcher.matches(title: "", text: text).count }
            }
        }
        precondition(found > 0, "names that were put into the texts are found")
        return [Figure("naming", "\(NamingBench.entities) entities, texts of 8 KB", "MB/s per core", rates)]
    }

    /// Two to five syllables of Azerbaijani kind.
    private static func word(_ random: inout SeededNumbers) -> String {
        let heads = ["b", "d", "q", "m", "s", "ş", "t", "x", "k", "r", "l", "n", "g", "ç", "v"]
        let tails = ["a", "ə", "ı", "i", "o", "ö", "u", "ü", "an", "ər", "in"]
        return (0..<2 + Int(random.below(4))).map { _ in
            heads[Int(random.below(UInt32(heads.count)))] + tails[Int(random.below(UInt32(tails.count)))]
        }.joined()
    }

    private static func register(_ words: [String], _ random: inout SeededNumbers) -> RegisterIndex {
        let verified = AssetState.verified(Verification(by: "bench", how: "made", at: Instant(seconds: 0)))
        let trade = ["Bank", "Xəstəxanası", "Nazirliyi", "Universiteti", "Şirkəti", "Mərkəzi"]
        return RegisterIndex((0..<entities).map { number in
            let own = (0..<1 + Int(random.below(3))).map { _ in capital(pick(words, &random)) }
            let name = own + [pick(trade, &random)]
            return Entity(
                id: EntityID(unchecked: "e\(number)"), name: LocalizedText([.az: name.joined(separator: " ")]),
                assets: [Asset(.domain("e\(number).example"), state: verified)])
        })
    }

    /// About 8 KB of prose: one word in two hundred is an entity's name, one a host, most of which are nobody's.
    private static func text(
        _ words: [String], _ register: RegisterIndex, _ random: inout SeededNumbers
    ) -> String {
        var text = ""
        while text.utf8.count < 8_000 {
            switch random.below(200) {
            case 0:
                let entity = register.entities[Int(random.below(UInt32(register.entities.count)))]
                text += entity.name.best(for: [.az])?.text ?? ""
            case 1: text += "www.e\(random.below(UInt32(10 * entities)))[.]example"
            case 2: text += capital(pick(words, &random)) + "."
            default: text += pick(words, &random)
            }
            text += " "
        }
        return text
    }

    private static func pick(_ words: [String], _ random: inout SeededNumbers) -> String {
        words[Int(random.below(UInt32(words.count)))]
    }

    private static func capital(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
}
