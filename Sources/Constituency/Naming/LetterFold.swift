import Foundation

/// Letters as names are compared: without case, without marks, one letter for those that people write either way.
///
/// `İ`, `I`, `ı` and `i` are one letter: which pair is a pair depends on the language, and a name is written in all of
/// them. `ə` is `e`, for it is typed so on other keyboards. `ё` is `е`, `й` is `и`.
package enum LetterFold {
    /// What stands between words.
    package static let separator: UInt32 = 0
    /// What is no letter of its own: combining marks, soft hyphens, marks of no width.
    package static let dropped: UInt32 = 1

    /// The letter or digit to compare, or one of the two above.
    package static func fold(_ scalar: UInt32) -> UInt32 {
        scalar < UInt32(table.count) ? UInt32(table[Int(scalar)]) : rare(scalar)
    }

    /// Whether a word that begins with it is written as a name: a capital letter or a digit.
    package static func isCapital(_ scalar: UInt32) -> Bool {
        scalar < UInt32(capitals.count) && capitals[Int(scalar)]
    }

    /// Up to the end of Cyrillic.
    private static let table: [UInt16] = (0..<0x530).map { folded(UInt32($0)) }

    private static let capitals: [Bool] = (0..<0x530).map { point in
        guard let scalar = UnicodeScalar(UInt32(point)) else { return false }
        return scalar.properties.isUppercase || scalar.properties.numericType == .decimal
    }

    private static func folded(_ point: UInt32) -> UInt16 {
        guard let scalar = UnicodeScalar(point) else { return 0 }
        if isDropped(point) { return UInt16(dropped) }
        if let single = singles[point] { return single }
        guard scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal else { return 0 }
        // The letter without its marks.
        let plain = String(scalar).lowercased().decomposedStringWithCanonicalMapping.unicodeScalars.first ?? scalar
        return singles[plain.value] ?? UInt16(truncatingIfNeeded: plain.value)
    }

    /// Letters that no decomposition makes plain: Ə ə, ı, ł, ø, đ.
    private static let singles: [UInt32: UInt16] = [
        0x18F: 0x65, 0x259: 0x65, 0x131: 0x69, 0x141: 0x6C, 0x142: 0x6C, 0xD8: 0x6F, 0xF8: 0x6F, 0x110: 0x64,
        0x111: 0x64,
    ]

    private static func isDropped(_ point: UInt32) -> Bool {
        point == 0xAD || (0x300...0x36F).contains(point) || (0x200B...0x200D).contains(point) || point == 0x2060
            || point == 0xFEFF
    }

    private static func rare(_ point: UInt32) -> UInt32 {
        if isDropped(point) { return dropped }
        guard let scalar = UnicodeScalar(point) else { return separator }
        return scalar.properties.isAlphabetic ? point : separator
    }
}
