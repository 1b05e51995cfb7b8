import Testing
import Vocabulary

@testable import Ingest

@Suite struct `Platforms of a CSAF document` {
    private func products(affected: String, safe: String) -> [ProductStatement] {
        let relations = ["7", "9"].map { os in
            #"""
            {"category":"default_component_of","product_reference":"gate","relates_to_product_reference":"OS\#(os)",
             "full_product_name":{"product_id":"OS\#(os):gate","name":"gate on Sample OS \#(os)"}}
            """#
        }
        let text = #"""
            {"document":{"category":"csaf_vex","csaf_version":"2.0","title":"T",
              "publisher":{"category":"vendor","name":"E","namespace":"https://example.test"},
              "distribution":{"tlp":{"label":"WHITE"}},
              "tracking":{"id":"E-1","status":"final","version":"1","initial_release_date":"2031-01-01T00:00:00Z",
                "current_release_date":"2031-01-01T00:00:00Z"}},
             "product_tree":{"full_product_names":[{"product_id":"gate","name":"gate"},
               {"product_id":"OS7","name":"Sample OS 7"},{"product_id":"OS9","name":""}],
               "relationships":[\#(relations.joined(separator: ","))]},
             "vulnerabilities":[{"cve":"CVE-2031-0001",
               "product_status":{"known_affected":[\#(affected)],"known_not_affected":[\#(safe)]}}]}
            """#
        let batch = Reading.batch(Array(text.utf8), with: CSAFReader(context: Reading.context(.csaf)), chunk: 65_536)
        return batch.reports.first?.vulnerabilities.first?.products ?? []
    }

    @Test func `a component keeps the platform of which it is said, by its name or else its id`() {
        let found = products(affected: #""OS7:gate""#, safe: #""OS9:gate""#)
        #expect(found.map(\.status) == [.affected, .notAffected])
        #expect(found.map(\.product) == ["gate", "gate"])
        #expect(found.map(\.platforms) == [["Sample OS 7"], ["OS9"]])
    }

    @Test func `several platforms are one statement; what is meant without one is meant everywhere`() {
        #expect(products(affected: #""OS9:gate","OS7:gate""#, safe: "").map(\.platforms) == [["OS9", "Sample OS 7"]])
        #expect(products(affected: #""OS9:gate","gate""#, safe: "").map(\.platforms) == [nil])
    }
}
