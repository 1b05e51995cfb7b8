import Testing
import Vocabulary

@testable import Constituency

@Suite struct `A domain name` {
    /// RFC 3492 § 7.1, samples (A), (B), (D), (E), (I), (J), (K), (L).
    static let samples: [(letters: String, code: String)] = [
        ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
        ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
        ("Pročprostěnemluvíčesky", "Proprostnemluvesky-uyb24dma41a"),
        ("למההםפשוטלאמדבריםעברית", "4dbcagdahymbxekheh6e0a7fei0b"),
        ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
        ("PorquénopuedensimplementehablarenEspañol", "PorqunopuedensimplementehablarenEspaol-fmd56a"),
        ("TạisaohọkhôngthểchỉnóitiếngViệt", "TisaohkhngthchnitingVit-kjcr8268qyxafd2f1b9g"),
        ("3年B組金八先生", "3B-ww4c5e180e575a65lsy2b"),
    ]

    @Test(arguments: samples.indices) func `is coded as the samples of RFC 3492 say, and back`(_ place: Int) {
        let (letters, code) = Self.samples[place]
        let points = letters.unicodeScalars.map(\.value)
        #expect(Punycode.encode(points) == code)
        #expect(Punycode.decode(code) == points)
    }

    /// RFC 3492 § 7.1 (I) is coded in mixed case there: `b1abfaaepdrnnbgefbaDotcwatmq2g4l`.
    @Test func `is decoded in capital letters too`() {
        #expect(Punycode.decode("b1abfaaepdrnnbgefbaDotcwatmq2g4l")
            == "почемужеонинеговорятпорусски".unicodeScalars.map(\.value))
    }

    @Test(arguments: ["99999999999999999", "a-b-\u{FF}", "ls8h=", "é-abc", "\u{7F}!"])
    func `that is no Punycode decodes to nothing`(_ text: String) { #expect(Punycode.decode(text) == nil) }

    @Test func `is one, in its own letters and in those of the DNS`() {
        #expect(DomainName.registered("Şirkət.AZ") == "xn--irkt-45a71m.az")
        #expect(DomainName.registered("şirkət。az") == "xn--irkt-45a71m.az")
        #expect(DomainName.registered("ｅｘａｍｐｌｅ.az") == "example.az")
        #expect(DomainName.registered("exam\u{AD}ple.az.") == "example.az")
        // The capital İ is i with a dot above (UTS #46), which no plain i is.
        #expect(DomainName.registered("İl.az") != DomainName.registered("il.az"))
        #expect(ASCIIName.shown("www.xn--irkt-45a71m.az") == "www.şirkət.az")
    }

    @Test(arguments: ["xn--a.az", "xn--99999999999.az", "-a.az", "a..az", "az", "a b.az"])
    func `that no letters stand for is not registered`(_ text: String) { #expect(DomainName.registered(text) == nil) }
}

@Suite struct `A public suffix` {
    @Test(arguments: [
        ("example.az", "az"), ("www.example.gov.az", "gov.az"), ("gov.az", "gov.az"), ("example.co.uk", "co.uk"),
        ("example.com", "com"), ("com.com", "com"), ("a.example", "example"), ("x.uk", "uk"), ("az", "az"),
    ]) func `ends a name`(_ name: String, _ suffix: String) {
        #expect(PublicSuffixes.builtIn.suffix(of: name) == suffix[...])
    }

    /// Rules in the list's own grammar: a plain one, a wildcard with an exception, letters beyond ASCII.
    @Test func `is read from a list`() throws {
        let list = """
            // a comment

            city.example  behind a blank stands nothing
            *.wild.example
            !own.wild.example
            şəhər.example
            """
        var problems: [SettingsProblem] = []
        let read = try #require(PublicSuffixes(list: Array(list.utf8), file: "l", problems: &problems))
        #expect(read.rulesRead == 4)
        #expect(read.isSuffix("city.example"))
        #expect(read.suffix(of: "a.b.wild.example") == "b.wild.example")
        #expect(read.suffix(of: "a.own.wild.example") == "wild.example")
        #expect(read.suffix(of: "x.xn--hr-eta41hba.example") == "xn--hr-eta41hba.example")
        #expect(read.suffix(of: "example.gov.az") == "gov.az")
    }

    @Test func `list with a line that is no rule is refused, with its line`() {
        var problems: [SettingsProblem] = []
        #expect(PublicSuffixes(list: Array("az\n*.\n-x\n".utf8), file: "l", problems: &problems) == nil)
        #expect(problems.map(\.line) == [2, 3])
        problems = []
        #expect(PublicSuffixes(list: Array("// none\n".utf8), file: "l", problems: &problems) == nil)
        #expect(problems.count == 1)
    }

    private func register(_ yaml: [(String, String)]) -> (entity: Entity?, problems: [SettingsProblem]) {
        let asset = SettingsNode(
            content: .map(yaml.map { (key: text($0.0), value: text($0.1)) }), file: "r", line: 3)
        let entity = SettingsNode(
            content: .map([(key: text("id"), value: text("e")), (key: text("assets"), value: list([asset]))]),
            file: "r", line: 2)
        let file = SettingsNode(content: .map([(key: text("entities"), value: list([entity]))]), file: "r", line: 1)
        var problems: [SettingsProblem] = []
        let document = RegisterDocument(settings: file, problems: &problems)
        return (document?.entities.first, problems)
    }

    private func text(_ text: String) -> SettingsNode {
        SettingsNode(content: .scalar(text, quoted: false), file: "r", line: 4)
    }

    private func list(_ items: [SettingsNode]) -> SettingsNode {
        SettingsNode(content: .list(items), file: "r", line: 2)
    }

    @Test func `is registered by its registry alone`() throws {
        let refused = register([("domain", "gov.az")])
        #expect(refused.entity == nil)
        #expect(refused.problems.map(\.key) == ["entities[0].assets[0].domain"])
        #expect(refused.problems.first?.message.contains("is a public suffix") == true)
        #expect(register([("domain", "gov.az"), ("registry", "true")]).entity?.assets.first?.registry == true)
        #expect(register([("domain", "az"), ("registry", "true")]).entity?.assets.first?.fact == .domain("az"))
        #expect(register([("domain", "example.az"), ("registry", "true")]).entity == nil)
        #expect(register([("domain", "example.gov.az")]).entity?.assets.first?.fact == .domain("example.gov.az"))
    }

    @Test func `stands in a table for its registry alone, too`() {
        let csv = "org,domain,registry,aliases\nnic,gov.az,true,\nbody,gov.az,,\nbank,şirkət.az,no,Kapital; Birinci\n"
        let table = RegisterTable(csv: Array(csv.utf8), file: "r.csv", verification: nil)
        #expect(table.problems.map(\.line) == [3])
        #expect(table.entities.map(\.id.text) == ["bank", "nic"])
        #expect(table.entities.first?.aliases == ["Kapital", "Birinci"])
        #expect(table.entities.first?.assets.first?.fact == .domain("xn--irkt-45a71m.az"))
    }

    @Test func `that is registered owns nothing below it`() {
        let verified = AssetState.verified(Verification(by: "r", how: "h", at: Instant(seconds: 0)))
        var registry = Entity(id: EntityID(unchecked: "nic"), name: LocalizedText([.en: "Registry"]))
        registry.assets = [Asset(.domain("gov.az"), state: verified, registry: true)]
        let index = RegisterIndex([registry])
        #expect(index.domain(of: "gov.az")?.owners == [0])
        #expect(index.domain(of: "ministry.gov.az") == nil)
    }
}
