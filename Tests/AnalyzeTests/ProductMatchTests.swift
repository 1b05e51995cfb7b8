import Analyze
import Constituency
import Testing
import Vocabulary

private func statement(
    _ vendor: String, _ product: String, _ status: ProductStatus = .affected, cpe: String? = nil,
    _ versions: [VersionRange] = []
) -> Sourced<ProductStatement> {
    var value = ProductStatement(vendor: vendor, product: product, status: status)
    value.cpe = cpe
    value.versions = versions
    return Sourced(value, tlp: .clear, source: "cve/x")
}

private func entity(_ software: Software) -> Entity {
    let vouched = AssetState.verified(Verification(by: "admin", how: "import", at: Instant(seconds: 0)))
    return Entity(
        id: EntityID(unchecked: "a"), name: LocalizedText([.en: "A"]),
        assets: [Asset(.software(software), state: vouched)])
}

private func confidence(_ products: [Sourced<ProductStatement>], _ software: Software) -> Confidence? {
    ProductMatching(RegisterIndex([entity(software)])).matches(products).first?.confidence
}

@Suite struct ProductMatchTests {
    private let below = VersionRange(from: nil, before: "7.4", through: nil, scheme: "semver")

    @Test func `a CPE in an exact range is certain, a name is probable, no version is possible`() throws {
        let cpe = try #require(CPEName("cpe:2.3:a:acme:gate:7.3.1:*:*:*:*:*:*:*"))
        let stated = statement("Acme Inc.", "Gate", cpe: "cpe:2.3:a:acme:gate:*:*:*:*:*:*:*:*", [below])
        #expect(confidence([stated], Software(vendor: "", product: "", cpe: cpe)) == .certain)
        #expect(confidence([stated], Software(vendor: "ACME", product: "gate", version: "7.3")) == .probable)
        #expect(confidence([stated], Software(vendor: "ACME", product: "gate")) == .possible)
        #expect(confidence([stated], Software(vendor: "", product: "gate", version: "7.3")) == .possible)
        let custom = statement("Acme", "Gate", cpe: stated.value.cpe,
            [VersionRange(from: nil, before: "7.4", through: nil)])
        #expect(confidence([custom], Software(vendor: "", product: "", cpe: cpe)) == .probable)
    }

    @Test func `a miss names the first rule that failed and what would match`() throws {
        func miss(_ software: Software) throws -> ProductMiss {
            let verdict = try #require(
                ProductMatcher.explain([statement("Acme", "Gate", .affected, [below])], for: entity(software)).first)
            guard case .missed(let miss) = verdict.verdict else { throw Unexpected() }
            return miss
        }
        let version = try miss(Software(vendor: "acme", product: "gate", version: "7.4"))
        #expect(version.rule == .version)
        #expect(version.counterfactual == "would match below 7.4")
        #expect(try miss(Software(vendor: "other", product: "gate", version: "7.3")).rule == .vendor)
        #expect(try miss(Software(vendor: "acme", product: "door", version: "7.3")).rule == .product)
    }

    @Test func `not-affected and fixed exclude; a sweeping exclusion against a range becomes possible`() {
        let software = Software(vendor: "acme", product: "gate", version: "7.3")
        let affected = statement("Acme", "Gate", .affected, [below])
        let fixed = statement("Acme", "Gate", .fixed, [VersionRange(exact: "7.3", scheme: "semver")])
        #expect(confidence([affected, fixed], software) == nil)
        #expect(confidence([fixed, affected], software) == nil)
        #expect(confidence([affected, statement("Acme", "Gate", .notAffected)], software) == .possible)
    }

    /// `stated`, then the asset's version.
    @Test(arguments: [
        (VersionRange(before: "ArubaOS 8.10", through: nil), "8.9", Confidence.probable),
        (VersionRange(before: "ArubaOS 8.10", through: nil), "8.10", nil),
        (VersionRange(before: "ArubaOS 8.10", through: nil), "ArubaOS-8.9.1", .probable),
        (VersionRange(exact: "ArubaOS 8.10.x.x"), "8.10.0.5", .probable),
        (VersionRange(exact: "HPE Aruba ArubaOS 8.10.0.5"), "8.10.0.5", .probable),
        (VersionRange(before: "Firmware 2.3", through: nil), "2.0", .probable),
        (VersionRange(before: "version 2.3", through: nil), "2.3", nil),
        (VersionRange(before: nil, through: "v2.3"), "V2.3", .probable),
        (VersionRange(before: "Switch 2.3", through: nil), "2.0", .possible),
        (VersionRange(before: "ArubaOS 10 2.3", through: nil), "2.0", .possible),
        (VersionRange(before: "next of 2.3", through: nil), "2.3", .probable),
        (VersionRange(before: "next of 2.3", through: nil), "2.4", nil),
        (VersionRange(from: "next of 2.3", before: nil, through: nil), "2.3", nil),
        (VersionRange(from: "next of ArubaOS 2.3", before: nil, through: nil), "2.3.1", .probable),
    ]) func `words before a version are read over where they are the product's own`(
        range: VersionRange, version: String, expected: Confidence?
    ) {
        let software = Software(vendor: "HPE Aruba", product: "ArubaOS", version: version)
        #expect(confidence([statement("HPE Aruba", "ArubaOS", .affected, [range])], software) == expected)
    }

    @Test func `what is safe from the next version on is not said of this one`() {
        let software = Software(vendor: "acme", product: "gate", version: "2.0")
        let affected = statement("Acme", "Gate", .affected, [VersionRange(before: nil, through: "2.3")])
        let later = VersionRange(from: "next of 2.3", before: nil, through: "*")
        let safe = statement("Acme", "Gate", .notAffected, [later])
        #expect(confidence([affected, safe], software) == .probable)
    }

    @Test func `a package URL matches without vendor names`() {
        var stated = statement("", "lodash", .affected,
            [VersionRange(from: "4.0.0", before: "4.17.21", through: nil, scheme: "npm")])
        stated.value.purl = "pkg:npm/lodash"
        let software = Software(vendor: "", product: "", version: "4.17.20", purl: "pkg:npm/lodash@4.17.20")
        #expect(confidence([stated], software) == .certain)
    }

    /// PEP 440: `1.0c1` is a candidate before 1.0, `2.0.dev1` lies before 2.0.
    @Test func `a range that names no order takes its package's`() {
        var stated = statement("", "Gate", .affected, [VersionRange(from: "1.0", before: "2.0", through: nil)])
        stated.value.purl = "pkg:pypi/Acme_Gate"
        let asset = { (version: String) in
            Software(vendor: "", product: "", version: version, purl: "pkg:pypi/acme-gate@\(version)")
        }
        #expect(confidence([stated], asset("1.0+local.1")) == .certain)
        #expect(confidence([stated], asset("1.0.post1")) == .certain)
        #expect(confidence([stated], asset("1.0c1")) == nil)
        #expect(confidence([stated], asset("2.0.dev1")) == .certain)
        #expect(confidence([stated], asset("2.0")) == nil)
    }

    @Test func `two spellings of one package meet, and an rpm's epoch counts`() {
        var stated = statement("", "x", .affected, [VersionRange(from: nil, before: "2:1.0", through: nil)])
        stated.value.purl = "pkg:rpm/redhat/Bash@0?arch=src"
        let software = { (purl: String) in
            Software(vendor: "", product: "", version: PackageURL(reading: purl)?.orderedVersion, purl: purl)
        }
        #expect(confidence([stated], software("pkg:rpm/redhat/bash@9.9")) == .certain)
        #expect(confidence([stated], software("pkg:rpm/redhat/bash@9.9?epoch=2")) == nil)
    }
}

private struct Unexpected: Error {}
