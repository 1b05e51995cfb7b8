import Constituency
import Testing
import Vocabulary

@testable import Analyze

private let vouched = AssetState.verified(Verification(by: "admin", how: "visit", at: Instant(seconds: 0)))

private func sourced(
    _ vendor: String, _ product: String, cpe: String? = nil, _ ranges: [VersionRange] = [],
    status: ProductStatus = .affected, source: String = "cve/x"
) -> Sourced<ProductStatement> {
    var value = ProductStatement(vendor: vendor, product: product, status: status)
    value.cpe = cpe
    value.versions = ranges
    return Sourced(value, tlp: .clear, source: source)
}

private func below(_ version: String) -> VersionRange {
    VersionRange(from: nil, before: version, through: nil, scheme: "semver")
}

private func entity(_ id: String, _ software: [Software]) -> Entity {
    Entity(
        id: EntityID(unchecked: id), name: LocalizedText([.en: id]),
        assets: software.map { Asset(.software($0), state: vouched) })
}

private func named(_ vendor: String, _ product: String, _ version: String? = "7.3") -> Software {
    Software(vendor: vendor, product: product, version: version)
}

/// What is found for one piece of software, the same one after the other and all at once.
private func evidence(
    _ products: [Sourced<ProductStatement>], _ software: Software, _ aliases: ProductAliases = .none
) -> ProductEvidence? {
    let owner = entity("a", [software])
    let explained = ProductMatcher.explain(products, for: owner, aliases: aliases).first
    let matched = ProductMatching(RegisterIndex([owner], aliases: aliases)).matches(products).first?.assets.first
    var alone: ProductEvidence?
    if case .matched(let evidence)? = explained?.verdict { alone = evidence }
    var together: ProductEvidence?
    if case .matched(let evidence)? = matched?.verdict { together = evidence }
    #expect(alone == together)
    return together
}

@Suite struct NearNameTests {
    /// Stated vendor and product, registered vendor and product, confidence.
    @Test(arguments: [
        ("Acme", "Acme Gate", "Acme", "Gate", Confidence.probable),
        ("Acme", "Gate", "Acme Inc.", "Acme Gate", .probable),
        ("Palo Alto Networks", "Palo Alto Networks PAN-OS", "paloaltonetworks", "PAN-OS", .possible),
        ("Acme", "Gateway", "Acme", "Gateway Pro", .possible),
        ("Acme", "Gateway Pro for Windows", "Acme", "Gateway", .possible),
        ("Acme", "Gateway 2019", "Acme", "Acme Gateway", .possible),
        ("Acme", "Pro Gateway", "Acme", "Gateway Pro", .possible),
        ("Zoom", "Zoom", "Zoom", "Zoom Client", .possible),
        ("Microsoft", "Windows", "Microsoft", "Windows Server 2019", .possible),
        // Other words, or none that tells a product.
        ("Acme", "Gate", "Acme", "Gateway", nil),
        ("Acme", "Gateway Pro", "Acme", "Gateway Lite", nil),
        ("Acme", "Server", "Acme", "Gate Server", nil),
        ("Acme", "Pro", "Acme", "Gateway Pro", nil),
        ("Acme", "For Windows", "Acme", "Gateway for Windows", nil),
        ("Acme", "2019", "Acme", "Gateway 2019", nil),
        // Another vendor, or none.
        ("Borealis", "Gateway", "Acme", "Gateway Pro", nil),
        ("", "Gateway", "Acme", "Gateway Pro", nil),
        ("", "", "", "Gateway", nil),
    ]) func `names of one vendor are compared by their words`(
        vendor: String, product: String, own: String, name: String, expected: Confidence?
    ) {
        #expect(evidence([sourced(vendor, product)], named(own, name))?.confidence == expected)
    }

    @Test func `a near name offers the lesson that settles it, and follows it`() throws {
        let stated = [sourced("Acme", "Gateway")]
        let asset = named("Acme", "Gateway Pro")
        #expect(evidence(stated, asset)?.alias == "acme/gateway=acme/gateway pro")
        let lesson = { (isSame: Bool) in
            ProductAliases([
                ProductLesson(
                    stated: ProductName(vendor: "acme", product: "gateway"),
                    registered: ProductName(vendor: "acme", product: "gateway pro"), isSame: isSame)
            ])
        }
        #expect(evidence(stated, asset, lesson(true))?.confidence == .probable)
        #expect(evidence(stated, asset, lesson(false)) == nil)
    }

    @Test func `ranges leave out what has a near name`() {
        #expect(evidence([sourced("Acme", "Gateway", [below("7.4")])], named("Acme", "Gateway Pro")) != nil)
        #expect(evidence([sourced("Acme", "Gateway", [below("7.3")])], named("Acme", "Gateway Pro")) == nil)
    }

    @Test func `who speaks of the software itself is heard alone`() {
        let (near, patched) = (sourced("Acme", "Gateway"), sourced("Acme", "Gateway Pro", [below("7.3")]))
        #expect(evidence([near, patched], named("Acme", "Gateway Pro")) == nil)
        let meant = sourced("Acme", "Gateway Pro", [below("7.4")])
        #expect(evidence([near, meant], named("Acme", "Gateway Pro"))?.confidence == .probable)
    }

    @Test func `a near name excludes nothing`() {
        let fixed = sourced("Acme", "Gateway", status: .fixed)
        let asset = named("Acme", "Gateway Pro")
        #expect(evidence([sourced("Acme", "Gateway Pro"), fixed], asset)?.confidence == .probable)
        #expect(evidence([sourced("Acme", "All products"), fixed], asset)?.confidence == .possible)
    }
}

@Suite struct VendorWideTests {
    @Test(arguments: ["All products", "Multiple products", "various", "*"])
    func `a statement about a vendor is a question for all it makes`(product: String) {
        let stated = [sourced("Acme Inc.", product, [below("2.0")])]
        let found = evidence(stated, named("Acme", "Gateway"))
        #expect(found?.confidence == .possible)
        #expect(found?.alias == nil)
        #expect(evidence(stated, named("Borealis", "Gateway")) == nil)
    }

    @Test func `without a vendor it says nothing, nor does a product that was left out`() {
        #expect(evidence([sourced("", "All products")], named("Acme", "Gateway")) == nil)
        #expect(evidence([sourced("", "*")], named("", "Gateway")) == nil)
        #expect(evidence([sourced("Acme", "")], named("Acme", "Gateway")) == nil)
    }

    @Test func `multiple products give way to those that are named, all products do not`() {
        let door = sourced("Acme", "Door", source: "nvd/x")
        let asset = named("Acme", "Gateway")
        #expect(evidence([sourced("Acme", "Multiple Products"), door], asset) == nil)
        #expect(evidence([sourced("Acme", "Multiple Products"), sourced("Borealis", "Door")], asset) != nil)
        #expect(evidence([sourced("Acme", "All Products"), door], asset)?.confidence == .possible)
    }

    @Test func `four hundred products of a vendor are one question`() throws {
        let software = (0..<400).map { named("Acme", "Gateway \($0)") }
        let matches = ProductMatching(RegisterIndex([entity("a", software), entity("b", Array(software.prefix(3)))]))
            .matches([sourced("Acme", "Multiple products")])
        #expect(matches.map(\.entity) == [0, 1])
        #expect(matches.map(\.confidence) == [.possible, .possible])
        #expect(matches.map { $0.assets.map(\.asset) } == [Array(0..<8), [0, 1, 2]])
    }
}

/// NISTIR 7696 § 6: a value with wildcards contains those that it matches, ANY contains all.
@Suite struct CPEPatternTests {
    private func confidence(_ names: String, _ software: Software) -> Confidence? {
        let parts = names.split(separator: ":").map(String.init)
        let stated = sourced(parts[0], parts[1], cpe: "cpe:2.3:a:\(names):*:*:*:*:*:*:*:*")
        return evidence([stated], software)?.confidence
    }

    private func coded(_ names: String) throws -> Software {
        let name = try #require(CPEName("cpe:2.3:a:\(names):7.3:*:*:*:*:*:*:*"))
        return Software(vendor: "", product: "", cpe: name)
    }

    @Test(arguments: [
        ("acme:gat?", "acme:gate", Confidence.certain), ("acme:gat?", "acme:gatehouse", nil),
        ("acme:gate*", "acme:gate_pro", .certain), ("acme:*_pro", "acme:gate_pro", .certain),
        ("acme:gate*", "acme:door", nil), ("acme:gate*", "borealis:gate_pro", nil),
        // A vendor with wildcards is looked up by its product, and is a question.
        ("?cme:gate", "acme:gate", .possible), ("acme*:gate", "acme_labs:gate", .possible),
        ("?cme:gate", "acme:door", nil), ("?cme:gate*", "acme:gate_pro", nil),
        // A product that is ANY names a vendor; so is a vendor that is ANY no vendor.
        ("acme:*", "acme:gate", .possible), ("acme:*", "borealis:gate", nil), ("*:gate", "acme:gate", .possible),
        ("*:*", "acme:gate", nil),
    ]) func `wildcards in names`(stated: String, asset: String, expected: Confidence?) throws {
        let software = try coded(asset)
        #expect(confidence(stated, software) == expected)
    }

    @Test func `a plain name that the pattern matches is probable`() {
        #expect(confidence("acme:gate*", named("Acme", "Gate Pro")) == .probable)
        #expect(confidence("acme:gate*", named("Acme", "Door")) == nil)
        #expect(confidence("acme:*", named("Acme", "Gate Pro")) == .possible)
    }

    @Test func `a miss says what it would match`() {
        let wanted = { (names: String) in StatedProduct(sourced("acme", "*", cpe: "cpe:2.3:a:\(names)").value).wanted }
        #expect(wanted("acme:*:*:*:*:*:*:*:*:*") == "would match software of vendor `acme`")
        #expect(wanted("acme:gat?:*:*:*:*:*:*:*:*") == "would match `cpe:2.3:a:acme:gat?:*:*:*:*:*:*:*:*`")
        #expect(wanted("*:*:7:*:*:*:*:*:*:*") == "would match `cpe:2.3:a:*:*:7:*:*:*:*:*:*:*`")
    }
}
