/// A point in time: whole microseconds since 1970-01-01T00:00:00Z, UTC, without leap seconds.
///
/// The only time type that crosses rooms; rooms of judgement receive it, they never ask for it.
/// Wire form: RFC 3339 in UTC with `Z`, fraction printed only when it is not zero.
package struct Instant: Sendable, Hashable, Comparable {
    /// µs since the epoch; negative before 1970.
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    /// Seconds since the epoch; beyond ±292,000 years the nearest instant that can be held.
    package init(seconds: Int64) {
        let (product, over) = seconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = over ? (seconds < 0 ? .min : .max) : product
    }

    /// Before every other instant: what has no time yet.
    package static let distantPast = Instant(microseconds: .min)

    package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// The instant `seconds` later (earlier when negative).
    package func adding(seconds: Int64) -> Instant {
        let (product, over) = seconds.multipliedReportingOverflow(by: 1_000_000)
        if over { return Instant(microseconds: seconds < 0 ? .min : .max) }
        let (sum, wide) = microseconds.addingReportingOverflow(product)
        return Instant(microseconds: wide ? (seconds < 0 ? .min : .max) : sum)
    }

    /// Whole seconds from `earlier` to self, rounded down.
    package func seconds(since earlier: Instant) -> Int64 {
        let (difference, over) = microseconds.subtractingReportingOverflow(earlier.microseconds)
        if over { return microseconds < earlier.microseconds ? .min : .max }
        return floorDivide(difference, 1_000_000)
    }

    /// The UTC day this instant falls on.
    package var day: UTCDay { UTCDay(number: Int32(clamping: floorDivide(microseconds, 86_400_000_000))) }
}

/// A calendar day in UTC, counted from 1970-01-01 = 0 in the proleptic Gregorian calendar.
package struct UTCDay: Sendable, Hashable, Comparable {
    package var number: Int32

    package init(number: Int32) { self.number = number }

    /// Nil when the month or the day does not exist. Years 0–9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= UTCDay.daysIn(month: month, year: year)
        else { return nil }
        // Days from civil: years run from March so that the leap day is the last one.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    package static func < (left: UTCDay, right: UTCDay) -> Bool { left.number < right.number }

    /// 28–31. `month` is 1–12.
    package static func daysIn(month: Int, year: Int) -> Int {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Midnight UTC at which the day begins.
    package var start: Instant { Instant(seconds: Int64(number) * 86_400) }

    /// The calendar date, proleptic Gregorian; month 1–12, day 1–31.
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 1 = Monday … 7 = Sunday (ISO 8601).
    package var weekday: Int { Int(((Int(number) % 7) + 10) % 7) + 1 }
}

private func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
    let quotient = value / by
    return value % by < 0 ? quotient - 1 : quotient
}
