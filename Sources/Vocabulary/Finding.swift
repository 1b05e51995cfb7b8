/// How sure a match is. `possible` never leaves the house; it goes to the gaps queue for a person.
package enum Confidence: String, Sendable, Hashable, Codable, CaseIterable {
    case certain, probable, possible

    /// The surer of both.
    package func surer(_ other: Confidence) -> Confidence {
        Confidence.allCases.first { $0 == self || $0 == other } ?? self
    }
}

/// Which kind of fact about an entity matched.
package enum MatchRule: String, Sendable, Hashable, Codable, CaseIterable {
    case network, asn, domain, cpe, product, named
}

/// Where at an entity a threat stands.
package enum Locus: Sendable, Hashable, Comparable {
    /// An address; port 0 for the host as a whole.
    case service(IPAddress, port: UInt16, transport: TransportProtocol)
    case domain(String)
    /// The entity's software as registered; the assets are the evidence.
    case inventory
    /// The entity as a whole, when a report names it.
    case entity

    /// One spelling, used as a key and shown: `192.0.2.7:23/tcp`, `[2001:db8::1]:443/tcp`, `192.0.2.7`,
    /// `domain:example.az`, `inventory`, `entity`.
    package var text: String {
        switch self {
        case .service(let address, let port, let transport):
            if port == 0 { return address.description }
            let host = address.isIPv4 ? address.description : "[\(address)]"
            return "\(host):\(port)/\(transport.name)"
        case .domain(let name): return "domain:" + name
        case .inventory: return "inventory"
        case .entity: return "entity"
        }
    }

    package static func < (left: Locus, right: Locus) -> Bool { left.text < right.text }
}

/// What makes two sightings the same finding: who, what, where.
package struct FindingKey: Sendable, Hashable, Comparable {
    package let entity: EntityID
    package let threat: ThreatID
    package let locus: Locus

    package init(entity: EntityID, threat: ThreatID, locus: Locus) {
        self.entity = entity
        self.threat = threat
        self.locus = locus
    }

    package static func < (left: FindingKey, right: FindingKey) -> Bool {
        (left.entity, left.locus, left.threat) < (right.entity, right.locus, right.threat)
    }
}

/// State of a finding (open → not-seen → closed → reopened). *Not seen* is never reported as fixed.
package enum FindingState: String, Sendable, Hashable, Codable, CaseIterable {
    case open
    case notSeen = "not-seen"
    case closed
}

/// Why a finding was closed.
package enum ClosingReason: String, Sendable, Hashable, Codable, CaseIterable {
    case notListed = "not-listed"
    case age
    /// A source says that this very software is not affected, or fixed.
    case vex
    case answer, rejected
    /// A person looked at a possible match, and it is none.
    case noMatch = "no-match"
    /// No current report names the entity there any more.
    case notNamed = "not-named"
    /// The register does not say any more that the place is the entity's.
    case notRegistered = "not-registered"
    /// The asset is gone, is another version now or is disputed, or the sources corrected what they mean.
    case noLongerMatched = "no-longer-matched"
    /// No current report names the threat any more.
    case notReported = "not-reported"

    /// Why judgements end findings by registered software: the newest judgement's reason stands in place of an older
    /// one's. The other reasons are a list's, the time's, or the entity's.
    package static let ofJudgements: [ClosingReason] = [.vex, .rejected, .noMatch, .noLongerMatched, .notReported]
}
