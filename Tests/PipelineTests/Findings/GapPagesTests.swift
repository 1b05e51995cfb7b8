import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

@Suite struct GapPagesTests {
    @Test func `gaps beyond one page are listed, and found by their names`() async throws {
        let bench = try await NoticeBench.make()
        let name = bench.hospital.text
        try await bench.engine.store.write("test") { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5003)
                    INSERT INTO threat(id, kind, presence, title, standing, first_seen, changed)
                    SELECT printf('CVE-2031-%05d', i), 'vulnerability', 'potential', 'T', 'current', 0, 0 FROM n
                    """)
            try db.execute(
                sql: """
                    INSERT INTO finding(entity, locus, threat, feed, rule, confidence, first_seen, last_seen, days,
                        state, evidence)
                    SELECT (SELECT no FROM entity WHERE id = ?), ?, no, 'inventory', 'product', 'possible', 0, 0, x'',
                        'open', '[]' FROM threat
                    """, arguments: [name, Data(LocusCode.encode(.inventory))])
        }
        let all = try await bench.engine.gaps { _ in true }
        #expect(all.count == 5003 && Set(all.map(\.threat)).count == 5003)
        let last = try await bench.engine.gaps { $0.threat.text == "CVE-2031-05003" }
        #expect(last.count == 1)
    }
}
