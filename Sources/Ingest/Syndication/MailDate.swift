import Vocabulary

/// Reads the dates of feeds: RFC 822 as RSS asks for, with its real-world relatives, and RFC 3339.
enum MailDate {
    /// Nil when it is neither; the weekday may be missing or wrong, the year may have two digits (RFC 2822 § 4.3).
    static func read(_ text: String) -> Instant? {
        let trimmed = text.trimmingBlanks
        if trimmed.utf8.count > 64 { return nil }
        if let instant = Instant(trimmed) { return instant }
        let words = trimmed.split { $0 == " " || $0 == "," || $0 == "\t" || $0 == "\n" || $0 == "\r\n" }
        let isNamed = words.first.map { $0.utf8.first.map { $0 > 0x39 } ?? false } ?? false
        return readParts(Array(words.dropFirst(isNamed ? 1 : 0)))
    }

    private static func readParts(_ parts: [Substring]) -> Instant? {
        guard parts.count >= 3 else { return nil }
        guard let day = number(parts[0], 1...2), let month = months.firstIndex(of: parts[1].prefix(3).lowercased()),
            let year = year(parts[2]), let date = UTCDay(year: year, month: month + 1, day: day)
        else { return nil }
        guard parts.count > 3 else { return date.start }
        let clock = parts[3].split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(clock.count), let hour = number(clock[0], 1...2), hour < 24,
            let minute = number(clock[1], 1...2), minute < 60
        else { return nil }
        var second = 0
        if clock.count == 3 {
            guard let value = number(clock[2].prefix { $0 != "." }, 1...2), value <= 60 else { return nil }
            second = min(value, 59)
        }
        guard let offset = parts.count > 4 ? zone(parts[4]) : 0 else { return nil }
        return date.start.adding(seconds: Int64(hour * 3600 + minute * 60 + second - offset * 60))
    }

    private static func number(_ text: Substring, _ digits: ClosedRange<Int>) -> Int? {
        digits.contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    private static func year(_ text: Substring) -> Int? {
        if let short = number(text, 2...2) { return short < 50 ? 2000 + short : 1900 + short }
        return number(text, 4...4)
    }

    /// Minutes east of UTC. A name nobody has defined is read as UTC (RFC 2822 § 4.3, last paragraph).
    private static func zone(_ text: Substring) -> Int? {
        guard let sign = text.utf8.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
            guard text.utf8.count <= 5 else { return nil }
            return zones[text.uppercased()] ?? 0
        }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard digits.utf8.count == 4, let value = Int(digits), value >= 0, value % 100 < 60, value < 2400
        else { return nil }
        let minutes = value / 100 * 60 + value % 100
        return sign == UInt8(ascii: "+") ? minutes : -minutes
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let zones = [
        "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
        "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "BST": 60, "MSK": 180, "JST": 540,
    ]
}

extension StringProtocol {
    /// Without ASCII white space at both ends; by bytes, because `"\r\n"` is one Character.
    var trimmingBlanks: String {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let bytes = Array(utf8)
        let head = bytes.drop(while: isBlank)
        let end = head.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? head.startIndex
        return String(decoding: head[..<end], as: UTF8.self)
    }
}
