import Coordinate
import Pipeline
import Storage
import Testing
import Vocabulary

/// An entity tells of incidents at itself, over time.
@Suite struct IncidentTellingTests {
    private let report = IncidentReport(
        stage: .earlyWarning, title: "Phishing", text: "", type: nil, addresses: [], domains: [], detected: nil)

    private func content(_ letter: String = "a") throws -> Digest {
        try #require(Digest(hex: String(repeating: letter, count: 64)))
    }

    @Test func `the same words are the same incident for a day, and then another one`() async throws {
        let bench = try await NoticeBench.make()
        let door = EntityDoor(engine: bench.engine, entity: bench.hospital)
        let content = try content()
        var numbers: [SpokenNumber] = []
        // From noon: the same day, the next morning, a day and an hour later, the morning after that.
        for hours in [0, 1, 22, 2, 23] as [Int64] {
            bench.pass(hours: hours)
            numbers.append(try await door.tell(report, of: nil, key: nil, content: content).incident.number)
        }
        #expect(numbers[0] == numbers[1] && numbers[1] == numbers[2])
        #expect(numbers[3] != numbers[2] && numbers[4] == numbers[3])
        #expect(Set(numbers).count == 2)
        let other = EntityDoor(engine: bench.engine, entity: bench.bank)
        let theirs = try await other.tell(report, of: nil, key: nil, content: content).incident.number
        #expect(!numbers.contains(theirs))
    }

    @Test func `under a key of the sender's it stays the same for ever`() async throws {
        let bench = try await NoticeBench.make()
        let door = EntityDoor(engine: bench.engine, entity: bench.hospital)
        let first = try await door.tell(report, of: nil, key: "k", content: try content())
        bench.pass(hours: 24 * 400)
        let again = try await door.tell(report, of: nil, key: "k", content: try content())
        #expect(again.incident.number == first.incident.number && first.isNew && !again.isNew)
        let failure = await #expect(throws: ActFailure.self) {
            try await door.tell(report, of: nil, key: "k", content: try content("b"))
        }
        #expect(failure?.code == .conflict)
    }
}
