import Foundation

/// A title cut into words that survive translation: folded (no case, no accents), compounds joined and taken apart,
/// bulletin numbers set aside for the year they tell.
struct TitleWords {
    /// How a word was written.
    struct Shape {
        /// Its first letter is a large one.
        var isCapital: Bool
        /// Large letters in it.
        var capitals: Int
        /// Letters, in a script that knows large and small ones.
        var hasCase: Bool
        /// It begins with a digit.
        var isNumbered: Bool
        /// Nothing but one blank stands between it and the next word.
        var isBound: Bool
        /// Large and small letters mixed otherwise than at the beginning of a sentence.
        var isMixed: Bool
    }

    /// A word, or a compound: then the parts joined, and behind that each of them.
    struct Compound {
        var parts: [String]
        /// Where its first part stands in ``TitleWords/all``.
        var at: Int
    }

    /// Runs of letters and digits in order, for comparing wordings.
    private(set) var all: [String] = []
    /// How each of them was written.
    private(set) var shapes: [Shape] = []
    /// Words and compounds without bulletin numbers: `pan-os` gives `panos`, `pan`, `os`.
    private(set) var candidates: [Compound] = []
    /// The year in a bulletin's number or date (`CERTFR-2024-ALE-001`, `AL01/240111/…`, `V20240221`, `AV23-027`).
    private(set) var bulletinYear: Int?

    private static let joints: Set<Unicode.Scalar> = ["-", ".", "&", "'", "’", "+"]

    init(_ title: String) {
        let folded = FoldedTitle(title)
        for chunk in TitleWords.chunks(folded.scalars) {
            var at = all.count
            let parts = chunk.split { !TitleWords.isWord($0) }
            for part in parts {
                all.append(String(String.UnicodeScalarView(part)))
                shapes.append(folded.shape(of: part))
            }
            if let year = TitleWords.bulletinYear(Array(all[at...])) {
                bulletinYear = bulletinYear ?? year
                continue
            }
            for compound in chunk.split(separator: "/") { at += take(compound, at) }
        }
    }

    /// One compound: its parts, and all of them joined.
    /// - Returns: how many words it has.
    private mutating func take(_ compound: ArraySlice<Unicode.Scalar>, _ at: Int) -> Int {
        var parts = compound.split { !TitleWords.isWord($0) }.map { String(String.UnicodeScalarView($0)) }
        let count = parts.count
        // The English genitive is no part of a name.
        if parts.count > 1, parts.last == "s" { parts.removeLast() }
        guard !parts.isEmpty else { return count }
        candidates.append(Compound(parts: parts.count == 1 ? parts : [parts.joined()] + parts, at: at))
        return count
    }

    /// Runs of words, joints and strokes; everything else separates.
    private static func chunks(_ text: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
        text.split { !isWord($0) && !joints.contains($0) && $0 != "/" }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (0x30...0x39).contains(scalar.value) || (0x61...0x7A).contains(scalar.value)
        }
        // The replacement character stands for a letter that somebody's encoding lost.
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "\u{FFFD}"
    }

    private static func bulletinYear(_ parts: [String]) -> Int? {
        guard parts.count > 1, parts.first != "cve" else { return eightDigits(parts.first) }
        for (index, part) in parts.enumerated() {
            let digits = part.drop { $0.isLetter }
            guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit), let number = Int(digits) else { continue }
            let follows = index + 1 < parts.count
            switch (digits.count, part.count - digits.count) {
            case (4, 0) where (2010...2029).contains(number) && follows: return number
            case (6, 0) where index > 0 && isDate(number): return 2000 + number / 10_000
            case (8, _): if let year = eightDigits(part) { return year }
            case (2, 2...3) where (10...29).contains(number) && follows && parts[index + 1].allSatisfy(\.isASCIIDigit):
                return 2000 + number
            case (2, 0) where index == 1 && parts.count == 2 && parts[0].count == 2 && (10...29).contains(number):
                return 2000 + number
            default: break
            }
        }
        return nil
    }

    /// `20240221`, perhaps behind a letter.
    private static func eightDigits(_ part: String?) -> Int? {
        guard let part, case let digits = part.drop(while: \.isLetter), digits.count == 8,
            digits.allSatisfy(\.isASCIIDigit), let number = Int(digits), (2010...2029).contains(number / 10_000),
            isDate(number % 1_000_000)
        else { return nil }
        return number / 10_000
    }

    private static func isDate(_ number: Int) -> Bool {
        (10...29).contains(number / 10_000) && (1...12).contains(number / 100 % 100) && (1...31).contains(number % 100)
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
