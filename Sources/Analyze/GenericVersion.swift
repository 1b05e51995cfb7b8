/// Versions as most vendors write them: `7.4.2`, `v15.1(3)S`, `10.0.17763.2114`, `2.4b1`, `R81.20 Take 26`.
enum GenericVersion {
    /// A number without leading zeros, or a word in lower case.
    enum Part: Hashable {
        case number([UInt8])
        case word([UInt8])
    }

    /// Nil when either has no digit at all: `unspecified`, `n/a`, `all`.
    static func compare(_ left: String, _ right: String) -> VersionOrder? {
        guard let a = parts(left), let b = parts(right) else { return nil }
        for at in 0..<max(a.count, b.count) {
            let order = compare(at < a.count ? a[at] : nil, at < b.count ? b[at] : nil)
            if order != .same { return order }
        }
        return .same
    }

    /// Cuts at every change between digits, letters and the rest; build metadata after `+` does not order.
    static func parts(_ text: String) -> [Part]? {
        var out: [Part] = []
        var run: [UInt8] = []
        var runIsNumber = false
        var digits = false
        func close() {
            guard !run.isEmpty else { return }
            if runIsNumber { out.append(.number(Digits.withoutZeros(run))) } else { out.append(.word(run)) }
            run = []
        }
        for byte in text.lowercased().utf8 {
            let isDigit = Digits.isDigit(byte)
            let isLetter = (0x61...0x7A).contains(byte) || byte >= 0x80
            if isDigit { digits = true }
            if !isDigit, !isLetter {
                close()
                continue
            }
            if !run.isEmpty, runIsNumber != isDigit { close() }
            runIsNumber = isDigit
            run.append(byte)
        }
        close()
        // A leading `v` or `version` says only that a version follows.
        if case .word(let word)? = out.first, ["v", "version", "ver", "r", "release"].contains(text: word) {
            out.removeFirst()
        }
        return digits ? out : nil
    }

    /// The order as far as the texts bear it; nil also where one begins with a word that the other does not begin with
    /// (`FW10` and `2.0` may count different things), or has an `x` for any number within.
    static func likely(_ left: String, _ right: String) -> VersionOrder? {
        guard let a = parts(left), let b = parts(right), let first = a.first, let second = b.first else { return nil }
        switch (first, second) {
        case (.number, .number): break
        case (.word(let a), .word(let b)): if a != b, rank(a) >= 0 || rank(b) >= 0 { return nil }
        case (.number, .word), (.word, .number): return nil
        }
        return hasAny(left) || hasAny(right) ? nil : compare(left, right)
    }

    /// An `x` or `*` between dots: any number.
    private static func hasAny(_ text: String) -> Bool {
        guard text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") || $0 == UInt8(ascii: "*") }) else {
            return false
        }
        return text.utf8.split(separator: UInt8(ascii: ".")).contains { part in
            part.count == 1 && part.allSatisfy { $0 | 0x20 == UInt8(ascii: "x") || $0 == UInt8(ascii: "*") }
        }
    }

    /// A missing part equals 0 and is after a word that means "before the release".
    private static func compare(_ left: Part?, _ right: Part?) -> VersionOrder {
        switch (left, right) {
        case (nil, nil): .same
        case (.number(let a)?, .number(let b)?): Digits.order(a, b)
        case (.word(let a)?, .word(let b)?): words(a, b)
        case (.number(let a)?, nil): a.isEmpty ? .same : .after
        case (nil, .number(let b)?): b.isEmpty ? .same : .before
        case (.word(let a)?, nil): rank(a) < 0 ? .before : .after
        case (nil, .word(let b)?): rank(b) < 0 ? .after : .before
        case (.number?, .word?): .after
        case (.word?, .number?): .before
        }
    }

    private static func words(_ a: [UInt8], _ b: [UInt8]) -> VersionOrder {
        let (left, right) = (rank(a), rank(b))
        if left != right { return .of(left, right) }
        return .of(a, b)
    }

    /// Negative for what precedes a release, in order.
    private static func rank(_ word: [UInt8]) -> Int {
        switch String(decoding: word, as: UTF8.self) {
        case "dev", "snapshot", "nightly": -5
        case "alpha": -4
        case "beta": -3
        case "milestone", "preview", "pre": -2
        case "rc", "cr": -1
        default: 0
        }
    }
}

extension Array where Element == String {
    fileprivate func contains(text bytes: [UInt8]) -> Bool { contains(String(decoding: bytes, as: UTF8.self)) }
}
