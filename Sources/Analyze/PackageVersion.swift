/// Versions of distribution packages: epoch, upstream version, revision.
enum PackageVersion {
    /// Debian Policy § 5.6.12: `[epoch:]upstream[-revision]`.
    static func compareDebian(_ left: String, _ right: String) -> VersionOrder? {
        compare(left, right, missingRevision: [UInt8(ascii: "0")], debian)
    }

    /// RPM: `[epoch:]version[-release]`; a release that one side does not state is not compared.
    static func compareRPM(_ left: String, _ right: String) -> VersionOrder? {
        compare(left, right, missingRevision: nil, rpm)
    }

    private typealias Bytes = ArraySlice<UInt8>

    private static func compare(
        _ left: String, _ right: String, missingRevision: [UInt8]?, _ order: (Bytes, Bytes) -> VersionOrder
    ) -> VersionOrder? {
        guard let a = split(left), let b = split(right) else { return nil }
        if a.epoch != b.epoch { return .of(a.epoch, b.epoch) }
        let upstream = order(a.upstream, b.upstream)
        guard upstream == .same else { return upstream }
        guard let x = a.revision ?? missingRevision?[...], let y = b.revision ?? missingRevision?[...] else {
            return .same
        }
        return order(x, y)
    }

    private static func split(_ text: String) -> (epoch: Int, upstream: Bytes, revision: Bytes?)? {
        var rest = Array(text.utf8)[...]
        var epoch = 0
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            guard let number = Int(String(decoding: rest[..<colon], as: UTF8.self)), number >= 0 else { return nil }
            epoch = number
            rest = rest[(colon + 1)...]
        }
        guard rest.contains(where: Digits.isDigit) else { return nil }
        guard let dash = rest.lastIndex(of: UInt8(ascii: "-")) else { return (epoch, rest, nil) }
        return (epoch, rest[..<dash], rest[(dash + 1)...])
    }

    /// Non-digits by the order `~` < end < letters < others, digits by value, in turn.
    private static func debian(_ left: Bytes, _ right: Bytes) -> VersionOrder {
        var (a, b) = (left, right)
        while !a.isEmpty || !b.isEmpty {
            let (x, y) = (a.prefix { !Digits.isDigit($0) }, b.prefix { !Digits.isDigit($0) })
            for at in 0..<max(x.count, y.count) {
                let p = at < x.count ? rank(x[x.startIndex + at]) : 0
                let q = at < y.count ? rank(y[y.startIndex + at]) : 0
                if p != q { return .of(p, q) }
            }
            a = a.dropFirst(x.count)
            b = b.dropFirst(y.count)
            let (m, n) = (a.prefix(while: Digits.isDigit), b.prefix(while: Digits.isDigit))
            let order = Digits.order(Digits.withoutZeros(m), Digits.withoutZeros(n))
            if order != .same { return order }
            a = a.dropFirst(m.count)
            b = b.dropFirst(n.count)
        }
        return .same
    }

    private static func rank(_ byte: UInt8) -> Int {
        byte == UInt8(ascii: "~") ? -1 : Digits.isLetter(byte) ? Int(byte) : Int(byte) + 256
    }

    /// rpmvercmp: segments of digits or letters; `~` sorts before the end, `^` after it.
    private static func rpm(_ left: Bytes, _ right: Bytes) -> VersionOrder {
        var (a, b) = (left, right)
        while true {
            a = a.drop { !isSegment($0) }
            b = b.drop { !isSegment($0) }
            for mark in [UInt8(ascii: "~"), UInt8(ascii: "^")] where a.first == mark || b.first == mark {
                if a.first != b.first { return markOrder(a, b, mark) }
                return rpm(a.dropFirst(), b.dropFirst())
            }
            guard let x = a.first, let y = b.first else { return .of(a.isEmpty ? 0 : 1, b.isEmpty ? 0 : 1) }
            // A segment of digits is newer than one of letters.
            if Digits.isDigit(x) != Digits.isDigit(y) { return Digits.isDigit(x) ? .after : .before }
            let same = Digits.isDigit(x) ? Digits.isDigit : Digits.isLetter
            let (m, n) = (a.prefix(while: same), b.prefix(while: same))
            let order: VersionOrder = Digits.isDigit(x)
                ? Digits.order(Digits.withoutZeros(m), Digits.withoutZeros(n))
                : .of(Array(m), Array(n))
            if order != .same { return order }
            a = a.dropFirst(m.count)
            b = b.dropFirst(n.count)
        }
    }

    /// One side has the mark, the other has not: `~` is before everything, `^` after the end and before all else.
    private static func markOrder(_ a: Bytes, _ b: Bytes, _ mark: UInt8) -> VersionOrder {
        let leftHasIt = a.first == mark
        if mark == UInt8(ascii: "~") { return leftHasIt ? .before : .after }
        return leftHasIt ? (b.isEmpty ? .after : .before) : (a.isEmpty ? .before : .after)
    }

    private static func isSegment(_ byte: UInt8) -> Bool {
        Digits.isDigit(byte) || Digits.isLetter(byte) || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "^")
    }
}
