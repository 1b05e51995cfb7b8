import Constituency
package import Vocabulary

/// By what an observed place was found to be an entity's.
package struct ObservedMatch: Sendable, Hashable {
    package var rule: MatchRule
    /// The autonomous system that the source states, where that decided; else 0.
    package var asn: UInt32
    /// The network that a list names; nil for a single host.
    package var listed: IPNetwork?

    package init(rule: MatchRule, asn: UInt32 = 0, listed: IPNetwork? = nil) {
        self.rule = rule
        self.asn = asn
        self.listed = listed
    }
}

extension ObservationMatcher {
    /// Whether the register gives a place to an entity, at its position, as ``match(_:)`` would decide it now.
    package func holds(_ locus: Locus, of entity: Int32, _ match: ObservedMatch) -> Bool {
        switch locus {
        case .service(let address, _, _):
            if let listed = match.listed {
                return owners(of: .network(listed)).contains { $0.entity == entity && $0.locus == locus }
            }
            return owners(outcome(address, asn: match.asn)).contains(entity)
        case .domain(let name): return register.domain(of: name)?.owners.contains(entity) ?? false
        case .inventory, .entity: return true
        }
    }
}
