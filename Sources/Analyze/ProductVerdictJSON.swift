/// `{"kind":"matched", …}` with the evidence, or what was missed, beside it.
extension ProductVerdict: Codable {
    private enum Kind: String, Codable {
        case matched, excluded, missed
    }

    private enum CodingKeys: String, CodingKey {
        case kind, confidence, rule, status, stated, asset, reason, versioned, alias, counterfactual
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .kind) {
        case .matched: self = .matched(try ProductEvidence(from: decoder))
        case .excluded: self = .excluded(try ProductEvidence(from: decoder))
        case .missed: self = .missed(try ProductMiss(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .matched(let evidence):
            try container.encode(Kind.matched, forKey: .kind)
            try ProductVerdict.encode(evidence, to: &container)
        case .excluded(let evidence):
            try container.encode(Kind.excluded, forKey: .kind)
            try ProductVerdict.encode(evidence, to: &container)
        case .missed(let miss):
            try container.encode(Kind.missed, forKey: .kind)
            try container.encode(miss.rule, forKey: .rule)
            try container.encode(miss.stated, forKey: .stated)
            try container.encode(miss.asset, forKey: .asset)
            try container.encode(miss.counterfactual, forKey: .counterfactual)
            try container.encodeIfPresent(miss.alias, forKey: .alias)
        }
    }

    private static func encode(
        _ evidence: ProductEvidence, to container: inout KeyedEncodingContainer<CodingKeys>
    ) throws {
        try container.encode(evidence.confidence, forKey: .confidence)
        try container.encode(evidence.rule, forKey: .rule)
        try container.encode(evidence.status, forKey: .status)
        try container.encode(evidence.stated, forKey: .stated)
        try container.encode(evidence.asset, forKey: .asset)
        try container.encode(evidence.reason, forKey: .reason)
        try container.encode(evidence.isVersioned, forKey: .versioned)
        try container.encodeIfPresent(evidence.alias, forKey: .alias)
    }
}
