import Vocabulary

/// Reports without identifiers put together by what their titles say: a function of the set, whatever its order.
///
/// Candidates share a telling word and are near in time; what may belong together is joined as long as the average
/// likeness between two groups stays above the bar (average linkage), so that a vague title does not chain two events.
package struct TitleClusters: Sendable {
    /// One report's place.
    package struct Place: Sendable, Hashable {
        /// The id of the cluster's first member, by time, then id.
        package var cluster: String
        /// The nearest other report and its likeness in hundredths; nil where nothing came near.
        package var nearest: String?
        package var likeness: Int
        package var reason: TitleLikeness.Reason
        /// Identifiers, else telling words, that it shares with the nearest; sorted.
        package var shared: [String]
    }

    /// In the order in which the reports were given.
    package private(set) var places: [Place] = []

    /// Average likeness at which groups are joined.
    static let bar = 0.06
    /// Likeness fades to nothing behind this time.
    static let windowSeconds: Int64 = 120 * 86_400
    /// A word so frequent proposes no candidates by itself.
    static let proposingWeight = 0.3
    /// A word proposes so many titles at most, the nearest in time: a thousand titles of one name stay affordable.
    static let proposedMax = 256

    /// - Complexity: the pairs that share a telling word within the window, at most ``proposedMax`` a word and title;
    ///   each group is joined in square time.
    package init(_ reports: [TitledReport], weights: RarityWeights = .standard) {
        let order = reports.indices.sorted { TitleClusters.precedes(reports[$0], reports[$1]) }
        var numbers = WordNumbers()
        let features = order.map { TitleFeatures(reports[$0], weights: weights, numbers: &numbers) }
        let links = TitleClusters.links(features)
        var place = [Place?](repeating: nil, count: reports.count)
        for group in TitleClusters.groups(links) {
            let members = GroupJoining(group, links: links, bar: TitleClusters.bar).joined()
            for cluster in members {
                let inside = Set(cluster)
                let name = reports[order[cluster[0]]].id
                for member in cluster {
                    let best = TitleClusters.nearest(member, in: inside, links[member])
                    place[order[member]] = Place(
                        cluster: name, nearest: best.map { reports[order[$0.other]].id },
                        likeness: Int(((best?.likeness.value ?? 0) * 100).rounded()),
                        reason: best?.likeness.reason ?? .nothingShared,
                        shared: best.map { features[member].shared(with: features[$0.other], numbers) } ?? [])
                }
            }
        }
        places = place.compactMap { $0 }
        precondition(places.count == reports.count, "every report stands in one group")
    }

    private static func precedes(_ one: TitledReport, _ other: TitledReport) -> Bool {
        switch (one.published, other.published) {
        case (let a?, let b?) where a != b: a < b
        case (_?, nil): true
        case (nil, _?): false
        default: (one.id, one.title) < (other.id, other.title)
        }
    }

    /// Likenesses that are not nothing, by the places of both; the lower bound keeps weak ones out of the averages.
    private static func links(_ features: [TitleFeatures]) -> [[Int: TitleLikeness]] {
        var links = [[Int: TitleLikeness]](repeating: [:], count: features.count)
        var byWord: [Int32: [Int]] = [:]
        var byIdentifier: [CVEIdentifier: [Int]] = [:]
        for (index, one) in features.enumerated() {
            var candidates = Set<Int>()
            for (word, weight) in one.telling where weight >= proposingWeight {
                for other in byWord[word, default: []].suffix(proposedMax).reversed() {
                    // Dated ones stand in order of time: behind the first that is too old, all are.
                    if let a = one.published, let b = features[other].published, a.seconds(since: b) > windowSeconds {
                        break
                    }
                    candidates.insert(other)
                }
                byWord[word, default: []].append(index)
            }
            for identifier in one.identifiers {
                candidates.formUnion(byIdentifier[identifier, default: []])
                byIdentifier[identifier, default: []].append(index)
            }
            for other in candidates {
                let likeness = TitleLikeness(features[other], one)
                guard likeness.value != 0 else { continue }
                links[index][other] = likeness
                links[other][index] = likeness
            }
        }
        return links
    }

    /// Connected through likenesses above the bar: only inside such a group can anything be joined.
    private static func groups(_ links: [[Int: TitleLikeness]]) -> [[Int]] {
        var seen = [Bool](repeating: false, count: links.count)
        var groups: [[Int]] = []
        for start in links.indices where !seen[start] {
            seen[start] = true
            var group = [start]
            var next = 0
            while next < group.count {
                for (other, likeness) in links[group[next]] where likeness.value >= bar && !seen[other] {
                    seen[other] = true
                    group.append(other)
                }
                next += 1
            }
            groups.append(group.sorted())
        }
        return groups
    }

    /// The report that a member is nearest to. Inside a cluster it is one of the cluster: it is what joined them.
    private static func nearest(
        _ member: Int, in inside: Set<Int>, _ links: [Int: TitleLikeness]
    ) -> (other: Int, likeness: TitleLikeness)? {
        let pool = inside.count > 1 ? links.filter { inside.contains($0.key) } : links
        return pool.max { ($0.value.value, -$0.key) < ($1.value.value, -$1.key) }.map { ($0.key, $0.value) }
    }
}

/// Average linkage inside one group.
private struct GroupJoining {
    private let bar: Double
    private var members: [[Int]]
    /// Sums of likenesses between two clusters, both ways.
    private var sums: [[Int: Double]]
    private var nearest: [(average: Double, other: Int)?] = []

    init(_ group: [Int], links: [[Int: TitleLikeness]], bar: Double) {
        self.bar = bar
        members = group.map { [$0] }
        let local = Dictionary(uniqueKeysWithValues: group.enumerated().map { ($1, $0) })
        sums = group.map { member in
            var sums: [Int: Double] = [:]
            for (other, likeness) in links[member] {
                if let place = local[other] { sums[place] = likeness.value }
            }
            return sums
        }
        nearest = members.indices.map { best(of: $0) }
    }

    /// The clusters, each with its members in order.
    func joined() -> [[Int]] {
        var joining = self
        while joining.joinNearest() {}
        return joining.members.filter { !$0.isEmpty }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }

    private mutating func joinNearest() -> Bool {
        var found: (average: Double, one: Int)?
        for (index, candidate) in nearest.enumerated() {
            guard let candidate, candidate.average >= bar else { continue }
            if found == nil || candidate.average > found?.average ?? 0 { found = (candidate.average, index) }
        }
        guard let one = found?.one, let other = nearest[one]?.other else { return false }
        var touched = Set<Int>()
        for (third, sum) in sums[other] where third != one {
            sums[one][third, default: 0] += sum
            sums[third][one] = sums[one][third]
            sums[third][other] = nil
            touched.insert(third)
        }
        touched.formUnion(sums[one].keys)
        sums[one][other] = nil
        sums[other] = [:]
        members[one] += members[other]
        members[other] = []
        nearest[other] = nil
        nearest[one] = best(of: one)
        // An average with both is never above the better of the two, so nobody else's nearest changes.
        for third in touched where nearest[third]?.other == one || nearest[third]?.other == other {
            nearest[third] = best(of: third)
        }
        return true
    }

    /// The cluster with the highest average likeness; the first of equals.
    private func best(of index: Int) -> (average: Double, other: Int)? {
        var found: (average: Double, other: Int)?
        for (other, sum) in sums[index] {
            let average = sum / Double(members[index].count * members[other].count)
            if let best = found, best.average > average || best.average == average && best.other < other { continue }
            found = (average, other)
        }
        return found
    }
}
