import Testing
import Vocabulary

@testable import Ingest

@Suite struct `The STIX reader` {
    private func bundle(_ objects: String...) -> String {
        #"{"type":"bundle","id":"bundle--1","objects":["# + objects.joined(separator: ",") + "]}"
    }

    private func object(_ type: String, _ members: String) -> String {
        #"{"type":"\#(type)","id":"\#(type)--1","modified":"2026-01-02T03:04:05Z"\#(members)}"#
    }

    private func indicator(_ pattern: String, _ members: String = "") -> String {
        object("indicator", #","pattern":"\#(pattern)"\#(members)"#)
    }

    private func subjects(_ batch: ReadBatch) -> [Listing.Subject] { batch.observations.listings.map(\.subject) }

    @Test func `the sample gives reports and the rows of its indicator`() throws {
        let sample = SampleDocument(name: "bundle.json", format: .stix, items: 6)
        let batch = read(try sample.bytes(), feed(.stix))
        #expect(batch.reports.map(\.kind) == [.advisory, .news, .vulnerability])
        #expect(batch.reports.map(\.tlp) == [.green, nil, nil])
        #expect(batch.reports[0].title == "Gateways taken over")
        #expect(batch.reports[0].revised == Instant("2026-11-20T11:00:00Z"))
        #expect(batch.reports[0].published == Instant("2026-11-20T10:30:00Z"))
        #expect(batch.reports[0].vulnerabilities.map(\.id) == ["CVE-2026-99001"])
        #expect(batch.reports[2].vulnerabilities.map(\.id) == ["CVE-2026-99001"])
        #expect(batch.reports[2].vulnerabilities[0].aliases == ["vulnerability--00000000-0000-4000-8000-000000000104"])
        #expect(batch.observations.rows.map(\.address.description) == ["192.0.2.90"])
        #expect(subjects(batch) == [.domain("load.bank.example"), .other])
        #expect(batch.observations.rows.map(\.at) == [Instant("2026-11-19T00:00:00Z")])
        #expect(batch.observations.conditions.map(\.type) == [RSIT("malicious-code/c2-server")])
    }

    @Test(arguments: [
        ("[domain-name:value = 'a.example']", ["a.example"]),
        ("[domain-name:value='a.example' OR url:value = 'http://b.example/x']", ["a.example", "http://b.example/x"]),
        ("[file:hashes.'SHA-256' = 'ff' AND file:name = 'c.example']", ["ff"]),
        ("[file:hashes.MD5 = 'ff']", ["ff"]), ("[domain-name:value != 'a.example']", []),
        ("[domain-name:value LIKE '%.example']", []), ("[network-traffic:dst_ref.value = '192.0.2.1']", ["192.0.2.1"]),
        ("[url:value = 'http://a.example/it\\'s']", ["http://a.example/it's"]),
        ("[domain-name:value = 'a.exam", ["a.exam"]),
        ("[domain-name:value = 'a.example'] FOLLOWEDBY [domain-name:value = 'a.example']", ["a.example"]), ("'''", []),
        ("[ipv4-addr:value IN ('192.0.2.11','192.0.2.12')]", ["192.0.2.11", "192.0.2.12"]),
        ("[ipv4-addr:value == '192.0.2.13']", ["192.0.2.13"]), ("[ipv4-addr:value\t=\n'192.0.2.14']", ["192.0.2.14"]),
        ("[ipv4-addr:value ISSUBSET '192.0.2.16/28']", ["192.0.2.16/28"]),
        ("[ipv4-addr:value = '192.0.2.1' OR\nipv4-addr:value = '192.0.2.15']", ["192.0.2.1", "192.0.2.15"]),
        ("[domain-name:value NOT = 'a.example' AND url:value = 'http://b.example']", ["http://b.example"]),
        ("[domain-name:value NOT IN ('a.example', 'b.example')]", []), ("[domain-name:value <> 'a.example']", []),
        ("[file:name IN ('a.example') OR (file:hashes.'SHA-256' IN ('ff', 'ee'))]", ["ff", "ee"]),
        ("[windows-registry-key:values[*].data = 'a.example' OR domain-name:value = 'b.example']", ["b.example"]),
    ])
    func `a pattern names what it compares with`(pattern: String, expected: [String]) {
        #expect(STIXPattern.literals(pattern).map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test func `an object under an id of ours is refused`() {
        let text = bundle(#"{"type":"vulnerability","id":"condition:fraud/phishing/phishing","name":"x"}"#)
        let batch = read(text.utf8, feed(.stix))
        #expect(batch.reports.isEmpty && batch.rejects.map(\.reason) == [.badValue])
    }

    @Test func `a revoked indicator says nothing, a revoked vulnerability is withdrawn by its source`() throws {
        let text = bundle(
            indicator("[domain-name:value = 'a.example']", #","revoked":true"#),
            object("vulnerability", #","name":"CVE-2026-0001","revoked":true"#))
        let batch = read(text.utf8, feed(.stix))
        #expect(subjects(batch).isEmpty)
        #expect(batch.reports.map(\.status) == [.withdrawn])
    }

    @Test func `an indicator marked above its feed is counted and matched with nobody`() {
        let marking = object("marking-definition", #","definition_type":"tlp","definition":{"tlp":"amber"}"#)
        let marked = indicator(
            "[domain-name:value = 'a.example']", #","object_marking_refs":["marking-definition--1"]"#)
        #expect(subjects(read(bundle(marking, marked).utf8, feed(.stix))) == [.other])
        let amber = feed(.stix) { $0.defaultTLP = .amber }
        #expect(subjects(read(bundle(marking, marked).utf8, amber)) == [.domain("a.example")])
        let unknown = marking.replacing("amber", with: "purple")
        #expect(subjects(read(bundle(unknown, marked).utf8, amber)) == [.other])
    }

    private static let amber = definition("a", #""definition_type":"tlp","definition":{"tlp":"amber"}"#)
    private static let statement = definition("s", #""definition_type":"statement","definition":{"statement":"c"}"#)

    private static func definition(_ id: String, _ members: String) -> String {
        #"{"type":"marking-definition","id":"marking-definition--\#(id)",\#(members)}"#
    }

    @Test(arguments: [1, 100, 100_000]) func `a marking counts wherever its definition stands`(piece: Int) {
        let marked = indicator(
            "[domain-name:value = 'a.example']", #","object_marking_refs":["marking-definition--a"]"#)
        let report = object("report", #","name":"r","object_marking_refs":["marking-definition--s"]"#)
        let plain = object("malware", #","name":"m""#)
        let before = bundle(Self.amber, Self.statement, marked, report, plain)
        let behind = bundle(marked, report, plain, Self.statement, Self.amber)
        for text in [before, behind] {
            let found = read(text.utf8, feed(.stix), piece: piece)
            #expect(subjects(found) == [.other] && found.rejects.isEmpty)
            #expect(Dictionary(uniqueKeysWithValues: found.reports.map { ($0.title, $0.tlp) }) == ["r": nil, "m": nil])
            let wide = read(text.utf8, feed(.stix) { $0.defaultTLP = .amber }, piece: piece)
            #expect(subjects(wide) == [.domain("a.example")])
        }
    }

    @Test func `a marking that nobody defines is the strictest, and one reject says so`() {
        let refs = #","object_marking_refs":["marking-definition--s","marking-definition--elsewhere"]"#
        let text = bundle(
            Self.statement, indicator("[domain-name:value = 'a.example']", refs),
            object("report", #","name":"r""# + refs), object("malware", #","name":"m""#))
        let batch = read(text.utf8, feed(.stix) { $0.defaultTLP = .amberStrict })
        #expect(subjects(batch) == [.other])
        #expect(Dictionary(uniqueKeysWithValues: batch.reports.map { ($0.title, $0.tlp) }) == ["r": .red, "m": nil])
        #expect(batch.rejects.map(\.message) == [
            "2 object(s) bear a marking that this document does not define (`marking-definition--elsewhere`): "
                + "they count as TLP:RED"
        ])
    }

    @Test(arguments: [1, 100_000])
    func `a second definition counts for what follows it, and a reject says so`(piece: Int) {
        let report = object("report", #","name":"r","object_marking_refs":["marking-definition--a"]"#)
        func told(_ first: String, _ second: String) -> [String] {
            let found = read(bundle(first, report, report, second, report, second).utf8, feed(.stix), piece: piece)
            return found.reports.map { $0.tlp?.rawValue ?? "none" } + found.rejects.map { "\($0.place): \($0.message)" }
        }
        let start = "objects[3]: `marking-definition--a` is defined a second time, and more strictly: "
            + "2 object(s) before"
        let green = Self.amber.replacing("amber", with: "green")
        #expect(told(green, Self.amber) == [
            "GREEN", "GREEN", "AMBER", start + " keep TLP:GREEN, those behind get TLP:AMBER",
        ])
        #expect(told(Self.amber, green) == ["AMBER", "AMBER", "AMBER"])
        #expect(told(green, green) == ["GREEN", "GREEN", "GREEN"])
        // A label and none contradict each other.
        let none = Self.statement.replacing("--s", with: "--a")
        #expect(told(green, none) == ["GREEN", "GREEN", "RED", start + " keep TLP:GREEN, those behind get TLP:RED"])
        #expect(told(none, green) == ["none", "none", "RED", start + " keep no label, those behind get TLP:RED"])
    }

    @Test(arguments: [
        (#""object_marking_refs":["marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"]"#, .amberStrict),
        (#""object_marking_refs":["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"]"#, .clear),
        (
            #""granular_markings":[{"lang":"fr","selectors":["name"]},{"marking_ref":"marking-definition--a"}],"#
                + #""object_marking_refs":["marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"]"#,
            .amber
        ),
        (#""granular_markings":[{"marking_ref":"marking-definition--x","selectors":["name"]}]"#, .red),
        (#""object_marking_refs":["marking-definition--e"]"#, .amberStrict),
        (#""object_marking_refs":["marking-definition--t"]"#, .red),
    ] as [(String, TLP)])
    func `the strictest marking of an object or of a part of it counts`(members: String, label: TLP) throws {
        let definitions = [
            Self.amber,
            Self.definition("e", #""extensions":{"extension-definition--1":{"tlp_2_0":"amber+strict"}}"#),
            Self.definition("t", #""definition_type":"tlp","definition":{}"#),
        ]
        let text = bundle(object("report", #","name":"r","# + members), definitions.joined(separator: ","))
        let report = try #require(read(text.utf8, feed(.stix)).reports.first)
        #expect(report.tlp == label)
        // Another label is another revision, although the object's own bytes are the same.
        let widened = text.replacing("amber", with: "green")
        let other = try #require(read(widened.utf8, feed(.stix)).reports.first)
        #expect((other.tlp == label) == (other.digest == report.digest))
    }

    @Test func `what waits for definitions is bounded, and beyond that is the strictest`() {
        let one = object("malware", #","name":"m","object_marking_refs":["marking-definition--s"]"#)
        let text = bundle([String](repeating: one, count: 16_385).joined(separator: ","), Self.statement)
        let reports = read(text.utf8, feed(.stix)).reports
        #expect(reports.count == 16_385)
        #expect(reports.filter { $0.tlp == .red }.count == 16_384 && reports.last?.tlp == nil)
    }

    @Test func `a pattern in another language is counted, other objects are passed over`() {
        let text = bundle(
            indicator("rule a { }", #","pattern_type":"yara""#), object("relationship", ""), object("x-new", ""))
        let batch = read(text.utf8, feed(.stix))
        #expect(subjects(batch) == [.other] && batch.rejects.isEmpty && batch.documents == 1)
    }

    @Test func `one bad object costs no other`() {
        let text = bundle(
            "7", "{}", object("malware", #","name":5"#), object("malware", #","name":"a","name":"b""#),
            indicator("[domain-name:value = 'no name']"), object("malware", #","name":"c""#))
        let batch = read(text.utf8, feed(.stix))
        #expect(batch.reports.map(\.title) == ["c"])
        #expect(batch.rejects.map(\.reason) == [.wrongType, .missingField, .wrongType, .duplicateKey, .badValue])
        #expect(batch.rejects.map(\.place) == [
            "objects[0]", "objects[1]", "objects[2].name", "objects[3].name", "objects[4].pattern",
        ])
    }

    @Test(arguments: ["", "{}", "[]", "<stix/>", #"{"type":"identity","id":"identity--1"}"#])
    func `what is no bundle is one reject`(text: String) {
        let batch = read(text.utf8, feed(.stix))
        #expect(batch.rejects.count == 1 && batch.documents == 0)
    }
}
