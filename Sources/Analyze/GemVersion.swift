/// RubyGems' versions (`Gem::Version`): segments of digits or letters; a word makes a pre-release.
enum GemVersion {
    private enum Segment: Equatable {
        case number([UInt8])
        case word([UInt8])
    }

    static func compare(_ left: String, _ right: String) -> VersionOrder? {
        guard let a = segments(left), let b = segments(right) else { return nil }
        for at in 0..<max(a.count, b.count) {
            switch (at < a.count ? a[at] : .number([]), at < b.count ? b[at] : .number([])) {
            case (.number(let x), .number(let y)) where x != y: return Digits.order(x, y)
            case (.word(let x), .word(let y)) where x != y: return .of(x, y)
            case (.word, .number): return .before
            case (.number, .word): return .after
            case (.number, .number), (.word, .word): continue
            }
        }
        return .same
    }

    /// Zeros at the end of the numbers, and at the end of the pre-release, mean nothing: `1.0.a.0` is `1.a`.
    private static func segments(_ text: String) -> [Segment]? {
        guard isVersion(text) else { return nil }
        var (release, rest): ([Segment], [Segment]) = ([], [])
        var scanner = VersionScanner(text)
        while !scanner.isAtEnd {
            let segment: Segment
            if let number = scanner.number() { segment = .number(number) }
            else if scanner.take("-") { segment = .word(Array("pre".utf8)) }
            else {
                let word = scanner.run(while: Digits.isLetter)
                guard !word.isEmpty else {
                    _ = scanner.take(".")
                    continue
                }
                segment = .word(Array(word))
            }
            if case .number = segment, rest.isEmpty { release.append(segment) } else { rest.append(segment) }
        }
        while release.last == .number([]) { release.removeLast() }
        while rest.last == .number([]) { rest.removeLast() }
        return release + rest
    }

    /// `Gem::Version::VERSION_PATTERN`: digits, then parts of digits and letters after dots, then a part after a dash.
    private static func isVersion(_ text: String) -> Bool {
        let isWord = { (byte: UInt8) in Digits.isDigit(byte) || Digits.isLetter(byte) }
        let halves = text.utf8.split(separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves.map { $0.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) }
        return parts[0].first.map { !$0.isEmpty && $0.allSatisfy(Digits.isDigit) } ?? false
            && parts[0].allSatisfy { !$0.isEmpty && $0.allSatisfy(isWord) }
            && parts.dropFirst().joined().allSatisfy {
                !$0.isEmpty && $0.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") }
            }
    }
}
