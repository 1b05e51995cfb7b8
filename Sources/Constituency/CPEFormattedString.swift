/// The formatted string binding of CPE 2.3 (NISTIR 7695 § 6.2), after the prefix.
enum CPEFormattedString {
    /// Eleven values; nil when the count or a value is wrong.
    static func read(_ bytes: [UInt8]) -> [CPEName.Value]? {
        var fields: [[UInt8]] = [[]]
        var quoted = false
        for byte in bytes {
            if byte == UInt8(ascii: ":"), !quoted {
                fields.append([])
                continue
            }
            fields[fields.count - 1].append(byte)
            quoted = byte == UInt8(ascii: "\\") && !quoted
        }
        guard fields.count == 11, !quoted else { return nil }
        var values: [CPEName.Value] = []
        for field in fields {
            guard let value = value(field) else { return nil }
            values.append(value)
        }
        return values
    }

    /// § 6.2.3: `*` is ANY, `-` is NA; else the text with every special character quoted, as a WFN has it.
    static func value(_ field: [UInt8]) -> CPEName.Value? {
        if field == [UInt8(ascii: "*")] { return .any }
        if field == [UInt8(ascii: "-")] { return .notApplicable }
        guard !field.isEmpty else { return nil }
        var out: [UInt8] = []
        var at = 0
        while at < field.count {
            let byte = field[at]
            if byte == UInt8(ascii: "\\") {
                guard at + 1 < field.count else { return nil }
                // The standard quotes `.`, `-`, `_` only in a WFN; a string that quotes them means the same character.
                append(field[at + 1], to: &out)
                at += 2
                continue
            }
            if isWildcard(byte) {
                guard isAtEdge(field, at) else { return nil }
                out.append(byte)
            } else {
                guard byte > 0x20, byte != 0x7F else { return nil }
                append(byte, to: &out)
            }
            at += 1
        }
        return .text(String(decoding: out, as: UTF8.self))
    }

    /// § 6.2.2.1: `.`, `-`, `_` lose their quoting; others keep it.
    static func write(_ value: CPEName.Value) -> String {
        switch value {
        case .any: return "*"
        case .notApplicable: return "-"
        case .text(let text):
            let bytes = Array(text.utf8)
            // A lone quoted hyphen keeps its quote: bare it would be read as NA.
            if bytes == Array("\\-".utf8) { return text }
            var out: [UInt8] = []
            var at = 0
            while at < bytes.count {
                let quoted = bytes[at] == UInt8(ascii: "\\") && at + 1 < bytes.count
                if quoted, [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(bytes[at + 1]) { at += 1 }
                else if quoted {
                    out.append(bytes[at])
                    at += 1
                }
                out.append(bytes[at])
                at += 1
            }
            return String(decoding: out, as: UTF8.self)
        }
    }

    /// Appends one literal character, quoted unless it is alphanumeric, `_`, or beyond ASCII.
    static func append(_ byte: UInt8, to out: inout [UInt8]) {
        let plain = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F || byte >= 0x80
        if !plain { out.append(UInt8(ascii: "\\")) }
        out.append(byte)
    }

    static func isWildcard(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") }

    /// § 5.3.2: unquoted `*` once, or a run of `?`, stand only at the beginning or the end of a value.
    static func isAtEdge(_ field: [UInt8], _ at: Int) -> Bool {
        if at == 0 || at == field.count - 1 { return true }
        guard field[at] == UInt8(ascii: "?") else { return false }
        return field[..<at].allSatisfy { $0 == UInt8(ascii: "?") }
            || field[at...].allSatisfy { $0 == UInt8(ascii: "?") }
    }
}
