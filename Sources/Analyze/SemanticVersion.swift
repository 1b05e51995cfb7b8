/// Semantic Versioning 2.0.0; a leading `v` and missing numbers are forgiven.
struct SemanticVersion {
    /// Digits without leading zeros.
    private var core: [[UInt8]] = []
    private var preRelease: [ArraySlice<UInt8>] = []

    static func compare(_ left: String, _ right: String) -> VersionOrder? {
        guard let a = SemanticVersion(left, numbersMax: 3), let b = SemanticVersion(right, numbersMax: 3) else {
            return nil
        }
        return compare(a, b)
    }

    /// NuGet: up to four numbers, and texts without regard to case ("Package versioning", version basics).
    static func compareNuGet(_ left: String, _ right: String) -> VersionOrder? {
        guard let a = SemanticVersion(left.lowercased(), numbersMax: 4),
            let b = SemanticVersion(right.lowercased(), numbersMax: 4)
        else { return nil }
        return compare(a, b)
    }

    private static func compare(_ a: SemanticVersion, _ b: SemanticVersion) -> VersionOrder {
        let order = Digits.order(a.core, b.core)
        if order != .same { return order }
        // § 11.3: a pre-release precedes its release.
        if a.preRelease.isEmpty != b.preRelease.isEmpty { return a.preRelease.isEmpty ? .after : .before }
        for (x, y) in zip(a.preRelease, b.preRelease) {
            let order = identifiers(x, y)
            if order != .same { return order }
        }
        return .of(a.preRelease.count, b.preRelease.count)
    }

    private init?(_ text: String, numbersMax: Int) {
        var bytes = Array(text.utf8)[...]
        if let first = bytes.first, first | 0x20 == 0x76 { bytes = bytes.dropFirst() }
        // § 10: build metadata does not order.
        bytes = bytes.prefix { $0 != UInt8(ascii: "+") }
        let head = bytes.prefix { $0 != UInt8(ascii: "-") }
        let numbers = head.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...numbersMax).contains(numbers.count),
            numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Digits.isDigit) })
        else { return nil }
        core = numbers.map { Digits.withoutZeros($0) }
        if head.count < bytes.count {
            preRelease = bytes.dropFirst(head.count + 1)
                .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard preRelease.allSatisfy({ !$0.isEmpty }) else { return nil }
        }
    }

    /// § 11.4: numbers by value, below texts; texts by bytes.
    private static func identifiers(_ x: ArraySlice<UInt8>, _ y: ArraySlice<UInt8>) -> VersionOrder {
        switch (x.allSatisfy(Digits.isDigit), y.allSatisfy(Digits.isDigit)) {
        case (true, true): Digits.order(Digits.withoutZeros(x), Digits.withoutZeros(y))
        case (true, false): .before
        case (false, true): .after
        case (false, false): .of(Array(x), Array(y))
        }
    }
}
