/// Apache Maven's order (POM reference, "Version Order Specification"): numbers, qualifiers and nested lists of them.
enum MavenVersion {
    private indirect enum Item {
        case number([UInt8])
        case word(String)
        case list([Item])

        /// What adds nothing at the end of a list.
        var isNull: Bool {
            switch self {
            case .number(let digits): digits.isEmpty
            case .word(let word): rank(word) == releaseRank
            case .list(let items): items.isEmpty
            }
        }
    }

    static func compare(_ left: String, _ right: String) -> VersionOrder? {
        compare(.list(items(left)), .list(items(right)))
    }

    /// A list opens at a hyphen and between digits and letters; it is the last item of the one before.
    private static func items(_ text: String) -> [Item] {
        let bytes = Array(text.lowercased().utf8)
        var levels: [[Item]] = [[]]
        var (start, isDigit) = (0, false)
        func close(_ end: Int, beforeDigit: Bool = false) {
            let item = start == end ? .number([]) : item(bytes[start..<end], isDigit, beforeDigit)
            levels[levels.count - 1].append(item)
            start = end
        }
        for (at, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") {
                close(at)
                start = at + 1
                if byte == UInt8(ascii: "-") { levels.append([]) }
            } else {
                if at > start, isDigit != Digits.isDigit(byte) {
                    close(at, beforeDigit: !isDigit)
                    levels.append([])
                }
                isDigit = Digits.isDigit(byte)
            }
        }
        if start < bytes.count { close(bytes.count) }
        return levels.dropLast().reversed().reduce(trimmed(levels[levels.count - 1])) { inner, outer in
            trimmed(outer + [.list(inner)])
        }
    }

    /// `a`, `b`, `m` right before a number are alpha, beta, milestone; `cr` is `rc`.
    private static func item(_ bytes: ArraySlice<UInt8>, _ isDigit: Bool, _ beforeDigit: Bool) -> Item {
        if isDigit { return .number(Digits.withoutZeros(bytes)) }
        let word = String(decoding: bytes, as: UTF8.self)
        let short = beforeDigit ? ["a": "alpha", "b": "beta", "m": "milestone"][word] : nil
        return .word(short ?? (word == "cr" ? "rc" : word))
    }

    /// Takes away nulls at the end, and before each hyphen: `1.0.0-rc` is `1-rc`.
    private static func trimmed(_ list: [Item]) -> [Item] {
        var items = list
        for at in items.indices.reversed() {
            if items[at].isNull { items.remove(at: at) }
            else if case .list = items[at] { continue }
            else { break }
        }
        return items
    }

    /// Against nothing: a number other than 0 and a word above the release follow.
    private static func compareWithNothing(_ item: Item) -> VersionOrder {
        switch item {
        case .number(let digits): digits.isEmpty ? .same : .after
        case .word(let word): .of(rank(word), releaseRank)
        case .list(let items): items.lazy.map(compareWithNothing).first { $0 != .same } ?? .same
        }
    }

    private static func compare(_ x: Item, _ y: Item) -> VersionOrder {
        switch (x, y) {
        case (.number(let a), .number(let b)): Digits.order(a, b)
        case (.word(let a), .word(let b)): words(a, b)
        case (.list(let a), .list(let b)): lists(a, b)
        // Words precede lists, lists precede numbers.
        case (.number, .word), (.number, .list), (.list, .word): .after
        case (.word, .number), (.list, .number), (.word, .list): .before
        }
    }

    private static func lists(_ a: [Item], _ b: [Item]) -> VersionOrder {
        for at in 0..<max(a.count, b.count) {
            let order: VersionOrder
            if at >= a.count { order = compareWithNothing(b[at]).reversed }
            else if at >= b.count { order = compareWithNothing(a[at]) }
            else { order = compare(a[at], b[at]) }
            if order != .same { return order }
        }
        return .same
    }

    private static func words(_ a: String, _ b: String) -> VersionOrder {
        let (left, right) = (rank(a), rank(b))
        return left == right && left > releaseRank + 1 ? .of(Array(a.utf8), Array(b.utf8)) : .of(left, right)
    }

    private static let releaseRank = 5

    private static func rank(_ word: String) -> Int {
        switch word {
        case "alpha": 0
        case "beta": 1
        case "milestone": 2
        case "rc": 3
        case "snapshot": 4
        case "", "ga", "final", "release": releaseRank
        case "sp": 6
        default: 7
        }
    }
}
