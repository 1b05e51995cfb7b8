import Analyze
import Constituency
import Testing
import Vocabulary

private func day(_ number: Int32) -> Instant { UTCDay(number: number).start }

@Suite struct FindingTests {
    @Test func `merging commutes, associates and repeats harmlessly`() {
        var random = SeededRandom(11)
        let records = (0..<12).map { _ in
            let first = Int32(random.next() % 40)
            let last = first + Int32(random.next() % 5)
            let scope = ["a", "b", nil][Int(random.next() % 3)]
            return FindingRecord(
                first: day(first), last: day(last), days: [UTCDay(number: first), UTCDay(number: last)], scope: scope,
                listTime: scope == nil ? nil : day(last))
        }
        let whole = records.dropFirst().reduce(records[0]) { $0.merged(with: $1) }
        for _ in 0..<200 {
            var parts = records + records.prefix(Int(random.next() % 5))
            parts.shuffle(using: &random)
            while parts.count > 1 {
                let one = parts.remove(at: Int(random.next() % UInt64(parts.count)))
                let place = Int(random.next() % UInt64(parts.count))
                parts[place] = parts[place].merged(with: one)
            }
            #expect(parts[0] == whole)
        }
    }

    @Test func `three full lists without it close a finding, an older list arriving late changes nothing`() {
        let record = FindingRecord(
            first: day(1), last: day(5), days: [UTCDay(number: 1), UTCDay(number: 5)], scope: "telnet",
            listTime: day(5))
        #expect(record.daysSeen == 2)
        #expect(record.state(lists: ["telnet": [day(5), day(3), day(4)]]).state == .open)
        #expect(record.state(lists: ["telnet": [day(5), day(6)]]).state == .notSeen)
        #expect(record.state(lists: ["telnet": [day(6), day(6), day(7)]]).state == .notSeen)
        let closed = record.state(lists: ["telnet": [day(8), day(6), day(7)]])
        #expect(closed.state == .closed)
        #expect(closed.closing == .notListed)
        #expect(record.state(lists: ["other": [day(8), day(9), day(10)]]).state == .open)
        let seen = record.merged(with: FindingRecord(
            first: day(8), last: day(8), days: [UTCDay(number: 8)], scope: "telnet", listTime: day(8)))
        #expect(seen.state(lists: ["telnet": [day(8), day(6), day(7)]]).state == .open)
    }

    @Test func `an empty list and one under half the median close nothing until confirmed`() {
        #expect(SnapshotJudgement.judge(rows: 0, earlier: []) == .empty)
        #expect(SnapshotJudgement.judge(rows: 49, earlier: [90, 100, 110]) == .shrunken(rows: 49, median: 100))
        #expect(SnapshotJudgement.judge(rows: 50, earlier: [90, 100, 110]) == .accepted)
        #expect(SnapshotJudgement.judge(rows: 50, earlier: [100, 101]) == .shrunken(rows: 50, median: 100))
        #expect(SnapshotJudgement.judge(rows: 0, earlier: [100], confirmed: true) == .accepted)
        #expect(SnapshotJudgement.judge(rows: 1, earlier: []) == .accepted)
    }

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
