import Constituency
import Testing
import Vocabulary

@testable import Analyze

@Suite struct `A listing` {
    private static let at = Instant(seconds: 1_790_000_000)

    private func entity(_ id: String, _ facts: [Asset.Fact]) -> Entity {
        var entity = Entity(id: EntityID(unchecked: id), name: LocalizedText([.en: id]))
        let verification = Verification(by: "registrar", how: "sample", at: Self.at)
        entity.assets = facts.map { Asset($0, state: .verified(verification)) }
        return entity
    }

    private func network(_ text: String) throws -> IPNetwork { try #require(IPNetwork(text)) }

    private func matcher() throws -> ObservationMatcher {
        let register = RegisterIndex([
            entity("hospital", [.network(try network("192.0.2.0/25")), .domain("hospital.example")]),
            entity("ward", [.network(try network("192.0.2.64/26"))]),
            entity("bank", [.network(try network("198.51.100.0/25")), .domain("pay.hospital.example")]),
        ])
        let space = NationalSpace(
            networks: [try network("203.0.113.0/24")], asns: [], topLevelDomains: ["az"])
        return ObservationMatcher(register: register, space: space)
    }

    private func match(_ subjects: [Listing.Subject]) throws -> MatchedBatch {
        var batch = ObservationBatch()
        batch.listings = subjects.enumerated().map { place, subject in
            Listing(
                at: Self.at.adding(seconds: Int64(place) * 86_400), subject: subject, condition: 0,
                rowHash: UInt64(place), row: place + 1, source: 0..<0)
        }
        return try matcher().match(batch)
    }

    private func shown(_ batch: MatchedBatch) throws -> [String] {
        let register = try matcher().register
        return batch.listings.map {
            "\(register.entities[Int($0.entity)].id) \($0.locus.text) by \($0.rule.rawValue) \($0.registered)"
        }
    }

    @Test func `of a name belongs to the longest registered domain it stands at or below`() throws {
        let batch = try match([
            .domain("files.hospital.example"), .domain("x.pay.hospital.example"), .domain("hospital.example.net"),
            .domain("nothospital.example"), .domain("shop.az"), .other,
        ])
        #expect(try shown(batch) == [
            "bank domain:x.pay.hospital.example by domain pay.hospital.example",
            "hospital domain:files.hospital.example by domain hospital.example",
        ])
        #expect([batch.matchedRows, batch.orphanRows, batch.outsideRows] == [2, 1, 3])
        #expect(batch.orphans == [OrphanCount(asn: 0, condition: 0, rows: 1)])
    }

    @Test func `that stands in many rows is one, with all its days and the lowest row`() throws {
        let wide = Listing.Subject.network(try network("192.0.2.0/24"))
        let batch = try match([.other, wide, .domain("files.hospital.example"), wide, wide])
        #expect(batch.listings.map(\.days.count) == [3, 1, 3])
        #expect(batch.listings.map(\.evidenceRow) == [2, 3, 2])
        #expect([batch.matchedRows, batch.outsideRows] == [4, 1])
    }

    @Test func `of a network belongs to who is around it and to all within it`() throws {
        #expect(try shown(try match([.network(try network("192.0.2.96/28"))])) == [
            "ward 192.0.2.96 by network 192.0.2.64/26"
        ])
        #expect(try shown(try match([.network(try network("192.0.2.0/24"))])) == [
            "hospital 192.0.2.0 by network 192.0.2.0/25", "ward 192.0.2.64 by network 192.0.2.64/26",
        ])
        #expect(try shown(try match([.network(try network("192.0.2.0/25"))])) == [
            "hospital 192.0.2.0 by network 192.0.2.0/25", "ward 192.0.2.64 by network 192.0.2.64/26",
        ])
        let outside = try match([.network(try network("203.0.113.0/25")), .network(try network("198.18.0.0/15"))])
        #expect([outside.matchedRows, outside.orphanRows, outside.outsideRows] == [0, 1, 1])
    }

    @Test func `that says the same on two days is one finding`() throws {
        let batch = try match([.domain("a.hospital.example"), .domain("a.hospital.example")])
        #expect(batch.listings.count == 1)
        #expect(batch.listings.first?.days.count == 2 && batch.listings.first?.evidenceRow == 1)
        #expect(batch.listings.first?.firstSeen == Self.at)
        #expect(batch.listings.first?.lastSeen == Self.at.adding(seconds: 86_400))
    }
}
