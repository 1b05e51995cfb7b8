/// CVSS v2.0: equations of the guide § 3.2.
struct CVSSTwo {
    private let vector: CVSSVector

    init(_ vector: CVSSVector) { self.vector = vector }

    var score: CVSSScore {
        let base = max(0, baseTenths(impact: impact))
        let stated = { (names: [String]) in names.contains { vector.value($0) != "ND" } }
        let temporal = stated(["E", "RL", "RC"])
        let environmental = stated(["CDP", "TD", "CR", "IR", "AR"])
        return CVSSScore(
            baseTenths: base,
            temporalTenths: temporal ? CVSSTwo.round(Double(base) / 10 * temporalFactor) : nil,
            environmentalTenths: environmental ? environmentalTenths : nil)
    }

    /// § 3.2.1.
    private func baseTenths(impact: Double) -> Int {
        let av = CVSSWeight.of(vector.value("AV"), ["L": 0.395, "A": 0.646, "N": 1])
        let ac = CVSSWeight.of(vector.value("AC"), ["H": 0.35, "M": 0.61, "L": 0.71])
        let au = CVSSWeight.of(vector.value("Au"), ["M": 0.45, "S": 0.56, "N": 0.704])
        let exploitability = 20 * av * ac * au
        return CVSSTwo.round((0.6 * impact + 0.4 * exploitability - 1.5) * (impact == 0 ? 0 : 1.176))
    }

    private var impact: Double { 10.41 * (1 - (1 - part("C")) * (1 - part("I")) * (1 - part("A"))) }

    /// § 3.2.2.
    private var temporalFactor: Double {
        let e = CVSSWeight.of(vector.value("E"), ["U": 0.85, "POC": 0.9, "F": 0.95, "H": 1], or: 1)
        let rl = CVSSWeight.of(vector.value("RL"), ["OF": 0.87, "TF": 0.9, "W": 0.95, "U": 1], or: 1)
        let rc = CVSSWeight.of(vector.value("RC"), ["UC": 0.9, "UR": 0.95, "C": 1], or: 1)
        return e * rl * rc
    }

    /// § 3.2.3.
    private var environmentalTenths: Int {
        let weighted = { (metric: String, requirement: String) -> Double in
            1 - part(metric) * (CVSSWeight.of(vector.value(requirement), ["L": 0.5, "H": 1.51], or: 1))
        }
        let adjusted = min(10, 10.41 * (1 - weighted("C", "CR") * weighted("I", "IR") * weighted("A", "AR")))
        let temporal = Double(CVSSTwo.round(Double(baseTenths(impact: adjusted)) / 10 * temporalFactor)) / 10
        let damage = CVSSWeight.of(vector.value("CDP"), ["L": 0.1, "LM": 0.3, "MH": 0.4, "H": 0.5])
        let targets = CVSSWeight.of(vector.value("TD"), ["N": 0, "L": 0.25, "M": 0.75, "H": 1], or: 1)
        return max(0, CVSSTwo.round((temporal + (10 - temporal) * damage) * targets))
    }

    private func part(_ metric: String) -> Double { CVSSWeight.of(vector.value(metric), ["P": 0.275, "C": 0.66]) }

    /// To one decimal, in tenths, halves away from zero; a guard against binary fractions just below a half.
    ///
    /// What stands between may be negative, as the equations of § 3.2.3 give it; only a score itself is at least 0.
    private static func round(_ value: Double) -> Int { Int((value * 10 + (value < 0 ? -1e-9 : 1e-9)).rounded()) }
}
