import Constituency
import Testing
import Vocabulary

@testable import Analyze

@Suite struct `A warning list` {
    private func list(
        _ kind: WarningList.Kind, _ entries: [String], attributes: [String] = [], name: String = "list",
        version: String = "3", more: [(String, String)] = [], strict: Bool = true
    ) throws -> WarningList {
        let (list, problems) = read(kind.rawValue, entries, attributes, name, version, more, strict)
        #expect(problems.isEmpty)
        return try #require(list)
    }

    private func problems(_ kind: String, _ entries: [String]) -> [String] {
        read(kind, entries, [], "list", "3", [], true).problems.map { "\($0.key): \($0.message)" }
    }

    private func read(
        _ kind: String, _ entries: [String], _ attributes: [String], _ name: String, _ version: String,
        _ more: [(String, String)], _ strict: Bool
    ) -> (list: WarningList?, problems: [SettingsProblem]) {
        let scalar = { SettingsNode(content: .scalar($0, quoted: true), file: "list.yaml", line: 1) }
        let items = { (texts: [String]) in
            SettingsNode(content: .list(texts.map(scalar)), file: "list.yaml", line: 1)
        }
        let members = [
            ("name", scalar(name)), ("version", scalar(version)), ("type", scalar(kind)), ("list", items(entries)),
            ("matching_attributes", items(attributes)),
        ] + more.map { ($0.0, scalar($0.1)) }
        let node = SettingsNode(content: .map(members.map { (scalar($0.0), $0.1) }), file: "list.yaml", line: 1)
        var problems: [SettingsProblem] = []
        return (WarningList(settings: node, strict: strict, problems: &problems), problems)
    }

    private func hits(_ lists: WarningList..., on value: String) -> [String] {
        let index = WarningIndex(lists)
        return Set(WarningSubject.all(in: value).flatMap { index.marks(of: $0) }).sorted().map(\.entry)
    }

    @Test(arguments: [
        ("10.1.2.3", ["10.0.0.0/8", "10.1.0.0/16"]), ("10.200.0.1", ["10.0.0.0/8"]), ("11.0.0.1", []),
        ("9.9.9.9", ["9.9.9.9"]), ("9.9.9.8", []), ("2001:db8::7", ["2001:DB8::/32"]), ("fe80::1", []),
        // A network hits what it touches: the blocks around it and those within it.
        ("10.1.2.0/24", ["10.0.0.0/8", "10.1.0.0/16"]), ("9.9.0.0/16", ["9.9.9.9"]), ("12.0.0.0/8", []),
        // The host of a web address, with a user, a port, in brackets.
        ("https://10.1.2.3:8443/x?y", ["10.0.0.0/8", "10.1.0.0/16"]), ("http://a:b@9.9.9.9/", ["9.9.9.9"]),
        ("http://[2001:db8::7]:80/x", ["2001:DB8::/32"]), ("ten.example", []),
    ])
    func `of networks hits what lies within, whole or touched`(value: String, entries: [String]) throws {
        let written = ["10.0.0.0/8", "10.1.0.0/16", "9.9.9.9", "2001:DB8::/32", "192.0.2.77/24"]
        #expect(hits(try list(.cidr, written), on: value) == entries)
    }

    @Test func `takes a network with host bits as the block it lies in`() throws {
        #expect(hits(try list(.cidr, ["192.0.2.77/24"]), on: "192.0.2.1") == ["192.0.2.77/24"])
    }

    @Test(arguments: [
        ("google.com", ["google.com"]), ("Mail.Google.COM.", ["google.com"]), ("notgoogle.com", []),
        ("google.com.evil.example", []), ("x.shop.example", [".shop.example"]), ("shop.example", [".shop.example"]),
        ("https://docs.google.com/forms/d/1", ["google.com"]), ("https://google.com@evil.example/", []),
        ("az", []), ("1.1.1.1", []),
    ])
    func `of host names hits the name and all below it`(value: String, entries: [String]) throws {
        #expect(hits(try list(.hostname, ["google.com", ".shop.example"]), on: value) == entries)
    }

    @Test(arguments: [
        ("example.com", ["example.com"]), ("www.example.com", []), ("a.bmw.example", [".bmw.example"]),
        ("D41D8CD98F00B204E9800998ECF8427E", ["d41d8cd98f00b204e9800998ecf8427e"]), ("example.co", []),
    ])
    func `of texts hits the whole value, and below a name that begins with a dot`(
        value: String, entries: [String]
    ) throws {
        let written = ["example.com", ".bmw.example", "d41d8cd98f00b204e9800998ecf8427e"]
        #expect(hits(try list(.string, written), on: value) == entries)
    }

    @Test(arguments: [
        ("app.any.run", ["any.run"]), ("https://app.any.run/tasks", ["any.run"]), ("any-run.example", []), ("an", []),
    ])
    func `of parts hits values that contain them`(value: String, entries: [String]) throws {
        #expect(hits(try list(.substring, ["any.run", "zzz"]), on: value) == entries)
    }

    @Test(arguments: [
        ("/^mail\\.example\\.com$/i", "MAIL.example.com", true),
        ("/^mail\\.example\\.com$/i", "x.mail.example.com", false),
        ("\\.gov\\.az$", "portal.gov.az", true), ("\\.gov\\.az$", "portal.gov.az.example", false),
        ("^cdn-", "cdn-7.example.com", true), ("^cdn-", "my-cdn-7.example.com", false),
        ("/sandbox/", "the-sandbox.example", true),
    ])
    func `of patterns reads those that are texts at an end or anywhere`(
        pattern: String, value: String, isHit: Bool
    ) throws {
        #expect(hits(try list(.regex, [pattern]), on: value) == (isHit ? [pattern] : []))
    }

    @Test(arguments: [
        "a+b.example", "(a|b)cd", "^.*\\.example$", "[0-9]{3}", "\\d\\d\\d", "a.b.c", "x?yz", "ab\\", "^$", "ab",
    ])
    func `refuses patterns that choose or repeat, by entry`(pattern: String) {
        let problems = problems("regex", ["sandbox", pattern])
        #expect(problems.count == 1 && problems.first?.hasPrefix("list[1]: `\(pattern)` is not accepted") == true)
    }

    @Test(arguments: [
        ("cidr", "300.0.0.1"), ("cidr", "10.0.0.0/33"), ("cidr", "google.com"), ("hostname", "not a name"),
        ("hostname", ""), ("substring", "ab"), ("string", ""),
    ])
    func `refuses an entry that its type cannot read`(kind: String, entry: String) {
        #expect(problems(kind, [entry]).count == 1)
    }

    @Test func `names twenty wrong entries and counts the others`() {
        let problems = problems("cidr", Array(repeating: "nonsense", count: 25))
        #expect(problems.count == 21 && problems.last == "list: 5 more entries are not accepted")
    }

    @Test func `of ours has no unknown key and no wrong entry, one of others may`() throws {
        let (ours, problems) = read("cidr", ["10.0.0.0/8"], [], "n", "1", [("valid", "yes")], true)
        #expect(ours == nil && problems.map(\.key) == ["valid"])
        #expect(try list(.cidr, ["10.0.0.0/8"], more: [("valid", "yes")], strict: false).entries.count == 1)
        let theirs = try list(.cidr, ["10.0.0.0/8", "ten"], strict: false)
        #expect(theirs.entries.count == 1 && theirs.leftOut == ["ten"])
    }

    @Test func `speaks only of the values that its matching attributes name`() throws {
        let names = try list(.string, ["9.9.9.9", "a.example"], attributes: ["domain", "hostname"])
        #expect(hits(names, on: "9.9.9.9").isEmpty)
        #expect(hits(names, on: "a.example") == ["a.example"])
        let both = try list(.string, ["9.9.9.9", "a.example"], attributes: ["domain|ip"])
        #expect(hits(both, on: "9.9.9.9") == ["9.9.9.9"])
        let hashes = try list(.string, ["a.example"], attributes: ["md5", "filename|sha1"])
        #expect(hits(hashes, on: "a.example").isEmpty)
    }

    @Test func `gives the same marks in any order of lists, each with its name and version`() throws {
        let wide = try list(.cidr, ["9.0.0.0/8"], name: "wide", version: "20261126")
        let narrow = try list(.cidr, ["9.9.9.9", "9.9.9.9"], name: "narrow")
        let expected = [
            WarningMark(list: "narrow", version: "3", entry: "9.9.9.9"),
            WarningMark(list: "wide", version: "20261126", entry: "9.0.0.0/8"),
        ]
        let address = try #require(IPAddress("9.9.9.9"))
        for lists in [[wide, narrow], [narrow, wide]] {
            let index = WarningIndex(lists)
            #expect(index.marks(of: .address(address)) == expected)
            #expect(index.marks(of: Locus.service(address, port: 53, transport: .udp)) == expected)
            #expect(index.blocking(of: .address(address)) == .listed(expected))
        }
        #expect(WarningIndex([wide]).blocking(of: WarningSubject("10.0.0.1")) == .allowed)
        #expect(WarningIndex([wide]).marks(of: Locus.inventory).isEmpty)
    }

    @Test(arguments: ["8.8.8[.]8", "8.8.8.8:53", "hxxp://8.8.8[.]8/x", "8.8.8(.)8:443"])
    func `reads an indicator as it is meant`(text: String) throws {
        let address = try #require(IPAddress("8.8.8.8"))
        #expect(WarningSubject.all(in: text).last == .address(address))
    }

    @Test func `that names every place of a condition takes its points away, and says so`() throws {
        let id = ThreatID(unchecked: "condition:vulnerable/ddos-amplifier/open-dns")
        var listed = ListedThroughout()
        listed.include([WarningMark(list: "resolvers", version: "1", entry: "9.9.9.9")])
        listed.include([WarningMark(list: "country", version: "1", entry: "9.9.9.0/24")])
        let reach = NationalReach([.high: 1])
        let now = Instant(seconds: 1_790_000_000)
        let seen = Sightings(last: now, days: 1)
        let free = ThreatScore.of(condition: id, sightings: seen, reach: reach, at: now, rules: ScoringRules())
        let doubted = ThreatScore.of(
            condition: id, sightings: seen, reach: reach, listed: listed, at: now, rules: ScoringRules())
        // An open door is worth 25, one entity of criticality high 5 + 2 × 3, and the doubt takes 5.
        #expect(free.total == 36 && doubted.total == 31)
        #expect(doubted.contributions.last == Contribution(
            rule: "listed", points: -5,
            evidence: "each of 2 open findings stands on a warning list: country, resolvers"))
        var rules = ScoringRules()
        rules.listed = 0
        let weightless = ThreatScore.of(
            condition: id, sightings: seen, reach: reach, listed: listed, at: now, rules: rules)
        #expect(weightless.total == 36)
    }
}

@Suite struct `The register` {
    @Test func `wins over warning lists: private and listed addresses of an entity are matched`() throws {
        let verification = Verification(by: "registrar", how: "sample", at: Instant(seconds: 0))
        var entity = Entity(id: EntityID(unchecked: "provider"), name: LocalizedText([.en: "Provider"]))
        entity.assets = try ["10.20.0.0/16", "9.9.9.0/24"].map {
            Asset(.network(try #require(IPNetwork($0))), state: .verified(verification))
        }
        let matcher = ObservationMatcher(
            register: RegisterIndex([entity]), space: NationalSpace(networks: [], asns: [], topLevelDomains: []))
        for text in ["10.20.30.40", "9.9.9.9"] {
            let row = Observation(
                at: Instant(seconds: 0), address: try #require(IPAddress(text)), port: 0, transport: .none, asn: 0,
                condition: 0, rowHash: 0, row: 1, source: 0..<0)
            #expect(matcher.owners(matcher.outcome(row)) == [0])
        }
    }
}
