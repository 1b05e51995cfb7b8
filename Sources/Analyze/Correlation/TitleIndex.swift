import Vocabulary

/// Titles put together as they come, a few at a time: after each ``settle()`` the clusters are a function of the set of
/// titles (and of what persons said of pairs), whatever came first and in which portions.
///
/// Likenesses of a title with its candidates (``TitleReach``) are kept; only units (``TitleUnits``) in which a
/// likeness changed are judged again.
package struct TitleIndex: Sendable {
    struct Title: Sendable {
        var report: TitledReport
        var features: TitleFeatures
        /// What it would have in common with others of a flood; nil where it takes part by itself.
        var wording: TitleFloods.Wording?
    }

    private let weights: RarityWeights
    private var numbers = WordNumbers()
    /// By slot, like all arrays here.
    var titles: [Title?] = []
    private var slots: [String: Int32] = [:]
    private var free: [Int32] = []
    var order = TitleOrder()
    private var reach = TitleReach()
    var floods = TitleFloods()
    var graph: TitleUnits
    var judged = JudgedUnits()
    /// Titles whose unit may be another one now; those of which a likeness changed; those that came since.
    var due = Set<Int32>()
    var changed = Set<Int32>()
    var inserted = Set<Int32>()
    /// What persons said of pairs, both ways: ``TitleLikeness/together`` or ``TitleLikeness/apart``.
    private var words: [String: [String: Int32]] = [:]

    /// Likenesses fade to nothing behind this time.
    private static let windowSeconds: Int64 = 120 * 86_400
    /// A likeness smaller than this, either way, is none.
    private static let likenessMin: Int32 = 10_000

    package init(weights: RarityWeights = .standard) { self.init(weights: weights, unitMax: TitleUnits.membersMax) }

    init(weights: RarityWeights = .standard, unitMax: Int) {
        self.weights = weights
        graph = TitleUnits(membersMax: unitMax)
    }

    package var count: Int { slots.count }

    /// Adds a title; one of the same id is replaced.
    package mutating func insert(_ report: TitledReport) {
        remove(report.id)
        let features = TitleFeatures(report, weights: weights, numbers: &numbers)
        var report = report
        report.text = nil
        let slot = take(Title(report: report, features: features))
        slots[report.id] = slot
        place(slot)
    }

    /// Lets a title take part, by itself or in its flood.
    private mutating func place(_ slot: Int32) {
        let wording = wording(of: slot)
        titles[Int(slot)]?.wording = wording
        guard let wording else { return enter(slot) }
        let (begins, ended) = floods.insert(slot, wording, order)
        if let ended { leave(ended) }
        if begins { enter(slot) } else { tell(first(of: slot)) }
    }

    /// The contrary of ``place(_:)``.
    private mutating func withdraw(_ slot: Int32) {
        guard let wording = titles[Int(slot)]?.wording else { return leave(slot) }
        let first = first(of: slot)
        let begun = floods.remove(slot, wording, order)
        if first == slot { leave(slot) } else { tell(first) }
        if let begun { enter(begun) }
        titles[Int(slot)]?.wording = nil
    }

    /// The cluster of this title is not what it was.
    private mutating func tell(_ slot: Int32) {
        due.insert(slot)
        changed.insert(slot)
        inserted.insert(slot)
    }

    /// Compares a title with its candidates.
    private mutating func enter(_ slot: Int32) {
        guard let title = titles[Int(slot)] else { return }
        tell(slot)
        var candidates = Set<Int32>()
        for word in title.features.proposing {
            let (near, parted) = reach.insert(slot, under: word, order)
            candidates.formUnion(near)
            for (one, other) in parted { part(one, other) }
        }
        for id in (words[title.report.id] ?? [:]).keys { if let other = slots[id] { candidates.insert(other) } }
        for other in candidates where graph.value(slot, other) == nil {
            guard let value = relate(slot, other) else { continue }
            changed.insert(other)
            // A likeness below its unit's level cannot change the other's unit.
            if value >= judged.level(of: other) { due.insert(other) }
        }
    }

    /// Takes a title out; no such title is no trouble.
    package mutating func remove(_ id: String) {
        guard let slot = slots.removeValue(forKey: id) else { return }
        withdraw(slot)
        titles[Int(slot)] = nil
        free.append(slot)
    }

    /// Takes a title out of the comparison.
    private mutating func leave(_ slot: Int32) {
        guard let title = titles[Int(slot)] else { return }
        var met: [(Int32, Int32)] = []
        for word in title.features.proposing { met += reach.remove(slot, under: word, order) }
        let others = graph.isolate(slot) + judged.dissolve(judged.unit(of: slot))
        due.formUnion(others)
        changed.formUnion(others)
        due.remove(slot)
        changed.remove(slot)
        inserted.remove(slot)
        for (one, other) in met where graph.value(one, other) == nil {
            if let value = relate(one, other) { touch(one, other, value) }
        }
    }

    /// A person's word about two titles; nil takes it back. It holds for titles that come later, too.
    package mutating func overrule(_ one: String, _ other: String, together: Bool?) {
        let value = together.map { $0 ? TitleLikeness.together : TitleLikeness.apart }
        words[one, default: [:]][other] = value
        words[other, default: [:]][one] = value
        // What a person speaks of stands in no flood.
        let moved = [one, other].compactMap { slots[$0] }.filter { titles[Int($0)]?.wording != wording(of: $0) }
        for slot in moved { withdraw(slot) }
        for slot in moved { place(slot) }
        guard let a = slots[one], let b = slots[other] else { return }
        graph.unlink(a, b)
        if value != nil || isProposed(a, b) { _ = relate(a, b) }
        touch(a, b, .max)
    }

    /// A title as it was given, without its text; nil for an unknown one.
    package func report(of id: String) -> TitledReport? { slots[id].flatMap { titles[Int($0)]?.report } }

    /// The ids of a title's cluster in order of time; nil for an unknown title.
    package func cluster(of id: String) -> [String]? {
        slots[id].map { ids(of: judged.cluster(of: first(of: $0))) }
    }

    /// Where a title stands and why; nil for an unknown one.
    package func place(of id: String) -> TitlePlace? {
        guard let slot = slots[id], let own = titles[Int(slot)] else { return nil }
        let cluster = judged.cluster(of: self.first(of: slot))
        guard let first = cluster.first.flatMap({ titles[Int($0)] }) else { return nil }
        // Inside a cluster it is one of the cluster: it is what joined them.
        let inside = cluster.count > 1 ? Set(cluster) : nil
        let pool = graph.links[Int(slot)].filter { inside?.contains($0.other) ?? true }
        // Nothing is nearer than the same words: to the first of a flood the second, to all others the first.
        let repeated = self.first(of: slot) == slot ? flood(of: slot).dropFirst().first : self.first(of: slot)
        let same = repeated.flatMap { other in titles[Int(other)].map { (other, likeness(own, $0).value) } }
        let best = same.map { TitleUnits.Link(other: $0.0, value: $0.1) }
            ?? pool.max { $0.value == $1.value ? order.precedes($1.other, $0.other) : $0.value < $1.value }
        guard let best, let near = titles[Int(best.other)] else {
            return TitlePlace(cluster: first.report.id, nearest: nil, likeness: 0, reason: .nothingShared, shared: [])
        }
        return TitlePlace(
            cluster: first.report.id, nearest: near.report.id, likeness: TitlePlace.hundredths(best.value),
            reason: likeness(own, near).reason, shared: own.features.shared(with: near.features, numbers))
    }

    /// Whether persons have said something of a title.
    func isSpokenOf(_ id: String) -> Bool { !(words[id] ?? [:]).isEmpty }

    private func likeness(_ one: Title, _ other: Title) -> TitleLikeness {
        if let word = words[one.report.id]?[other.report.id] { return TitleLikeness(overruled: word) }
        return TitleLikeness(one.features, other.features)
    }

    private mutating func take(_ title: Title) -> Int32 {
        let slot = free.popLast() ?? Int32(titles.count)
        if Int(slot) == titles.count { titles.append(title) } else { titles[Int(slot)] = title }
        order.set(slot, title.report)
        graph.grow(to: titles.count)
        judged.grow(to: titles.count)
        return slot
    }

    /// Compares two titles that are not linked, and links them if they are like each other, or unlike.
    private mutating func relate(_ one: Int32, _ other: Int32) -> Int32? {
        guard let a = titles[Int(one)], let b = titles[Int(other)] else { return nil }
        let likeness = likeness(a, b)
        if likeness.reason != .overruled, let x = a.features.published, let y = b.features.published,
            abs(x.seconds(since: y)) > TitleIndex.windowSeconds { return nil }
        guard likeness.value.magnitude >= TitleIndex.likenessMin.magnitude else { return nil }
        graph.link(one, other, likeness.value)
        return likeness.value
    }

    private func isProposed(_ one: Int32, _ other: Int32) -> Bool {
        guard let a = titles[Int(one)]?.features, let b = titles[Int(other)]?.features else { return false }
        return reach.proposes(one, other, words: a.proposing.filter { b.proposing.contains($0) }, order)
    }

    /// Two titles moved out of each other's reach in one list.
    private mutating func part(_ one: Int32, _ other: Int32) {
        guard let value = graph.value(one, other), value != TitleLikeness.together, value != TitleLikeness.apart,
            !isProposed(one, other) else { return }
        graph.unlink(one, other)
        touch(one, other, value)
    }

    /// A likeness came or went. One below the bar connects nothing: it counts only inside one unit.
    private mutating func touch(_ one: Int32, _ other: Int32, _ value: Int32) {
        guard value >= TitleUnits.levels[0] || judged.unit(of: one) == judged.unit(of: other) else { return }
        for slot in [one, other] {
            changed.insert(slot)
            due.insert(slot)
        }
    }
}
