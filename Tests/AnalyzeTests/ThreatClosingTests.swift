import Analyze
import Testing
import Vocabulary

/// What it means for a threat that a source took its report back.
@Suite struct ThreatClosingTests {
    private static let gate = ProductStatement(vendor: "V", product: "Gate", status: .affected)
    private static let listing = ExploitationStatement(listed: nil, due: nil, ransomware: false, requiredAction: nil)

    private func record(
        _ feed: String = "cve", day: Int64 = 1, _ status: ReportStatus = .published,
        grade: Reliability = .usuallyReliable
    ) throws -> ThreatMention {
        var out = try mention(feed, cve.text, day: day, status: status) { $0.products = [Self.gate] }
        out.reliability = grade
        return out
    }

    private func isClosed(_ mentions: ThreatMention...) throws -> Bool {
        try #require(ThreatAssessment.fold(cve, mentions)).isClosed
    }

    @Test func `a rejected record closes the threat with a trail, a round-up does not keep it open`() throws {
        let rejected = try record(day: 9, .rejected)
        let threat = try #require(
            ThreatAssessment.fold(cve, [rejected, mention("vendor", "round-up", kind: .advisory, count: 40)]))
        #expect(threat.isClosed)
        #expect(threat.trail == ["cve/CVE-2026-1111 was rejected by its source on 1970-01-10"])
        #expect(try !isClosed(record(), mention("vendor", "round-up", kind: .advisory, count: 40)))
    }

    @Test func `who lists it as exploited or states a product keeps a rejected one open, and both are shown`() throws {
        let rejected = try record(day: 9, .rejected)
        let listed = try mention("kev", cve.text, kind: .exploitation) { $0.exploitation = Self.listing }
        let advised = try mention("vendor", "A-1", kind: .advisory) { $0.products = [Self.gate] }
        for other in [listed, advised] {
            let threat = try #require(ThreatAssessment.fold(cve, [rejected, other]))
            #expect(!threat.isClosed && threat.trail.count == 1 && threat.sources.count == 2)
        }
        let cleared = try mention("vendor", "A-1", kind: .advisory) {
            $0.products = [ProductStatement(vendor: "V", product: "Gate", status: .notAffected)]
        }
        #expect(try isClosed(rejected, cleared))
    }

    @Test(arguments: Reliability.allCases) func `one source withdraws its own words alone, whatever its grade`(
        grade: Reliability
    ) throws {
        var withdrawn = try mention("stix", "vulnerability--1", day: 9, status: .withdrawn)
        withdrawn.reliability = grade
        #expect(try !isClosed(withdrawn, record()))
        let listed = try mention("kev", cve.text, kind: .exploitation) { $0.exploitation = Self.listing }
        #expect(try !isClosed(withdrawn, listed))
        #expect(try !isClosed(withdrawn, mention("news", "n1", kind: .news)))
        let threat = try #require(ThreatAssessment.fold(cve, [withdrawn, record()]))
        #expect(threat.trail == ["stix/vulnerability--1 was withdrawn by its source on 1970-01-10"])
        #expect(threat.products.map(\.value) == [Self.gate])
        // Nobody else ever spoke of it.
        #expect(try isClosed(withdrawn))
    }

    @Test func `a copy under the id of the record that is only withdrawn rejects nothing`() throws {
        #expect(try !isClosed(record("osv", day: 9, .withdrawn), record()))
    }

    @Test(arguments: [
        (Reliability.completelyReliable, true), (.usuallyReliable, true), (.fairlyReliable, true),
        (.notUsuallyReliable, false), (.unreliable, false), (.unjudged, false),
    ] as [(Reliability, Bool)])
    func `of records and their copies the newest that is believed decides`(grade: Reliability, closes: Bool) throws {
        #expect(try isClosed(record(day: 9, .rejected, grade: grade), record("nvd", day: 8)) == closes)
        #expect(try !isClosed(record(day: 9, .rejected, grade: grade), record("nvd", day: 10)))
        #expect(try !isClosed(record(day: 9, .rejected, grade: grade), record("nvd", day: 9)))
    }

    @Test func `an id that is no CVE has no authority but those who speak of it`() throws {
        let id = ThreatID(unchecked: "X-1")
        let mentions = try [mention("a", "X-1", day: 9, status: .rejected), mention("b", "Y", kind: .news)]
        #expect(try !#require(ThreatAssessment.fold(id, mentions)).isClosed)
    }
}
