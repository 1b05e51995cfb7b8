extension Instant: WrittenValue {
    /// RFC 3339, UTC: `2026-11-23T22:12:33Z`, with six digits of fraction when there is one.
    ///
    /// RFC 3339 has the years 0000–9999 only; an instant outside is written as the nearest one inside.
    package var description: String {
        if self != writable { return writable.description }
        let (year, month, dayOfMonth) = day.civil
        let inDay = microseconds - day.start.microseconds
        let seconds = Int(inDay / 1_000_000)
        var out = [UInt8]()
        out.reserveCapacity(27)
        appendDigits(year, width: 4, to: &out)
        out.append(UInt8(ascii: "-"))
        appendDigits(month, width: 2, to: &out)
        out.append(UInt8(ascii: "-"))
        appendDigits(dayOfMonth, width: 2, to: &out)
        out.append(UInt8(ascii: "T"))
        appendDigits(seconds / 3600, width: 2, to: &out)
        out.append(UInt8(ascii: ":"))
        appendDigits(seconds / 60 % 60, width: 2, to: &out)
        out.append(UInt8(ascii: ":"))
        appendDigits(seconds % 60, width: 2, to: &out)
        let fraction = Int(inDay % 1_000_000)
        if fraction != 0 {
            out.append(UInt8(ascii: "."))
            appendDigits(fraction, width: 6, to: &out)
        }
        out.append(UInt8(ascii: "Z"))
        return String(decoding: out, as: UTF8.self)
    }

    /// Self, or the nearest instant of the years 0000–9999.
    private var writable: Instant {
        let (first, last): (Int64, Int64) = (-62_167_219_200_000_000, 253_402_300_799_999_999)
        return Instant(microseconds: min(max(microseconds, first), last))
    }

    /// Reads the date-times that feeds of this field really carry: RFC 3339 and its loose relatives.
    ///
    /// Accepts `T` or a space between date and time, a missing seconds part, a fraction of any length (cut to µs),
    /// `Z`, `±hh:mm`, `±hhmm`, ` UTC`, or no zone at all (read as UTC: that is what the publishers mean), and a date
    /// alone (midnight UTC). A 60th second is read as the 59th (RFC 3339 §5.7 allows leap seconds). Nil otherwise.
    package init?(_ text: some StringProtocol) {
        var copy = String(text)
        let found = copy.withUTF8 { Instant(utf8: $0) }
        guard let found else { return nil }
        self = found
    }

    /// As ``init(_:)``, on bytes.
    package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        var scan = DateScan(bytes)
        guard let year = scan.digits(4), scan.take("-"), let month = scan.digits(2), scan.take("-"),
            let dayOfMonth = scan.digits(2), let day = UTCDay(year: year, month: month, day: dayOfMonth)
        else { return nil }
        if scan.atEnd {
            self = day.start
            return
        }
        guard scan.take("T") || scan.take("t") || scan.take(" "), let hour = scan.digits(2), hour < 24, scan.take(":"),
            let minute = scan.digits(2), minute < 60
        else { return nil }
        var second = 0
        var fraction: Int64 = 0
        if scan.take(":") {
            guard let value = scan.digits(2), value <= 60 else { return nil }
            second = min(value, 59)
            if scan.take(".") || scan.take(",") {
                guard let value = scan.fraction() else { return nil }
                fraction = value
            }
        }
        guard let offset = scan.zoneOffsetMinutes(), scan.atEnd else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60 + second) - Int64(offset * 60)
        self.init(microseconds: day.start.microseconds + seconds * 1_000_000 + fraction)
    }

    package static var noun: String { "an RFC 3339 time" }
}

extension UTCDay: WrittenValue {
    /// `2026-11-23`.
    package var description: String { String(start.description.prefix(10)) }

    /// Reads `2026-11-23`; nil otherwise.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 10, let value = Instant(text) else { return nil }
        self = value.day
    }

    package static var noun: String { "a date" }
}

private func appendDigits(_ value: Int, width: Int, to out: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
        out.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
        divisor /= 10
    }
}

private struct DateScan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var atEnd: Bool { at == bytes.count }

    mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: byte) else { return false }
        at += 1
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        guard at + count <= bytes.count else { return nil }
        var value = 0
        for index in at..<at + count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        at += count
        return value
    }

    /// Microseconds of a decimal fraction; digits past the sixth are read and dropped.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 {
            if count < 6 { value = value * 10 + Int64(bytes[at] - UInt8(ascii: "0")) }
            count += 1
            at += 1
        }
        guard count > 0 else { return nil }
        while count < 6 {
            value *= 10
            count += 1
        }
        return value
    }

    /// Minutes east of UTC; 0 when no zone is written; nil when what stands there is no zone.
    mutating func zoneOffsetMinutes() -> Int? {
        if atEnd || take("Z") || take("z") { return 0 }
        if take(" ") {
            if take("U") { return take("T") && take("C") ? 0 : nil }
            if take("G") { return take("M") && take("T") ? 0 : nil }
        }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = digits(2), hours < 24 else { return nil }
        let colon = take(":")
        if atEnd && !colon { return sign * hours * 60 }
        guard let minutes = digits(2), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
