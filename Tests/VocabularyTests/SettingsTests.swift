import Testing
import Vocabulary

@Suite struct Settings {
    private func scalar(_ text: String, line: Int = 1, quoted: Bool = false) -> SettingsNode {
        SettingsNode(content: .scalar(text, quoted: quoted), file: "ess.yaml", line: line)
    }

    private func map(_ pairs: [(String, SettingsNode)], line: Int = 1) -> SettingsNode {
        let members = pairs.map { (key: scalar($0.0, line: $0.1.line), value: $0.1) }
        return SettingsNode(content: .map(members), file: "ess.yaml", line: line)
    }

    private func list(_ items: [SettingsNode], line: Int = 1) -> SettingsNode {
        SettingsNode(content: .list(items), file: "ess.yaml", line: line)
    }

    @Test func `all problems are gathered, each with its place`() {
        var reader = SettingsMap(map([
            ("port", scalar("http", line: 2)), ("hosts", list([scalar("a", line: 4), scalar("B", line: 5)], line: 3)),
            ("colour", scalar("red", line: 6)),
        ]))
        #expect(reader.required("port", accepts: "1–65535") { Int($0) } == nil)
        #expect(reader.required("name", accepts: "a name") { $0 } == nil)
        #expect(reader.list("hosts", accepts: "lower case") { $0 == "a" ? $0 : nil } == ["a"])
        reader.finish()
        #expect(reader.problems.map(\.description) == [
            "ess.yaml:2: port: `http` is not accepted; accepted: 1–65535",
            "ess.yaml:1: name: missing; accepted: a name",
            "ess.yaml:5: hosts[1]: `B` is not accepted; accepted: lower case",
            "ess.yaml:6: colour: unknown key; accepted here: hosts, name, port",
        ])
        #expect(SettingsFailure(reader.problems).description.split(separator: "\n").count == 4)
    }

    @Test func `a null is an absence, a quoted null is a text`() {
        var reader = SettingsMap(map([("a", scalar("~")), ("b", scalar("null")), ("c", scalar("null", quoted: true)),
                                      ("d", scalar("")), ("e", scalar("", quoted: true))]))
        let read = ["a", "b", "c", "d", "e"].map { reader.optional($0, accepts: "text") { $0 } }
        #expect(read == [nil, nil, "null", nil, ""])
        reader.finish()
        #expect(reader.problems.isEmpty)
    }

    @Test func `a nested mapping's problems carry the whole path and void the value`() {
        var reader = SettingsMap(map([
            ("mail", map([("relay", scalar("x", line: 3)), ("relais", scalar("y", line: 4))], line: 2)),
            ("contacts", list([map([("role", scalar("abuse", line: 6))], line: 6),
                               map([("role", scalar("7", line: 7))], line: 7)], line: 5)),
        ]))
        let relay = reader.map("mail") { $0.required("relay", accepts: "a host") { $0 } }
        let roles = reader.maps("contacts") { inner in
            inner.required("role", accepts: "a word") { Int($0) == nil ? $0 : nil }
        }
        #expect(relay == nil && roles == ["abuse"])
        #expect(reader.problems.map(\.key) == ["mail.relais", "contacts[1].role"])
        #expect(reader.problems.map(\.line) == [4, 7])
    }

    @Test func `a wrong shape is a problem, not a trap`() {
        #expect(SettingsMap(scalar("text")).problems.map(\.message) == ["a mapping is expected here"])
        #expect(SettingsMap(list([])).problems.count == 1)
        #expect(SettingsMap(scalar("")).problems.isEmpty)
        var reader = SettingsMap(map([("a", map([])), ("b", list([])), ("c", scalar("one"))]))
        #expect(reader.list("a").isEmpty)
        #expect(reader.optional("b", accepts: "text") { $0 } == nil)
        #expect(reader.list("c", accepts: "text") { $0 } == ["one"])
        #expect(reader.problems.map(\.key) == ["a", "b"])
        let keyed = SettingsNode(content: .map([(key: list([]), value: scalar("x"))]), file: "f", line: 9)
        #expect(SettingsMap(keyed).problems.map(\.message) == ["a key must be text"])
    }

    @Test func `names as keys are read in file order and a failure of one stands at its line`() {
        var reader = SettingsMap(map([("b", scalar("2", line: 2)), ("a", scalar("1", line: 3))]))
        #expect(reader.entries().map(\.key) == ["b", "a"])
        reader.fail("a", "no")
        reader.finish()
        #expect(reader.problems.map(\.description) == ["ess.yaml:3: a: no"])
    }
}
