import Ingest
import Testing
import Vocabulary

@Suite struct `Indicator lists` {
    private func sample(_ name: String, _ format: DocumentFormat) throws -> ReadBatch {
        let document = SampleDocument(name: name, format: format, items: 0)
        return read(try document.bytes(), feed(format), name: name)
    }

    /// Each row as `row condition time what`, rows of both lists together in the document's order.
    private func shown(_ batch: ReadBatch) -> [String] {
        let observations = batch.observations
        let rows = observations.rows.map {
            ($0.row, "\($0.row) \(observations.conditions[$0.condition].name) \($0.at) \($0.address):\($0.port)")
        }
        let listings = observations.listings.map { listing in
            let what = switch listing.subject {
            case .domain(let name): name
            case .network(let network): network.description
            case .other: "other"
            }
            let name = observations.conditions[listing.condition].name
            return (listing.row, "\(listing.row) \(name) \(listing.at) \(what)")
        }
        return (rows + listings).sorted { $0.0 < $1.0 }.map(\.1)
    }

    @Test func `URLhaus's dump says where malware lies and when it was last seen`() throws {
        let batch = try sample("urlhaus.csv", .urlhaus)
        #expect(batch.statedTime == Instant("2026-11-20T13:40:04Z"))
        #expect(shown(batch) == [
            "1 malware-distribution 2026-11-20T13:40:00Z 192.0.2.66:8080",
            "2 malware-distribution 2026-11-19T10:00:00Z files.hospital.example",
            "3 malware-distribution 2026-11-20T02:00:00Z 2001:db8::66:80",
        ])
        #expect(batch.observations.conditions.map(\.type) == [RSIT("malicious-code/malware-distribution")])
    }

    @Test func `URLhaus comes as a list and as JSON too`() {
        let list = read("http://192.0.2.1:81/x\nhttp://192.0.2.2:81/x\nhttp://192.0.2.1:81/x\n".utf8, feed(.urlhaus))
        #expect(list.observations.rows.map(\.port) == [81, 81, 81])
        #expect(Set(list.observations.rows.map(\.rowHash)).count == 2)
        let json = #"{"1":[{"dateadded":"2026-01-02 03:04:05 UTC","url":"http://a.example/x","url_status":"online"}]}"#
        #expect(shown(read(json.utf8, feed(.urlhaus))) == ["1 malware-distribution 2026-01-02T03:04:05Z a.example"])
    }

    @Test func `a network that holds everybody is a reject, also where it is labelled`() {
        let list = "0.0.0.0/0\n10.0.0.0/7\n10.0.0.0/8\n2001::/15\n2001::/16\n::/0\n192.0.2.0/24\n"
        let batch = read(list.utf8, feed(.indicatorList))
        #expect(shown(batch).map { $0.split(separator: " ").last.map(String.init) } == [
            "10.0.0.0/8", "2001::/16", "192.0.2.0/24",
        ])
        #expect(batch.rejects.map(\.place) == ["row 1", "row 2", "row 4", "row 6"])
        #expect(Set(batch.rejects.map(\.reason)) == [.overLimit])
        #expect(batch.rejects.first?.message.contains("/8 and narrower") == true)
    }

    @Test func `ThreatFox's kinds of threat have their types, in both envelopes`() throws {
        let batch = try sample("threatfox.json", .threatfox)
        #expect(shown(batch) == [
            "1 c2-server 2026-11-20T13:50:06Z 192.0.2.77:4443",
            "2 malware-distribution 2026-11-20T14:00:00Z cdn.bank.example",
            "3 malware-distribution 2026-11-20T12:30:00Z other",
        ])
        let answer = #"""
            {"query_status":"ok","data":[{"id":"7","ioc":"192.0.2.77:4443","threat_type":"botnet_cc","first_seen":
            "2026-11-20 13:50:06 UTC","last_seen":null},{"ioc":5},{"ioc":"a.example","threat_type":"cc_skimming"}]}
            """#
        let found = read(answer.utf8, feed(.threatfox))
        #expect(shown(found) == [
            "1 c2-server 2026-11-20T13:50:06Z 192.0.2.77:4443", "3 payment-skimmer \(received) a.example",
        ])
        #expect(found.rejects.map(\.place) == ["data[1]"] && found.rejects.map(\.reason) == [.wrongType])
    }

    @Test(arguments: [
        #"{"query_status":"unknown_auth_key","data":[]}"#, #"{"1":{"ioc":"a.example"}}"#, "[7]", "{", "", "<html>",
        #"{"1":[{"ioc":"a.example","ioc":"b.example"}]}"#, #"{"1":[{"threat_type":"botnet_cc"}]}"#,
    ])
    func `what is no answer is one reject`(text: String) {
        let batch = read(text.utf8, feed(.threatfox))
        #expect(batch.rejects.count == 1 && shown(batch).isEmpty)
    }

    @Test func `an id that stands twice is refused, and others are read`() {
        let text = #"{"1":[{"ioc":"a.example"}],"1":[{"ioc":"b.example"}],"2":[{"ioc":"c.example"}]}"#
        let batch = read(text.utf8, feed(.threatfox))
        #expect(batch.rejects.map(\.reason) == [.duplicateKey])
        #expect(batch.observations.listings.map(\.subject) == [.domain("a.example"), .domain("c.example")])
    }

    @Test func `Feodo's servers have port and AS number`() throws {
        let batch = try sample("feodo.json", .feodo)
        #expect(shown(batch) == [
            "1 c2-server 2026-11-20T00:00:00Z 198.51.100.90:8080",
            "2 c2-server 2026-06-05T21:24:53Z 203.0.113.200:443",
        ])
        #expect(batch.observations.rows.map(\.asn) == [64496, 0])
    }

    @Test func `Spamhaus DROP comes as text and as JSON lines, each with its own time`() throws {
        let text = try sample("drop.txt", .spamhausDrop)
        #expect(text.statedTime == Instant("2026-11-20T06:00:00Z"))
        #expect(shown(text) == [
            "1 drop-listed 2026-11-20T06:00:00Z 198.51.100.0/24",
            "2 drop-listed 2026-11-20T06:00:00Z 203.0.113.128/25",
        ])
        let json = try sample("drop.json", .spamhausDrop)
        #expect(json.statedTime == Instant(seconds: 1_795_154_400))
        #expect(json.observations.listings.count == 2)
    }

    @Test func `ipsum, JPCERT's tables and plain lists`() throws {
        #expect(shown(try sample("ipsum.txt", .ipsum)) == [
            "1 on-block-lists 2026-11-20T01:00:29Z 192.0.2.66:0", "2 on-block-lists 2026-11-20T01:00:29Z 203.0.113.7:0",
        ])
        // 09:00 in Japan is midnight UTC.
        #expect(shown(try sample("phishing.csv", .jpcertPhishing)) == [
            "1 phishing 2026-11-20T00:00:00Z login.bank.example", "2 phishing 2026-11-20T01:30:00Z 192.0.2.81:443",
        ])
        let list = try SampleDocument(name: "list.txt", format: .indicatorList, items: 0).bytes()
        let batch = read(list, feed(.indicatorList, condition: "sample"))
        #expect(batch.observations.conditions.map(\.name) == ["sample"])
        #expect(shown(batch) == [
            "1 sample \(received) pay.hospital.example", "2 sample \(received) 192.0.2.82:80",
            "3 sample \(received) ads.example.net", "4 sample \(received) evil.example",
        ])
    }

    @Test func `a bad row is a reject by its number and the next one is read`() {
        let batch = read("192.0.2.1\nnothing\n\n192.0.2.2\n".utf8, feed(.ipsum))
        #expect(batch.observations.rows.map(\.row) == [1, 3])
        #expect(batch.rejects.map(\.place) == ["row 2"] && batch.rejects.map(\.reason) == [.badValue])
        let rows = "2025/13/01 00:00:00,https://a.example,x\n2025/01/01 00:00:00,\"a\"b,x\n"
        let table = read(rows.utf8, feed(.jpcertPhishing))
        #expect(table.rejects.map(\.reason) == [.badValue, .malformed])
    }

    @Test(arguments: [DocumentFormat.indicatorList, .ipsum, .spamhausDrop, .urlhaus, .jpcertPhishing])
    func `a page served instead of the list is one reject`(format: DocumentFormat) {
        let page = "<!DOCTYPE html>\n<html>\n<body>Blocked: 192.0.2.1</body>\n</html>\n"
        let batch = read(page.utf8, feed(format, condition: "sample"))
        #expect(batch.rejects.map(\.reason) == [.notThisFormat])
        #expect(batch.itemCount == 1 && batch.documents == 0)
    }

    @Test func `items beyond the limit are cut from the end, whichever list they stand in`() {
        let small = feed(.ipsum) { $0.limits.itemsMax = 3 }
        let batch = read("192.0.2.1\na.example\n192.0.2.2\nb.example\n192.0.2.3\n".utf8, small)
        #expect(shown(batch).count == 3)
        #expect(batch.observations.rows.map(\.row) == [1, 3] && batch.observations.listings.map(\.row) == [2])
        #expect(batch.rejects.map(\.reason) == [.overLimit])
    }
}
