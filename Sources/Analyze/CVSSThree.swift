/// CVSS v3.0 and v3.1: equations of § 7, constants of § 7.4. Weights stand in the order of ``CVSSMetrics``, after a
/// place for what is not stated.
///
/// v3.1 rounds with the integer Roundup of its Appendix A; v3.0 by the plain ceiling of its § 8, to which we give the
/// same guard against binary fractions, as FIRST's own calculator does.
struct CVSSThree {
    private let vector: CVSSVector

    init(_ vector: CVSSVector) { self.vector = vector }

    var score: CVSSScore {
        let base = baseTenths
        return CVSSScore(
            baseTenths: base, temporalTenths: CVSSThree.roundUp(Double(base) / 10 * temporalFactor),
            environmentalTenths: environmentalTenths)
    }

    /// § 7.1.
    private var baseTenths: Int {
        let iss = 1 - (1 - CVSSThree.impacts[vector[5]]) * (1 - CVSSThree.impacts[vector[6]])
            * (1 - CVSSThree.impacts[vector[7]])
        let changed = vector[4] == 2
        let impact = changed ? 7.52 * (iss - 0.029) - 3.25 * CVSSThree.power(iss - 0.02, 15) : 6.42 * iss
        guard impact > 0 else { return 0 }
        let sum = impact + exploitability(changed) { vector[$0] }
        return CVSSThree.roundUp(min(changed ? 1.08 * sum : sum, 10))
    }

    /// § 7.2: temporal over base.
    private var temporalFactor: Double {
        CVSSThree.exploit[vector[8]] * CVSSThree.remediation[vector[9]] * CVSSThree.confidence[vector[10]]
    }

    /// § 7.3.
    private var environmentalTenths: Int {
        let left = { (lane: Int, requirement: Int) in
            1 - CVSSThree.requirement[vector[requirement]] * CVSSThree.impacts[modified(lane)]
        }
        let miss = min(1 - left(5, 11) * left(6, 12) * left(7, 13), 0.915)
        let changed = modified(4) == 2
        let impact: Double
        if !changed {
            impact = 6.42 * miss
        } else if vector.version == .v31 {
            impact = 7.52 * (miss - 0.029) - 3.25 * CVSSThree.power(miss * 0.9731 - 0.02, 13)
        } else {
            impact = 7.52 * (miss - 0.029) - 3.25 * CVSSThree.power(miss - 0.02, 15)
        }
        guard impact > 0 else { return 0 }
        let sum = impact + exploitability(changed, modified)
        let inner = CVSSThree.roundUp(min(changed ? 1.08 * sum : sum, 10))
        return CVSSThree.roundUp(Double(inner) / 10 * temporalFactor)
    }

    private func exploitability(_ changed: Bool, _ code: (Int) -> Int) -> Double {
        let privileges = changed ? CVSSThree.privilegesChanged : CVSSThree.privileges
        return 8.22 * CVSSThree.attackVector[code(0)] * CVSSThree.attackComplexity[code(1)] * privileges[code(2)]
            * CVSSThree.interaction[code(3)]
    }

    /// The modified metric, or the base metric when that is not defined (§ 4.2).
    private func modified(_ lane: Int) -> Int {
        let stated = vector[lane + 14]
        return stated > 1 ? stated - 1 : vector[lane]
    }

    /// v3.1 Appendix A: the smallest number with one decimal that is not below the input; in tenths.
    static func roundUp(_ input: Double) -> Int {
        let scaled = Int((input * 100_000).rounded())
        return scaled % 10_000 == 0 ? scaled / 10_000 : scaled / 10_000 + 1
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var product = 1.0
        for _ in 0..<exponent { product *= base }
        return product
    }

    private static let attackVector = [0, 0.85, 0.62, 0.55, 0.2]
    private static let attackComplexity = [0, 0.77, 0.44]
    private static let privileges = [0, 0.85, 0.62, 0.27]
    private static let privilegesChanged = [0, 0.85, 0.68, 0.5]
    private static let interaction = [0, 0.85, 0.62]
    private static let impacts = [0, 0, 0.22, 0.56]
    private static let exploit = [1, 1, 0.91, 0.94, 0.97, 1]
    private static let remediation = [1, 1, 0.95, 0.96, 0.97, 1]
    private static let confidence = [1, 1, 0.92, 0.96, 1]
    private static let requirement = [1, 1, 0.5, 1, 1.5]
}
