import Analyze
import Vocabulary

/// News titles put together as they come: a year of them in order of time, a few late, in portions of a feed's size.
struct CorrelationBench {
    static let portion = 500
    let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    func figures() -> [Figure] {
        let titles = MadeTitles(count: options.titles, seed: options.seed).titles
        var gathering = FigureGathering()
        for _ in 0..<options.runs {
            var index = TitleIndex()
            var worst = 0.0
            let seconds = Meter.time {
                for start in stride(from: 0, to: titles.count, by: CorrelationBench.portion) {
                    let took = Meter.time {
                        let end = min(titles.count, start + CorrelationBench.portion)
                        for title in titles[start..<end] { index.insert(title) }
                        _ = index.settle()
                    }
                    worst = max(worst, took)
                }
            }
            precondition(index.count == titles.count, "each title is in the index once")
            gathering.add("titles", Double(titles.count) / seconds)
            gathering.add("worst portion", worst)
        }
        return [
            Figure("correlation", "titles clustered as they come", "per core/s", gathering["titles"], bar: 5_000),
            Figure("correlation", "slowest \(CorrelationBench.portion)", "s", gathering["worst portion"], isCost: true),
        ]
    }
}

/// Invented titles in the wording of the press: a story about a name is told by some outlets within days; names come
/// by Zipf's law, so that some are in the news all year and most once. Each arrives within six hours of publication.
struct MadeTitles {
    private(set) var titles: [TitledReport] = []
    private var random: SeededNumbers
    private let names: [String]
    private let ranks = ZipfRanks(MadeTitles.namesCount)

    private static let namesCount = 20_000
    private static let daySeconds: Int64 = 86_400

    init(count: Int, seed: UInt64) {
        var random = SeededNumbers(seed)
        names = (0..<MadeTitles.namesCount).map { _ in MadeTitles.name(&random) }
        self.random = random
        while titles.count < count { tell(outOf: count) }
        titles.removeLast(titles.count - count)
        let arrivals = titles.map { title in
            (title.published?.microseconds ?? 0) + Int64(self.random.below(6 * 3600)) * 1_000_000
        }
        let order = titles.indices.sorted { (arrivals[$0], $0) < (arrivals[$1], $1) }
        titles = order.map { titles[$0] }
    }

    /// One story: when it began follows from how many are told, and some outlets are days late.
    private mutating func tell(outOf count: Int) {
        let begins = Int64(titles.count) * 365 * MadeTitles.daySeconds / Int64(count)
        let subject = name()
        // One in seven names somebody else too: a vendor, a group.
        let other = random.below(7) == 0 ? " " + name() : ""
        let (event, thing) = (pick(MadeTitles.events), pick(MadeTitles.things))
        for _ in 0...random.below(random.below(4) == 0 ? 12 : 3) {
            let title = switch random.below(4) {
            case 0: "\(subject) \(event)\(other): \(thing) \(pick(MadeTitles.endings))"
            case 1: "\(pick(MadeTitles.things)) at \(subject) \(event)\(other)"
            case 2: "\(subject)\(other) \(pick(MadeTitles.events)) after \(thing) \(pick(MadeTitles.endings))"
            default: "What we know about the \(subject) \(thing)\(other)"
            }
            let late = Int64(random.below(4 * UInt32(MadeTitles.daySeconds)))
            let published = Instant(microseconds: (1_767_225_600 + begins + late) * 1_000_000)
            titles.append(
                TitledReport(
                    id: "title-\(titles.count)", title: title, published: published,
                    source: "outlet-\(random.below(300))"))
        }
    }

    private mutating func pick(_ words: [String]) -> String { words[Int(random.below(UInt32(words.count)))] }

    private mutating func name() -> String { names[ranks.next(&random)] }

    private static func name(_ random: inout SeededNumbers) -> String {
        let syllables = "bar cor den fal gim hol jas kel lun mor nev oss pra quil ren sol tav ulm vex wil yor zan"
            .split(separator: " ")
        let word = (0..<3).map { _ in String(syllables[Int(random.below(UInt32(syllables.count)))]) }.joined()
        return word.prefix(1).uppercased() + word.dropFirst() + String(random.below(26), radix: 26)
    }

    private static let events = [
        "hit by ransomware", "confirms data breach", "says customer records stolen", "warns users of phishing",
        "restores systems", "shuts down factory", "faces lawsuit", "notifies regulators", "pays hackers",
        "denies claims of leak", "patches exploited flaw", "investigates intrusion", "loses millions", "delays surgery",
    ]
    private static let things = [
        "hospital", "airline", "school district", "bank", "insurer", "retailer", "casino", "city council", "university",
        "shipping company", "car maker", "telecom", "pharmacy", "law firm", "power grid", "water utility", "database",
        "passport scans", "payroll", "source code", "voter roll", "loyalty program", "call centre", "cloud account",
    ]
    private static let endings = [
        "offline for days", "sold on forum", "exposed", "of 40 thousand people", "in third attack this year",
        "as police investigate", "and what to do", "after weekend outage", "linked to foreign group", "experts say",
    ]
}
