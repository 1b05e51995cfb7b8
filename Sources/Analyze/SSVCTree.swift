/// A decision model of SSVC (Stakeholder-Specific Vulnerability Categorization): one decision for each combination of
/// the values of its decision points.
package struct SSVCTree: Sendable {
    /// A decision point with its values in the order of the standard.
    package struct Point: Sendable, Hashable {
        package let name: String
        package let values: [String]
    }

    package let name: String
    package let points: [Point]
    /// The possible decisions.
    package let decisions: [String]
    /// Place of the decision for each combination; the last point's value changes fastest.
    private let places: [Int]

    /// - Parameter rows: one digit for each combination, the place of its decision; white space between them is free.
    init(name: String, points: [Point], decisions: [String], rows: String) {
        self.name = name
        self.points = points
        self.decisions = decisions
        places = rows.compactMap(\.wholeNumberValue)
        precondition(
            places.count == rowCount && places.allSatisfy(decisions.indices.contains),
            "the table of \(name) has a decision for each combination and no other")
    }

    /// Finds a tree by its name, or a part of it that no other has; case, blanks, `-` and `_` make no difference.
    package static func named(_ name: String) -> SSVCTree? {
        let wanted = plain(name)
        if let tree = all.first(where: { plain($0.name) == wanted }) { return tree }
        let near = all.filter { plain($0.name).contains(wanted) || wanted.hasSuffix(plain($0.name)) }
        return near.count == 1 && !wanted.isEmpty ? near.first : nil
    }

    /// Number of combinations.
    package var rowCount: Int { points.reduce(1) { $0 * $1.values.count } }

    /// The decision for one value of each point, by the points' names.
    ///
    /// Names and values are read without regard to case and punctuation; `poc` is `public poc`, as CISA writes.
    /// - Throws: which point is missing, unknown, stands twice, or has no such value.
    package func decision(_ values: [String: String]) throws(SSVCFailure) -> String {
        var stated: [String: String] = [:]
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let point = points.first(where: { $0.isNamed(key) }) else {
                throw SSVCFailure(code: .unknownPoint, context: key, accepted: points.map(\.name))
            }
            guard stated.updateValue(value, forKey: point.name) == nil else {
                throw SSVCFailure(code: .repeatedPoint, context: key, accepted: [])
            }
        }
        var row = 0
        for point in points {
            guard let value = stated[point.name] else {
                throw SSVCFailure(code: .missingPoint, context: point.name, accepted: point.values)
            }
            guard let place = point.place(of: value) else {
                throw SSVCFailure(code: .unknownValue, context: "\(point.name): \(value)", accepted: point.values)
            }
            row = row * point.values.count + place
        }
        return decisions[places[row]]
    }

    /// Every combination with its decision: members by the points' names, and `decision`. The last point changes
    /// fastest.
    package var table: [[String: String]] {
        (0..<rowCount).map { row in
            var rest = row
            var out = ["decision": decisions[places[row]]]
            for point in points.reversed() {
                out[point.name] = point.values[rest % point.values.count]
                rest /= point.values.count
            }
            return out
        }
    }

    fileprivate static func plain(_ text: String) -> String {
        String(text.lowercased().replacing("&", with: "and").filter { $0.isLetter || $0.isNumber || $0 == "*" })
    }
}

extension SSVCTree.Point {
    /// `Impact` at the end may be left out: CISA's guide writes `Mission & Well-being`.
    fileprivate func isNamed(_ key: String) -> Bool {
        let (own, asked) = (SSVCTree.plain(name), SSVCTree.plain(key))
        return own == asked || own == asked + "impact"
    }

    /// Place of a value; nil when the point does not know it.
    func place(of value: String) -> Int? {
        let plain = SSVCTree.plain(value)
        let wanted = plain == "poc" ? "publicpoc" : plain
        return values.firstIndex { SSVCTree.plain($0) == wanted }
    }
}

/// Why a tree gives no decision.
package struct SSVCFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// One name for each thing that can be wrong.
    package enum Code: String, Sendable, Hashable {
        case missingPoint, unknownPoint, repeatedPoint, unknownValue
    }

    package let code: Code
    package let context: String
    package let accepted: [String]

    package var description: String {
        let list = accepted.joined(separator: ", ")
        return switch code {
        case .missingPoint: "`\(context)` is missing; accepted: \(list)"
        case .unknownPoint: "`\(context)` is no decision point of this tree; it has: \(list)"
        case .repeatedPoint: "`\(context)` stands twice"
        case .unknownValue: "`\(context)` is no value of this decision point; accepted: \(list)"
        }
    }
}
