/// Text from outside made harmless for a message: works on Unicode scalars, because `"\r\n"` is one Character.
///
/// Removed: C0 and C1 controls, DEL, bidirectional overrides and isolates, zero-width and line-separator scalars, tags.
enum SafeText {
    /// One line: line ends and tabs become one space; cut to `limit` bytes at a character, with `…`.
    static func line(_ text: String, limit: Int = 200) -> String {
        var out = String.UnicodeScalarView()
        var gap = false
        for scalar in text.unicodeScalars.prefix(limit * 4) {
            if scalar.value == 0x20 || (0x09...0x0D).contains(scalar.value) || isBreak(scalar) {
                gap = !out.isEmpty
            } else if isVisible(scalar) {
                if gap { out.append(" ") }
                gap = false
                out.append(scalar)
            }
        }
        return cut(String(out), to: limit)
    }

    /// Many lines: `\r\n`, `\r` and line separators become `\n`; more than two line ends in a row become two.
    static func block(_ text: String, limit: Int = 65_536) -> String {
        var out = String.UnicodeScalarView()
        var breaks = 2
        var afterReturn = false
        for scalar in text.unicodeScalars.prefix(limit) {
            defer { afterReturn = scalar.value == 0x0D }
            if scalar.value == 0x0A, afterReturn { continue }
            if scalar.value == 0x0A || scalar.value == 0x0D || isBreak(scalar) {
                breaks += 1
                if breaks <= 2 { out.append("\n") }
            } else if scalar.value == 0x09 {
                out.append(" ")
            } else if isVisible(scalar) {
                breaks = 0
                out.append(scalar)
            }
        }
        while let last = out.last, last == "\n" || last == " " { out.removeLast() }
        return cut(String(out), to: limit)
    }

    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var out = ""
        var bytes = 0
        for character in text {
            bytes += character.utf8.count
            if bytes > limit - 3 { break }
            out.append(character)
        }
        return out + "…"
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool { scalar.value == 0x2028 || scalar.value == 0x2029 }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: false
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: false
        default: true
        }
    }
}
