import Foundation
import Storage
import Testing
import Vocabulary

@testable import Analyze

@Suite struct EvidenceTextTests {
    private let evidence = ProductEvidence(
        confidence: .possible, rule: .cpe, status: .underInvestigation, stated: "Acme \"Gate\"",
        asset: "acme gate/é 7.3", reason: "line\nand \u{1F}", isVersioned: true, alias: "acme/gate=/gate")

    @Test func `evidence is written as Foundation writes it, whatever the verdict`() throws {
        var plain = evidence
        plain.alias = nil
        plain.isVersioned = false
        let miss = ProductMiss(rule: .version, stated: "a", asset: "b", counterfactual: "would match below 7.4")
        let verdicts = [ProductVerdict.matched(evidence), .matched(plain), .excluded(evidence), .missed(miss)]
            .enumerated().map { place, verdict in
                AssetVerdict(
                    asset: place * 11, verdict: verdict, source: "cve/x", tlp: .amber,
                    feeds: place == 0 ? ["cve", "vendor"] : [])
            }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(EvidenceText.of(verdicts) == String(decoding: try encoder.encode(verdicts), as: UTF8.self))
        #expect(EvidenceText.of([]) == "[]")
    }
}
