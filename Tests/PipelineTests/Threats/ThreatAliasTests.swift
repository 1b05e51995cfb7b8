import GRDB
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// Other identifiers of a vulnerability, as its current reports state them.
@Suite struct ThreatAliasTests {
    private static let cve = "CVE-2031-0001"
    private static let first = "GHSA-aaaa-bbbb-cccc"
    private static let second = "GHSA-dddd-eeee-ffff"

    private func aliases(_ bench: ThreatBench) async throws -> [String] {
        try await bench.store.read("test") { db in
            try String.fetchAll(db, sql: "SELECT alias FROM alias ORDER BY alias")
        }
    }

    @Test(arguments: [[3, 4], [4, 3]])
    func `an alias that the current revision does not state is none, whichever came first`(order: [Int]) async throws {
        let bench = try await ThreatBench()
        for day in order {
            let stated = day == 3 ? [Self.first] : [Self.second]
            try await bench.report("A-1", on: day, [Said(cve: Self.cve, below: "7.4", aliases: stated)])
        }
        #expect(try await aliases(bench) == [Self.second])
        #expect(try await bench.store.threat(Self.second).row.id.text == Self.cve)
        await #expect(throws: StorageFailure.self) { try await bench.store.threat(Self.first) }
    }

    @Test func `a name that people have used stays`() async throws {
        let bench = try await ThreatBench()
        try await bench.report("A-1", on: 3, [Said(cve: Self.cve, below: "7.4", aliases: [Self.first, Self.second])])
        let entry = Entry(kind: .threat, subject: Self.first, event: "noted", at: bench.engine.now(), actor: "user:1:a")
        try await bench.store.write("test") { db in try Store.append([entry], in: db) }
        try await bench.report("A-1", on: 4, [Said(cve: Self.cve, below: "7.4")])
        #expect(try await aliases(bench) == [Self.first])
    }
}
