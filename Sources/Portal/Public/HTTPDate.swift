import Vocabulary

/// Dates of header fields: IMF-fixdate, the one form that may be written (RFC 9110 § 5.6.7).
enum HTTPDate {
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Mon, 23 Nov 2026 22:12:33 GMT`; `seconds` since the epoch.
    static func text(_ seconds: Int64) -> String {
        let instant = Instant(seconds: seconds)
        let (year, month, day) = instant.day.civil
        let time = instant.description.dropFirst(11).prefix(8)
        let date = day < 10 ? "0\(day)" : "\(day)"
        return "\(days[instant.day.weekday - 1]), \(date) \(months[month - 1]) \(year) \(time) GMT"
    }

    /// Seconds since the epoch; nil for any other form, which then is no condition (RFC 9110 § 13.1.3).
    static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[4].utf8.count == 8, let day = Int(parts[1]),
            let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]),
            let date = UTCDay(year: year, month: month + 1, day: day), let instant = Instant("\(date)T\(parts[4])Z")
        else { return nil }
        return instant.microseconds / 1_000_000
    }
}
