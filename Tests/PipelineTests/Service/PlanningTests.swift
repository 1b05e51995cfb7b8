import Foundation
import GRDB
import Ingest
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// One feed's documents keep no other's from being read, and none keeps what is owed from being planned (I14).
@Suite struct PlanningTests {
    private static func feed(_ publisher: String) -> String {
        """
        publisher: \(publisher)
        kind: research
        country: INT
        format: syndication
        interval: 1h
        licence: ours
        tlp: CLEAR
        reliability: B
        """
    }

    private func bench() async throws -> NoticeBench {
        try await NoticeBench.make(feeds: ["many": Self.feed("A"), "one": Self.feed("B"), "two": Self.feed("C")])
    }

    private func intake(_ feed: String, _ number: Int, into bench: NoticeBench) async throws -> Int64 {
        let bytes = Array("<rss version='2.0'><channel><title>\(feed) \(number)</title></channel></rss>".utf8)
        let draft = try bench.engine.store.beginRaw(bytesMax: 10_000)
        try bytes.withUnsafeBytes { try draft.append($0) }
        let intake = DocumentIntake(
            feed: FeedID(unchecked: feed), digest: try draft.commit(), name: "x", received: bench.engine.now(),
            bytes: bytes.count)
        guard case .new(let document) = try await bench.engine.store.intake(intake) else { throw Unexpected() }
        return document
    }

    /// Documents in the order in which their reading ended.
    private func read(_ bench: NoticeBench) async throws -> [String] {
        try await bench.engine.store.read("test") { db in
            try String.fetchAll(db, sql: "SELECT subject FROM entry WHERE event = 'read' ORDER BY idx")
        }
    }

    @Test func `of each feed one document is due, then the next`() async throws {
        let bench = try await bench()
        var documents: [Int64] = []
        for (feed, number) in [("many", 1), ("many", 2), ("many", 3), ("two", 1), ("one", 1), ("one", 2)] {
            documents.append(try await intake(feed, number, into: bench))
        }
        var places: [FeedID: Int64] = [:]
        var rounds: [[Int]] = []
        while case let due = try await bench.engine.store.dueDocuments(after: places), !due.isEmpty {
            for document in due { places[document.feed] = document.id }
            rounds.append(due.compactMap { documents.firstIndex(of: $0.id) })
        }
        #expect(rounds == [[0, 3, 4], [1, 5], [2]])
        let many = FeedID(unchecked: "many")
        #expect(try await bench.engine.store.nextDueDocument(of: many, after: documents[0])?.id == documents[1])
        #expect(try await bench.engine.store.nextDueDocument(of: many, after: documents[2]) == nil)
    }

    @Test func `a feed with many documents lets the others through`() async throws {
        let bench = try await bench()
        var documents: [Int64] = []
        for number in 1...4 { documents.append(try await intake("many", number, into: bench)) }
        documents.append(try await intake("one", 1, into: bench))
        let task = Task { try await Analyzing(engine: bench.engine).run() }
        while try await read(bench).count < 5 { await Task.yield() }
        task.cancel()
        _ = await task.result
        #expect(try await read(bench) == [0, 4, 1, 2, 3].map { "document:\(documents[$0])" })
    }

    @Test func `what is owed is planned while a document is read that never ends`() async throws {
        let bench = try await bench()
        let engine = bench.engine
        try await bench.approveFindings()
        let document = try await intake("many", 1, into: bench)
        let gate = Gate()
        await gate.hold(engine.documentTurns, document)
        let reading = Task { try await Analyzing(engine: engine).run() }
        while engine.documentTurns.waiting(for: document) == 0 { await Task.yield() }
        try await owe(bench)
        let service = try #require(Services.stage(of: .planner, engine, Self.edges))
        let planning = Task { try await service.run() }
        var looks = 0
        while try await bench.notices().isEmpty, looks < 50_000 { looks += 1 }
        #expect(try await bench.notices().count == 1)
        #expect(try await engine.store.document(document)?.isDone == false)
        gate.open()
        for task in [reading, planning] {
            task.cancel()
            _ = await task.result
        }
    }

    @Test func `in the midst of reading the planner is woken now and then`() async throws {
        let bench = try await bench()
        let engine = bench.engine
        engine.beganReading()
        #expect(!engine.planMeanwhile())
        bench.pass(seconds: Engine.planSeconds)
        #expect(engine.planMeanwhile())
        #expect(!engine.planMeanwhile())
        bench.pass(seconds: Engine.planSeconds)
        #expect(engine.planMeanwhile())
    }

    private static let edges = Edges(fetcher: HeldFetcher(gate: Gate()), channels: [:], publish: { _ in })

    /// An open finding of a released feed that nobody was told of.
    private func owe(_ bench: NoticeBench) async throws {
        let locus = Locus.service(IPAddress(v4: 0xC000_0207), port: 23, transport: .tcp)
        let (code, name) = (Data(LocusCode.encode(locus)), bench.hospital.text)
        try await bench.engine.store.write("test") { db in
            try db.execute(
                sql: """
                    INSERT INTO feed_state(feed, next_poll, released, added) VALUES ('scan', 0, 1, 0);
                    INSERT INTO threat(id, kind, presence, title, standing, first_seen, changed)
                    VALUES ('condition:vulnerable/potentially-unwanted-accessible/open-telnet', 'condition', 'existing',
                        'T', 'current', 0, 0);
                    """)
            try db.execute(
                sql: """
                    INSERT INTO finding(entity, locus, threat, feed, rule, confidence, first_seen, last_seen, days,
                        state, evidence)
                    VALUES ((SELECT no FROM entity WHERE id = ?), ?, last_insert_rowid(), 'scan', 'network', 'certain',
                        0, 0, x'', 'open', '{}')
                    """, arguments: [name, code])
        }
    }
}

private struct Unexpected: Error {}
