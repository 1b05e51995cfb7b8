import Constituency
import Testing
import Vocabulary

private let vouched = Verification(by: "admin", how: "import", at: Instant(seconds: 0))

@Suite struct RegisterTests {
    @Test func `rows of one org join, and the header decides what they mean`() throws {
        let csv = """
            org,cidr,email,asn,sector
            org-000001,10.0.1.0/24,abuse@org000001.example,,health
            "City, Water",2001:db8::/48,,,water
            org-000001,10.0.2.0/24,abuse@org000001.example,AS64500,
            """
        let table = RegisterTable(csv: Array(csv.utf8), file: "r.csv", verification: vouched)
        #expect(table.problems.isEmpty)
        #expect(table.rows == 3)
        #expect(table.entities.map(\.id.text) == ["city-water", "org-000001"])
        let entity = try #require(table.entities.last)
        #expect(entity.sector == .health)
        #expect(entity.contacts.map(\.channel) == [.mail("abuse@org000001.example")])
        #expect(entity.assets.count == 3)
        #expect(entity.assets.allSatisfy { $0.isVerified && $0.source == .imported })
        #expect(table.entities[0].name == LocalizedText([.en: "City, Water"]))
    }

    @Test func `all problems of a table are told at once, with their lines`() {
        let csv = "org,cidr,email\r\na,10.0.0.0/33,x@y.example\r\n\r\n"
            + "b,10.0.0.0/24\r\nc,10.0.3.0/24,no mail\r\nd,10.0.4.0/24,\r\n"
        let table = RegisterTable(csv: Array(csv.utf8), file: "r.csv", verification: nil)
        #expect(table.problems.map(\.line) == [2, 4, 5])
        #expect(table.problems.map(\.key) == ["cidr", "row", "email"])
        #expect(table.entities.map(\.id.text) == ["d"])
        #expect(table.entities[0].assets[0].state == .claimed)
    }

    @Test func `an unknown column stops the table and names the accepted ones`() {
        let table = RegisterTable(csv: Array("org,netz\na,b\n".utf8), file: "r.csv", verification: nil)
        #expect(table.entities.isEmpty)
        #expect(table.problems.count == 1)
        #expect(table.problems[0].message.contains("cidr"))
    }

    @Test func `a field may hold quotes, commas and line breaks`() {
        let csv = "org,name\na,\"He said \"\"no\"\",\nthen left\"\n"
        let table = RegisterTable(csv: Array(csv.utf8), file: "r.csv", verification: nil)
        #expect(table.entities.first?.name == LocalizedText([.en: "He said \"no\",\nthen left"]))
    }

    @Test func `only verified assets are looked up; equal networks have two owners, the narrowest is first`() throws {
        func entity(_ id: String, _ network: String, _ state: AssetState) throws -> Entity {
            let fact = Asset.Fact.network(try #require(IPNetwork(network)))
            return Entity(
                id: EntityID(unchecked: id), name: LocalizedText([.en: id]), assets: [Asset(fact, state: state)])
        }
        let index = RegisterIndex([
            try entity("isp", "10.0.0.0/8", .verified(vouched)), try entity("b", "10.1.0.0/16", .verified(vouched)),
            try entity("a", "10.1.0.0/16", .verified(vouched)), try entity("claimant", "10.1.2.0/24", .claimed),
        ])
        let address = try #require(IPAddress("10.1.2.3"))
        let found = index.networks(containing: address)
        #expect(found.map { index.entities[$0.entity].id.text } == ["a", "b", "isp"])
        let slot = index.prefixes.slot(of: address)
        #expect(index.owners(ofNetwork: slot).map { index.entities[Int($0)].id.text } == ["a", "b"])
    }

    @Test func `a domain stands for all names below it, and not for its neighbours`() {
        let asset = Asset(.domain("example.az"), state: .verified(vouched))
        let index = RegisterIndex([
            Entity(id: EntityID(unchecked: "a"), name: LocalizedText([.en: "A"]), assets: [asset])
        ])
        #expect(index.domain(of: "Mail.Example.AZ.")?.domain == "example.az")
        #expect(index.domain(of: "example.az")?.owners == [0])
        #expect(index.domain(of: "notexample.az") == nil)
    }

    @Test func `an import keeps manual assets and removes imported ones it no longer names`() throws {
        let id = EntityID(unchecked: "a")
        let one = Asset.Fact.network(try #require(IPNetwork("10.0.0.0/24")))
        let two = Asset.Fact.asn(64_500)
        let three = Asset.Fact.domain("example.az")
        let name = LocalizedText([.en: "A"])
        let current = Entity(
            id: id, name: name, assets: [Asset(one, exposed: true), Asset(two, source: .imported)])
        let incoming = Entity(
            id: id, name: name, assets: [Asset(one, source: .imported), Asset(three, source: .imported)])
        let diff = RegisterDiff(current: [current], importing: [incoming], removesMissing: true)
        #expect(diff.items.map(\.details) == [["asset domain example.az added", "asset AS64500 removed"]])
        #expect(diff.result[0].assets.map(\.fact) == [one, three])
        #expect(diff.result[0].assets[0].exposed)
        let again = RegisterDiff(current: diff.result, importing: [incoming], removesMissing: true)
        #expect(again.items.isEmpty)
    }

    @Test func `of a large import each item is there, and the first two hundred are told in words`() {
        let many = (0..<203).map { number in
            let id = EntityID(unchecked: "e\(1000 + number)")
            let assets = [Asset(.software(Software(vendor: "V", product: "P", version: "1")), source: .imported)]
            return Entity(id: id, name: LocalizedText([.en: "E"]), assets: assets)
        }
        let diff = RegisterDiff(current: [], importing: many, removesMissing: false)
        #expect(diff.items.count == 203 && diff.items.allSatisfy { $0.change == .added })
        #expect(diff.items.prefix(200).allSatisfy { $0.details == ["asset software V P 1 added"] })
        #expect(diff.items.suffix(3).allSatisfy { $0.details.isEmpty })
        #expect(diff.result == many)
    }

    @Test func `an asset takes no more than four words`() {
        // A country's register holds a million of them, several times while it is imported (I12).
        #expect(MemoryLayout<Asset>.stride <= 32)
    }

    @Test func `a contact stated otherwise is replaced, and a whole list removes what it does not name`() throws {
        func entity(_ contacts: [Contact]) -> Entity {
            Entity(id: EntityID(unchecked: "bank"), name: LocalizedText([.en: "Bank"]), contacts: contacts)
        }
        let checked = Verification(by: "user:1:a", how: "callback", at: Instant(seconds: 0))
        let later = Verification(by: "user:1:a", how: "import", at: Instant(seconds: 9))
        let old = Contact(id: "it", role: .technical, channel: .mail("old@bank.example"), verified: checked)
        let new = Contact(id: "it", role: .technical, channel: .mail("new@bank.example"), verified: later)
        let desk = Contact(id: "desk", role: .abuse, channel: .phone("+994120000000"), verified: checked)
        let diff = RegisterDiff(current: [entity([old, desk])], importing: [entity([new])], removesMissing: false)
        #expect(diff.result[0].contacts == [new, desk])
        #expect(
            diff.items.map(\.details)
                == [["contact it changed: technical old@bank.example to technical new@bank.example"]])
        let whole = RegisterDiff(current: [entity([old, desk])], importing: [entity([new])], removesMissing: true)
        #expect(whole.result[0].contacts == [new])
        // The same again, vouched for anew and under another id, changes nothing.
        var other = old
        other.id = "it-desk"
        other.verified = later
        var again = old
        again.verified = later
        for stated in [[old, desk], [again, desk], [other, desk]] {
            let same = RegisterDiff(current: [entity([old, desk])], importing: [entity(stated)], removesMissing: true)
            #expect(same.items.isEmpty && same.result[0].contacts == [old, desk])
        }
    }

    @Test func `what is wider than anybody's network is not taken`() {
        #expect(IPNetwork(owned: "0.0.0.0/0") == nil && IPNetwork(owned: "10.0.0.0/7") == nil)
        #expect(IPNetwork(owned: "::/0") == nil && IPNetwork(owned: "2000::/15") == nil)
        #expect(IPNetwork(owned: "10.0.0.0/8") != nil && IPNetwork(owned: "2000::/16") != nil)
    }
}

@Suite struct RegisterFactsTests {
    @Test func `what an import states of an entity itself is taken, and what it leaves out stays`() throws {
        let first = "org,name,sector,criticality,cidr\nclinic,City Clinic,health,high,192.0.2.0/24\n"
        let second = "org,criticality,cidr\nclinic,critical,192.0.2.0/24\n"
        let old = RegisterTable(csv: Array(first.utf8), file: "a.csv", verification: vouched)
        let new = RegisterTable(csv: Array(second.utf8), file: "b.csv", verification: vouched)
        let diff = RegisterDiff(
            current: old.entities, importing: new.entities, stated: new.stated, removesMissing: false)
        #expect(diff.items.map(\.details) == [["criticality changed: high to critical"]])
        let clinic = try #require(diff.result.first)
        #expect(clinic.criticality == .critical && clinic.sector == .health)
        #expect(clinic.name == LocalizedText([.en: "City Clinic"]))
    }
}
