import Foundation

/// A title cut into words that survive translation: folded (no case, no accents), compounds joined and taken apart,
/// bulletin numbers set aside for the year they tell.
struct TitleWords {
    /// Runs of letters and digits in order, for comparing wordings.
    private(set) var all: [String] = []
    /// Words and compounds without bulletin numbers: `pan-os` gives `panos`, `pan`, `os`.
    private(set) var candidates: [[String]] = []
    /// The year in a bulletin's number or date (`CERTFR-2024-ALE-001`, `AL01/240111/…`, `V20240221`, `AV23-027`).
    private(set) var bulletinYear: Int?

    private static let joints: Set<Unicode.Scalar> = ["-", ".", "&", "'", "’", "+"]

    init(_ title: String) {
        for chunk in TitleWords.chunks(TitleWords.fold(title)) {
            let parts = chunk.split { !TitleWords.isWord($0) }.map { String(String.UnicodeScalarView($0)) }
            all += parts
            if let year = TitleWords.bulletinYear(parts) {
                bulletinYear = bulletinYear ?? year
                continue
            }
            for compound in chunk.split(separator: "/") { take(compound) }
        }
    }

    /// One compound: its parts, and all of them joined.
    private mutating func take(_ compound: ArraySlice<Unicode.Scalar>) {
        var parts = compound.split { !TitleWords.isWord($0) }.map { String(String.UnicodeScalarView($0)) }
        // The English genitive is no part of a name.
        if parts.count > 1, parts.last == "s" { parts.removeLast() }
        guard !parts.isEmpty else { return }
        candidates.append(parts.count == 1 ? parts : [parts.joined()] + parts)
    }

    /// Lower case without accents; letters that do not decompose are taken by their usual spelling.
    private static func fold(_ text: String) -> [Unicode.Scalar] {
        var folded: [Unicode.Scalar] = []
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 { folded.append(Unicode.Scalar((0x41...0x5A).contains(byte) ? byte + 0x20 : byte)) }
            return folded
        }
        for scalar in text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            switch scalar {
            case "ß": folded += ["s", "s"]
            case "ł": folded.append("l")
            case "ø": folded.append("o")
            case "đ": folded.append("d")
            case "ı": folded.append("i")
            case "ə": folded.append("e")
            case "–", "‑", "‐", "—": folded.append("-")
            default: if scalar.properties.generalCategory != .nonspacingMark { folded.append(scalar) }
            }
        }
        return folded
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
