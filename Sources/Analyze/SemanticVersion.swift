/// Semantic Versioning 2.0.0; a leading `v` and one or two missing numbers are forgiven.
struct SemanticVersion {
    /// Digits without leading zeros; exactly three.
    private var core: [[UInt8]] = []
    private var preRelease: [ArraySlice<UInt8>] = []

    static func compare(_ left: String, _ right: String) -> VersionOrder? {
        guard let a = SemanticVersion(left), let b = SemanticVersion(right) else { return nil }
        for at in 0..<3 {
            let order = GenericVersion.numbers(a.core[at], b.core[at])
            if order != .same { return order }
        }
        // § 11.3: a pre-release precedes its release.
        if a.preRelease.isEmpty != b.preRelease.isEmpty { return a.preRelease.isEmpty ? .after : .before }
        for (x, y) in zip(a.preRelease, b.preRelease) where x != y { return identifiers(x, y) }
        return .of(a.preRelease.count, b.preRelease.count)
    }

    private init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        if let first = bytes.first, first | 0x20 == 0x76 { bytes = bytes.dropFirst() }
        // § 10: build metadata does not order.
        bytes = bytes.prefix { $0 != UInt8(ascii: "+") }
        let head = bytes.prefix { $0 != UInt8(ascii: "-") }
        let numbers = head.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...3).contains(numbers.count), numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }) else {
            return nil
        }
        core = numbers.map { GenericVersion.withoutZeros($0) } + Array(repeating: [], count: 3 - numbers.count)
        if head.count < bytes.count {
            preRelease = bytes.dropFirst(head.count + 1)
                .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard preRelease.allSatisfy({ !$0.isEmpty }) else { return nil }
        }
    }

    /// § 11.4: numbers by value, below texts; texts by bytes.
    private static func identifiers(_ x: ArraySlice<UInt8>, _ y: ArraySlice<UInt8>) -> VersionOrder {
        switch (x.allSatisfy(isDigit), y.allSatisfy(isDigit)) {
        case (true, true): return GenericVersion.numbers(GenericVersion.withoutZeros(x), GenericVersion.withoutZeros(y))
        case (true, false): return .before
        case (false, true): return .after
        case (false, false): return x.lexicographicallyPrecedes(y) ? .before : .after
        }
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
