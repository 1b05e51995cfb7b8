import Durability
import GRDB
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

@Suite struct FullDiskTests {
    /// Pages that the store may have; SQLite answers a write beyond them as it answers a full disk.
    private func pages(_ bench: NoticeBench, _ count: String) async throws {
        try await bench.engine.store.write("test") { db in
            _ = try Row.fetchAll(db, sql: "PRAGMA max_page_count = \(count)")
        }
    }

    @Test func `without room a write is refused as try later, and with room it is taken`() async throws {
        let bench = try await NoticeBench.make()
        // As many as there are: SQLite never goes below that.
        try await pages(bench, "1")
        await #expect {
            // Each advisory of the loop is another; one of them finds no room.
            for serial in 1...2000 { try await add(serial, to: bench) }
        } throws: { error in
            let failure = ActFailure(explaining: error)
            return failure.code == .tryLater && failure.exitCode == 75 && "\(failure)".contains("free space")
                && !Engine.isFatal(error)
        }
        try await pages(bench, "1073741823")
        for serial in 2001...2010 { try await add(serial, to: bench) }
    }

    private func add(_ serial: Int, to bench: NoticeBench) async throws {
        try await bench.engine.store.write("adding") { db in
            try db.execute(
                sql: "INSERT INTO counter(name, value) VALUES (?, 1)",
                arguments: [String(repeating: "x", count: 500) + "\(serial)"])
        }
    }

    @Test func `what the disk says in other words is a full disk too`() {
        let shared = StorageFailure(DatabaseError(resultCode: .SQLITE_IOERR_SHMSIZE), doing: "opening")
        #expect(shared.code == .full)
        let other = StorageFailure(DatabaseError(resultCode: .SQLITE_IOERR_FSYNC), doing: "opening")
        #expect(other.code == .unknown && other.fate == .halt)
        let raw = DurabilityFailure(
            code: .diskFull, fate: .retry(afterSeconds: 30), operation: "write", path: "raw/.aside", errorNumber: 28)
        let answer = ActFailure(explaining: raw)
        #expect(answer.code == .tryLater && answer.exitCode == 75)
        #expect(!Engine.isFatal(raw))
    }

    @Test func `a statement cut short by cancellation is a cancellation, not a broken store`() async throws {
        let bench = try await NoticeBench.make()
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let task = Task {
            try await bench.engine.store.read("counting") { db in
                begin.yield()
                return try Int.fetchOne(
                    db,
                    sql: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
            }
        }
        for await _ in begun { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
