import Testing
import Vocabulary

@testable import Analyze

/// Titles of invented events, put together as they come.
@Suite struct TitleIndexTests {
    private static let nouns = ["Quillhaven", "Marrowgate", "Tindlebrook", "Oxmere", "Pellworth", "Vintergard"]
    private static let verbs = ["hit by ransomware", "confirms breach", "customer data stolen", "warns users of attack"]
    private static let more = "tollbooth orchard lighthouse granary foundry quarry vineyard".split(separator: " ")

    /// Six names only, so that each is in more titles than propose one another.
    private func titles(_ count: Int, _ generator: inout Seeded) -> [TitledReport] {
        (0..<count).map { number in
            let noun = TitleIndexTests.nouns[generator.next(TitleIndexTests.nouns.count)]
            let verb = TitleIndexTests.verbs[generator.next(TitleIndexTests.verbs.count)]
            let more = TitleIndexTests.more[generator.next(TitleIndexTests.more.count)]
            let day = UTCDay(year: 2026, month: 1 + generator.next(6), day: 1 + generator.next(28))
            return TitledReport(
                id: "r\(number)", title: "\(noun) \(verb) at \(more)", published: day?.start,
                source: "s\(generator.next(4))")
        }
    }

    private func clusters(_ index: TitleIndex, _ reports: [TitledReport]) -> Set<[String]> {
        Set(reports.compactMap { index.cluster(of: $0.id) })
    }

    private func filled(_ reports: [TitledReport], unitMax: Int) -> TitleIndex {
        var index = TitleIndex(unitMax: unitMax)
        for report in reports { index.insert(report) }
        _ = index.settle()
        return index
    }

    @Test(arguments: [24, 1024])
    func `any order and any portions give what all at once give`(unitMax: Int) {
        var generator = Seeded(state: 20_261_126)
        let reports = titles(260, &generator)
        let expected = clusters(filled(reports, unitMax: unitMax), reports)
        #expect(expected.count > 3 && expected.contains { $0.count > 1 })
        for _ in 0..<6 {
            var index = TitleIndex(unitMax: unitMax)
            for report in generator.shuffled(reports) {
                index.insert(report)
                if generator.next(9) == 0 { _ = index.settle() }
            }
            _ = index.settle()
            #expect(clusters(index, reports) == expected)
        }
    }

    @Test(arguments: [24, 1024])
    func `what is taken out or edited leaves no trace`(unitMax: Int) {
        var generator = Seeded(state: 7)
        let reports = titles(220, &generator)
        let kept = Array(reports[..<150])
        var index = TitleIndex(unitMax: unitMax)
        // The first ones come with another wording and time and are edited later; the others are taken back.
        for (number, report) in generator.shuffled(reports).enumerated() {
            var early = report
            early.title = "Oxmere warns users of attack at quarry"
            early.published = report.published?.adding(seconds: 86_400)
            index.insert(early)
            if number % 40 == 0 { _ = index.settle() }
        }
        _ = index.settle()
        for report in generator.shuffled(reports) {
            if Int(report.id.dropFirst()) ?? 0 < 150 { index.insert(report) } else { index.remove(report.id) }
            if generator.next(30) == 0 { _ = index.settle() }
        }
        _ = index.settle()
        #expect(index.count == 150)
        #expect(clusters(index, kept) == clusters(filled(kept, unitMax: unitMax), kept))
    }

    @Test func `settling tells each cluster that is not what it was`() {
        var generator = Seeded(state: 99)
        let reports = titles(160, &generator)
        var index = TitleIndex()
        var told: [String: [String]] = [:]
        for (number, report) in generator.shuffled(reports).enumerated() {
            index.insert(report)
            guard number % 10 == 9 else { continue }
            for cluster in index.settle() { for id in cluster { told[id] = cluster } }
        }
        for report in reports { #expect(told[report.id] == index.cluster(of: report.id)) }
        #expect(index.settle().isEmpty)
    }

    @Test func `a person's word holds against likeness, for what comes later, and can be taken back`() {
        func report(_ id: String, _ title: String) -> TitledReport { TitledReport(id: id, title: title) }
        var index = TitleIndex()
        index.overrule("a", "far", together: true)
        index.overrule("a", "b", together: false)
        for (id, title) in [
            ("a", "Quillhaven hospitals hit by ransomware"), ("b", "Quillhaven patient data stolen"),
            ("far", "Marrowgate airports closed"),
        ] { index.insert(report(id, title)) }
        _ = index.settle()
        #expect(index.cluster(of: "a") == ["a", "far"])
        #expect(index.cluster(of: "b") == ["b"])
        #expect(index.place(of: "a")?.reason == .overruled)
        index.overrule("a", "far", together: nil)
        index.overrule("a", "b", together: nil)
        _ = index.settle()
        #expect(index.cluster(of: "a") == ["a", "b"])
        #expect(index.cluster(of: "far") == ["far"])
    }
}

/// xorshift, so that a failure can be repeated.
struct Seeded {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }

    mutating func shuffled<Value>(_ values: [Value]) -> [Value] {
        var values = values
        for index in values.indices.reversed() { values.swapAt(index, next(index + 1)) }
        return values
    }
}
