package import Vocabulary

/// Hours of the day and days of the week in which a contact is not disturbed, in a fixed offset from UTC.
///
/// Azerbaijan has had UTC+04:00 all year since 2016; a fixed offset needs no zone database.
package struct QuietHours: Sendable, Hashable, Codable {
    /// Minutes after local midnight at which quiet begins, 0–1439.
    package var from: Int
    /// Minutes after local midnight at which it ends, 0–1439; smaller than ``from`` when it spans midnight.
    package var to: Int
    /// ISO weekdays (1 Monday – 7 Sunday) that are quiet all day.
    package var days: Set<Int>
    /// Minutes east of UTC.
    package var offsetMinutes: Int

    package init(from: Int, to: Int, days: Set<Int> = [], offsetMinutes: Int = 240) {
        self.from = from
        self.to = to
        self.days = days
        self.offsetMinutes = offsetMinutes
    }

    /// `now` when it is not quiet, else the first minute that is not; nil when the whole week is quiet.
    package func earliest(from now: Instant) -> Instant? {
        if !isQuiet(now) { return now }
        // The next change is at an edge of the hours or at a midnight: look at those of the next eight days.
        let shift = Int64(offsetMinutes) * 60
        let today = now.adding(seconds: shift).day
        for day in 0...8 {
            let midnight = UTCDay(number: today.number + Int32(day)).start.adding(seconds: -shift)
            for edge in [0, to].sorted() {
                let candidate = midnight.adding(seconds: Int64(edge) * 60)
                if candidate > now, !isQuiet(candidate) { return candidate }
            }
        }
        return nil
    }

    private func isQuiet(_ instant: Instant) -> Bool {
        let local = instant.adding(seconds: Int64(offsetMinutes) * 60)
        if days.contains(local.day.weekday) { return true }
        let minute = Int(local.seconds(since: local.day.start) / 60)
        if from == to { return false }
        return from < to ? minute >= from && minute < to : minute >= from || minute < to
    }
}
