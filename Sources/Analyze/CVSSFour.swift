/// CVSS v4.0: the one score of a vector (specification § 8).
///
/// A vector belongs to a MacroVector, six equivalence sets (EQ) of metrics, whose score stands in a table. Within the
/// MacroVector the score falls in proportion to the severity distance from its highest vectors, EQ by EQ, towards the
/// next lower MacroVector. All of it is done in whole numbers, so that halves round as § 8.2 says.
struct CVSSFour {
    private let vector: CVSSVector

    init(_ vector: CVSSVector) { self.vector = vector }

    /// 0–100.
    var tenths: Int {
        let (av, ac, at, pr, ui) = (level(0), level(1), level(2), level(3), level(4))
        let (vc, vi, va) = (level(5), level(6), level(7))
        let (sc, si, sa) = (level(8), subsequent(9), subsequent(10))
        // § 8.2: no impact on either system scores 0.
        if vc + vi + va == 6, sc == 2, si == 3, sa == 3 { return 0 }
        let (cr, ir, ar) = (requirement(12), requirement(13), requirement(14))
        let set = EquivalenceSets(
            one: av == 0 && pr == 0 && ui == 0 ? 0 : av != 3 && (av == 0 || pr == 0 || ui == 0) ? 1 : 2,
            two: ac == 0 && at == 0 ? 0 : 1,
            three: vc == 0 && vi == 0 ? 0 : vc == 0 || vi == 0 || va == 0 ? 1 : 2,
            four: si == 0 || sa == 0 ? 0 : sc == 0 || si == 1 || sa == 1 ? 1 : 2,
            five: max(0, vector[11] - 2),
            six: cr + vc == 0 || ir + vi == 0 || ar + va == 0 ? 0 : 1)
        return CVSSFour.interpolated(
            set,
            distances: (
                av + pr + ui - CVSSFourTable.highestOne[set.one], ac + at - CVSSFourTable.highestTwo[set.two],
                vc + vi + va + cr + ir + ar - CVSSFourTable.highestThreeSix[set.three * 2 + set.six],
                sc + 1 + si + sa - CVSSFourTable.highestFour[set.four]
            ))
    }

    /// § 8.2: the MacroVector's score less the mean of the proportional distances, over the EQs with a lower neighbour.
    private static func interpolated(_ set: EquivalenceSets, distances: (Int, Int, Int, Int)) -> Int {
        guard let top = CVSSFourTable.score(set) else { return 0 }
        var neighbours = 0
        // In 840ths of a tenth: 840 is a multiple of every depth.
        var fall = 0
        let walk = { (lower: Int?, distance: Int, depth: Int) in
            guard let lower else { return }
            neighbours += 1
            fall += (top - lower) * distance * (840 / depth)
        }
        walk(CVSSFourTable.score(set.lower(\.one)), distances.0, CVSSFourTable.depthOne[set.one])
        walk(CVSSFourTable.score(set.lower(\.two)), distances.1, CVSSFourTable.depthTwo[set.two])
        walk(lowerThreeSix(set), distances.2, CVSSFourTable.depthThreeSix[set.three * 2 + set.six])
        walk(CVSSFourTable.score(set.lower(\.four)), distances.3, CVSSFourTable.depthFour[set.four])
        // EQ5 is one metric: within its level there is no distance, but its neighbour counts in the mean.
        walk(CVSSFourTable.score(set.lower(\.five)), 0, 1)
        guard neighbours > 0 else { return top }
        let unit = 840 * neighbours
        return max(0, (2 * (top * unit - fall) + unit) / (2 * unit))
    }

    /// EQ3 and EQ6 fall together (§ 8.2, Table 29): from 00 to the higher of 01 and 10, from 01 and 10 to 11, then 21.
    private static func lowerThreeSix(_ set: EquivalenceSets) -> Int? {
        switch (set.three, set.six) {
        case (0, 0):
            let (left, right) = (CVSSFourTable.score(set.lower(\.six)), CVSSFourTable.score(set.lower(\.three)))
            return [left, right].compactMap { $0 }.max()
        case (1, 0): return CVSSFourTable.score(set.lower(\.six))
        default: return CVSSFourTable.score(set.lower(\.three))
        }
    }

    /// Steps below the most severe value of a base metric, as modified (§ 4.2).
    private func level(_ lane: Int) -> Int {
        let stated = vector[lane + 15]
        return stated > 1 ? stated - 2 : vector[lane] - 1
    }

    /// SI and SA, whose modified metrics know Safety, a step above High (§ 4.2.2).
    private func subsequent(_ lane: Int) -> Int {
        let stated = vector[lane + 15]
        return stated > 1 ? stated - 2 : vector[lane]
    }

    /// Not Defined is High (§ 4.1).
    private func requirement(_ lane: Int) -> Int { max(0, vector[lane] - 2) }
}

/// The six digits of a MacroVector (§ 8.1, Tables 24–29); 0 is the most severe.
struct EquivalenceSets {
    var one, two, three, four, five, six: Int

    func lower(_ set: WritableKeyPath<EquivalenceSets, Int>) -> EquivalenceSets {
        var out = self
        out[keyPath: set] += 1
        return out
    }
}
