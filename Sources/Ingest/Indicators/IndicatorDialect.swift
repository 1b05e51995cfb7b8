import Vocabulary

/// How the lines of one list format are written, and what a row of it means.
enum IndicatorDialect {
    case plain, ipsum, drop, jpcert, urlhaus

    init(_ format: DocumentFormat) {
        switch format {
        case .ipsum: self = .ipsum
        case .spamhausDrop: self = .drop
        case .jpcertPhishing: self = .jpcert
        case .urlhaus: self = .urlhaus
        case .indicatorList, .kev, .kevCSV, .euvdKEV, .cve, .csaf, .cyclonedx, .epss, .syndication, .jsonFeed, .osv,
            .nvd, .scanCSV, .threatfox, .feodo, .stix, .misp, .xarf, .intelmq, .arf,
            .csv, .json, .rpz, .personal, .mail:
            self = .plain
        }
    }

    /// Whether fields may be quoted, and a line end may stand within quotes.
    var isTable: Bool {
        switch self {
        case .jpcert, .urlhaus: true
        case .plain, .ipsum, .drop: false
        }
    }

    /// A first line of words: `IP`, `Address,url`, `date,URL,description`.
    func isHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        let word = line.prefix { ![0x2C, 0x09, 0x3B, 0x20].contains($0) }
        return !word.isEmpty && word.count <= 32 && IndicatorText.read(word) == nil
            && word.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || $0 == 0x5F || $0 == 0x22 || $0 == 0x2D }
    }

    /// The time in the last line of DROP's JSON lines, `{"type":"metadata","timestamp":…}`.
    func metadata(_ line: UnsafeRawBufferPointer) -> Instant? {
        guard case .drop = self, line.first == UInt8(ascii: "{"), let text = try? CheckedJSON(Array(line)) else {
            return nil
        }
        let found = try? text.read { cursor throws(JSONFailure) in
            var (type, seconds): (String?, String?) = (nil, nil)
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "type": type = try cursor.optionalString()
                case "timestamp": seconds = try cursor.kind() == .number ? try cursor.readNumberText() : nil
                default: try cursor.skipValue()
                }
            }
            return type == "metadata" ? seconds.flatMap(Int64.init) : nil
        }
        guard let seconds = found ?? nil, (0...253_402_300_799).contains(seconds) else { return nil }
        return Instant(seconds: seconds)
    }

    func read(_ line: UnsafeRawBufferPointer) throws(IndicatorRows.Refusal) -> IndicatorRow {
        switch self {
        case .plain: plain(line)
        case .ipsum: IndicatorRow(text: word(line), condition: IndicatorMeaning.suspicious)
        case .drop: IndicatorRow(text: try network(line), condition: IndicatorMeaning.criminalNetwork)
        case .jpcert: try phishing(line)
        case .urlhaus: try dump(line)
        }
    }

    /// The first field; in a hosts file (`0.0.0.0 name`) the second.
    private func plain(_ line: UnsafeRawBufferPointer) -> IndicatorRow {
        var text = word(line)
        if [Array("0.0.0.0".utf8), Array("127.0.0.1".utf8)].contains(text) {
            let rest = line[text.count...].drop { $0 <= 0x20 }
            let name = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: "#") }
            if !name.isEmpty { text = Array(name) }
        }
        // The feed's own condition stands before this one; the settings ask for it.
        return IndicatorRow(text: text, condition: IndicatorMeaning.suspicious)
    }

    /// Up to a blank, comma or semicolon; quotes around it stay for the indicator's reader.
    private func word(_ line: UnsafeRawBufferPointer) -> [UInt8] {
        Array(line.drop { $0 <= 0x20 }.prefix { $0 > 0x20 && $0 != 0x2C && $0 != 0x3B })
    }

    private func network(_ line: UnsafeRawBufferPointer) throws(IndicatorRows.Refusal) -> [UInt8] {
        guard line.first == UInt8(ascii: "{") else { return word(line) }
        do throws(JSONFailure) {
            let text = try CheckedJSON(Array(line))
            let cidr = try text.read { cursor throws(JSONFailure) in
                var cidr: String?
                try cursor.beginObject()
                while let key = try cursor.nextKey() {
                    if case "cidr" = key { cidr = try cursor.readLine(limit: 64) } else { try cursor.skipValue() }
                }
                return cidr
            }
            guard let cidr else { throw JSONFailure(.missingField, at: 0, "the row has no `cidr`") }
            return Array(cidr.utf8)
        } catch {
            throw IndicatorRows.Refusal(error.code, error.message)
        }
    }

    /// `date,URL,description`; the date is Japan's (UTC+9), as the publisher states.
    private func phishing(_ line: UnsafeRawBufferPointer) throws(IndicatorRows.Refusal) -> IndicatorRow {
        let fields = try fields(line, 3)
        var date = fields[0]
        for index in date.indices where date[index] == UInt8(ascii: "/") { date[index] = UInt8(ascii: "-") }
        guard let local = Instant(String(decoding: date, as: UTF8.self)) else {
            throw IndicatorRows.Refusal(.badValue, "the date is not like 2025/06/01 09:00:00")
        }
        let time = local.adding(seconds: -9 * 3600)
        return IndicatorRow(text: fields[1], at: time, condition: IndicatorMeaning.phishing)
    }

    /// `id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter`, or the address alone.
    private func dump(_ line: UnsafeRawBufferPointer) throws(IndicatorRows.Refusal) -> IndicatorRow {
        let fields = try fields(line, 1)
        guard fields.count >= 5 else { return IndicatorRow(text: fields[0], condition: IndicatorMeaning.distribution) }
        guard let added = Instant(String(decoding: fields[1], as: UTF8.self)) else {
            throw IndicatorRows.Refusal(.badValue, "`dateadded` is not like 2026-07-24 13:40:04")
        }
        let seen = Instant(String(decoding: fields[4], as: UTF8.self)) ?? added
        return IndicatorRow(text: fields[2], at: max(added, seen), condition: IndicatorMeaning.distribution)
    }

    private func fields(_ line: UnsafeRawBufferPointer, _ least: Int) throws(IndicatorRows.Refusal) -> [[UInt8]] {
        guard let fields = CSVFields.texts(line) else {
            throw IndicatorRows.Refusal(.malformed, "something stands after a closing quote, or one is never closed")
        }
        guard fields.count >= least else {
            throw IndicatorRows.Refusal(.malformed, "\(fields.count) fields; at least \(least) are expected")
        }
        return fields
    }
}
