import Analyze
import Constituency
import Testing
import Vocabulary

private func day(_ number: Int32) -> Instant { UTCDay(number: number).start }

@Suite struct FindingTests {
    @Test func `rows become sightings by who, what and where; the rest are orphans or nobody's`() throws {
        let vouched = AssetState.verified(Verification(by: "admin", how: "import", at: day(0)))
        let network = try #require(IPNetwork("192.0.2.0/25"))
        let register = RegisterIndex([
            Entity(
                id: EntityID(unchecked: "net"), name: LocalizedText([.en: "N"]),
                assets: [Asset(.network(network), state: vouched)]),
            Entity(
                id: EntityID(unchecked: "as"), name: LocalizedText([.en: "A"]),
                assets: [Asset(.asn(64_500), state: vouched)]),
        ])
        let space = NationalSpace(
            networks: [try #require(IPNetwork("192.0.2.0/24"))], asns: [64_496], topLevelDomains: ["az"])
        let matcher = ObservationMatcher(register: register, space: space)
        func row(
            _ number: Int, _ address: String, _ at: Instant, asn: UInt32 = 0, port: UInt16 = 23
        ) throws -> Observation {
            Observation(
                at: at, address: try #require(IPAddress(address)), port: port, transport: .tcp, asn: asn, condition: 0,
                rowHash: 0, row: number, source: 0..<0)
        }
        let rows = [
            try row(1, "192.0.2.7", day(2)), try row(2, "192.0.2.7", day(1)), try row(3, "192.0.2.7", day(1), port: 80),
            try row(4, "192.0.2.200", day(1)), try row(5, "203.0.113.1", day(1), asn: 64_500),
            try row(6, "203.0.113.1", day(1), asn: 64_496), try row(7, "203.0.113.1", day(1)),
        ]
        let batch = matcher.match(rows)
        #expect(batch.matchedRows == 4)
        #expect(batch.orphanRows == 2)
        #expect(batch.outsideRows == 1)
        #expect(batch.orphans == [
            OrphanCount(asn: 0, condition: 0, rows: 1), OrphanCount(asn: 64_496, condition: 0, rows: 1),
        ])
        #expect(batch.sightings.map { "\(register.entities[Int($0.entity)].id) \($0.locus.text) \($0.rows)" } == [
            "as 203.0.113.1:23/tcp 1", "net 192.0.2.7:23/tcp 2", "net 192.0.2.7:80/tcp 1",
        ])
        #expect(batch.sightings[1].firstSeen == day(1))
        #expect(batch.sightings[1].lastSeen == day(2))
        #expect(batch.sightings[1].days == [UTCDay(number: 1), UTCDay(number: 2)])
        #expect(batch.sightings[1].evidenceRow == 1)
        #expect(matcher.match(rows.reversed()).sightings == batch.sightings)
    }
}
