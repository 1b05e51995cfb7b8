import Ledger
import Storage
import Testing
import Vocabulary

@testable import Pipeline

@Suite struct LeafTests {
    @Test func `the store's leaves are those that the ledger's formula gives`() async throws {
        try await AdvisoryBench.run { bench in
            _ = try await bench.engine.perform(
                AdvisoryDraft(threat: AdvisoryBench.cve), as: bench.leyla)
            let rows = try await bench.engine.store.entries(subject: nil, from: 0, limit: 100)
            #expect(!rows.isEmpty)
            for row in rows {
                let (salt, payload) = (try #require(row.salt), try #require(row.payload))
                #expect(LedgerEntryHashing.leaf(salt: salt, payload: Array(payload.utf8)) == row.leaf)
            }
        }
    }
}
