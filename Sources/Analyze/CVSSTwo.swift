/// CVSS v2.0: equations of the guide § 3.2. Weights stand in the order of ``CVSSMetrics``, after a place for what is
/// not stated.
struct CVSSTwo {
    private let vector: CVSSVector

    init(_ vector: CVSSVector) { self.vector = vector }

    var score: CVSSScore {
        let base = CVSSTwo.baseTenths(impact: impact, exploitability: exploitability)
        let temporal = (6...8).contains { vector[$0] > 1 }
        let environmental = (9...13).contains { vector[$0] > 1 }
        return CVSSScore(
            baseTenths: base,
            temporalTenths: temporal ? CVSSTwo.round(Double(base) / 10 * temporalFactor) : nil,
            environmentalTenths: environmental ? max(0, environmentalTenths) : nil)
    }

    /// § 3.2.1.
    private static func baseTenths(impact: Double, exploitability: Double) -> Int {
        impact == 0 ? 0 : round((0.6 * impact + 0.4 * exploitability - 1.5) * 1.176)
    }

    private var impact: Double { 10.41 * (1 - (1 - part(3)) * (1 - part(4)) * (1 - part(5))) }

    private var exploitability: Double {
        20 * CVSSTwo.accessVector[vector[0]] * CVSSTwo.accessComplexity[vector[1]]
            * CVSSTwo.authentication[vector[2]]
    }

    /// § 3.2.2.
    private var temporalFactor: Double {
        CVSSTwo.exploit[vector[6]] * CVSSTwo.remediation[vector[7]] * CVSSTwo.confidence[vector[8]]
    }

    /// § 3.2.3. Neither the adjusted base nor the adjusted temporal score has a floor there; the end result has.
    private var environmentalTenths: Int {
        let left = { (lane: Int, requirement: Int) in
            1 - part(lane) * CVSSTwo.requirement[vector[requirement]]
        }
        let adjusted = min(10, 10.41 * (1 - left(3, 11) * left(4, 12) * left(5, 13)))
        let base = CVSSTwo.baseTenths(impact: adjusted, exploitability: exploitability)
        let temporal = Double(CVSSTwo.round(Double(base) / 10 * temporalFactor)) / 10
        return CVSSTwo.round(
            (temporal + (10 - temporal) * CVSSTwo.damage[vector[9]]) * CVSSTwo.targets[vector[10]])
    }

    private func part(_ lane: Int) -> Double { CVSSTwo.impacts[vector[lane]] }

    /// To one decimal, in tenths, halves away from zero; a guard against binary fractions just below a half.
    private static func round(_ value: Double) -> Int { Int((value * 10 + (value < 0 ? -1e-9 : 1e-9)).rounded()) }

    private static let accessVector = [0, 0.395, 0.646, 1]
    private static let accessComplexity = [0, 0.71, 0.61, 0.35]
    private static let authentication = [0, 0.45, 0.56, 0.704]
    private static let impacts = [0, 0, 0.275, 0.66]
    private static let exploit = [1, 1, 0.85, 0.9, 0.95, 1]
    private static let remediation = [1, 1, 0.87, 0.9, 0.95, 1]
    private static let confidence = [1, 1, 0.9, 0.95, 1]
    private static let damage = [0, 0, 0, 0.1, 0.3, 0.4, 0.5]
    private static let targets = [1, 1, 0, 0.25, 0.75, 1]
    private static let requirement = [1, 1, 0.5, 1, 1.51]
}
