import Analyze
import Constituency
import Testing
import Vocabulary

@Suite struct ProductAliasTests {
    private func software(_ vendor: String, _ product: String) -> Software {
        Software(vendor: vendor, product: product, version: "7.3")
    }

    private func confidence(
        _ stated: (String, String), _ software: Software, _ aliases: ProductAliases = .none
    ) -> Confidence? {
        let vouched = AssetState.verified(Verification(by: "admin", how: "call", at: Instant(seconds: 0)))
        let entity = Entity(
            id: EntityID(unchecked: "a"), name: LocalizedText([.en: "A"]),
            assets: [Asset(.software(software), state: vouched)])
        let statement = ProductStatement(vendor: stated.0, product: stated.1, status: .affected)
        return ProductMatching(RegisterIndex([entity], aliases: aliases))
            .matches([Sourced(statement, tlp: .clear, source: "cve/x")]).first?.confidence
    }

    private func lesson(_ stated: String, _ registered: String, _ isSame: Bool = true) throws -> ProductLesson {
        ProductLesson(
            stated: try #require(ProductName(stated)), registered: try #require(ProductName(registered)),
            isSame: isSame)
    }

    @Test func `names that were taught to be the same match, also through a third`() throws {
        let aliases = ProductAliases([try lesson("acme/gate", "rampart/door"), try lesson("old/entry", "acme/gate")])
        #expect(confidence(("Acme Inc.", "Gate"), software("Rampart", "Door")) == nil)
        #expect(confidence(("Acme Inc.", "Gate"), software("Rampart", "Door"), aliases) == .probable)
        #expect(confidence(("Old", "Entry"), software("Rampart", "Door"), aliases) == .probable)
        #expect(confidence(("Old", "Other"), software("Rampart", "Door"), aliases) == nil)
    }

    @Test func `names told apart do not match, whatever class they stand in`() throws {
        let lessons = [
            try lesson("acme/gate", "/gate", false), try lesson("acme/gate", "x/y"), try lesson("x/y", "/gate"),
        ]
        #expect(confidence(("Acme", "Gate"), software("", "gate")) == .possible)
        #expect(confidence(("Acme", "Gate"), software("", "gate"), ProductAliases(lessons)) == nil)
        #expect(confidence(("Acme", "Gate"), software("", "gate"), ProductAliases(lessons.reversed())) == nil)
    }

    @Test func `a vendor in another spelling is possible, another vendor is none`() {
        #expect(confidence(("Palo Alto Networks", "PAN-OS"), software("paloaltonetworks", "pan-os")) == .possible)
        #expect(confidence(("Fortinet", "Gate"), software("Fortinet Austria", "gate")) == .possible)
        #expect(confidence(("HP", "Gate"), software("HPE", "gate")) == nil)
        #expect(confidence(("Fortinet", "Gate"), software("Cisco", "gate")) == nil)
    }

    @Test func `a doubt about names alone says which lesson would settle it`() throws {
        func alias(_ stated: ProductStatement, _ software: Software) -> String? {
            if case .matched(let evidence) = ProductVerdict.of(stated, software) { evidence.alias } else { nil }
        }
        let stated = ProductStatement(vendor: "Palo Alto Networks", product: "PAN-OS", status: .affected)
        #expect(alias(stated, software("paloaltonetworks", "pan-os"))
            == "palo alto networks/pan os=paloaltonetworks/pan os")
        // The version is the doubt here, and no lesson about names would help.
        #expect(alias(stated, Software(vendor: "Palo Alto Networks", product: "PAN-OS")) == nil)
    }
}

@Suite struct AssetCoverageTests {
    private let vouched = AssetState.verified(Verification(by: "admin", how: "call", at: Instant(seconds: 0)))

    private func coverage(_ fact: Asset.Fact, _ state: AssetState? = nil) -> AssetCoverage {
        let known = ProductName(vendor: "acme", product: "gate")
        return AssetCoverage(Asset(fact, state: state ?? vouched)) { $0 == known }
    }

    @Test func `what can be matched, by what, and what stands in the way`() throws {
        let cpe = try #require(CPEName("cpe:2.3:a:acme:gate:7.3:*:*:*:*:*:*:*"))
        let named = coverage(.software(Software(vendor: "", product: "", cpe: cpe)))
        #expect(named.way == .cpe && named.isMatchable && named.obstacles.isEmpty)
        let package = coverage(.software(Software(vendor: "", product: "x", purl: "pkg:npm/x")))
        #expect(package.way == .purl && package.isMatchable && package.obstacles == [.noVersion])
        let known = coverage(.software(Software(vendor: "Acme Inc.", product: "Gate", version: "Herbst")))
        #expect(known.way == .name && known.isMatchable && known.obstacles == [.unreadableVersion])
        let unknown = coverage(.software(Software(vendor: "", product: "Door", version: "1")))
        #expect(!unknown.isMatchable && unknown.obstacles == [.unknownName, .noVendor])
        let claim = coverage(.domain("example.az"), .claimed)
        #expect(claim.way == .domain && !claim.isMatchable && claim.obstacles == [.claimed])
    }
}
