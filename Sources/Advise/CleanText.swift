/// Text made harmless for people's eyes: no control, direction-changing or invisible characters.
///
/// Works on Unicode scalars, not on Characters, so that "\r\n" and combining sequences cannot hide anything (I11).
package enum CleanText {
    /// One line: breaks and tabs become a space, runs of spaces one, ends trimmed; cut to `bytesMax` UTF-8 bytes.
    package static func line(_ text: String, bytesMax: Int) -> String {
        var out = String.UnicodeScalarView()
        var bytes = 0
        var owed = false
        for scalar in text.unicodeScalars where !isHidden(scalar) {
            if isBreak(scalar) || scalar == " " || scalar == "\t" || scalar == "\u{A0}" {
                owed = !out.isEmpty
                continue
            }
            let cost = UTF8.width(scalar) + (owed ? 1 : 0)
            if bytes + cost > bytesMax { break }
            if owed { out.append(" ") }
            owed = false
            out.append(scalar)
            bytes += cost
        }
        return String(out)
    }

    /// Many lines: breaks become "\n", tabs four spaces, spaces before a break and blank ends go; cut at `bytesMax`.
    package static func body(_ text: String, bytesMax: Int) -> String {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var bytes = 0
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars where !isHidden(scalar) {
            defer { previous = scalar }
            if isBreak(scalar) {
                if scalar == "\n", previous == "\r" { continue }
                lines.append(trimEnd(line))
                line = String.UnicodeScalarView()
                bytes += 1
            } else if scalar == "\t" {
                line.append(contentsOf: "    ".unicodeScalars)
                bytes += 4
            } else {
                line.append(scalar)
                bytes += UTF8.width(scalar)
            }
            if bytes >= bytesMax { break }
        }
        lines.append(trimEnd(line))
        let first = lines.firstIndex { !$0.isEmpty } ?? lines.endIndex
        let last = lines.lastIndex { !$0.isEmpty } ?? first
        return first < lines.endIndex ? lines[first...last].joined(separator: "\n") : ""
    }

    /// A short value between separators in the editing form: one line without `|`, at most 300 bytes.
    static func cell(_ text: String) -> String {
        line(text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "/"), bytesMax: 300)
    }

    private static func trimEnd(_ line: String.UnicodeScalarView) -> String {
        var line = line
        while let last = line.last, last == " " { line.removeLast() }
        return String(line)
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Controls other than breaks and tab, bidirectional controls (UAX 9), zero-width, tag and non-characters.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x85: false
        case 0..<0x20, 0x7F...0x9F, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB, 0xFFFE, 0xFFFF, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }
}
