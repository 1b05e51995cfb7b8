import Vocabulary

/// Reads the fields of one row of a scan report.
enum ScanRow {
    /// Why a row is refused; the place is the row's number.
    struct Refusal: Error {
        let reason: Reject.Reason
        let message: String

        init(_ reason: Reject.Reason, _ message: String) {
            self.reason = reason
            self.message = message
        }
    }

    /// What a row says, before it gets its number and place.
    struct Values {
        var at: Instant
        var address: IPAddress
        var port: UInt16
        var transport: TransportProtocol
        var asn: UInt32
    }

    static func read(
        _ row: UnsafeRawBufferPointer, _ fields: [ScanField], _ columns: ScanColumns
    ) throws(Refusal) -> Values {
        guard fields.count == columns.names.count else {
            throw Refusal(.malformed, "\(fields.count) fields; the header has \(columns.names.count)")
        }
        let stamp = field(row, fields[columns.timestamp])
        guard let at = instant(stamp) else {
            throw refusal(stamp, columns.names[columns.timestamp], "a time as 2026-01-31 23:59:59, in UTC")
        }
        let host = field(row, fields[columns.address])
        guard let address = IPAddress(utf8: host) else {
            throw refusal(host, columns.names[columns.address], "an IPv4 or IPv6 address")
        }
        var port: UInt16 = 0
        if let column = columns.port {
            let text = field(row, fields[column])
            guard let value = number(text), let fits = UInt16(exactly: value) else {
                throw refusal(text, columns.names[column], "a port, 0–65535")
            }
            port = fits
        }
        return Values(
            at: at, address: address, port: port,
            transport: columns.transport.map { transport(field(row, fields[$0])) } ?? .none,
            asn: columns.asn.map { asn(field(row, fields[$0])) } ?? 0)
    }

    private static func refusal(_ text: UnsafeBufferPointer<UInt8>, _ column: String, _ accepted: String) -> Refusal {
        if text.isEmpty { return Refusal(.missingField, "`\(column)` is empty; accepted: \(accepted)") }
        let shown = MemberScreening.shown(text.prefix(40))
        return Refusal(.badValue, "`\(column)` is `\(shown)`; accepted: \(accepted)")
    }

    private static func field(_ row: UnsafeRawBufferPointer, _ field: ScanField) -> UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: row[field.range]).assumingMemoryBound(to: UInt8.self)
    }

    /// `YYYY-MM-DD HH:MM:SS` at once; every other form of a time through the common reader.
    private static func instant(_ text: UnsafeBufferPointer<UInt8>) -> Instant? {
        guard text.count == 19, text[4] == 0x2D, text[7] == 0x2D, text[10] == 0x20, text[13] == 0x3A, text[16] == 0x3A
        else { return Instant(utf8: text) }
        let (century, year) = (pair(text, 0), pair(text, 2))
        let (hour, minute, second) = (pair(text, 11), pair(text, 14), pair(text, 17))
        guard century < 100, year < 100, hour < 24, minute < 60, second < 60,
            let day = UTCDay(year: century * 100 + year, month: pair(text, 5), day: pair(text, 8))
        else { return Instant(utf8: text) }
        return day.start.adding(seconds: Int64(hour * 3600 + minute * 60 + second))
    }

    /// Two digits as a number; beyond 99 when they are none.
    private static func pair(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        let (high, low) = (Int(text[at] &- 0x30), Int(text[at + 1] &- 0x30))
        return high < 10 && low < 10 ? high * 10 + low : 1000
    }

    /// Up to ten digits; an empty field is 0, because not every service has a port.
    private static func number(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard text.count <= 10 else { return nil }
        var value = 0
        for byte in text {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(byte &- 0x30)
        }
        return value
    }

    /// `tcp` in any case, or the IANA number.
    private static func transport(_ text: UnsafeBufferPointer<UInt8>) -> TransportProtocol {
        if text.count == 3 {
            switch (text[0] | 0x20, text[1] | 0x20, text[2] | 0x20) {
            case (0x74, 0x63, 0x70): return .tcp
            case (0x75, 0x64, 0x70): return .udp
            default: return .none
            }
        }
        if text.count == 4, text.elementsEqual("icmp".utf8, by: { $0 | 0x20 == $1 }) { return .icmp }
        guard !text.isEmpty, let value = number(text), let byte = UInt8(exactly: value) else { return .none }
        return TransportProtocol(rawValue: byte) ?? .none
    }

    /// `64512` or `AS64512`. A row with an unreadable AS number is still a row: the address decides whose it is.
    private static func asn(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let isPrefixed = text.count > 2 && text[0] | 0x20 == 0x61 && text[1] | 0x20 == 0x73
        let digits = isPrefixed ? UnsafeBufferPointer(rebasing: text[2...]) : text
        return number(digits).flatMap { UInt32(exactly: $0) } ?? 0
    }
}
