import Vocabulary

/// A line of versions, as sources write one with a last part that stands for all: `2.7.x`, `8.10.x.x`, `5.10.*`.
struct VersionLine {
    /// What stands before: `2.7`.
    let base: String

    enum Place {
        case before, within, after
    }

    /// Nil for what names no line. At least one number stands before the part that stands for all.
    init?(_ text: String) {
        var rest = text.utf8[...]
        var count = 0
        while let last = rest.last, VersionLine.isAny(last) {
            let body = rest.dropLast()
            guard body.last == UInt8(ascii: ".") else { return nil }
            rest = body.dropLast()
            count += 1
        }
        guard count > 0, rest.last.map(Digits.isDigit) ?? false else { return nil }
        base = String(decoding: rest, as: UTF8.self)
    }

    /// Where a version lies; nil when it cannot be compared with the line.
    func place(of version: String, _ scheme: VersionScheme) -> Place? {
        guard let order = scheme.compare(version, base) else { return nil }
        guard let own = GenericVersion.parts(base), let other = GenericVersion.parts(version) else { return nil }
        if other.starts(with: own) { return .within }
        return switch order {
        case .before: .before
        // `2.0.x` begins with 2.0, also where that is written `2`.
        case .same: .within
        case .after: .after
        }
    }

    private static func isAny(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "x") || byte == UInt8(ascii: "X") || byte == UInt8(ascii: "*")
    }
}
