/// A version range specifier: `vers:npm/1.2.3|>=2.0.0|<5.0.0`.
///
/// Source: package-url/vers-spec, core specification ("VERS components", "Normalized, canonical representation and
/// validation") and "How to parse and validate VERS". Its rule that constraints stand in the order of their versions is
/// kept for bounds, which say something else in another order; single versions (`=`, `!=`) say the same wherever they
/// stand, and the public test suite wants such ranges read.
package struct VersRange: Sendable {
    /// The comparators.
    enum Comparator: String, Sendable {
        case atLeast = ">="
        case atMost = "<="
        case except = "!="
        case above = ">"
        case below = "<"
        case exactly = "="

        var isPoint: Bool { self == .exactly || self == .except }
        var isLower: Bool { self == .atLeast || self == .above }
    }

    private enum Content {
        case all, none
        /// Sorted by version; each version once.
        case constraints([(comparator: Comparator, version: String)], VersionScheme)
    }

    private let content: Content

    /// Reads a specifier in its canonical form.
    /// - Throws: what is wrong with it.
    package init(_ text: String) throws(VersFailure) {
        guard text.utf8.count <= 64 << 10 else { throw VersFailure("the specifier is longer than 64 KiB") }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw VersFailure("a specifier has only printable ASCII characters and no white space")
        }
        guard text.hasPrefix("vers:") else { throw VersFailure("a specifier begins with `vers:`") }
        let body = text.dropFirst(5)
        guard let slash = body.firstIndex(of: "/") else { throw VersFailure("no `/` stands after the type") }
        let (type, constraints) = (String(body[..<slash]), body[body.index(after: slash)...])
        guard VersRange.isType(type) else { throw VersFailure("`\(type)` is no type in lower case") }
        if type == "all" || type == "none" {
            guard constraints == "*" else { throw VersFailure("`vers:\(type)/*` is the only form of this type") }
            content = type == "all" ? .all : .none
            return
        }
        guard let scheme = VersionScheme(versType: type) else { throw VersFailure("the type `\(type)` is not known") }
        if constraints == "*" {
            content = .all
            return
        }
        content = .constraints(try VersRange.constraints(constraints, scheme), scheme)
    }

    /// Whether the version lies in the range ("Checking if a version is contained within a range").
    /// - Throws: when the version cannot be read in the range's type.
    package func contains(_ version: String) throws(VersFailure) -> Bool {
        let list: [(comparator: Comparator, version: String)]
        let scheme: VersionScheme
        switch content {
        case .all: return true
        case .none: return false
        case .constraints(let constraints, let kind): (list, scheme) = (constraints, kind)
        }
        // The last bound not above the version decides, or the first of all when there is none.
        var verdict: Bool?
        var hasBound = false
        for constraint in list {
            guard let order = scheme.order(version, constraint.version) else {
                throw VersFailure("`\(version)` is no version of the kind `\(scheme)`")
            }
            if order == .same { return [.exactly, .atLeast, .atMost].contains(constraint.comparator) }
            guard !constraint.comparator.isPoint else { continue }
            if !hasBound { verdict = !constraint.comparator.isLower }
            hasBound = true
            if order == .after { verdict = constraint.comparator.isLower }
        }
        // Exclusions alone leave everything else in.
        return verdict ?? list.allSatisfy { $0.comparator == .except }
    }

    /// Letters, digits, `.` and `-`, a letter first.
    private static func isType(_ type: String) -> Bool {
        let isLower = { (byte: UInt8) in (0x61...0x7A).contains(byte) }
        return type.utf8.first.map(isLower) ?? false
            && type.utf8.allSatisfy { isLower($0) || Digits.isDigit($0) || $0 == 0x2E || $0 == 0x2D }
    }

    private static func constraints(
        _ text: Substring, _ scheme: VersionScheme
    ) throws(VersFailure) -> [(comparator: Comparator, version: String)] {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count <= 2_000 else { throw VersFailure("there are more than 2,000 constraints") }
        var list: [(comparator: Comparator, version: String)] = []
        for part in parts {
            guard !part.isEmpty else { throw VersFailure("a constraint is empty") }
            let constraint = try constraint(part)
            guard scheme.order(constraint.version, constraint.version) != nil else {
                throw VersFailure("`\(constraint.version)` is no version of the kind `\(scheme)`")
            }
            list.append(constraint)
        }
        let bounds = list.filter { !$0.comparator.isPoint }
        for (left, right) in zip(bounds, bounds.dropFirst()) where scheme.order(left.version, right.version) == .after {
            throw VersFailure("`\(left.version)` and `\(right.version)` do not stand in the order of versions")
        }
        list.sort { scheme.order($0.version, $1.version) == .before }
        try validate(list, scheme)
        return list
    }

    /// Comparator and decoded version of `>=1.0`.
    private static func constraint(_ part: Substring) throws(VersFailure) -> (comparator: Comparator, version: String) {
        let signs: [Comparator] = [.atLeast, .atMost, .except, .above, .below, .exactly]
        let stated = signs.first { part.hasPrefix($0.rawValue) }
        let version = part.dropFirst(stated?.rawValue.count ?? 0)
        guard !version.isEmpty else { throw VersFailure("`\(part)` has no version") }
        guard !version.utf8.contains(where: { "<>=!*".utf8.contains($0) }) else {
            throw VersFailure("`\(version)` has a comparator's character that is not percent-encoded")
        }
        guard let decoded = decoded(version) else {
            throw VersFailure("`\(version)` is not percent-encoded in the canonical way")
        }
        return (stated ?? .exactly, decoded)
    }

    /// Nil for a broken triplet, small letters in it, or one that stands for a letter, a digit, `-`, `.`, `_`, `~`.
    private static func decoded(_ text: Substring) -> String? {
        var out: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                out.append(byte)
                continue
            }
            let pair = rest.prefix(2)
            guard pair.count == 2, pair.allSatisfy({ Digits.isDigit($0) || (0x41...0x46).contains($0) }),
                let value = UInt8(String(decoding: pair, as: UTF8.self), radix: 16),
                !Digits.isDigit(value), !Digits.isLetter(value), !"-._~:".utf8.contains(value)
            else { return nil }
            out.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: out, as: UTF8.self)
    }

    /// The rules for contiguous constraints.
    private static func validate(
        _ list: [(comparator: Comparator, version: String)], _ scheme: VersionScheme
    ) throws(VersFailure) {
        for (left, right) in zip(list, list.dropFirst()) where scheme.order(left.version, right.version) == .same {
            throw VersFailure("the version `\(right.version)` stands twice")
        }
        let included = list.filter { $0.comparator != .except }
        for (left, right) in zip(included, included.dropFirst())
        where left.comparator == .exactly && !right.comparator.isLower && right.comparator != .exactly {
            throw VersFailure("`\(left.version)` lies within `\(right.comparator.rawValue)\(right.version)` already")
        }
        let bounds = included.filter { $0.comparator != .exactly }
        for (left, right) in zip(bounds, bounds.dropFirst()) where left.comparator.isLower == right.comparator.isLower {
            throw VersFailure(
                "`\(right.comparator.rawValue)\(right.version)` follows another bound of its direction")
        }
    }
}

/// Why a version range specifier, or a version for it, cannot be used.
package struct VersFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence without a full stop.
    package let description: String

    init(_ description: String) { self.description = description }
}
