/// The scores of a vector, each × 10 so that it is exact.
package struct CVSSScore: Sendable, Hashable, Codable {
    /// 0–100.
    package var baseTenths: Int
    /// With threat metrics; nil when none is stated, or the version has no such score.
    package var temporalTenths: Int?
    /// With environmental metrics; nil when none is stated, or the version has no such score.
    package var environmentalTenths: Int?

    /// Qualitative rating (v3.1 § 5, v4.0 § 6; for v2 the ranges of NVD).
    package func severity(_ version: CVSSVector.Version) -> String {
        let shown = environmentalTenths ?? temporalTenths ?? baseTenths
        if version == .v2 { return shown < 40 ? "LOW" : shown < 70 ? "MEDIUM" : "HIGH" }
        switch shown {
        case ..<1: return "NONE"
        case ..<40: return "LOW"
        case ..<70: return "MEDIUM"
        case ..<90: return "HIGH"
        default: return "CRITICAL"
        }
    }
}

extension CVSSVector {
    /// Our own calculation; nil for v4.0, whose calculator is not here yet (its stated number is then used as stated).
    package var score: CVSSScore? {
        switch version {
        case .v2: CVSSTwo(self).score
        case .v30, .v31: CVSSThree(self).score
        case .v40: nil
        }
    }
}

/// The constants of the equations.
enum CVSSWeight {
    /// The number of a metric's value; `fallback` for Not Defined.
    static func of(_ value: String, _ table: KeyValuePairs<String, Double>, or fallback: Double = 0) -> Double {
        for (name, weight) in table where name == value { return weight }
        return fallback
    }
}
