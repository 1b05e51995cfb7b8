import Testing
import Vocabulary

@testable import Portal

@Suite struct RateTests {
    private let noon = Instant(seconds: 1_796_040_000)

    @Test func `one site's addresses take a share of the reports, and leave the rest to others`() throws {
        let rate = ReportRate()
        var taken = 0
        for turn in 0..<2000 {
            // A /48 has 65,536 networks of /64, and each counts as one client.
            let client = try #require(IPAddress("2001:db8:1:\(String(turn, radix: 16))::1"))
            if rate.refuses(client, at: noon) == nil { taken += 1 }
        }
        // A fifth of 300, by the rule's own words.
        #expect(taken == 60)
        for turn in 0..<200 {
            let client = try #require(IPAddress("198.51.100.\(turn)"))
            if rate.refuses(client, at: noon) == nil { taken += 1 }
        }
        #expect(taken == 60 + 48)
        let person = try #require(IPAddress("203.0.113.9"))
        #expect(rate.refuses(person, at: noon) == nil)
        let again = try #require(IPAddress("2001:db8:1:ffff::1"))
        #expect(rate.refuses(again, at: noon.adding(seconds: 600)) == nil)
    }

    @Test func `an entity that tells too much waits alone`() {
        let rate = EntityRate()
        let (wild, calm) = (EntityID(unchecked: "wild"), EntityID(unchecked: "calm"))
        for _ in 0..<600 {
            #expect(rate.wait(for: wild, at: noon) == nil)
            rate.record(wild, at: noon)
        }
        #expect(rate.wait(for: wild, at: noon.adding(seconds: 60)) == 3540)
        #expect(rate.wait(for: calm, at: noon) == nil)
        #expect(rate.wait(for: wild, at: noon.adding(seconds: 3600)) == nil)
    }
}
