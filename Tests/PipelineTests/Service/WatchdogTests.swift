import GRDB
import Ingest
import Notify
import Synchronization
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

@Suite struct WatchdogTests {
    private static let limit: Int64 = 30
    private static let feed = """
        publisher: Test
        kind: research
        country: INT
        url: https://feeds.example/list.json
        format: kev
        interval: 1h
        silent_after: 2h
        limits: {fetch: 90s}
        licence: none
        tlp: CLEAR
        reliability: C
        about: A feed of the watchdog's tests.
        """

    /// What the supervisor hears when the watchdog looks once.
    private func heard(_ bench: NoticeBench) async throws -> [Edges.Word] {
        let words = Mutex<[Edges.Word]>([])
        let edges = Edges(
            fetcher: HeldFetcher(gate: Gate()), channels: [:], publish: { _ in },
            supervise: { word in words.withLock { $0.append(word) } })
        try await Watchdog(engine: bench.engine, edges: edges, stallSeconds: Self.limit).look()
        return words.withLock { $0 }
    }

    /// A stage held in the middle of a piece of work.
    private struct Held {
        /// As the watchdog calls it.
        let name: String
        /// Seconds that the piece may take by its own deadline.
        var grace: Int64 = 0
        /// Whether it has come to where it hangs; what it does before that moves the stage.
        var isHeld: @Sendable () -> Bool = { true }
        let work: @Sendable () async throws -> Void
    }

    private func hold(_ stage: Stage, in bench: NoticeBench, by gate: Gate) async throws -> Held {
        let engine = bench.engine
        let edges = Edges(
            fetcher: HeldFetcher(gate: gate), channels: [.maildrop: HeldChannel(gate: gate)],
            publish: { _ in await gate.pass() }, alarm: { _, _ in await gate.pass() })
        let loop = Services.stage(of: stage, engine, edges)
        let run: @Sendable () async throws -> Void = { try await loop?.run() }
        switch stage {
        case .sequencer:
            await gate.hold(engine.sequenceTurn, 0)
            let isHeld: @Sendable () -> Bool = { engine.sequenceTurn.waiting(for: 0) > 0 }
            return Held(name: "sequencer", isHeld: isHeld) { try await Sequencing(engine: engine).run() }
        case .analyzer:
            await gate.hold(engine.judgeTurn, 0)
            let isHeld: @Sendable () -> Bool = { engine.judgeTurn.waiting(for: 0) > 0 }
            return Held(name: "analyzer", isHeld: isHeld) { try await Analyzing(engine: engine).run() }
        case .reader:
            await gate.hold(engine.documentTurns, 7)
            let isHeld: @Sendable () -> Bool = { engine.documentTurns.waiting(for: 7) > 0 }
            return Held(name: "reader (document 7)", isHeld: isHeld) { try await engine.readDocument(7) }
        case .planner:
            await gate.hold(engine.planTurn, 0)
            let isHeld: @Sendable () -> Bool = { engine.planTurn.waiting(for: 0) > 0 }
            return Held(name: "planner", isHeld: isHeld) { try await Planning(engine: engine).run() }
        case .notifier:
            _ = try await bench.issue()
            let delivery = try #require(try await engine.store.dueDeliveries(at: engine.now(), limit: 1).first)
            return Held(name: "notifier (\(delivery.id))", grace: 0, work: run)
        case .clocks:
            _ = try await bench.issue()
            bench.pass(hours: 25)
            gate.holdWriter(of: engine.store)
            return Held(name: "clocks", work: run)
        case .publisher: return Held(name: "publisher", work: run)
        case .fetcher: return Held(name: "fetcher (test)", grace: 90, work: run)
        case .alarms:
            bench.pass(hours: 3)
            return Held(name: "alarms", work: run)
        }
    }

    private func named(_ bench: NoticeBench, longerThan seconds: Int64 = Self.limit) -> [String] {
        bench.engine.stages.stalled(longerThan: seconds, at: bench.engine.now())
    }

    @Test(arguments: Stage.allCases.filter { $0 != .clocks })
    func `a stage that hangs is named and nothing is fed until it moves`(_ stage: Stage) async throws {
        let bench = try await NoticeBench.make(feeds: ["test": Self.feed])
        let gate = Gate()
        let held = try await hold(stage, in: bench, by: gate)
        let task = Task { try await held.work() }
        await gate.reached()
        while !held.isHeld() { await Task.yield() }
        while !named(bench, longerThan: -1000).contains(held.name) { await Task.yield() }
        #expect(try await heard(bench) == [.alive])
        bench.pass(seconds: held.grace + Self.limit)
        #expect(try await heard(bench) == [.alive])
        bench.pass(seconds: 1)
        #expect(try await heard(bench) == [.status("stuck: \(held.name)")])
        gate.open()
        while !named(bench).isEmpty { await Task.yield() }
        #expect(try await heard(bench) == [.alive])
        task.cancel()
        _ = await task.result
    }

    @Test func `clocks that hang in a write are named, and no write means no food`() async throws {
        let bench = try await NoticeBench.make()
        let gate = Gate()
        let held = try await hold(.clocks, in: bench, by: gate)
        let task = Task { try await held.work() }
        await gate.reached()
        while named(bench).isEmpty {
            // The clock runs until the stage hangs for good: its steps before the write read the time anew.
            bench.pass(seconds: Self.limit + 1)
            await Task.yield()
        }
        #expect(named(bench) == ["clocks"])
        gate.open()
        while !named(bench).isEmpty { await Task.yield() }
        #expect(try await heard(bench) == [.alive])
        task.cancel()
        _ = await task.result
    }

    @Test func `idle is not stuck however long it lasts, nor is a stage that goes on`() async throws {
        let bench = try await NoticeBench.make()
        let stages = bench.engine.stages
        for stage in Stage.allCases {
            stages.moved(stage, at: bench.engine.now())
            stages.idle(stage)
        }
        bench.pass(hours: 24)
        #expect(try await heard(bench) == [.alive])
        stages.began("document 1", of: .reader, at: bench.engine.now())
        for _ in 0..<5 {
            bench.pass(seconds: Self.limit)
            stages.moved("document 1", of: .reader, at: bench.engine.now())
            stages.moved(.publisher, at: bench.engine.now())
            #expect(try await heard(bench) == [.alive])
        }
        bench.pass(seconds: Self.limit + 1)
        #expect(try await heard(bench) == [.status("stuck: publisher, reader (document 1)")])
    }

    @Test func `a document that two wait for is watched until the second has had it`() async throws {
        let stages = Stages()
        let now = Instant(seconds: 0)
        stages.began("document 1", of: .reader, at: now)
        stages.began("document 1", of: .reader, at: now)
        stages.ended("document 1", of: .reader)
        #expect(stages.stalled(longerThan: 5, at: Instant(seconds: 6)) == ["reader (document 1)"])
        stages.ended("document 1", of: .reader)
        #expect(stages.stalled(longerThan: 5, at: Instant(seconds: 6)).isEmpty)
    }

    @Test func `no commit, no food: the supervisor hears why instead`() async throws {
        let bench = try await NoticeBench.make()
        try await bench.engine.store.write("test") { db in
            try db.execute(
                sql: "CREATE TRIGGER no BEFORE INSERT ON counter BEGIN SELECT RAISE(ABORT, 'no room'); END")
        }
        let words = Mutex<[Edges.Word]>([])
        let edges = Edges(
            fetcher: HeldFetcher(gate: Gate()), channels: [:], publish: { _ in },
            supervise: { word in words.withLock { $0.append(word) } })
        await #expect(throws: StorageFailure.self) { try await Watchdog(engine: bench.engine, edges: edges).look() }
        let heard = words.withLock { $0 }
        #expect(heard.count == 1)
        guard case .status(let text)? = heard.first else {
            Issue.record("fed without a commit: \(heard)")
            return
        }
        #expect(text.hasPrefix("no write commits: committing a heartbeat"))
    }
}
