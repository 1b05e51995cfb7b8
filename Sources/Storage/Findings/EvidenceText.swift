package import Analyze
import Vocabulary

/// The evidence of a finding by registered software, as it is stored: JSON, members in the order of their names.
package enum EvidenceText {
    /// A list with one object for each asset; the bytes are those of Foundation's encoder with sorted keys.
    package static func of(_ verdicts: [AssetVerdict]) -> String {
        var text = StoredText(reserving: 512)
        text.open("[")
        for verdict in verdicts {
            text.comma()
            text.put(verdict)
        }
        text.close("]")
        return String(decoding: text.bytes, as: UTF8.self)
    }
}

extension StoredText {
    fileprivate mutating func put(_ verdict: AssetVerdict) {
        open("{")
        member("asset", number: verdict.asset)
        member("feeds", verdict.feeds)
        member("source", verdict.source)
        member("tlp", verdict.tlp.rawValue)
        name("verdict")
        put(verdict.verdict)
        close("}")
    }

    private mutating func put(_ verdict: ProductVerdict) {
        open("{")
        switch verdict {
        case .matched(let evidence): put(evidence, kind: "matched")
        case .excluded(let evidence): put(evidence, kind: "excluded")
        case .missed(let miss):
            member("alias", miss.alias)
            member("asset", miss.asset)
            member("counterfactual", miss.counterfactual)
            member("kind", "missed")
            member("rule", miss.rule.rawValue)
            member("stated", miss.stated)
        }
        close("}")
    }

    private mutating func put(_ evidence: ProductEvidence, kind: String) {
        member("alias", evidence.alias)
        member("asset", evidence.asset)
        member("confidence", evidence.confidence.rawValue)
        member("kind", kind)
        member("reason", evidence.reason)
        member("rule", evidence.rule.rawValue)
        member("stated", evidence.stated)
        member("status", evidence.status.rawValue)
        member("versioned", flag: evidence.isVersioned)
    }
}
