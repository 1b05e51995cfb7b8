import Constituency

// What single bytes of a text mean to the scan for hosts.

extension HostScan {
    /// Width of a letter, digit, hyphen, underscore or a mark of no width within a name; 0 for all else.
    func nameWidth(_ at: Int) -> Int {
        guard at < bytes.count else { return 0 }
        let byte = bytes[at]
        if byte < 0x80 {
            let isName = (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D
                || byte == 0x5F
            return isName ? 1 : 0
        }
        let (scalar, width) = FoldedText.scalar(bytes, at)
        return LetterFold.fold(scalar) == LetterFold.separator ? 0 : width
    }

    /// Width of a full stop in any of its disguises; 0 for all else.
    func dotWidth(_ at: Int) -> Int {
        switch bytes[at] {
        case 0x2E: return 1
        case 0x5B: return has("[.]", at) ? 3 : has("[dot]", at) ? 5 : 0
        case 0x28: return has("(.)", at) ? 3 : has("(dot)", at) ? 5 : 0
        case 0x7B: return has("{.}", at) ? 3 : has("{dot}", at) ? 5 : 0
        case 0xE3, 0xEF:
            let (scalar, width) = FoldedText.scalar(bytes, at)
            return [0x3002, 0xFF0E, 0xFF61].contains(scalar) ? width : 0
        default: return 0  // Proof: a byte, not one of our enums.
        }
    }

    func has(_ text: StaticString, _ at: Int) -> Bool {
        guard at >= 0, at + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { wanted in
            wanted.indices.allSatisfy { (bytes[at + $0] | (isUpper(bytes[at + $0]) ? 0x20 : 0)) == wanted[$0] }
        }
    }

    func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

    func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

    func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }

    func isSlash(_ at: Int) -> Bool {
        has("/", at) || has("[/]", at) || has("?", at) || has("\\", at) || has("#", at)
    }

    /// A part of a path, a query or an escape, and not a host.
    func isWithinPath(_ start: Int) -> Bool {
        guard start > 0, authority != start else { return false }
        return [0x2F, 0x5C, 0x3D, 0x25, 0x26, 0x3F, 0x23].contains(bytes[start - 1])
    }

    /// A name before `@` is a mailbox's or a user's.
    func isMailbox(_ end: Int) -> Bool {
        has("@", end) || has("[@]", end) || has("[at]", end) || has("(at)", end)
    }

    func number(_ start: Int) -> (Int, Int)? {
        var end = start
        var value = 0
        while end < bytes.count, (0x30...0x39).contains(bytes[end]), end - start < 5 {
            value = value * 10 + Int(bytes[end] - 0x30)
            end += 1
        }
        return end > start ? (value, end) : nil
    }
}
