/// A number people say on the telephone: `ESS-2026-0042` (advisory), `C-2026-0107` (case).
///
/// The last digit is a check digit over year and serial (ISO/IEC 7064, MOD 11,10), which catches every single wrong
/// digit and nearly every swap of neighbours, so that a misheard number is refused instead of opening another case.
package struct SpokenNumber: Sendable, Hashable, Comparable, WrittenValue {
    /// What the number names; its raw value is the prefix.
    package enum Series: String, Sendable, Hashable, Codable, CaseIterable {
        case advisory = "ESS"
        case `case` = "C"
        case notice = "N"
        case measure = "M"
        case hold = "H"
        case report = "R"
    }

    package let series: Series
    /// 2000–9999.
    package let year: Int
    /// Counts from 1 in each series and year.
    package let serial: Int

    package init(_ series: Series, year: Int, serial: Int) {
        precondition((2000...9999).contains(year) && serial > 0, "a spoken number has a four-digit year and a serial")
        self.series = series
        self.year = year
        self.serial = serial
    }

    /// Reads the written form in either case; nil when the shape or the check digit is wrong.
    package init?(_ text: some StringProtocol) {
        let parts = text.uppercased().split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let series = Series(rawValue: String(parts[0])), parts[1].utf8.count == 4,
            let year = Int(parts[1]), (2000...9999).contains(year), (4...12).contains(parts[2].utf8.count),
            parts[2].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let whole = Int(parts[2]), whole / 10 > 0
        else { return nil }
        self.init(series, year: year, serial: whole / 10)
        // One spelling: a number with more zeros in front is another number misheard.
        guard checkDigit == whole % 10, description == text.uppercased() else { return nil }
    }

    package var description: String {
        "\(series.rawValue)-\(year)-\(digits)\(checkDigit)"
    }

    package static func < (left: SpokenNumber, right: SpokenNumber) -> Bool {
        (left.series.rawValue, left.year, left.serial) < (right.series.rawValue, right.year, right.serial)
    }

    package static var noun: String { "a number of ours" }

    /// What is wrong with a text that is no number of ours, for who typed it: `its check digit is wrong: …`. It never
    /// says which digit would be right, because the wrong one may be another.
    package static func fault(in text: String) -> String {
        let parts = text.uppercased().split(separator: "-", omittingEmptySubsequences: false)
        let known = Series.allCases.map(\.rawValue).joined(separator: ", ")
        guard parts.count == 3 else { return "a number looks like ESS-2026-0042 or C-2026-0107" }
        guard Series(rawValue: String(parts[0])) != nil else { return "a number begins with one of \(known)" }
        guard parts[1].utf8.count == 4, Int(parts[1]) != nil, (4...12).contains(parts[2].utf8.count),
            parts[2].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return "behind \(parts[0]) stand a year of four digits and at least four digits" }
        return "its last digit is a check digit and does not fit: a digit was misheard or mistyped"
    }

    /// The serial as spoken, at least three digits.
    private var digits: String {
        let plain = String(serial)
        return String(repeating: "0", count: max(0, 3 - plain.utf8.count)) + plain
    }

    /// ISO/IEC 7064 § 9, hybrid system MOD 11,10, over the digits of year and serial as they are spoken.
    ///
    /// The zeros in front count: without them a wrong digit in their place would change the length, which no check
    /// digit is made for.
    private var checkDigit: Int {
        var product = 10
        for character in "\(year)\(digits)".utf8 {
            var sum = (product + Int(character - 0x30)) % 10
            if sum == 0 { sum = 10 }
            product = sum * 2 % 11
        }
        return (11 - product) % 10
    }
}
