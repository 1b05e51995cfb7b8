import Foundation

/// Text of a source at our door: cleaned of what steers terminals and readers, NFC, cut to its limit.
///
/// Removed: carriage returns, C1 controls, DEL, bidirectional overrides and isolates (U+202A–202E, U+2066–2069). Other
/// C0 controls become a space; tabs and newlines stay in running text and become a space in a line. The separators of
/// lines and paragraphs (U+2028, U+2029) are newlines: raw in JSON lines they would cut a line in two for many readers.
/// What is left is still hostile until rendered. Works on UTF-8 bytes.
package enum SourceText {
    /// Bytes of a title (``Vocabulary/Report/title``).
    package static let titleMax = 512
    /// Bytes of running text (``Vocabulary/Report/summary``).
    package static let summaryMax = 16 << 10

    /// Whether running text needs no change: short enough, printable ASCII, tabs and newlines.
    static func isPlain(_ start: UnsafePointer<UInt8>, count: Int, limit: Int) -> Bool {
        guard count <= limit else { return false }
        for index in 0..<count {
            let byte = start[index]
            if byte < 0x20 ? byte != 0x0A && byte != 0x09 : byte > 0x7E { return false }
        }
        return true
    }

    /// Whether a line needs no change: short enough, printable ASCII, single spaces and none at the ends.
    static func isPlainLine(_ start: UnsafePointer<UInt8>, count: Int, limit: Int) -> Bool {
        guard count <= limit else { return false }
        var before: UInt8 = 0x20
        for index in 0..<count {
            let byte = start[index]
            if byte < 0x20 || byte > 0x7E || (byte == 0x20 && before == 0x20) { return false }
            before = byte
        }
        return count == 0 || before != 0x20
    }

    /// Running text.
    package static func text(_ bytes: [UInt8], limit: Int = summaryMax) -> String {
        normalised(cleaned(bytes, newline: 0x0A, tab: 0x09), limit: limit)
    }

    /// One line: runs of white space become one space, none at the ends.
    package static func line(_ bytes: [UInt8], limit: Int = titleMax) -> String {
        let clean = cleaned(bytes, newline: 0x20, tab: 0x20)
        let out = [UInt8](unsafeUninitializedCapacity: clean.count) { out, count in
            for byte in clean where byte != 0x20 || (count > 0 && out[count - 1] != 0x20) {
                out[count] = byte
                count += 1
            }
            if count > 0, out[count - 1] == 0x20 { count -= 1 }
        }
        return normalised(out, limit: limit)
    }

    /// One line, of text that is already a String.
    package static func line(_ text: String, limit: Int = titleMax) -> String { line(Array(text.utf8), limit: limit) }

    private static func cleaned(_ bytes: [UInt8], newline: UInt8, tab: UInt8) -> [UInt8] {
        bytes.withUnsafeBufferPointer { input in
            // Each byte gives one or none.
            [UInt8](unsafeUninitializedCapacity: input.count) { out, count in
                var index = 0
                while index < input.count {
                    var byte = input[index]
                    index += 1
                    if byte == 0xE2, isSeparator(input, behind: index) {
                        byte = newline
                        index += 2
                    } else if byte < 0x20 || byte >= 0x7F {
                        guard let kept = kept(byte, input, behind: index, newline, tab) else {
                            if byte == 0xC2 { index += 1 }
                            if byte == 0xE2 { index += 2 }
                            continue
                        }
                        byte = kept
                    }
                    out[count] = byte
                    count += 1
                }
            }
        }
    }

    /// What becomes of a byte that is not printable ASCII; nil when it is left out, with the rest of its character.
    private static func kept(
        _ byte: UInt8, _ input: UnsafeBufferPointer<UInt8>, behind next: Int, _ newline: UInt8, _ tab: UInt8
    ) -> UInt8? {
        switch byte {
        case 0x0A: newline
        case 0x09: tab
        // A line end of two bytes is one line end; an old Mac's single one stays a line end too.
        case 0x0D: next >= input.count || input[next] != 0x0A ? newline : nil
        case 0..<0x20: 0x20
        case 0x7F: nil
        case 0xC2: next < input.count && (0x80...0x9F).contains(input[next]) ? nil : byte
        case 0xE2: isDirectionControl(input, behind: next) ? nil : byte
        default: byte
        }
    }

    /// U+2028 is E2 80 A8, U+2029 is E2 80 A9.
    private static func isSeparator(_ input: UnsafeBufferPointer<UInt8>, behind next: Int) -> Bool {
        next + 1 < input.count && input[next] == 0x80 && (0xA8...0xA9).contains(input[next + 1])
    }

    /// U+202A–202E is E2 80 AA…AE, U+2066–2069 is E2 81 A6…A9.
    private static func isDirectionControl(_ input: UnsafeBufferPointer<UInt8>, behind next: Int) -> Bool {
        guard next + 1 < input.count else { return false }
        let (second, third) = (input[next], input[next + 1])
        return second == 0x80 ? (0xAA...0xAE).contains(third) : second == 0x81 && (0xA6...0xA9).contains(third)
    }

    /// The text in NFC.
    static func composed(_ text: String) -> String {
        var copy = text
        let mayNeed = copy.withUTF8 { bytes in mayNeedComposing(bytes) }
        return mayNeed ? text.precomposedStringWithCanonicalMapping : text
    }

    private static func normalised(_ bytes: [UInt8], limit: Int) -> String {
        var text = String(decoding: bytes, as: UTF8.self)
        if bytes.withUnsafeBufferPointer(mayNeedComposing) { text = text.precomposedStringWithCanonicalMapping }
        guard text.utf8.count > limit else { return text }
        // Cut between characters of Unicode, never within one.
        let composed = Array(text.utf8)
        var end = max(0, limit)
        while end > 0, composed[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: composed[..<end], as: UTF8.self)
    }

    /// Whether a character at or above U+0300 stands here; below it, all text is NFC. General punctuation does not
    /// count.
    private static func mayNeedComposing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 0xCC {
                let isPunctuation = byte == 0xE2 && index + 2 < bytes.count && bytes[index + 1] == 0x80
                    && bytes[index + 2] >= 0x90
                if !isPunctuation { return true }
            }
            index += 1
        }
        return false
    }
}
