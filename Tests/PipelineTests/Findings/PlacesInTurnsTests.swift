import Constituency
import GRDB
import Synchronization
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// What a change of the register asks for is worked off in turns, between which others judge.
@Suite struct PlacesInTurnsTests {
    /// The hospital gives its network away; nothing is worked off yet.
    private func giveAway(_ bench: ScanBench) async throws {
        var hospital = try #require(bench.bench.entities.first { $0.id == bench.bench.hospital })
        hospital.assets = []
        try await bench.bench.engine.store.saveEntities([hospital], at: bench.bench.engine.now(), entries: [])
        _ = try await bench.bench.engine.registerChanged()
    }

    @Test func `who only has threats judged does not wait until all places are looked at`() async throws {
        let bench = try await ScanBench.make(["scans": ScanBench.feed(), "more": ScanBench.feed()])
        let engine = bench.bench.engine
        try await bench.scan("scans", 27, ["10"])
        try await giveAway(bench)
        // Another caller is at it.
        engine.placesTaken.withLock { $0 = true }
        try await bench.scan("more", 28, ["198.51.100.7"])
        #expect(try await engine.store.threatsDue(limit: 10, on: engine.now().day, known: [:]).isEmpty)
        #expect(try await engine.store.placesOwed() != nil)
        #expect(try await bench.states() == ["192.0.2.10 open", "bank 198.51.100.7 open"])
        // That caller is gone before the end; whoever comes next does the rest.
        engine.placesTaken.withLock { $0 = false }
        try await engine.judgeDueThreats()
        #expect(try await engine.store.placesOwed() == nil)
        #expect(try await bench.states() == ["bank 198.51.100.7 open"])
        #expect(engine.placesTaken.withLock { $0 } == false)
    }

    @Test func `callers at once leave nothing undone`() async throws {
        let bench = try await ScanBench.make(["scans": ScanBench.feed()])
        let engine = bench.bench.engine
        try await bench.scan("scans", 27, ["10", "11", "198.51.100.7"])
        try await giveAway(bench)
        try await withThrowingTaskGroup(of: Void.self) { callers in
            for _ in 0..<8 { callers.addTask { _ = try await engine.judgeDueThreats() } }
            try await callers.waitForAll()
        }
        #expect(try await engine.store.placesOwed() == nil)
        #expect(try await bench.states() == ["bank 198.51.100.7 open"])
        #expect(engine.placesTaken.withLock { $0 } == false)
    }

    @Test func `a turn looks at no more than its share`() async throws {
        let bench = try await ScanBench.make(["scans": ScanBench.feed()])
        let engine = bench.bench.engine
        try await bench.scan("scans", 27, ["10"])
        let known = try #require(try await bench.rows().first)
        let more = Engine.placesMax + 3
        try await engine.store.write("test") { db in
            let put = try HotStatement(db, Store.newFinding)
            for port in 1...more {
                let locus = Locus.service(IPAddress(v4: 0xC000_020B), port: UInt16(port), transport: .tcp)
                put.bind(known.entityNumber, 1)
                put.bind(LocusCode.encode(locus), 2)
                put.bind(known.threatNumber, 3)
                for (place, text) in ["scans", "network", "certain"].enumerated() { put.bind(text, Int32(place) + 4) }
                for place: Int32 in [7, 8, 10, 14] { put.bind(0, place) }
                put.bind(DaySetCode.encode([1]), 9)
                put.bind("open", 11)
                put.bind(nil as String?, 12)
                put.bind(nil as Int64?, 13)
                put.bind("{}", 15)
                try put.run()
            }
        }
        try await giveAway(bench)
        #expect(try await engine.checkSomePlaces())
        let left = try await engine.store.observedPlaces(after: nil, limit: 2 * Engine.placesMax)
        #expect(left.count == 4)
        #expect(try await engine.store.placesOwed() != nil)
        try await engine.judgeDueThreats()
        #expect(try await bench.states().isEmpty)
        #expect(try await engine.store.placesOwed() == nil)
    }
}
