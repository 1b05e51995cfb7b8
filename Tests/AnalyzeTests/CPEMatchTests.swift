import Analyze
import Constituency
import Testing
import Vocabulary

/// What a statement by CPE name means for a registered one: NISTIR 7696 § 6, with versions compared apart.
@Suite struct CPEMatchTests {
    private static func stated(_ rest: String, _ ranges: [VersionRange] = []) -> ProductStatement {
        var value = ProductStatement(vendor: "acme", product: "gate", status: .affected)
        value.cpe = "cpe:2.3:a:acme:" + rest
        value.versions = ranges
        return value
    }

    private static func software(_ rest: String) throws -> Software {
        let name = try #require(CPEName("cpe:2.3:a:acme:" + rest))
        return Software(vendor: "", product: "", cpe: name)
    }

    private func miss(_ verdict: ProductVerdict) -> ProductMiss? {
        if case .missed(let miss) = verdict { miss } else { nil }
    }

    private func evidence(_ verdict: ProductVerdict) -> ProductEvidence? {
        if case .matched(let evidence) = verdict { evidence } else { nil }
    }

    /// Source, asset, confidence; nil is a miss. Rows of Table 6-2, the names equal but for one attribute.
    @Test(arguments: [
        // update: literals, ANY, NA.
        ("gate:7.3:update_1:*:*:*:*:*:*", "gate:7.3:update_1:*:*:*:*:*:*", Confidence.certain),
        ("gate:7.3:update_1:*:*:*:*:*:*", "gate:7.3:update_9:*:*:*:*:*:*", nil),
        ("gate:7.3:update_1:*:*:*:*:*:*", "gate:7.3:*:*:*:*:*:*:*", .possible),
        ("gate:7.3:update_1:*:*:*:*:*:*", "gate:7.3:-:*:*:*:*:*:*", nil),
        ("gate:7.3:*:*:*:*:*:*:*", "gate:7.3:update_9:*:*:*:*:*:*", .certain),
        ("gate:7.3:-:*:*:*:*:*:*", "gate:7.3:-:*:*:*:*:*:*", .certain),
        ("gate:7.3:-:*:*:*:*:*:*", "gate:7.3:update_9:*:*:*:*:*:*", nil),
        ("gate:7.3:update_?:*:*:*:*:*:*", "gate:7.3:update_9:*:*:*:*:*:*", .certain),
        ("gate:*:update_1:*:*:*:*:*:*", "gate:7.3:update_9:*:*:*:*:*:*", nil),
        // edition, language, sw_edition, target_sw, target_hw, other: literal and ANY, ANY and literal, literals.
        ("gate:7.3:*:lite:*:*:*:*:*", "gate:7.3:*:*:*:*:*:*:*", .possible),
        ("gate:7.3:*:*:az:*:*:*:*", "gate:7.3:*:*:*:*:*:*:*", .possible),
        ("gate:7.3:*:*:*:pro:*:*:*", "gate:7.3:*:*:*:*:*:*:*", .possible),
        ("gate:7.3:*:*:*:*:linux:*:*", "gate:7.3:*:*:*:*:*:*:*", .possible),
        ("gate:7.3:*:*:*:*:*:x64:*", "gate:7.3:*:*:*:*:*:*:*", .possible),
        ("gate:7.3:*:*:*:*:*:*:mine", "gate:7.3:*:*:*:*:*:*:*", .possible),
        ("gate:7.3:*:*:*:*:*:*:*", "gate:7.3:*:lite:az:pro:linux:x64:mine", .certain),
        ("gate:7.3:*:*:*:*:*:*:mine", "gate:7.3:*:*:*:*:*:*:yours", nil),
        // version: ANY, literal, NA, patterns.
        ("gate:*:*:*:*:*:*:*:*", "gate:7.3:*:*:*:*:*:*:*", .certain),
        ("gate:7.3:*:*:*:*:*:*:*", "gate:*:*:*:*:*:*:*:*", .possible),
        ("gate:7.3:*:*:*:*:*:*:*", "gate:7.4:*:*:*:*:*:*:*", nil),
        ("gate:-:*:*:*:*:*:*:*", "gate:7.3:*:*:*:*:*:*:*", .possible),
        ("gate:-:*:*:*:*:*:*:*", "gate:*:*:*:*:*:*:*:*", .possible),
        ("gate:-:*:*:*:*:*:*:*", "gate:-:*:*:*:*:*:*:*", .certain),
        ("gate:7.3?:*:*:*:*:*:*:*", "gate:7.31:*:*:*:*:*:*:*", .certain),
        ("gate:7.3?:*:*:*:*:*:*:*", "gate:7.3.1:*:*:*:*:*:*:*", nil),
        ("gate:7.3?:*:*:*:*:*:*:*", "gate:*:*:*:*:*:*:*:*", .possible),
    ]) func `names relate as the standard says`(source: String, asset: String, expected: Confidence?) throws {
        let (statement, software) = (CPEMatchTests.stated(source), try CPEMatchTests.software(asset))
        let verdict = ProductVerdict.of(statement, software)
        #expect(evidence(verdict)?.confidence == expected, "\(verdict)")
        let vouched = AssetState.verified(Verification(by: "admin", how: "visit", at: Instant(seconds: 0)))
        let entity = Entity(
            id: EntityID(unchecked: "a"), name: LocalizedText([.en: "A"]),
            assets: [Asset(.software(software), state: vouched)])
        let found = ProductMatching(RegisterIndex([entity]))
            .matches([Sourced(statement, tlp: .clear, source: "nvd/x")])
        #expect(found.first?.confidence == expected)
    }

    @Test func `a miss by the update says which would match`() throws {
        let verdict = ProductVerdict.of(
            CPEMatchTests.stated("gate:7.3:update_1:*:*:*:*:*:*"),
            try CPEMatchTests.software("gate:7.3:update_9:*:*:*:*:*:*"))
        #expect(miss(verdict)?.rule == .cpe)
        #expect(miss(verdict)?.counterfactual == "would match update `update_1`; the asset has `update_9`")
    }

    @Test func `a version that the source's name has not is the reason for a question`() throws {
        let verdict = ProductVerdict.of(
            CPEMatchTests.stated("gate:-:*:*:*:*:*:*:*"), try CPEMatchTests.software("gate:7.3:*:*:*:*:*:*:*"))
        let reason = try #require(evidence(verdict)?.reason)
        #expect(reason.contains("the source's name has no version (`-`), the asset has `7.3`"))
    }

    /// The update of a name is that of the name's version; ranges speak of other versions too.
    @Test func `ranges outweigh the version of a name, and leave its update a doubt`() throws {
        let below = VersionRange(from: nil, before: "8.0", through: nil, scheme: "semver")
        let statement = CPEMatchTests.stated("gate:7.3.0:update_1:*:*:*:*:*:*", [below])
        let confidence = { (asset: String) in
            evidence(ProductVerdict.of(statement, try CPEMatchTests.software(asset)))?.confidence
        }
        #expect(try confidence("gate:7.2.0:update_1:*:*:*:*:*:*") == .certain)
        #expect(try confidence("gate:7.2.0:update_4:*:*:*:*:*:*") == .possible)
        #expect(try confidence("gate:8.0.0:update_1:*:*:*:*:*:*") == nil)
    }

    @Test func `software that is registered by its name states no update`() {
        let software = Software(vendor: "Acme", product: "Gate", version: "7.3")
        let confidence = { (source: String) in
            evidence(ProductVerdict.of(CPEMatchTests.stated(source), software))?.confidence
        }
        #expect(confidence("gate:7.3:update_1:*:*:*:*:*:*") == .possible)
        #expect(confidence("gate:7.3:-:*:*:*:*:*:*") == .probable)
        #expect(confidence("gate:7.3:*:*:*:*:*:*:*") == .probable)
        #expect(confidence("gate:-:*:*:*:*:*:*:*") == .possible)
    }

    @Test func `an exclusion of one update takes nothing away from another`() throws {
        var fixed = CPEMatchTests.stated("gate:7.3:update_2:*:*:*:*:*:*")
        fixed.status = .fixed
        #expect(miss(ProductVerdict.of(fixed, try CPEMatchTests.software("gate:7.3:update_1:*:*:*:*:*:*")))?.rule
            == .cpe)
        guard case .excluded(let evidence) = ProductVerdict.of(
            fixed, try CPEMatchTests.software("gate:7.3:update_2:*:*:*:*:*:*"))
        else {
            Issue.record("not excluded")
            return
        }
        #expect(evidence.confidence == .certain)
    }
}
