import Constituency
import Vocabulary

/// What a version means that its source wrote with words before it: `ArubaOS 8.10`, `Firmware 2.3`, `next of 1.3.3`.
///
/// Words that are the product's or its vendor's own name, or only say that a version follows, are read over. Any other
/// word stays, so that the version is compared with nothing that does not begin with it.
enum VersionReading {
    /// The range without such words; `next of` before a bound is what lies after it.
    static func range(_ range: VersionRange, of names: [ProductName]) -> VersionRange {
        guard isWorded(range.exact) || isWorded(range.from) || isWorded(range.after) || isWorded(range.before)
            || isWorded(range.through)
        else { return range }
        var out = range
        if let from = range.from.flatMap(next) { (out.from, out.after) = (nil, from) }
        if range.through == nil, let end = range.before.flatMap(next) { (out.before, out.through) = (nil, end) }
        out.exact = out.exact.map { bare($0, of: names) }
        out.from = out.from.map { bare($0, of: names) }
        out.after = out.after.map { bare($0, of: names) }
        out.before = out.before.map { bare($0, of: names) }
        out.through = out.through.map { bare($0, of: names) }
        return out
    }

    /// A version without the words before its number that name the product; as it is where anything is left over that
    /// is no version: other words, or a second number behind a space.
    static func bare(_ version: String, of names: @autoclosure () -> [ProductName]) -> String {
        guard isWorded(version) else { return version }
        let names = names()
        var rest = version.utf8[...]
        while let first = rest.first, !Digits.isDigit(first) {
            guard let end = named(rest, names) else { return version }
            rest = rest[end...].drop { isGap($0) }
        }
        guard !rest.isEmpty, !rest.contains(0x20) else { return version }
        return String(decoding: rest, as: UTF8.self)
    }

    /// Where the word ends with which the text begins, if it is one to be read over: up to a gap, else up to a digit.
    private static func named(_ text: Substring.UTF8View, _ names: [ProductName]) -> String.Index? {
        let whole = text.prefix { !isGap($0) }
        if isOwn(whole, names) { return whole.endIndex }
        let letters = text.prefix { !isGap($0) && !Digits.isDigit($0) }
        return isOwn(letters, names) ? letters.endIndex : nil
    }

    private static func isOwn(_ word: Substring.UTF8View, _ names: [ProductName]) -> Bool {
        guard let first = word.first, Digits.isLetter(first) || first >= 0x80 else { return false }
        let text = String(decoding: word, as: UTF8.self).lowercased()
        return introductions.contains(text) || names.contains { name in
            [name.product, name.vendor].contains { $0.split(separator: " ").contains(text[...]) }
        }
    }

    private static let introductions: Set<String> = [
        "v", "v.", "ver", "ver.", "version", "r", "rel", "rel.", "release", "firmware", "software",
    ]

    /// What stands behind `next of`.
    private static func next(_ text: String) -> String? {
        let words = "next of "
        guard text.utf8.count > words.utf8.count, text.prefix(words.count).lowercased() == words else { return nil }
        return String(text.dropFirst(words.count))
    }

    private static func isGap(_ byte: UInt8) -> Bool { " _-/:,".utf8.contains(byte) }

    private static func isWorded(_ text: String?) -> Bool {
        text?.utf8.first.map { Digits.isLetter($0) || $0 >= 0x80 } ?? false
    }
}
