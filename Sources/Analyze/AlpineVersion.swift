/// Alpine's package versions (apk-tools): `1.2.3a_rc1_p2-r4`.
struct AlpineVersion {
    private var numbers: [ArraySlice<UInt8>] = []
    private var letter: UInt8 = 0
    private var suffixes: [(rank: Int, number: [UInt8])] = []
    private var revision: [UInt8] = []

    /// Before the release, then after it.
    private static let words = ["_alpha", "_beta", "_pre", "_rc", "_cvs", "_svn", "_git", "_hg", "_p"]
    private static let ranks = [-4, -3, -2, -1, 1, 2, 3, 4, 5]

    static func compare(_ left: String, _ right: String) -> VersionOrder? {
        guard let a = AlpineVersion(left), let b = AlpineVersion(right) else { return nil }
        for (at, (x, y)) in zip(a.numbers, b.numbers).enumerated() {
            // After the first, a number with a leading zero is compared like a fraction.
            let isFraction = at > 0 && (x.first == UInt8(ascii: "0") || y.first == UInt8(ascii: "0"))
            let order: VersionOrder = isFraction
                ? .of(Array(x), Array(y)) : Digits.order(Digits.withoutZeros(x), Digits.withoutZeros(y))
            if order != .same { return order }
        }
        if a.numbers.count != b.numbers.count { return .of(a.numbers.count, b.numbers.count) }
        if a.letter != b.letter { return .of(a.letter, b.letter) }
        for at in 0..<max(a.suffixes.count, b.suffixes.count) {
            let missing: (rank: Int, number: [UInt8]) = (0, [])
            let x = at < a.suffixes.count ? a.suffixes[at] : missing
            let y = at < b.suffixes.count ? b.suffixes[at] : missing
            if x.rank != y.rank { return .of(x.rank, y.rank) }
            let order = Digits.order(x.number, y.number)
            if order != .same { return order }
        }
        return Digits.order(a.revision, b.revision)
    }

    private init?(_ text: String) {
        var scanner = VersionScanner(text)
        repeat {
            let run = scanner.run(while: Digits.isDigit)
            guard !run.isEmpty else { return nil }
            numbers.append(run)
        } while scanner.take(".")
        if let next = scanner.rest.first, (0x61...0x7A).contains(next) {
            letter = next
            _ = scanner.run { $0 == next }
        }
        while let place = scanner.word(AlpineVersion.words) {
            suffixes.append((AlpineVersion.ranks[place], scanner.number() ?? []))
        }
        if scanner.word(["-r"]) != nil {
            guard let number = scanner.number() else { return nil }
            revision = number
        }
        guard scanner.isAtEnd else { return nil }
    }
}
