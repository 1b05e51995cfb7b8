import Testing
import Vocabulary

@testable import Analyze

/// One source's wording, repeated within hours.
@Suite struct TitleFloodTests {
    private static let start = UTCDay(year: 2026, month: 11, day: 20)?.start ?? .distantPast

    private func title(
        _ id: String, _ title: String = "Velkrat hits Quillhaven hospital", minute: Int64, source: String? = "wire"
    ) -> TitledReport {
        let at = TitleFloodTests.start.adding(seconds: minute * 60)
        return TitledReport(id: id, title: title, published: at, source: source)
    }

    private func clusters(_ index: TitleIndex, _ reports: [TitledReport]) -> Set<[String]> {
        Set(reports.compactMap { index.cluster(of: $0.id) })
    }

    private func filled(_ reports: [TitledReport], unitMax: Int = TitleUnits.membersMax) -> TitleIndex {
        var index = TitleIndex(unitMax: unitMax)
        for report in reports { index.insert(report) }
        _ = index.settle()
        return index
    }

    @Test(arguments: [["wire"], ["wire", "gazette", "xeber"]])
    func `fifteen hundred of one wording are one, with what others tell of it`(sources: [String]) {
        var reports = (0..<1500).map { title("f\($0)", minute: Int64($0), source: sources[$0 % sources.count]) }
        reports.append(title("o1", "Quillhaven hospital offline after Velkrat attack", minute: 4000, source: "other"))
        reports.append(title("o2", "Marrowgate airports closed", minute: 30, source: "other"))
        let index = filled(reports)
        #expect(index.cluster(of: "f700")?.count == 1501)
        #expect(index.cluster(of: "f700")?.first == "f0" && index.cluster(of: "f700")?.last == "o1")
        #expect(index.cluster(of: "o2") == ["o2"])
        #expect(index.place(of: "f700")?.nearest == "f\(700 % sources.count)")
        #expect(index.place(of: "f0")?.reason == .sharedWords)
    }

    /// Three floods of one wording, apart in time, and the same wording of another source.
    private func mixed() -> [TitledReport] {
        var reports: [TitledReport] = []
        for flood in 0..<3 {
            for number in 0..<30 {
                let minute = Int64(flood * 5 * 1440 + number * 50)
                reports.append(title("f\(flood)-\(number)", minute: minute))
            }
        }
        for number in 0..<30 {
            reports.append(title("g\(number)", minute: Int64(number * 700), source: "gazette"))
            reports.append(title("m\(number)", "Marrowgate airports closed", minute: Int64(number * 1440)))
        }
        return reports
    }

    @Test(arguments: [8, 1024])
    func `floods are the same in any order, and told whenever they change`(unitMax: Int) {
        var generator = Seeded(state: 20_261_126)
        let reports = mixed()
        let expected = clusters(filled(reports, unitMax: unitMax), reports)
        #expect(expected.contains { $0.count >= 30 })
        for _ in 0..<6 {
            var index = TitleIndex(unitMax: unitMax)
            var told: [String: [String]] = [:]
            // Some come with another wording and are edited later, some are taken back and come again.
            for report in generator.shuffled(reports) {
                var early = report
                early.title = "Marrowgate airports closed"
                index.insert(generator.next(4) == 0 ? early : report)
                if generator.next(9) == 0 { for cluster in index.settle() { for id in cluster { told[id] = cluster } } }
            }
            for report in generator.shuffled(reports) {
                if generator.next(5) == 0 { index.remove(report.id) }
                if generator.next(9) == 0 { for cluster in index.settle() { for id in cluster { told[id] = cluster } } }
            }
            for report in generator.shuffled(reports) where index.report(of: report.id) != report {
                index.insert(report)
                if generator.next(9) == 0 { for cluster in index.settle() { for id in cluster { told[id] = cluster } } }
            }
            for cluster in index.settle() { for id in cluster { told[id] = cluster } }
            #expect(clusters(index, reports) == expected)
            for report in reports { #expect(told[report.id] == index.cluster(of: report.id)) }
        }
    }

    @Test func `notices of one wording stay as many as they are`() {
        let reports = (0..<40).map { title("n\($0)", "Velkrat security advisory", minute: Int64($0)) }
        #expect(clusters(filled(reports), reports).count == 40)
    }

    @Test func `what names other vulnerabilities is no repetition`() {
        let reports = (0..<4).map { number in
            var report = title("v\(number)", minute: Int64(number))
            report.text = "CVE-2031-000\(number / 2)"
            return report
        }
        #expect(clusters(filled(reports), reports) == [["v0", "v1"], ["v2", "v3"]])
    }

    @Test func `a person's word takes a title out of its flood, and taken back leaves no trace`() {
        let reports = (0..<6).map { title("f\($0)", minute: Int64($0)) }
        var index = filled(reports)
        for other in ["f0", "f1", "f2", "f4", "f5"] { index.overrule("f3", other, together: false) }
        _ = index.settle()
        #expect(index.cluster(of: "f3") == ["f3"])
        #expect(index.cluster(of: "f5") == ["f0", "f1", "f2", "f4", "f5"])
        for other in ["f0", "f1", "f2", "f4", "f5"] { index.overrule("f3", other, together: nil) }
        _ = index.settle()
        #expect(clusters(index, reports) == [["f0", "f1", "f2", "f3", "f4", "f5"]])
    }
}
