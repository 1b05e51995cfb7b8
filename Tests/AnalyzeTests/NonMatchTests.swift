import Analyze
import Constituency
import Testing
import Vocabulary

private let vouched = AssetState.verified(Verification(by: "admin", how: "visit", at: Instant(seconds: 0)))

private func entity(_ id: String, _ assets: [(Asset.Fact, AssetState)]) -> Entity {
    Entity(
        id: EntityID(unchecked: id), name: LocalizedText([.en: id]), assets: assets.map { Asset($0.0, state: $0.1) })
}

private func network(_ text: String) throws -> Asset.Fact { .network(try #require(IPNetwork(text))) }

@Suite struct NonMatchTests {
    /// What fails for `id` at an address: its rule and what would match.
    private func failed(_ address: String, _ id: String, _ register: [Entity]) throws -> NonMatch {
        let index = RegisterIndex(register)
        let place = try #require(index.position(of: EntityID(unchecked: id)))
        let locus = Locus.service(try #require(IPAddress(address)), port: 0, transport: .none)
        return NonMatch.at(locus, of: place, in: index)
    }

    @Test func `an address in nobody's network, in another's, in a closer one of another, and in one's own`() throws {
        let register = try [
            entity("a", [(network("192.0.2.0/24"), vouched), (network("198.51.100.0/24"), .claimed)]),
            entity("b", [(network("192.0.2.128/25"), vouched)]),
        ]
        let nobody = try failed("203.0.113.1", "a", register)
        #expect(nobody.rule == .network && nobody.wouldMatch == "would match a verified network of a that holds it")
        let other = try failed("192.0.2.1", "b", register)
        #expect(other.rule == .network && other.reason == "192.0.2.1 lies in 192.0.2.0/24 of a")
        let closer = try failed("192.0.2.200", "a", register)
        #expect(closer.reason == "192.0.2.200 lies in 192.0.2.128/25 of b, closer than 192.0.2.0/24 of a")
        #expect(closer.wouldMatch == "would match a verified network of a within 192.0.2.128/25 that holds it")
        #expect(try failed("192.0.2.1", "a", register).rule == .observation)
        #expect(try failed("198.51.100.9", "a", register).rule == .verification)
    }

    @Test func `a claim inside another's verified network fails by verification, one around it by network`() throws {
        let inside = try [
            entity("a", [(network("192.0.2.128/25"), .claimed)]), entity("b", [(network("192.0.2.0/24"), vouched)]),
        ]
        #expect(try failed("192.0.2.200", "a", inside).rule == .verification)
        let around = try [
            entity("a", [(network("192.0.2.0/24"), .claimed)]), entity("b", [(network("192.0.2.128/25"), vouched)]),
        ]
        #expect(try failed("192.0.2.200", "a", around).rule == .network)
    }

    @Test func `of several assets the one counts that comes farthest`() throws {
        var product = ProductStatement(vendor: "Acme", product: "Gate", status: .affected)
        product.versions = [VersionRange(from: nil, before: "7.4", through: nil, scheme: "semver")]
        let told = try mention([product])
        let threat = try #require(ThreatAssessment.fold(ThreatID(unchecked: "CVE-2031-0001"), [told]))
        let software = { (vendor: String, name: String, version: String) in
            Asset.Fact.software(Software(vendor: vendor, product: name, version: version))
        }
        let owner = entity("a", [
            (software("Acme", "Door", "1"), vouched), (software("Acme", "Gate", "7.5"), vouched),
            (software("Borealis", "Gate", "7.3"), vouched),
        ])
        let assets = ProductMatcher.explain(threat.products, for: owner)
        let failed = NonMatch.ofSoftware(threat, at: owner.id, assets, refusal: nil)
        #expect(failed.rule == .version && failed.wouldMatch == "would match below 7.4")
        #expect(assets.map(\.statement) == [product, product, product])
        #expect(assets.map(\.software.product) == ["Door", "Gate", "Gate"])
    }

    private func mention(_ products: [ProductStatement]) throws -> ThreatMention {
        var statement = VulnerabilityStatement(id: "CVE-2031-0001")
        statement.products = products
        var report = Report(
            sourceID: "CVE-2031-0001", kind: .vulnerability,
            digest: try #require(Digest(bytes: [UInt8](repeating: 0, count: 32))),
            revised: Instant(seconds: 0), title: "T")
        report.vulnerabilities = [statement]
        return ThreatMention(
            report: report, feed: FeedID(unchecked: "cve"), source: .research, reliability: .completelyReliable,
            tlp: .clear, statement: statement)
    }
}
