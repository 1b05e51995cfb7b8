/// CVSS v3.0 and v3.1: equations of § 7, constants of § 7.4.
///
/// v3.1 rounds with the integer Roundup of its Appendix A; v3.0 by the plain ceiling of its § 8, to which we give the
/// same guard against binary fractions, as FIRST's own calculator does.
struct CVSSThree {
    private let vector: CVSSVector

    init(_ vector: CVSSVector) { self.vector = vector }

    var score: CVSSScore {
        let base = baseTenths
        let stated = { (names: [String]) in names.contains { vector.value($0) != "X" } }
        let temporal = stated(["E", "RL", "RC"])
        let environmental = stated(["CR", "IR", "AR", "MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA"])
        return CVSSScore(
            baseTenths: base,
            temporalTenths: temporal ? CVSSThree.roundUp(Double(base) / 10 * temporalFactor) : nil,
            environmentalTenths: environmental ? environmentalTenths : nil)
    }

    /// § 7.1.
    private var baseTenths: Int {
        let iss = 1 - (1 - impact("C")) * (1 - impact("I")) * (1 - impact("A"))
        let changed = vector.value("S") == "C"
        let impact = changed ? 7.52 * (iss - 0.029) - 3.25 * CVSSThree.power(iss - 0.02, 15) : 6.42 * iss
        guard impact > 0 else { return 0 }
        let sum = impact + exploitability(modified: false, changed: changed)
        return CVSSThree.roundUp(min(changed ? 1.08 * sum : sum, 10))
    }

    /// § 7.2: temporal over base.
    private var temporalFactor: Double {
        let e = CVSSWeight.of(vector.value("E"), ["H": 1, "F": 0.97, "P": 0.94, "U": 0.91], or: 1)
        let rl = CVSSWeight.of(vector.value("RL"), ["U": 1, "W": 0.97, "T": 0.96, "O": 0.95], or: 1)
        let rc = CVSSWeight.of(vector.value("RC"), ["C": 1, "R": 0.96, "U": 0.92], or: 1)
        return e * rl * rc
    }

    /// § 7.3.
    private var environmentalTenths: Int {
        let part = { (metric: String, requirement: String) -> Double in
            let weight = CVSSWeight.of(vector.value(requirement), ["H": 1.5, "L": 0.5], or: 1)
            return 1 - weight * CVSSThree.impact(modified(metric))
        }
        let miss = min(1 - part("C", "CR") * part("I", "IR") * part("A", "AR"), 0.915)
        let changed = modified("S") == "C"
        let impact: Double
        if !changed {
            impact = 6.42 * miss
        } else if vector.version == .v31 {
            impact = 7.52 * (miss - 0.029) - 3.25 * CVSSThree.power(miss * 0.9731 - 0.02, 13)
        } else {
            impact = 7.52 * (miss - 0.029) - 3.25 * CVSSThree.power(miss - 0.02, 15)
        }
        guard impact > 0 else { return 0 }
        let sum = impact + exploitability(modified: true, changed: changed)
        let inner = CVSSThree.roundUp(min(changed ? 1.08 * sum : sum, 10))
        return CVSSThree.roundUp(Double(inner) / 10 * temporalFactor)
    }

    private func exploitability(modified: Bool, changed: Bool) -> Double {
        let value = { (metric: String) in modified ? self.modified(metric) : vector.value(metric) }
        let av = CVSSWeight.of(value("AV"), ["N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2])
        let ac = CVSSWeight.of(value("AC"), ["L": 0.77, "H": 0.44])
        let pr = changed
            ? CVSSWeight.of(value("PR"), ["N": 0.85, "L": 0.68, "H": 0.5])
            : CVSSWeight.of(value("PR"), ["N": 0.85, "L": 0.62, "H": 0.27])
        let ui = CVSSWeight.of(value("UI"), ["N": 0.85, "R": 0.62])
        return 8.22 * av * ac * pr * ui
    }

    /// The modified metric, or the base metric when that is not defined (§ 4.2).
    private func modified(_ metric: String) -> String {
        let value = vector.value("M" + metric)
        return value == "X" ? vector.value(metric) : value
    }

    private func impact(_ metric: String) -> Double { CVSSThree.impact(vector.value(metric)) }

    private static func impact(_ value: String) -> Double { CVSSWeight.of(value, ["H": 0.56, "L": 0.22]) }

    /// v3.1 Appendix A: the smallest number with one decimal that is not below the input; in tenths.
    static func roundUp(_ input: Double) -> Int {
        let scaled = Int((input * 100_000).rounded())
        return scaled % 10_000 == 0 ? scaled / 10_000 : scaled / 10_000 + 1
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * base }
    }
}
