import Testing
import Vocabulary

@Suite struct Instants {
    /// Expected seconds from `date -u -d … +%s` (GNU coreutils).
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1), ("2000-02-29T12:00:00Z", 951_825_600),
        ("2024-02-29T23:59:59Z", 1_709_251_199), ("2100-03-01T00:00:00Z", 4_107_542_400),
        ("1900-03-01T00:00:00Z", -2_203_891_200), ("0000-01-01T00:00:00Z", -62_167_219_200),
        ("9999-12-31T23:59:59Z", 253_402_300_799), ("2026-11-23T22:12:33Z", 1_795_471_953),
    ])
    func `RFC 3339 is read and written the same`(text: String, seconds: Int64) throws {
        let instant = try #require(Instant(text))
        #expect(instant == Instant(seconds: seconds))
        #expect(instant.description == text)
    }

    @Test(arguments: [
        ("2026-07-01T04:00:00+04:00", "2026-07-01T00:00:00Z"), ("2026-07-01T00:00:00-0330", "2026-07-01T03:30:00Z"),
        ("2026-07-01T05:45:00+05:45", "2026-07-01T00:00:00Z"), ("2026-01-01T00:00:00+14:00", "2025-12-31T10:00:00Z"),
        ("2026-07-01 10:20:30", "2026-07-01T10:20:30Z"), ("2026-07-01 10:20:30 UTC", "2026-07-01T10:20:30Z"),
        ("2026-07-01T10:20", "2026-07-01T10:20:00Z"), ("2026-07-01T10:20:30 GMT", "2026-07-01T10:20:30Z"),
        ("2026-07-01", "2026-07-01T00:00:00Z"), ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2026-07-01T10:20:30.5Z", "2026-07-01T10:20:30.500000Z"),
        ("2026-07-01t10:20:30,25z", "2026-07-01T10:20:30.250000Z"),
        ("2026-07-01T10:20:30.123456789Z", "2026-07-01T10:20:30.123456Z"),
        ("2026-07-01T10:20:30+04", "2026-07-01T06:20:30Z"), ("2026-07-01T10:20:30 +0400", "2026-07-01T06:20:30Z"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ])
    func `the loose relatives of RFC 3339 are read`(text: String, expected: String) {
        #expect(Instant(text)?.description == expected)
    }

    @Test(arguments: [
        "", "2026", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "2026-01-01T24:00:00Z",
        "2026-01-01T10:60:00Z", "2026-01-01T10:00:61Z", "2026-01-01T10:00:00+4", "2026-01-01T10:00:00+04:6",
        "2026-01-01T10:00:00+04:60", "2026-01-01T10:00:00.Z", "2026-01-01T10:00:00ZZ", "2026-01-01T10:00:00 PST",
        "2026-01-01T", "2026-01-01Z", "+2026-01-01", "２０２６-01-01", "1900-02-29", "2026-01-01T10:00:00+24:00",
    ])
    func `what is no date-time is refused`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func `no instant traps when it is written`() {
        #expect(Instant(microseconds: .max).description == "9999-12-31T23:59:59.999999Z")
        #expect(Instant.distantPast.description == "0000-01-01T00:00:00Z")
        #expect(Instant(seconds: .max) == Instant(microseconds: .max))
        #expect(Instant(seconds: .min) == Instant(microseconds: .min))
    }

    @Test func `adding saturates and differences round down`() {
        #expect(Instant(seconds: 10).adding(seconds: -11) == Instant(seconds: -1))
        #expect(Instant(microseconds: .max).adding(seconds: 1) == Instant(microseconds: .max))
        #expect(Instant(seconds: 0).adding(seconds: .min) == Instant(microseconds: .min))
        #expect(Instant(microseconds: 1_500_000).seconds(since: Instant(seconds: 0)) == 1)
        #expect(Instant(microseconds: -1).seconds(since: Instant(seconds: 0)) == -1)
        #expect(Instant.distantPast.seconds(since: Instant(seconds: 1)) == .min)
    }

    @Test func `days and dates invert each other over nine thousand years`() {
        var expected = UTCDay(year: 0, month: 1, day: 1)
        for number in stride(from: Int32(-719_528), through: 2_932_896, by: 379) {
            let civil = UTCDay(number: number).civil
            #expect(UTCDay(year: civil.year, month: civil.month, day: civil.day)?.number == number)
        }
        #expect(expected?.number == -719_528)
        expected = UTCDay(year: 9999, month: 12, day: 31)
        #expect(expected?.number == 2_932_896)
    }

    @Test func `leap years follow the Gregorian rule`() {
        let february = [1900, 2000, 2023, 2024, 2100, 2400].map { UTCDay.daysIn(month: 2, year: $0) }
        #expect(february == [28, 29, 28, 29, 28, 29])
    }

    /// 1970-01-01 was a Thursday, 1969-12-28 a Sunday, 2026-11-23 a Monday.
    @Test(arguments: [("1970-01-01", 4), ("1969-12-28", 7), ("2026-11-23", 1), ("2000-02-29", 2), ("1900-01-01", 1)])
    func `weekdays count from Monday`(text: String, weekday: Int) {
        #expect(UTCDay(text)?.weekday == weekday)
    }

    @Test func `an instant before the epoch falls on the day that holds it`() {
        #expect(Instant(microseconds: -1).day == UTCDay(year: 1969, month: 12, day: 31))
        #expect(UTCDay("2026-11-23")?.description == "2026-11-23")
        #expect(UTCDay("2026-11-23T00:00:00Z") == nil)
    }
}
