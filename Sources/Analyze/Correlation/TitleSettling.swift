extension TitleIndex {
    /// Judges again what changed.
    ///
    /// - Returns: the clusters that are not what they were, or of which a member was inserted anew; each by its
    ///   members' ids in order of time.
    package mutating func settle() -> [[String]] {
        var moved: [[Int32]] = []
        var done = Set<Int32>()
        var queue = Array(due)
        while let slot = queue.popLast() {
            guard !done.contains(slot) else { continue }
            for unit in graph.units(around: slot, order) {
                done.formUnion(unit.members)
                if judged.isSame(unit), changed.isDisjoint(with: unit.members) {
                    judged.move(unit)
                    continue
                }
                let clusters = clusters(of: unit)
                moved += clusters.filter { !judged.isSame($0) || !inserted.isDisjoint(with: $0) }
                for old in judged.units(of: unit.members) { queue += judged.dissolve(old) }
                judged.put(unit, clusters)
            }
        }
        (due, changed, inserted) = ([], [], [])
        return moved.sorted { order.precedes($0[0], $1[0]) }.map(ids)
    }

    private func clusters(of unit: TitleUnits.Unit) -> [[Int32]] {
        guard unit.members.count > 1 else { return [unit.members] }
        let local = Dictionary(uniqueKeysWithValues: unit.members.enumerated().map { ($1, $0) })
        var linkage = AverageLinkage(count: unit.members.count, bar: TitleUnits.levels[0])
        for (index, member) in unit.members.enumerated() {
            for link in graph.links[Int(member)] {
                if let other = local[link.other], other > index { linkage.set(index, other, link.value) }
            }
        }
        return linkage.joined().map { $0.map { unit.members[$0] } }
    }
}

/// Units as they were judged last.
struct JudgedUnits: Sendable {
    private struct Judged: Sendable {
        var unit: TitleUnits.Unit
        var clusters: [[Int32]]
    }

    private var judged: [Int32: Judged] = [:]
    private var next: Int32 = 0
    /// By slot: number of the unit, -1 while in none; and which of its clusters.
    private var unitOf: [Int32] = []
    private var clusterOf: [Int32] = []

    mutating func grow(to count: Int) {
        while unitOf.count < count {
            unitOf.append(-1)
            clusterOf.append(0)
        }
    }

    func unit(of slot: Int32) -> Int32 { unitOf[Int(slot)] }

    func units(of members: [Int32]) -> Set<Int32> { Set(members.map { unitOf[Int($0)] }).subtracting([-1]) }

    /// Likenesses below it do not belong to the title's unit; 0 while it is in none.
    func level(of slot: Int32) -> Int32 { judged[unitOf[Int(slot)]]?.unit.level ?? 0 }

    func cluster(of slot: Int32) -> [Int32] {
        judged[unitOf[Int(slot)]]?.clusters[Int(clusterOf[Int(slot)])] ?? []
    }

    /// Whether these members, and nobody else, were judged together.
    func isSame(_ unit: TitleUnits.Unit) -> Bool {
        guard let first = unit.members.first, let known = judged[unitOf[Int(first)]] else { return false }
        return known.unit.members == unit.members
    }

    func isSame(_ cluster: [Int32]) -> Bool { self.cluster(of: cluster[0]) == cluster }

    /// The same members at another level.
    mutating func move(_ unit: TitleUnits.Unit) { judged[unitOf[Int(unit.members[0])]]?.unit.level = unit.level }

    /// Forgets a unit.
    /// - Returns: who was in it.
    mutating func dissolve(_ number: Int32) -> [Int32] {
        guard let unit = judged.removeValue(forKey: number)?.unit else { return [] }
        for member in unit.members { unitOf[Int(member)] = -1 }
        return unit.members
    }

    mutating func put(_ unit: TitleUnits.Unit, _ clusters: [[Int32]]) {
        judged[next] = Judged(unit: unit, clusters: clusters)
        for (index, cluster) in clusters.enumerated() {
            for member in cluster {
                unitOf[Int(member)] = next
                clusterOf[Int(member)] = Int32(index)
            }
        }
        next += 1
    }
}
