import Foundation
package import Vocabulary

/// Values of the types our formats use. Those named `optional…` read null as absent.
extension JSONCursor {
    /// A string, exactly as meant: escapes resolved, nothing cleaned. For vectors, versions, and names of products'
    /// ids.
    package mutating func readString() throws(JSONFailure) -> String {
        let raw = try rawString()
        return raw.escaped ? String(decoding: decode(raw.range), as: UTF8.self) : plain(raw.range)
    }

    /// Running text for people, cleaned and cut as ``SourceText`` says.
    package mutating func readText(limit: Int = SourceText.summaryMax) throws(JSONFailure) -> String {
        let raw = try rawString()
        if !raw.escaped, SourceText.isPlain(base + raw.range.lowerBound, count: raw.range.count, limit: limit) {
            return plain(raw.range)
        }
        return SourceText.text(decode(raw.range), limit: limit)
    }

    /// One line for people, cleaned and cut as ``SourceText`` says.
    package mutating func readLine(limit: Int = SourceText.titleMax) throws(JSONFailure) -> String {
        let raw = try rawString()
        if !raw.escaped, SourceText.isPlainLine(base + raw.range.lowerBound, count: raw.range.count, limit: limit) {
            return plain(raw.range)
        }
        return SourceText.line(decode(raw.range), limit: limit)
    }

    /// An id of the source: cleaned, NFC, 1–512 bytes.
    package mutating func readIdentifier() throws(JSONFailure) -> String {
        let start = try place()
        let raw = try rawString()
        let text = SourceText.line(decode(raw.range), limit: raw.range.count)
        guard (1...512).contains(text.utf8.count) else {
            throw JSONFailure(.badValue, at: start, "an id has 1 to 512 bytes; this one has \(text.utf8.count)")
        }
        return text
    }

    /// An id of the source by which a threat may be called: as ``readIdentifier()``, and none of ours.
    package mutating func readThreatName() throws(JSONFailure) -> String {
        let start = try place()
        return try JSONCursor.threatName(try readIdentifier(), at: start)
    }

    /// The text, when a threat may be called so by a source.
    package static func threatName(_ text: String, at start: Int) throws(JSONFailure) -> String {
        guard !ThreatID.isOwn(text) else {
            throw JSONFailure(.badValue, at: start, "ids that begin like this one are given by us alone")
        }
        return text
    }

    /// ``readString()``, or nil for null.
    package mutating func optionalString() throws(JSONFailure) -> String? {
        try takeNull() ? nil : try readString()
    }

    /// ``readText(limit:)``, or nil for null.
    package mutating func optionalText(limit: Int = SourceText.summaryMax) throws(JSONFailure) -> String? {
        try takeNull() ? nil : try readText(limit: limit)
    }

    /// ``readLine(limit:)``, or nil for null.
    package mutating func optionalLine(limit: Int = SourceText.titleMax) throws(JSONFailure) -> String? {
        try takeNull() ? nil : try readLine(limit: limit)
    }

    /// A date or date-time in one of the spellings ``Vocabulary/Instant`` accepts.
    package mutating func readInstant() throws(JSONFailure) -> Instant {
        let start = try place()
        let raw = try rawString()
        let text = UnsafeBufferPointer(start: base + raw.range.lowerBound, count: raw.range.count)
        guard !raw.escaped, let instant = Instant(utf8: text) else {
            throw JSONFailure(.badValue, at: start, "this is no date or time; expected like 2026-07-23T16:21:10Z")
        }
        return instant
    }

    /// ``readInstant()``, or nil for null.
    package mutating func optionalInstant() throws(JSONFailure) -> Instant? {
        try takeNull() ? nil : try readInstant()
    }

    /// A calendar day; a date-time stands for the day it falls on in UTC.
    package mutating func readDay() throws(JSONFailure) -> UTCDay { try readInstant().day }

    /// The text of a number, of any size.
    package mutating func readNumberText() throws(JSONFailure) -> String {
        guard try kind() == .number else { throw try mismatch("a number") }
        let start = at
        skipWord()
        return String(decoding: UnsafeBufferPointer(start: base + start, count: at - start), as: UTF8.self)
    }

    /// A score of 0.0–10.0 in tenths; further digits are rounded to the nearest tenth.
    package mutating func readTenths() throws(JSONFailure) -> Int {
        let start = try place()
        let text = try readNumberText()
        guard let value = Double(text), value.isFinite, (0...10).contains(value) else {
            throw JSONFailure(.badValue, at: start, "a score lies between 0.0 and 10.0; this is \(text.prefix(32))")
        }
        return Int((value * 10).rounded())
    }

    private func plain(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(start: base + range.lowerBound, count: range.count), as: UTF8.self)
    }

    /// Resolves the escapes of the bytes between two quotation marks.
    func decode(_ range: Range<Int>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(range.count)
        var index = range.lowerBound
        while let slash = escape(from: index, to: range.upperBound) {
            out.append(contentsOf: UnsafeBufferPointer(start: base + index, count: slash - index))
            index = slash + 2
            switch base[index - 1] {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"):
                // A checked text has no broken escape, so neither the throw nor the nil occurs.
                let found = (try? JSONEscape.unicode(at: index - 2, in: base, count: range.upperBound)) ?? nil
                let scalar = found?.scalar ?? "\u{FFFD}"
                out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                index = min(range.upperBound, index - 2 + (found?.length ?? 6))
            default: out.append(base[index - 1])
            }
        }
        out.append(contentsOf: UnsafeBufferPointer(start: base + index, count: range.upperBound - index))
        return out
    }

    /// The next `\` with a byte behind it.
    private func escape(from start: Int, to end: Int) -> Int? {
        guard start < end, let found = memchr(base + start, 0x5C, end - start) else { return nil }
        let place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        return place + 1 < end ? place : nil
    }
}
