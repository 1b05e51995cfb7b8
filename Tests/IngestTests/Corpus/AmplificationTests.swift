import Testing
import Vocabulary

@testable import Ingest

/// Small documents that would become large ones, or cost their length once for each of many faults.
@Suite struct `A small document stays small` {
    private func repeated(_ count: Int, _ text: (Int) -> String) -> String {
        (0..<count).map(text).joined(separator: ",")
    }

    /// As many vulnerabilities, each of which names as many products of 200 ranges.
    private func advisory(vulnerabilities: Int, products: Int, again: Int = 1) -> String {
        let range = "vers:generic/" + (1...200).map { "\($0)" }.joined(separator: "|")
        let branches = repeated(products) { number in
            """
            {"category":"product_name","name":"gate \(number)","branches":[{"category":"product_version_range",\
            "name":"\(range)","product":{"product_id":"P\(number)","name":"n"}}]}
            """
        }
        let ids = repeated(products * again) { "\"P\($0 % products)\"" }
        let entries = repeated(vulnerabilities) {
            #"{"cve":"CVE-2026-\#(10_000 + $0)","product_status":{"known_affected":[\#(ids)]}}"#
        }
        return """
            {"document":{"csaf_version":"2.0","title":"t","publisher":{"name":"p","namespace":"https://p.example"},\
            "tracking":{"id":"A-1","current_release_date":"2026-01-01T00:00:00Z"}},\
            "product_tree":{"branches":[{"category":"vendor","name":"acme","branches":[\(branches)]}]},\
            "vulnerabilities":[\(entries)]}
            """
    }

    @Test func `an advisory whose vulnerabilities all name all products is refused beyond the limit`() throws {
        let batch = read(advisory(vulnerabilities: 60, products: 60).utf8, feed(.csaf))
        let reject = try #require(batch.rejects.first)
        #expect(batch.reports.isEmpty && reject.reason == .overLimit)
        #expect(reject.place.hasPrefix("vulnerabilities["))
        let small = read(advisory(vulnerabilities: 20, products: 20).utf8, feed(.csaf))
        #expect(small.rejects.isEmpty && small.reports.map(\.vulnerabilities.count) == [20])
    }

    @Test func `a product named often is said once`() throws {
        let once = read(advisory(vulnerabilities: 1, products: 2).utf8, feed(.csaf))
        let often = read(advisory(vulnerabilities: 1, products: 2, again: 3000).utf8, feed(.csaf))
        #expect(once.reports.map(\.vulnerabilities) == often.reports.map(\.vulnerabilities))
    }

    @Test func `a record of many ids and many packages is refused beyond the limit`() throws {
        let packages = repeated(2000) { #"{"package":{"ecosystem":"npm","name":"p\#($0)"},"versions":["1","2"]}"# }
        let aliases = repeated(300) { "\"CVE-2026-\(10_000 + $0)\"" }
        let members = #""aliases":[\#(aliases)],"affected":[\#(packages)]"#
        let record = #"{"id":"X-1","modified":"2026-01-02T03:04:05Z",\#(members)}"#
        let batch = read(record.utf8, feed(.osv))
        #expect(batch.reports.isEmpty && batch.rejects.map(\.reason) == [.overLimit])
        let few = record.replacing(aliases, with: "\"CVE-2026-10000\",\"CVE-2026-10001\"")
        #expect(read(few.utf8, feed(.osv)).reports.map(\.vulnerabilities.count) == [2])
    }

    @Test func `faults beyond a thousand are one reject more, each of the others has its place`() throws {
        let entries = repeated(1500) { #"{"id":\#($0)}"# } + #",{"id":"CVE-2026-0001"}"#
        let bill = read(#"{"bomFormat":"CycloneDX","vulnerabilities":[\#(entries)]}"#.utf8, feed(.cyclonedx))
        #expect(bill.reports.map(\.vulnerabilities.count) == [1])
        #expect(bill.rejects.count == 1001 && bill.rejects[999].place == "vulnerabilities[999].id")
        #expect(bill.rejects.last?.message == "500 further entries of the document could not be read")
        let attributes = repeated(1500) { #"{"type":\#($0)}"# }
        let event = read(#"{"Event":{"uuid":"e-1","info":"i","Attribute":[\#(attributes)]}}"#.utf8, feed(.misp))
        #expect(event.rejects.count == 1001 && event.rejects[7].place == "Event.Attribute[7].type")
        #expect(event.rejects.last?.reason == .overLimit && event.reports.count == 1)
    }

    @Test func `places asked for together are those asked for alone`() {
        let bytes = Array(#"{"a":[1,{"b,]":"x\"y","c":[[2],3]}],"d":{"e":null}}"#.utf8)
        let offsets = Array(0...bytes.count + 2).reversed()
        #expect(JSONPlace.paths(to: Array(offsets), in: bytes) == offsets.map { JSONPlace.path(to: $0, in: bytes) })
        #expect(JSONPlace.path(to: bytes.count - 6, in: bytes) == "d.e")
        #expect(JSONPlace.paths(to: [], in: bytes).isEmpty)
    }
}
