import Foundation
import GRDB
import Ledger
import Logging
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// A counter or an entry that somebody changed past the service must not become a signed hole.
@Suite struct EntryCountTests {
    /// A store with entries that are not sequenced yet, closed, then changed by `sql`.
    private func changed(
        _ sql: String, _ body: (_ settings: Settings, _ head: LedgerHead?) async throws -> Void
    ) async throws {
        try await AdvisoryBench.run { bench in
            let engine = bench.engine
            let head = try await engine.store.ledgerHead()
            #expect(try await engine.store.entryCount() > (head?.size ?? 0) + 2)
            try engine.store.close()
            let queue = try DatabaseQueue(path: engine.store.directory + "/ess.sqlite")
            try await queue.write { db in try db.execute(sql: sql) }
            try queue.close()
            try await body(engine.settings, head)
        }
    }

    private func report(_ settings: Settings) async throws -> [String] {
        try await LedgerCheck.run(
            dataDirectory: settings.dataDirectory, verifierKey: nil, withStore: true, held: []
        ).discrepancies
    }

    @Test(arguments: ["value = value + 1", "value = value - 1"])
    func `a counter that is not where the rows end is named, and nothing is appended behind it`(_ change: String)
        async throws
    {
        try await changed("UPDATE counter SET \(change) WHERE name = 'entry'") { settings, _ in
            #expect(try await report(settings).contains { $0.hasPrefix("counter entry: says ") })
            let store = try Store(directory: settings.dataDirectory)
            let failure = await #expect(throws: StorageFailure.self) { try await store.requireCountedEntries() }
            #expect(failure?.fate == .halt)
            let entry = Entry(kind: .entity, subject: "x", event: "made", at: .distantPast, actor: "user:1:x")
            await #expect(throws: StorageFailure.self) {
                try await store.saveEntities([], at: .distantPast, entries: [entry])
            }
            try store.close()
        }
    }

    @Test func `a missing entry stops the sequencer before it signs`() async throws {
        let hole = "DELETE FROM entry WHERE idx = (SELECT MAX(idx) - 1 FROM entry)"
        try await changed(hole) { settings, head in
            #expect(try await report(settings).contains { $0.contains("missing, though rows stand behind it") })
            let store = try Store(directory: settings.dataDirectory)
            let failure = await #expect(throws: StorageFailure.self) {
                try await store.leaves(from: head?.size ?? 0, limit: 8192)
            }
            #expect(failure?.fate == .halt)
            #expect(try await store.ledgerHead() == head)
            try store.close()
        }
    }
}
