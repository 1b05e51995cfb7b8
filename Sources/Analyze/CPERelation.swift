package import Constituency

/// How two CPE names stand to each other as sets of products (NISTIR 7696 § 6).
package enum CPERelation: String, Sendable, Hashable, Codable, CaseIterable {
    case equal = "EQUAL"
    case subset = "SUBSET"
    case superset = "SUPERSET"
    case disjoint = "DISJOINT"
    /// Neither contains the other as far as the standard tells.
    case undefined = "OTHER"

    /// The relation of source to target (§ 6.3, Table 6-4).
    package static func of(_ source: CPEName, _ target: CPEName) -> CPERelation {
        let relations = CPEName.Attribute.allCases.map { attribute(source[$0], target[$0]) }
        if relations.contains(.disjoint) { return .disjoint }
        if relations.allSatisfy({ $0 == .equal }) { return .equal }
        if relations.allSatisfy({ $0 == .equal || $0 == .subset }) { return .subset }
        if relations.allSatisfy({ $0 == .equal || $0 == .superset }) { return .superset }
        return .undefined
    }

    /// The relation of two attribute values (§ 6.2, Table 6-2).
    package static func attribute(_ source: CPEName.Value, _ target: CPEName.Value) -> CPERelation {
        // § 7.2: unquoted wildcards in the target give an undefined result for any source (rows 4, 8, 11, 17).
        if target.isPattern { return .undefined }
        switch (source, target) {
        case (.any, .any), (.notApplicable, .notApplicable): return .equal
        case (.any, .text), (.any, .notApplicable): return .superset
        case (.text, .any), (.notApplicable, .any): return .subset
        case (.notApplicable, .text), (.text, .notApplicable): return .disjoint
        case (.text(let left), .text(let right)):
            if left == right { return .equal }
            return source.isPattern && CPEPattern(left).matches(right) ? .superset : .disjoint
        }
    }
}

/// A value with wildcards at its ends: `*` is any run, each `?` at an end zero or one character (NISTIR 7695 § 5.3.2).
private struct CPEPattern {
    private let middle: [Character]
    /// Characters that may precede and follow; nil for any number.
    private let before: Int?
    private let after: Int?

    init(_ text: String) {
        var characters = CPEPattern.units(text)
        var counts: [Int?] = []
        for _ in 0..<2 {
            var count: Int? = 0
            if characters.first == "*" {
                characters.removeFirst()
                count = nil
            } else {
                while characters.first == "?" {
                    characters.removeFirst()
                    count = (count ?? 0) + 1
                }
            }
            counts.append(count)
            characters.reverse()
        }
        before = counts[0]
        after = counts[1]
        middle = characters.map { Character($0.count == 2 ? String($0.dropFirst()) : $0) }
    }

    func matches(_ text: String) -> Bool {
        let units = CPEPattern.units(text).map { Character($0.count == 2 ? String($0.dropFirst()) : $0) }
        guard units.count >= middle.count else { return false }
        let limit = min(before ?? units.count, units.count - middle.count)
        return (0...limit).contains { start in
            let end = start + middle.count
            return (after ?? units.count) >= units.count - end && units[start..<end].elementsEqual(middle)
        }
    }

    /// Characters with their quoting: `\.` is one unit.
    private static func units(_ text: String) -> [String] {
        var out: [String] = []
        var quoted = false
        for scalar in text.unicodeScalars {
            if quoted {
                out.append("\\" + String(scalar))
                quoted = false
            } else if scalar == "\\" {
                quoted = true
            } else {
                out.append(String(scalar))
            }
        }
        return out
    }
}
