import Testing
import Vocabulary

@testable import Ingest

private enum IntelMQEvents {
    static func spam(_ host: Int) -> String { #"{"classification.type":"spam","source.ip":"192.0.2.\#(host)"}"# }
}

@Suite struct `IntelMQ events` {
    private func shown(_ batch: ReadBatch) -> [String] {
        let observations = batch.observations
        return observations.rows.map {
            "\($0.row) \(observations.conditions[$0.condition].threat) \($0.at) \($0.address):\($0.port) \($0.asn)"
        } + observations.listings.map {
            "\($0.row) \(observations.conditions[$0.condition].threat) \($0.at) \($0.subject)"
        }
    }

    @Test func `lines give rows with RSIT's types`() {
        let lines = #"""
            {"classification.type":"c2-server","source.ip":"192.0.2.5","source.port":443,"source.asn":64496,\#
            "time.source":"2026-11-20T10:00:00+00:00"}
            {"classification.type":"brute-force","source.ip":"192.0.2.6","source.port":51000,\#
            "time.observation":"2026-11-20T11:00:00+00:00"}

            {"classification.type":"phishing","source.url":"https://login.bank.example/","source.fqdn":"a.example"}
            {"classification.type":"potentially-unwanted-accessible","classification.identifier":"open-telnet",\#
            "source.ip":"2001:db8::5","source.port":"23"}
            """#
        let batch = read(lines.utf8, feed(.intelmq))
        #expect(batch.rejects.isEmpty)
        #expect(shown(batch) == [
            "1 condition:malicious-code/c2-server/c2-server 2026-11-20T10:00:00Z 192.0.2.5:443 64496",
            "2 condition:intrusion-attempts/brute-force/brute-force 2026-11-20T11:00:00Z 192.0.2.6:0 0",
            "4 condition:vulnerable/potentially-unwanted-accessible/open-telnet \(received) 2001:db8::5:23 0",
            "3 condition:fraud/phishing/phishing \(received) domain(\"login.bank.example\")",
        ])
    }

    @Test(arguments: [
        "[\(IntelMQEvents.spam(5)),\(IntelMQEvents.spam(6))]", IntelMQEvents.spam(5) + IntelMQEvents.spam(6),
        """
        {
          "classification": {"type": "spam"},
          "source": {"ip": "192.0.2.5"}
        }
        {
          "classification": {"type": "spam"},
          "source": {"ip": "192.0.2.6"}
        }
        """,
    ])
    func `a list, objects in a row and nested members mean the same`(text: String) {
        let batch = read(text.utf8, feed(.intelmq))
        #expect(batch.rejects.isEmpty)
        #expect(batch.observations.rows.map(\.address.description) == ["192.0.2.5", "192.0.2.6"])
    }

    @Test(arguments: [
        #""source.network":"192.0.2.0 - 192.0.2.127""#, #""source.url":"http://192.0.2.5:99999/x""#,
        #""source.fqdn":"a.example b.example""#,
    ])
    func `a source that is stated and cannot be read is a reject, a readable one beside it counts`(source: String) {
        let alone = read(#"{"classification.type":"spam",\#(source)}"#.utf8, feed(.intelmq))
        #expect(alone.rejects.map(\.reason) == [.badValue])
        #expect(alone.observations.rows.isEmpty && alone.observations.listings.isEmpty)
        let both = read(#"{"classification.type":"spam","source.ip":"192.0.2.5",\#(source)}"#.utf8, feed(.intelmq))
        #expect(both.rejects.isEmpty && both.observations.rows.map(\.address.description) == ["192.0.2.5"])
    }

    @Test func `a broken line costs itself alone`() {
        let good = #"{"classification.type":"spam","source.ip":"192.0.2.5"}"#
        let batch = read(
            [good, #"{"classification.type":"spam","#, good, "word", #"{"a":1}}"#, good].joined(separator: "\n").utf8,
            feed(.intelmq))
        #expect(batch.observations.rows.count == 3)
        #expect(batch.rejects.map(\.reason) == [.malformed, .malformed, .missingField, .malformed])
        #expect(read("\(good)\n{\"a\":".utf8, feed(.intelmq)).rejects.map(\.reason) == [.truncated])
        #expect(read(" \n".utf8, feed(.intelmq)).rejects.map(\.reason) == [.truncated])
    }

    @Test(arguments: [
        ("`classification.type` is missing", #"{"source.ip":"192.0.2.5"}"#),
        ("`meh` is no type", #"{"classification.type":"meh","source.ip":"192.0.2.5"}"#),
        ("source.ip", #"{"classification.type":"spam","source.ip":"192.0.2.555"}"#),
        ("source.port", #"{"classification.type":"spam","source.port":70000}"#),
        ("time.source", #"{"classification.type":"spam","time.source":"yesterday"}"#),
    ])
    func `a broken event names the field`(named: String, text: String) {
        let batch = read(text.utf8, feed(.intelmq))
        #expect(batch.rejects.count == 1 && shown(batch).isEmpty)
        #expect(batch.rejects.allSatisfy { "\($0.place) \($0.message)".contains(named) }, "\(batch.rejects)")
    }

    @Test func `what is marked above the feed, or names no source, is counted only`() {
        let text = #"""
            {"classification.type":"spam","source.ip":"192.0.2.5","tlp":"RED"}
            {"classification.type":"spam","destination.ip":"192.0.2.5"}
            """#
        let batch = read(text.utf8, feed(.intelmq) { $0.defaultTLP = .green })
        #expect(batch.observations.rows.isEmpty && batch.observations.listings.map(\.subject) == [.other, .other])
    }

    /// Each of RSIT's 39 types by its own name, and each word that IntelMQ had before.
    @Test func `every type has its class`() {
        for type in RSIT.all { #expect(IntelMQMeaning.of(type.type, identifier: "")?.type == type) }
        for (word, type) in IntelMQMeaning.own {
            #expect(IntelMQMeaning.of(word, identifier: "")?.type.description == type, "\(word)")
        }
        let old = IntelMQMeaning.of("infected system", identifier: "")
        #expect(old?.type.description == "malicious-code/infected-system")
    }
}
