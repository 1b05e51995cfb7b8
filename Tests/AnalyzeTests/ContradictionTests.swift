import Constituency
import Testing
import Vocabulary

@testable import Analyze

/// What a threat's statements mean together where they contradict each other.
@Suite struct ContradictionTests {
    private let range = [VersionRange(from: nil, before: "3.0", through: nil, scheme: "semver")]
    private let very = [VersionRange(exact: "2.0", scheme: "semver")]
    private let gate = Software(vendor: "Acme", product: "Gate", version: "2.0")

    private func said(
        _ status: ProductStatus, _ versions: [VersionRange] = [], on platforms: [String]? = nil,
        by source: String = "vendor/doc", cpe: String? = nil
    ) -> Sourced<ProductStatement> {
        var value = ProductStatement(vendor: "Acme", product: "Gate", status: status)
        (value.versions, value.platforms, value.cpe) = (versions, platforms, cpe)
        return Sourced(value, tlp: .clear, source: source)
    }

    /// Graded: `best` A, `vendor` B, `poor` E.
    private let sources = [
        source("best", .completelyReliable), source("best", .completelyReliable, "later"),
        source("vendor", .usuallyReliable), source("vendor", .usuallyReliable, "later"), source("poor", .unreliable),
        source("kev", .completelyReliable, kind: .exploitation),
    ]

    private static func source(
        _ feed: String, _ grade: Reliability, _ id: String = "doc", kind: ReportKind = .advisory
    ) -> ThreatSource {
        ThreatSource(
            feed: FeedID(unchecked: feed), sourceID: id, source: .manufacturer, reliability: grade, kind: kind,
            status: .published, tlp: .clear, revised: Instant(seconds: 0))
    }

    private func explained(_ products: [Sourced<ProductStatement>], _ software: Software) throws -> AssetExplanation {
        let vouched = AssetState.verified(Verification(by: "admin", how: "import", at: Instant(seconds: 0)))
        let entity = Entity(
            id: EntityID(unchecked: "a"), name: LocalizedText([.en: "A"]),
            assets: [Asset(.software(software), state: vouched)])
        let found = ProductMatching(RegisterIndex([entity])).matches(products, of: sources)
        let explained = try #require(ProductMatcher.explain(products, of: sources, for: entity).first)
        #expect(found.first?.assets.first?.verdict == (explained.isMatch ? explained.verdict : nil))
        return explained
    }

    /// Nil: kept out.
    private func confidence(
        _ products: Sourced<ProductStatement>..., of software: Software? = nil
    ) throws -> Confidence? {
        let (forth, back) = (
            try explained(products, software ?? gate), try explained(products.reversed(), software ?? gate))
        #expect(forth.confidence == back.confidence)
        return forth.confidence
    }

    @Test func `affected on one platform and not on another is a question, with both statements`() throws {
        for versions in [[], range, very] {
            let (affected, safe) = (said(.affected, on: ["OS 7"]), said(.notAffected, versions, on: ["OS 9"]))
            #expect(try confidence(affected, safe) == .possible, "\(versions)")
            #expect(try confidence(said(.affected, versions, on: ["OS 7"]), safe) == .possible, "\(versions)")
            let told = try explained([affected, safe], gate)
            #expect(told.statement == affected.value && told.against == safe.value)
            guard case .matched(let evidence) = told.verdict else { throw Unexpected() }
            #expect(evidence.reason.hasSuffix("but vendor/doc states the product is not-affected on OS 9"))
        }
        // Wherever the first is affected, the second is not.
        #expect(try confidence(said(.affected, range, on: ["OS 7"]), said(.fixed, very, on: ["OS 7", "OS 9"])) == nil)
        #expect(try confidence(said(.affected, range, on: ["OS 7"]), said(.fixed, very)) == nil)
        #expect(try confidence(said(.affected, range), said(.fixed, very, on: ["OS 9"])) == .possible)
    }

    @Test func `the release of a distribution's package tells its platform`() throws {
        let release = [VersionRange(exact: "2.0-3.os9", scheme: "rpm")]
        let asset = Software(vendor: "Acme", product: "Gate", version: "2.0-3.os9")
        let fixed = said(.fixed, release, on: ["OS 9"])
        #expect(try confidence(said(.affected, on: ["OS 7"]), fixed, of: asset) == nil)
        #expect(try confidence(said(.affected, on: ["OS 7"]), said(.fixed, very, on: ["OS 9"])) == .possible)
    }

    @Test func `of equal precision another source of no lesser grade counts, and nobody against himself`() throws {
        for versions in [[], range, very] {
            let (affected, safe) = (said(.affected, versions), said(.notAffected, versions))
            #expect(try confidence(affected, safe) == .possible, "\(versions)")
            #expect(try confidence(affected, said(.notAffected, versions, by: "vendor/later")) == nil)
            #expect(try confidence(affected, said(.notAffected, versions, by: "best/doc")) == nil)
            #expect(try confidence(affected, said(.notAffected, versions, by: "poor/doc")) == .possible)
            #expect(try confidence(affected, said(.notAffected, versions, by: "unknown/doc")) == .possible)
        }
    }

    @Test func `a closer exclusion counts, a wider one is a question`() throws {
        #expect(try confidence(said(.affected, range), said(.fixed, very)) == nil)
        #expect(try confidence(said(.affected), said(.fixed, range)) == nil)
        #expect(try confidence(said(.affected, range), said(.notAffected, by: "best/doc")) == .possible)
        #expect(try confidence(said(.affected, very), said(.notAffected, range, by: "best/doc")) == .possible)
    }

    @Test func `an exclusion by name does not take away what is certain by its CPE`() throws {
        let cpe = "cpe:2.3:a:acme:gate:*:*:*:*:*:*:*:*"
        let own = try #require(CPEName("cpe:2.3:a:acme:gate:2.0:*:*:*:*:*:*:*"))
        let asset = Software(vendor: "Acme", product: "Gate", cpe: own)
        let certain = said(.affected, range, by: "vendor/doc", cpe: cpe)
        #expect(try confidence(certain, of: asset) == .certain)
        #expect(try confidence(certain, said(.notAffected, range, by: "best/doc"), of: asset) == .possible)
        #expect(try confidence(certain, said(.notAffected, range, by: "best/doc", cpe: cpe), of: asset) == nil)
        // A fix of this very version is one, however its product is told.
        #expect(try confidence(certain, said(.fixed, very, by: "best/doc"), of: asset) == nil)
    }

    @Test func `each match must be taken away by some exclusion`() throws {
        let other = said(.affected, very, by: "best/doc")
        #expect(try confidence(said(.affected, range), said(.fixed, very), other) == .possible)
        #expect(try confidence(said(.affected, range), said(.fixed, very, by: "best/later"), other) == nil)
        let many = (0..<200).map { said(.affected, range, on: ["OS \($0)"]) }
        #expect(try explained(many + [said(.fixed, very)], gate).confidence == .possible)
    }

    @Test func `what a source left open is no exclusion, and weighs as all versions`() throws {
        let blank = [VersionRange(from: "n/a", before: "n/a", through: nil)]
        #expect(try confidence(said(.affected, range), said(.notAffected, blank, by: "best/doc")) == .probable)
        let all = [VersionRange(from: "0", before: "*", through: nil, scheme: "semver")]
        #expect(try confidence(said(.affected, range), said(.notAffected, all, by: "best/doc")) == .possible)
        #expect(try confidence(said(.affected, blank)) == .possible)
    }

    @Test func `a range that leaves the version out silences a catalogue, and questions what else names no versions`()
        throws
    {
        let early = [VersionRange(before: "2.0", through: nil)]
        let repaired = Software(vendor: "Acme", product: "Gate", version: "2.5")
        let (listed, bounded) = (said(.affected, by: "kev/doc"), said(.affected, early, by: "best/doc"))
        #expect(try confidence(listed, of: repaired) == .probable)
        #expect(try confidence(listed, bounded, of: repaired) == nil)
        let unrepaired = Software(vendor: "Acme", product: "Gate", version: "1.9")
        #expect(try confidence(listed, bounded, of: unrepaired) == .probable)
        let kept = try explained([listed, bounded], repaired)
        #expect(kept.against == listed.value && kept.statement == bounded.value)
        // Another branch's range holds it.
        let branch = said(.affected, [VersionRange(from: "2.5", before: "2.6", through: nil)], by: "best/later")
        #expect(try confidence(listed, bounded, branch, of: repaired) == .probable)
        // What an advisory says of all versions is not taken away, but asked.
        #expect(try confidence(said(.affected), bounded, of: repaired) == .possible)
        let asked = try explained([said(.affected), bounded], repaired)
        #expect(asked.against == bounded.value && asked.isMatch)
        // Its own document, one that nobody believes, another platform or product, a name less sure: no question.
        #expect(try confidence(said(.affected), said(.affected, early), of: repaired) == .probable)
        #expect(try confidence(said(.affected), said(.affected, early, by: "poor/doc"), of: repaired) == .probable)
        #expect(try confidence(said(.affected), said(.affected, early, on: ["OS 7"], by: "best/doc"), of: repaired)
            == .probable)
        var door = said(.affected, early, by: "best/doc")
        door.value.product = "Door"
        #expect(try confidence(said(.affected), door, of: repaired) == .probable)
        var vague = said(.affected, early, by: "best/doc")
        vague.value.vendor = ""
        #expect(try confidence(said(.affected), vague, of: repaired) == .probable)
    }

    @Test func `a statement that several reports make is as good as the best of them`() throws {
        var affected = said(.affected, range, by: "poor/doc")
        affected.also = ["best/doc"]
        #expect(try confidence(affected, said(.notAffected, range, by: "vendor/doc")) == .possible)
        // The report that says both is not another one.
        var both = said(.affected, range, by: "best/doc")
        both.also = ["vendor/doc"]
        #expect(try confidence(both, said(.notAffected, range, by: "vendor/doc")) == .possible)
        #expect(try confidence(both, said(.notAffected, range, by: "best/later")) == nil)
    }
}

extension AssetExplanation {
    fileprivate var isMatch: Bool { confidence != nil }

    fileprivate var confidence: Confidence? {
        if case .matched(let evidence) = verdict { evidence.confidence } else { nil }
    }
}

private struct Unexpected: Error {}
