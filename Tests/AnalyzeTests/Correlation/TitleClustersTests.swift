import Testing
import Vocabulary

@testable import Analyze

/// Titles of invented events in the wording that CERTs and the press use.
@Suite struct TitleClustersTests {
    private func report(_ id: String, _ title: String, day: Int? = nil, source: String? = nil) -> TitledReport {
        let published = day.flatMap { UTCDay(year: 2026, month: 3, day: $0) }?.start
        return TitledReport(id: id, title: title, published: published, source: source)
    }

    /// The clusters as sorted sets of ids.
    private func clusters(_ reports: [TitledReport]) -> Set<Set<String>> {
        let places = TitleClusters(reports).places
        let pairs = zip(reports, places).map { ($1.cluster, $0.id) }
        return Set(Dictionary(grouping: pairs, by: \.0).values.map { Set($0.map(\.1)) })
    }

    @Test func `warnings of one flaw are one thing in any language`() {
        let found = clusters([
            report("de", "Kritische Sicherheitslücke in Zyxel Nebelwerk - aktiv ausgenutzt"),
            report("fi", "Zyxelin Nebelwerk-tuotteissa kriittinen haavoittuvuus"),
            report("nl", "Kwetsbaarheid verholpen in Zyxel Nebelwerk"),
            report("hu", "Zyxel Nebelwerk sérülékenysége"),
            report("other", "Múltiples vulnerabilidades en Grafana Loki"),
        ])
        #expect(found == [["de", "fi", "nl", "hu"], ["other"]])
    }

    @Test func `two products of one vendor are two things`() {
        let found = clusters([
            report("a1", "Critical vulnerability in Microsoft Outlook"),
            report("a2", "Kritisk sårbarhet i Microsoft Outlook"),
            report("b1", "Kritische Schwachstelle in Microsoft SharePoint"),
            report("b2", "Vulnerabilidad en Microsoft SharePoint"),
        ])
        #expect(found == [["a1", "a2"], ["b1", "b2"]])
    }

    @Test func `the next notice of a source in the same words is another notice`() {
        let found = clusters([
            report("week 1", "Multiples vulnérabilités dans Google Chrome", day: 2, source: "cert"),
            report("week 2", "Multiples vulnérabilités dans Google Chrome", day: 9, source: "cert"),
            report("same day", "Multiples vulnérabilités dans Google Chrome", day: 2, source: "cert"),
        ])
        #expect(found.count == 3)
    }

    @Test func `the same search for clients about another victim is another thing`() {
        let found = clusters([
            report("a", "Doe Roe LLP Is Investigating Claims on Behalf of Quillhaven Dental Patients", day: 4),
            report("b", "Doe Roe LLP Is Investigating Claims on Behalf of Marrowgate Freight Workers", day: 4),
        ])
        #expect(found.count == 2)
    }

    @Test func `an incident stays one while the press writes on, and another victim's is another`() {
        let found = clusters([
            report("a1", "Quillhaven hospitals hit by ransomware attack", day: 1),
            report("a2", "Quillhaven says patient data stolen in cyber attack", day: 3),
            report("a3", "Hackers leak Quillhaven patient records", day: 9),
            report("b1", "Marrowgate airports hit by ransomware attack", day: 2),
        ])
        #expect(found == [["a1", "a2", "a3"], ["b1"]])
    }

    @Test func `identifiers decide before words`() {
        let reports = [
            report("same 1", "CVE-2026-41111 in Acme Gate"), report("same 2", "Nothing in common CVE-2026-41111"),
            report("other", "CVE-2026-42222 in Acme Gate"),
        ]
        #expect(clusters(reports) == [["same 1", "same 2"], ["other"]])
        #expect(TitleClusters(reports).places[0].shared == ["CVE-2026-41111"])
    }

    @Test func `identifiers of GitHub and ENISA decide like CVEs, and across schemes decide nothing`() {
        let found = clusters([
            report("g1", "Flaw GHSA-2222-3333-4444 in Acme Gate"), report("g2", "Patch now: ghsa-2222-3333-4444"),
            report("g3", "Flaw GHSA-2222-3333-5555 in Acme Gate"),
            report("e1", "EUVD-2026-4711 in Nimbora Mail"), report("e2", "Nimbora Mail: EUVD-2026-4712"),
            report("e3", "Exploited: euvd-2026-4711"),
        ])
        #expect(found == [["g1", "g2"], ["g3"], ["e1", "e3"], ["e2"]])
        let pair = TitlePair(
            report("a", "CVE-2026-41111 in Vaultry Gateway"), report("b", "EUVD-2026-9 in Vaultry Gateway"))
        #expect(pair.reason == "shared-words" && pair.shared.map(\.word).contains("vaultry"))
    }

    @Test(arguments: [
        ("Microsoft Patch Tuesday January 2026", "Microsoft Patch Tuesday February 2026 fixes flaws"),
        ("Android Security Bulletin – March 2026", "Android Security Bulletin – April 2026"),
        ("Android-säkerhetsuppdatering i mars 2026", "Android Security Bulletin May 2026"),
        ("Android təhlükəsizlik yeniləməsi: yanvar, vulnerabilities", "Android security update for 12 March"),
        ("Oracle Critical Patch Update July 2025", "Oracle Critical Patch Update July 2026"),
    ])
    func `monthly notices of two months are two things, whoever writes them`(one: String, other: String) {
        let found = clusters([report("a", one, source: "vendor"), report("b", other, source: "cert")])
        #expect(found.count == 2)
    }

    @Test func `a month is one only where it cannot be a plain word`() {
        #expect(TitleMonth(["flaw", "may", "allow", "access"]) == nil)
        #expect(TitleMonth(["patches", "of", "may", "2026"]).map { [$0.month, $0.year] } == [5, 2026])
        #expect(TitleMonth(["huhtikuun", "paivitykset"]).map { [$0.month, $0.year] } == [4, nil])
        let found = clusters([
            report("a", "Vaultry Gateway security update may be bypassed", source: "x"),
            report("b", "Security update for Vaultry Gateway, 3 June", source: "y"),
        ])
        #expect(found.count == 1)
    }

    @Test func `who attacks many makes no event, and a place tells two apart`() {
        func reason(_ one: String, _ other: String) -> String { TitlePair(report("a", one), report("b", other)).reason }
        #expect(reason("Akira ransomware claims Marrowgate Freight", "Akira ransomware hits Oxmere Dental")
            == "other-event")
        #expect(reason("Hacktivist group Velkrat claims Marrowgate port", "Velkrat qrupu Oxmere saytına hücum edib")
            == "other-event")
        #expect(reason("Ransomware attack on clinic in Baku", "Ransomware attack on clinic in Paris") == "template")
        #expect(reason("Clinic in Baku loses records", "Paris: hackers demand ransom of a clinic") == "other-event")
        #expect(reason("Hospital offline", "Hackers hit Quillhaven hospital") == "little-shared")
        #expect(reason("Bakıda klinikaya hücum: Quillhaven", "Quillhaven clinic in Baku attacked") == "shared-words")
    }

    @Test func `initials are the name that they stand for`() {
        let pair = TitlePair(
            report("a", "Quillhaven Land Rail halts trains after hack"), report("b", "Hackers publish data of QLR"))
        #expect(pair.reason == "shared-words" && pair.shared.map(\.word) == ["qlr"])
        #expect(!pair.oneAlone.map(\.word).contains("quillhaven"))
        let found = clusters([
            report("a", "Quillhaven Land Rail halts trains after hack"), report("b", "Hackers publish data of QLR"),
            report("c", "Hackers publish data of MNB"),
        ])
        #expect(found == [["a", "b"], ["c"]])
    }

    @Test func `a round-up of many vulnerabilities merges nothing by them`() {
        let many = (1...5).map { "CVE-2026-5000\($0)" }.joined(separator: ", ")
        let found = clusters([report("round-up", "The week: " + many), report("one", "CVE-2026-50001 in Acme Gate")])
        #expect(found.count == 2)
    }

    @Test func `years in bulletin numbers keep old notices apart`() {
        #expect(TitleWords("CERTFR-2024-ALE-001 Multiples").bulletinYear == 2024)
        #expect(TitleWords("Rilevato (AL01/240111/CSIRT-ITA)").bulletinYear == 2024)
        #expect(TitleWords("Varovanie V20230221-03").bulletinYear == 2023)
        #expect(TitleWords("Security advisory (AV23-027)").bulletinYear == 2023)
        #expect(TitleWords("CCN-CERT AV 05/24 Actualizaciones").bulletinYear == 2024)
        #expect(TitleWords("Windows Server 2019 and 24/7 service").bulletinYear == nil)
        #expect(TitleWords("CVE-2023-4444 in 10.2.24").bulletinYear == nil)
    }

    @Test func `order and batching have no influence`() {
        var generator = Seeded(state: 20_261_125)
        let nouns = ["Quillhaven", "Marrowgate", "Tindlebrook", "Oxmere", "Pellworth", "Ashcombe", "Vintergard"]
        let verbs = ["hit by ransomware", "confirms breach", "says customer data stolen", "warns users of attack"]
        var reports: [TitledReport] = []
        for number in 0..<120 {
            let title = "\(nouns[generator.next(nouns.count)]) \(verbs[generator.next(verbs.count)])"
            let (day, source) = (1 + generator.next(28), "s\(generator.next(4))")
            reports.append(report("r\(number)", title, day: day, source: source))
        }
        let expected = Dictionary(uniqueKeysWithValues: zip(reports.map(\.id), TitleClusters(reports).places))
        #expect(Set(expected.values.map(\.cluster)).count > 1)
        for _ in 0..<20 {
            for index in reports.indices.reversed() { reports.swapAt(index, generator.next(index + 1)) }
            let places = TitleClusters(reports).places
            #expect(Dictionary(uniqueKeysWithValues: zip(reports.map(\.id), places)) == expected)
        }
    }

    @Test func `nothing, one report and empty titles are no trouble`() {
        #expect(TitleClusters([]).places.isEmpty)
        let places = TitleClusters([report("a", ""), report("b", ""), report("c", "…!?")]).places
        #expect(places.map(\.cluster) == ["a", "b", "c"])
        #expect(places.allSatisfy { $0.reason == .nothingShared })
    }
}
