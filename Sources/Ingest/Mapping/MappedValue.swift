import Vocabulary

/// Reads single values of a mapped row.
enum MappedValue {
    /// What stands there must be what the column is said to hold.
    static func check(
        _ text: [UInt8], _ role: RowMapping.Role, _ column: String
    ) throws(IndicatorRows.Refusal) {
        let found = IndicatorText.read(text)
        let fits =
            switch (role, found) {
            case (_, nil): false
            case (.address, .address), (.network, .address), (.network, .subject(.network)): true
            case (.domain, .subject(.domain)), (.hash, .subject(.other)), (.indicator, .some): true
            case (.url, .address), (.url, .subject(.domain)), (.url, .subject(.other)): true
            case (.address, _), (.network, _), (.domain, _), (.url, _), (.hash, _): false
            }
        if fits { return }
        let shown = MemberScreening.shown(text.prefix(60))
        throw IndicatorRows.Refusal(.badValue, "`\(column)` is `\(shown)`; it is mapped as \(role.rawValue)")
    }

    static func number(
        _ text: [UInt8], _ what: String, _ range: ClosedRange<Int>
    ) throws(IndicatorRows.Refusal) -> Int {
        guard text.count <= 10, text.allSatisfy({ $0 &- 0x30 < 10 }),
            let value = Int(String(decoding: text, as: UTF8.self)), range.contains(value)
        else {
            let shown = MemberScreening.shown(text.prefix(40))
            throw IndicatorRows.Refusal(
                .badValue, "`\(shown)` is no \(what); accepted: \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    static func time(_ text: [UInt8], _ format: RowMapping.TimeFormat) -> Instant? {
        switch format {
        case .common: return MailDate.read(SourceText.line(text, limit: 64))
        case .pattern(let pattern): return pattern.read(text)
        case .unixSeconds, .unixMilliseconds:
            let whole = text.prefix { $0 != UInt8(ascii: ".") }
            guard whole.count <= 14, whole.allSatisfy({ $0 &- 0x30 < 10 }),
                let value = Int64(String(decoding: whole, as: UTF8.self))
            else { return nil }
            let seconds = format == .unixSeconds ? value : value / 1000
            return seconds <= 253_402_300_799 ? Instant(seconds: seconds) : nil
        }
    }

    /// A name as conditions have it; nil when nothing of it is left.
    static func tag(_ text: [UInt8]) -> String? {
        var out: [UInt8] = []
        for byte in text.prefix(128) where out.count < 64 {
            let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            if (0x61...0x7A).contains(lower) || (0x30...0x39).contains(lower) {
                out.append(lower)
            } else if let last = out.last, last != 0x2D {
                out.append(0x2D)
            }
        }
        if out.last == 0x2D { out.removeLast() }
        return out.isEmpty ? nil : String(decoding: out, as: UTF8.self)
    }

    static func joined(_ address: [UInt8], _ port: Int) -> [UInt8] {
        let isSix = address.contains(UInt8(ascii: ":"))
        return (isSix ? Array("[".utf8) + address + Array("]".utf8) : address) + Array(":\(port)".utf8)
    }

    /// A row of a table (RFC 4180).
    static func table(_ fields: [[UInt8]]) -> [UInt8] {
        var out: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { out.append(0x2C) }
            guard field.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
                out += field
                continue
            }
            out.append(0x22)
            for byte in field { out += byte == 0x22 ? [0x22, 0x22] : [byte] }
            out.append(0x22)
        }
        return out
    }
}
