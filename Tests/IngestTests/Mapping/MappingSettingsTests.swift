import Ingest
import Testing
import Vocabulary

@Suite struct `The mapping in a feed's file` {
    /// Mistakes of a file whose `mapping` has these members.
    private func problems(
        _ format: String, _ members: [(String, SettingsNode.Content)], hasCondition: Bool = true
    ) -> [SettingsProblem] {
        var pairs: [(String, SettingsNode.Content)] = [
            ("publisher", text("Example")), ("kind", text("research")), ("country", text("INT")),
            ("format", text(format)), ("licence", text("none")), ("reliability", text("B")), ("interval", text("1h")),
        ]
        let condition = map([("type", text("fraud/phishing")), ("name", text("phishing"))])
        if hasCondition { pairs.append(("condition", condition)) }
        if !members.isEmpty { pairs.append(("mapping", map(members))) }
        var found: [SettingsProblem] = []
        let node = SettingsNode(content: map(pairs), file: "Feeds/sample.yaml", line: 1)
        let feed = FeedDescription.read(node, id: FeedID(unchecked: "sample"), problems: &found)
        #expect((feed == nil) == !found.isEmpty)
        return found
    }

    private func text(_ text: String) -> SettingsNode.Content { .scalar(text, quoted: false) }

    private func map(_ pairs: [(String, SettingsNode.Content)]) -> SettingsNode.Content {
        .map(
            pairs.enumerated().map { index, pair in
                (
                    SettingsNode(content: text(pair.0), file: "Feeds/sample.yaml", line: index + 1),
                    SettingsNode(content: pair.1, file: "Feeds/sample.yaml", line: index + 1)
                )
            })
    }

    @Test func `a whole mapping is accepted`() {
        #expect(problems("csv", [
            ("delimiter", text("tab")), ("comment", text("#")), ("header", text("false")), ("zone", text("+04:00")),
            ("time_format", text("yyyy/MM/dd HH:mm")), ("fields", map([("address", text("2")), ("time", text("1"))])),
        ]).isEmpty)
        #expect(problems("json", [
            ("rows", text("data")), ("fields", map([("url", text("a.url")), ("type", text("kind"))])),
            ("types", map([("drone", text("malicious-code/infected-system"))])),
        ], hasCondition: false).isEmpty)
    }

    @Test(arguments: [
        ("csv", "delimiter", "x", "mapping.delimiter", "`tab`"),
        ("csv", "header", "maybe", "mapping.header", "true, false"),
        ("csv", "time_format", "dd/MM", "mapping.time_format", "`unix`"),
        ("csv", "rows", "data", "mapping.rows", "unknown key"),
        ("json", "delimiter", ";", "mapping.delimiter", "unknown key"),
        ("csv", "zone", "Baku", "mapping.zone", "`+09:00`"), ("csv", "zone", "+04:00", "mapping.zone", "`time_format`"),
        ("csv", "fields", "ip", "mapping.fields", "a mapping is expected"),
    ])
    func `a mistake names its key and what is accepted`(
        format: String, key: String, value: String, path: String, accepted: String
    ) {
        var members = [(key, text(value))]
        if key != "fields" { members.append(("fields", map([("address", text("ip"))]))) }
        let found = problems(format, members)
        #expect(found.map(\.key) == [path], "\(found)")
        #expect(found.allSatisfy { $0.message.contains(accepted) && $0.line == 1 && $0.file == "Feeds/sample.yaml" })
    }

    @Test func `mistakes among fields and types come together`() {
        let found = problems("csv", [
            ("header", text("false")),
            ("fields", map([("address", text("ip")), ("colour", text("2")), ("type", text("0"))])),
            ("types", map([("drone", text("malicious-code/zombie"))])),
        ])
        #expect(Set(found.map(\.key)) == [
            "mapping.fields.address", "mapping.fields.colour", "mapping.fields.type", "mapping.types.drone",
        ])
        let none = problems("json", [("fields", map([("time", text("ts"))]))])
        #expect(none.map(\.key) == ["mapping.fields"] && none[0].message.contains("address, network, domain"))
        let port = problems("json", [("fields", map([("url", text("u")), ("port", text("p"))]))])
        #expect(port.map(\.key) == ["mapping.fields.port"])
    }

    @Test func `a mapping stands where it is needed and nowhere else, and a row must mean something`() {
        #expect(problems("csv", []).map(\.key) == ["mapping"])
        #expect(problems("kev", [("fields", map([("address", text("ip"))]))]).map(\.key) == ["mapping"])
        let meaningless = problems("csv", [("fields", map([("address", text("ip"))]))], hasCondition: false)
        #expect(meaningless.map(\.key) == ["condition"])
    }
}
