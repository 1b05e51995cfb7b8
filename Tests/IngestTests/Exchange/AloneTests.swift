import Testing
import Vocabulary

@testable import Ingest

/// An object or event that stands in its document without what usually wraps it.
@Suite struct `An object alone` {
    private let indicator = """
        {"type": "indicator", "spec_version": "2.1", "id": "indicator--00000000-0000-4000-8000-000000000001",
         "created": "2026-11-20T10:00:00Z", "modified": "2026-11-20T10:00:00Z", "pattern_type": "stix",
         "valid_from": "2026-11-20T10:00:00Z", "pattern": "[ipv4-addr:value = '192.0.2.17']"}
        """

    @Test(arguments: [1, 7, 64 << 10]) func `of STIX says what it says in a bundle`(piece: Int) {
        let alone = read(indicator.utf8, feed(.stix), piece: piece)
        let bundled = read(#"{"type":"bundle","id":"bundle--1","objects":[\#(indicator)]}"#.utf8, feed(.stix))
        #expect(alone.rejects.isEmpty && alone.observations.rows.map(\.address.description) == ["192.0.2.17"])
        #expect(alone.observations.rows.map(\.rowHash) == bundled.observations.rows.map(\.rowHash))
        let weakness = """
            {"type":"vulnerability","id":"vulnerability--00000000-0000-4000-8000-000000000002",
             "modified":"2026-11-20T10:00:00Z","name":"CVE-2026-99001"}
            """
        #expect(read(weakness.utf8, feed(.stix), piece: piece).reports.flatMap(\.vulnerabilities).map(\.id) == [
            "CVE-2026-99001"
        ])
        // A kind that is passed over in a bundle is passed over alone, and is no fault.
        let identity = read(#"{"type":"identity","id":"identity--1","name":"n"}"#.utf8, feed(.stix), piece: piece)
        #expect(identity.rejects.isEmpty && identity.itemCount == 0)
    }

    @Test func `of STIX that is broken, or none of it, is one reject`() throws {
        for text in [
            indicator + " and more", indicator.replacing("\"pattern_type\"", with: "pattern_type"),
            #"{"id":"x","properties":{}}"#, #"{"type":"bundle","id":"bundle--1"}"#, "{}",
            indicator.replacing("= '192", with: "= 192"),
        ] {
            let batch = read(text.utf8, feed(.stix))
            #expect(batch.rejects.count == 1 && batch.observations.rows.isEmpty, "\(text): \(batch.rejects)")
        }
        let text = indicator.replacing("\"2026-11-20T10:00:00Z\", \"pattern\"", with: "7, \"pattern\"")
        let wrong = read(text.utf8, feed(.stix))
        #expect(wrong.rejects.map(\.place) == ["valid_from"])
    }

    private let event = """
        {"Attribute": [{"type": "ip-dst", "value": "192.0.2.18", "to_ids": true, "timestamp": "1767323046"},
          {"type": 7}], "info": "CVE-2026-99001 used", "uuid": "00000000-0000-4000-8000-000000000003",
         "timestamp": "1767323045"}
        """

    @Test(arguments: [1, 7, 64 << 10]) func `of MISP says what it says wrapped`(piece: Int) {
        let bare = read(event.utf8, feed(.misp), piece: piece)
        let wrapped = read(#"{"Event": \#(event)}"#.utf8, feed(.misp), piece: piece)
        #expect(bare.reports.map(\.sourceID) == ["00000000-0000-4000-8000-000000000003"])
        #expect(bare.reports == wrapped.reports)
        #expect(bare.observations.rows.map(\.address.description) == ["192.0.2.18"])
        #expect(bare.observations.rows.map(\.rowHash) == wrapped.observations.rows.map(\.rowHash))
        #expect(bare.rejects.map(\.place) == ["Attribute[1].type"])
        #expect(wrapped.rejects.map(\.place) == ["Event.Attribute[1].type"])
    }

    @Test func `of MISP that is cut, or an attribute alone, is one reject`() {
        for text in [String(event.dropLast(2)), #"{"type":"url","value":"http://a.example/","uuid":"u"}"#, "{}"] {
            let batch = read(text.utf8, feed(.misp))
            #expect(batch.rejects.count == 1 && batch.reports.isEmpty, "\(text): \(batch.rejects)")
        }
    }
}
