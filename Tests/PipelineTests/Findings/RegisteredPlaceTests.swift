import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// Observed findings are those of the register as it is, whatever it was before.
@Suite struct RegisteredPlaceTests {
    private func bench() async throws -> ScanBench {
        let bench = try await ScanBench.make(["scans": ScanBench.feed()])
        try await bench.scan("scans", 28, ["10", "130", "198.51.100.7"])
        return bench
    }

    @Test func `a network that moves takes its findings along`() async throws {
        let bench = try await bench()
        #expect(try await bench.states() == ["192.0.2.10 open", "192.0.2.130 open", "bank 198.51.100.7 open"].sorted {
            $0.contains("bank") && !$1.contains("bank") ? false : $0 < $1
        })
        try await bench.register([("city-hospital", []), ("bank", ["192.0.2.0/24", "198.51.100.0/24"])])
        #expect(try await bench.states() == [
            "bank 192.0.2.10 open", "bank 192.0.2.130 open", "bank 198.51.100.7 open",
        ])
    }

    @Test func `a closer network takes what lies in it, and gives it back`() async throws {
        let bench = try await bench()
        try await bench.register([("bank", ["192.0.2.128/25", "198.51.100.0/24"])])
        #expect(Set(try await bench.states()) == [
            "192.0.2.10 open", "bank 192.0.2.130 open", "bank 198.51.100.7 open",
        ])
        try await bench.register([("bank", ["198.51.100.0/24"])])
        #expect(Set(try await bench.states()) == [
            "192.0.2.10 open", "192.0.2.130 open", "bank 198.51.100.7 open",
        ])
    }

    @Test func `what was told stays, closed with the reason, and opens when the place is back`() async throws {
        let bench = try await bench()
        let engine = bench.bench.engine
        try await engine.store.setFeed(
            FeedID(unchecked: "scans"), paused: nil, released: true, at: engine.now(), entries: [])
        try await bench.bench.approveFindings()
        #expect(try await !bench.bench.notices().isEmpty)
        try await bench.register([("city-hospital", [])])
        #expect(try await bench.states().filter { !$0.contains("bank") } == [
            "192.0.2.10 closed not-registered", "192.0.2.130 closed not-registered",
        ])
        try await bench.register([("city-hospital", ["192.0.2.0/24"])])
        #expect(try await bench.states().filter { !$0.contains("bank") } == ["192.0.2.10 open", "192.0.2.130 open"])
    }

    @Test func `a place that was read again since it was judged does not end`() async throws {
        let bench = try await bench()
        let store = bench.bench.engine.store
        let page = try await store.observedPlaces(after: nil, limit: 10)
        #expect(page.count == 3)
        // A document that is read with the new register in between.
        try await store.write("test") { db in
            try db.execute(
                sql: "UPDATE finding SET rule = 'asn', evidence = '{\"asn\":64512}' WHERE locus = ?",
                arguments: [Data(page[0].locus)])
        }
        try await store.endPlaces(page, at: bench.bench.engine.now())
        #expect(try await store.observedPlaces(after: nil, limit: 10).map(\.locus) == [page[0].locus])
        let again = try await store.observedPlaces(after: nil, limit: 10)
        try await store.endPlaces(again, at: bench.bench.engine.now())
        #expect(try await bench.states().isEmpty)
        // What is gone ends no second time.
        try await store.endPlaces(again, at: bench.bench.engine.now())
        let entries = try await store.read("test") { db in
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM entry WHERE event = 'findings-ended'")
        }
        #expect(entries == 2)
    }

    @Test func `a listed network is whose registered network lies around it or in it`() async throws {
        let feed = ScanBench.feed().replacing("format: scan-csv", with: "format: indicator-list")
        let bench = try await ScanBench.make(["scans": feed])
        try await bench.ingest("scans", "192.0.2.0/26\n198.51.0.0/16\n")
        #expect(Set(try await bench.states()) == ["192.0.2.0 open", "bank 198.51.100.0 open"])
        try await bench.register([("bank", ["192.0.2.0/25"])])
        #expect(try await bench.states() == ["bank 192.0.2.0 open"])
    }
}
