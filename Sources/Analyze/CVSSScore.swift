/// The scores of a vector, each × 10 so that it is exact.
package struct CVSSScore: Sendable, Hashable, Codable {
    /// 0–100. For v4.0 the vector's one score, with the threat and environmental metrics it states (v4.0 § 1.3).
    package var baseTenths: Int
    /// With temporal metrics. Always there for v3, where Not Defined is a value like any other (§ 3); nil for v2 when
    /// none is stated, for there it says to skip the metric (guide § 2.2); nil for v4.0, which has no such score.
    package var temporalTenths: Int?
    /// With environmental metrics; nil as ``temporalTenths``.
    package var environmentalTenths: Int?

    package init(baseTenths: Int, temporalTenths: Int? = nil, environmentalTenths: Int? = nil) {
        self.baseTenths = baseTenths
        self.temporalTenths = temporalTenths
        self.environmentalTenths = environmentalTenths
    }

    /// Qualitative rating of the base score (v3.1 § 5, v4.0 § 6; for v2 the ranges of NVD).
    package func severity(_ version: CVSSVector.Version) -> String {
        if version == .v2 { return baseTenths < 40 ? "LOW" : baseTenths < 70 ? "MEDIUM" : "HIGH" }
        switch baseTenths {
        case ..<1: return "NONE"
        case ..<40: return "LOW"
        case ..<70: return "MEDIUM"
        case ..<90: return "HIGH"
        default: return "CRITICAL"
        }
    }
}

extension CVSSVector {
    /// Our own calculation.
    package var score: CVSSScore {
        switch version {
        case .v2: CVSSTwo(self).score
        case .v30, .v31: CVSSThree(self).score
        case .v40: CVSSScore(baseTenths: CVSSFour(self).tenths)
        }
    }
}
