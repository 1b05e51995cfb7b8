/// Numbers in versions: digits of any length, compared by value without a number type that could overflow.
enum Digits {
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// Zero is empty, so that equal values are equal bytes.
    static func withoutZeros(_ digits: some Sequence<UInt8>) -> [UInt8] { Array(digits.drop { $0 == 0x30 }) }

    /// Of two values ``withoutZeros(_:)``.
    static func order(_ a: [UInt8], _ b: [UInt8]) -> VersionOrder {
        a.count != b.count ? .of(a.count, b.count) : .of(a, b)
    }

    /// Component by component; a missing one is zero.
    static func order(_ a: [[UInt8]], _ b: [[UInt8]]) -> VersionOrder {
        for at in 0..<max(a.count, b.count) {
            let order = order(at < a.count ? a[at] : [], at < b.count ? b[at] : [])
            if order != .same { return order }
        }
        return .same
    }
}

/// Reads a version from the left; what was not taken is ``rest``.
struct VersionScanner {
    private(set) var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// One of these bytes, when it is next.
    mutating func take(_ bytes: String) -> Bool {
        guard let first = rest.first, bytes.utf8.contains(first) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// A run of digits without leading zeros; nil when none is next.
    mutating func number() -> [UInt8]? {
        let run = rest.prefix(while: Digits.isDigit)
        guard !run.isEmpty else { return nil }
        rest = rest.dropFirst(run.count)
        return Digits.withoutZeros(run)
    }

    /// `1.2.3`; nil when no digit is next. A dot that no digit follows stays.
    mutating func numbers() -> [[UInt8]]? {
        guard let first = number() else { return nil }
        var out = [first]
        while rest.first == UInt8(ascii: "."), rest.dropFirst().first.map(Digits.isDigit) ?? false {
            rest = rest.dropFirst()
            if let next = number() { out.append(next) }
        }
        return out
    }

    /// Place of the first of these words that is next; compared as written.
    mutating func word(_ words: [String]) -> Int? {
        guard let place = words.firstIndex(where: { rest.starts(with: $0.utf8) }) else { return nil }
        rest = rest.dropFirst(words[place].utf8.count)
        return place
    }

    /// The longest run of such bytes; may be empty.
    mutating func run(while isWanted: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let run = rest.prefix(while: isWanted)
        rest = rest.dropFirst(run.count)
        return run
    }

    /// Does it, or leaves everything as it was when it gives nil.
    mutating func attempt<Value>(_ step: (inout VersionScanner) -> Value?) -> Value? {
        var copy = self
        guard let value = step(&copy) else { return nil }
        self = copy
        return value
    }
}
