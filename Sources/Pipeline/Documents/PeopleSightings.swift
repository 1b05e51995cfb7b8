import Crypto
import Foundation
import Ingest
import Storage
import Vocabulary

extension FeedDescription {
    /// How sure a row of this feed is: anybody may write to people, so what they write is only possible until a person
    /// has looked at it.
    var confidence: Confidence { sourceKind == .user ? .possible : .certain }

    /// The conditions under which its rows are found. What people report has names of its own: else anybody could
    /// prolong or reopen by a mail what a known source has found.
    func found(_ conditions: [Condition]) -> [Condition] {
        guard sourceKind == .user else { return conditions }
        return conditions.map { Condition(type: $0.type, name: "reported-" + $0.name) }
    }
}

extension FindingRow {
    /// Whether it is made by rows of documents.
    var isSighted: Bool {
        switch rule {
        case .network, .asn, .domain: true
        case .cpe, .product, .named: false
        }
    }

    /// Why a person has to look at what people report; nil for other findings.
    var reportDoubt: String? {
        guard isSighted, confidence == .possible else { return nil }
        return "somebody reported it to `\(feed)`, where anybody can; see `ess finding explain \(entity) \(locus.text)`"
    }

    /// What a person sees of a reported place, as a digest; nil for findings that are no rows of documents.
    var sighting: String? {
        guard isSighted else { return nil }
        let text = [feed.text, rule.rawValue, lastSeen.description, evidence].joined(separator: "\n")
        return Hex.encode(Array(SHA256.hash(data: Data(text.utf8))))
    }
}
