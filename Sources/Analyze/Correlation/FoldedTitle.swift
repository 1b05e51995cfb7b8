import Foundation

/// A text in lower case without accents, that remembers which of its letters were large.
struct FoldedTitle {
    private(set) var scalars: [Unicode.Scalar] = []
    /// By place: 1 for a large letter, -1 for a small one, 0 for what has no case.
    private var cases: [Int8] = []

    init(_ text: String) {
        scalars.reserveCapacity(text.utf8.count)
        cases.reserveCapacity(text.utf8.count)
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 {
                let isLarge = (0x41...0x5A).contains(byte)
                scalars.append(Unicode.Scalar(isLarge ? byte + 0x20 : byte))
                cases.append(isLarge ? 1 : (0x61...0x7A).contains(byte) ? -1 : 0)
            }
            return
        }
        for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars {
            let properties = scalar.properties
            let of: Int8 = properties.isUppercase ? 1 : properties.isLowercase ? -1 : 0
            for small in properties.lowercaseMapping.unicodeScalars { take(small, of) }
        }
    }

    /// Letters that do not decompose are taken by their usual spelling.
    private mutating func take(_ scalar: Unicode.Scalar, _ of: Int8) {
        let usual: [Unicode.Scalar]
        switch scalar {
        case "ß": usual = ["s", "s"]
        case "ł": usual = ["l"]
        case "ø": usual = ["o"]
        case "đ": usual = ["d"]
        case "ı": usual = ["i"]
        case "ə": usual = ["e"]
        case "–", "‑", "‐", "—": usual = ["-"]
        default: usual = scalar.properties.generalCategory == .nonspacingMark ? [] : [scalar]
        }
        for one in usual {
            scalars.append(one)
            cases.append(of)
        }
    }

    /// How a word of ``scalars`` was written.
    func shape(of word: ArraySlice<Unicode.Scalar>) -> TitleWords.Shape {
        let own = cases[word.startIndex..<word.endIndex]
        let capitals = own.count { $0 > 0 }
        let isCapital = own.first.map { $0 > 0 } ?? false
        let isBound = word.endIndex + 1 < scalars.count && scalars[word.endIndex] == " "
            && scalars[word.endIndex + 1] != " "
        return TitleWords.Shape(
            isCapital: isCapital, capitals: capitals, hasCase: own.contains { $0 != 0 },
            isNumbered: word.first?.properties.numericType != nil, isBound: isBound,
            isMixed: capitals > (isCapital ? 1 : 0) && own.contains { $0 < 0 })
    }
}
