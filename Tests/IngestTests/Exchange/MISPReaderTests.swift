import Testing
import Vocabulary

@testable import Ingest

@Suite struct `The MISP reader` {
    private func event(_ attributes: String, tags: String = "") -> String {
        #"{"Event":{"uuid":"e-1","info":"i","timestamp":1767323045,"Tag":[\#(tags)],"Attribute":[\#(attributes)]}}"#
    }

    private func attribute(_ type: String, _ value: String, ids: Bool = true) -> String {
        #"{"type":"\#(type)","value":"\#(value)","to_ids":\#(ids),"timestamp":"1767323046"}"#
    }

    private func shown(_ batch: ReadBatch) -> [String] {
        batch.observations.rows.map { "\($0.address):\($0.port)" }
            + batch.observations.listings.map {
                switch $0.subject {
                case .domain(let name): name
                case .network(let network): network.description
                case .other: "other"
                }
            }
    }

    @Test func `the sample gives a report of its vulnerabilities and rows of its indicators`() throws {
        let sample = SampleDocument(name: "misp-event.json", format: .misp, items: 4)
        let batch = read(try sample.bytes(), feed(.misp))
        let report = try #require(batch.reports.first)
        #expect(report.sourceID == "00000000-0000-4000-8000-000000000200" && report.tlp == .green)
        #expect(report.title == "Phishing against customers of First Bank, CVE-2026-99002")
        #expect(report.vulnerabilities.map(\.id) == ["CVE-2026-99001", "CVE-2026-99002"])
        #expect(report.revised == Instant(seconds: 1_795_104_000) && report.published == Instant("2026-11-19"))
        // Green is above the feed's CLEAR: counted, matched with nobody.
        #expect(shown(batch) == ["other", "other", "other"])
        let green = read(try sample.bytes(), feed(.misp) { $0.defaultTLP = .green })
        #expect(shown(green) == ["192.0.2.91:8443", "login.bank.example", "other"])
        #expect(green.observations.conditions.map(\.type) == [RSIT("fraud/phishing")])
        #expect(green.observations.rows.map(\.at) == [Instant(seconds: 1_795_100_401)])
    }

    @Test func `only what is meant for detection and names something becomes a row`() {
        let list = [
            attribute("ip-src", "192.0.2.1"), attribute("ip-dst", "192.0.2.2", ids: false),
            attribute("ip-dst|port", "2001:db8::1|443"), attribute("domain|ip", "a.example|192.0.2.3"),
            attribute("filename|md5", "x|0123456789abcdef0123456789abcdef"), attribute("yara", "rule a {}"),
            attribute("comment", "192.0.2.4"),
        ]
        let batch = read(event(list.joined(separator: ",")).utf8, feed(.misp))
        #expect(shown(batch) == ["192.0.2.1:0", "2001:db8::1:443", "a.example", "other"])
        #expect(batch.rejects.isEmpty)
    }

    @Test func `a bad attribute costs no other, and an unknown label is the strictest`() {
        let list = [
            attribute("domain", "a.example"), #"{"type":5}"#, "7", #"{"value":"x"}"#, attribute("domain", "no name"),
            attribute("domain", "b.example"),
        ]
        let batch = read(event(list.joined(separator: ",")).utf8, feed(.misp))
        #expect(shown(batch) == ["a.example", "b.example"])
        #expect(batch.rejects.map(\.reason) == [.wrongType, .wrongType, .missingField, .badValue])
        #expect(batch.rejects.map(\.place) == [
            "Event.Attribute[1].type", "Event.Attribute[2]", "Event.Attribute[3]", "Event.domain",
        ])
        let labelled = read(event("", tags: #"{"name":"tlp:purple"}"#).utf8, feed(.misp))
        #expect(labelled.reports.map(\.tlp) == [.red])
    }

    @Test(arguments: ["true", "1", #""1""#]) func `what its source took back is no indicator`(flag: String) {
        let deleted = #"{"type":"domain","value":"a.example","to_ids":true,"deleted":\#(flag)}"#
        let kept = #"{"type":"domain","value":"b.example","to_ids":true,"deleted":false}"#
        let vulnerability = #"{"type":"vulnerability","value":"CVE-2026-0001","deleted":\#(flag)}"#
        let whole = #"{"Attribute":[\#(attribute("domain", "c.example"))],"deleted":\#(flag)}"#
        let objects = #"\#(whole),{"Attribute":[\#(deleted)]}"#
        let text = event([deleted, kept, vulnerability].joined(separator: ","))
            .replacing(#""info""#, with: #""Object":[\#(objects)],"info""#)
        let batch = read(text.utf8, feed(.misp))
        #expect(shown(batch) == ["b.example"] && batch.rejects.isEmpty)
        #expect(batch.reports.map(\.vulnerabilities.count) == [0])
    }

    @Test func `an attribute's own label and its object's count for it`() {
        let red = #""Tag":[{"name":"tlp:red"}]"#
        let list = [
            #"{"type":"domain","value":"a.example","to_ids":true,\#(red)}"#, attribute("domain", "b.example"),
            #"{"type":"domain","value":"c.example","to_ids":true,"Tag":[{"name":"tlp:clear"}]}"#,
        ]
        let objects = #"{"Attribute":[\#(attribute("domain", "d.example"))],\#(red)}"#
        let text = event(list.joined(separator: ",")).replacing(#""info""#, with: #""Object":[\#(objects)],"info""#)
        let batch = read(text.utf8, feed(.misp))
        #expect(shown(batch).sorted() == ["b.example", "c.example", "other", "other"])
        #expect(batch.reports.map(\.tlp) == [nil])
        // What the event as a whole may be told to is not widened by a part of it.
        let whole = event(list.joined(separator: ","), tags: #"{"name":"tlp:amber"}"#)
        #expect(shown(read(whole.utf8, feed(.misp))) == ["other", "other", "other"])
    }

    @Test func `labels in the form of the database count, and what is for its own organisation goes nowhere`() {
        let tag = #"[{"id":"1","Tag":{"name":"tlp:red"}}]"#
        let list = [
            #"{"type":"domain","value":"a.example","to_ids":true,"AttributeTag":\#(tag)}"#,
            attribute("domain", "b.example"),
        ]
        let text = event(list.joined(separator: ","))
        #expect(shown(read(text.utf8, feed(.misp))) == ["other", "b.example"])
        let whole = read(text.replacing(#""info""#, with: #""EventTag":\#(tag),"info""#).utf8, feed(.misp))
        #expect(shown(whole) == ["other", "other"] && whole.reports.map(\.tlp) == [.red])
        for value in ["0", "\"0\""] {
            let own = read(text.replacing(#""info""#, with: #""distribution":\#(value),"info""#).utf8, feed(.misp))
            #expect(shown(own) == ["other", "other"] && own.reports.map(\.tlp) == [.red])
        }
        let shared = read(text.replacing(#""info""#, with: #""distribution":"3","info""#).utf8, feed(.misp))
        #expect(shown(shared) == ["other", "b.example"])
    }

    @Test func `a bad object costs no other`() {
        let objects = #"{"Attribute":[\#(attribute("domain", "c.example"))],"Tag":[{"name":null}]},7,"#
            + #"{"Attribute":[\#(attribute("domain", "d.example"))]}"#
        let text = event(attribute("domain", "a.example"))
            .replacing(#""info""#, with: #""Object":[\#(objects)],"info""#)
        let batch = read(text.utf8, feed(.misp))
        #expect(shown(batch).sorted() == ["a.example", "d.example"])
        #expect(batch.rejects.map(\.place) == ["Event.Object[0].Tag[0].name", "Event.Object[1]"])
    }

    @Test func `a report that tells of a labelled attribute bears its label`() {
        let secret = #"{"type":"vulnerability","value":"CVE-2026-0001","Tag":[{"name":"tlp:amber"}]}"#
        #expect(read(event(secret).utf8, feed(.misp)).reports.map(\.tlp) == [.amber])
        let open = secret.replacing("amber", with: "clear")
        #expect(read(event(open).utf8, feed(.misp) { $0.defaultTLP = .green }).reports.map(\.tlp) == [nil])
    }

    @Test func `an answer holds events, and a manifest is checked and gives nothing`() {
        let one = event(attribute("domain", "a.example"))
        let batch = read("{\"response\":[\(one),{},\(one.replacing("e-1", with: "e-2"))]}".utf8, feed(.misp))
        #expect(batch.reports.map(\.sourceID) == ["e-1", "e-2"])
        #expect(batch.rejects.map(\.place) == ["response[1]"])
        let uuid = "00000000-0000-4000-8000-00000000020"
        let manifest = "{\"\(uuid)1\":{\"timestamp\":\"1\",\"info\":\"i\"},\"\(uuid)2\":{\"info\":\"i\"}}"
        let found = read(manifest.utf8, feed(.misp))
        #expect(found.rejects.map(\.reason) == [.missingField] && found.reports.isEmpty)
    }

    @Test(arguments: ["", "{}", "[]", #"{"Event":{}}"#, #"{"Event":7}"#, #"{"objects":[]}"#])
    func `what is no event is one reject`(text: String) {
        let batch = read(text.utf8, feed(.misp))
        #expect(batch.rejects.count == 1 && batch.reports.isEmpty)
    }
}
