/// Sector of an information infrastructure entity.
package enum Sector: String, Sendable, Hashable, Codable, CaseIterable {
    case government, defence, health
    case financialMarkets = "financial-markets"
    case energy, transport
    case informationTechnology = "information-technology"
    case telecommunications, water, ecology, other
}

/// How much depends on an entity; decides deadlines and order, never whether it is told.
package enum Criticality: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case low, medium, high, critical

    package static func < (left: Criticality, right: Criticality) -> Bool { left.rank < right.rank }
    /// 0 for ``low`` to 3 for ``critical``.
    package var rank: Int { Criticality.allCases.firstIndex(of: self) ?? 0 }
}
