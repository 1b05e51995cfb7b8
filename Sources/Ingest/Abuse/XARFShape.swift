import Vocabulary

/// What a value of an X-ARF report must look like: as much of JSON Schema as the format's schemas use.
indirect enum XARFShape: Sendable {
    case any
    /// A string of at least so many characters.
    case text(least: Int)
    case word([String])
    case whole(ClosedRange<Int>)
    case flag
    case time
    case address
    case web
    case host
    case mailbox
    /// The name of an account: a string that is no mailbox.
    case accountName
    case cve
    /// A number of 0 to 1.
    case share
    case uuid
    /// One port, or a list of them.
    case ports
    /// A string, or a whole number (the values of `Custom`).
    case plain
    case list(XARFShape, least: Int, most: Int)
    case object(XARFObject)
    /// In versions before 3 a hash is a string.
    case textOr(XARFShape)

    /// Passes over one value and checks it.
    ///
    /// - Throws: `.wrongType`, `.missingField`, `.badValue`, at the value's first byte; the report is a reject.
    func check(_ cursor: inout JSONCursor) throws(JSONFailure) {
        switch self {
        case .any: try cursor.skipValue()
        case .flag:
            guard try cursor.kind() == .bool else { throw try cursor.mismatch("true or false") }
            try cursor.skipValue()
        case .whole(let range): try XARFShape.checkWhole(&cursor, range)
        case .share: try XARFShape.checkShare(&cursor)
        case .ports:
            let port = XARFShape.whole(0...65535)
            if try cursor.kind() == .array { return try XARFShape.checkList(&cursor, port, 0...65536) }
            try port.check(&cursor)
        case .plain:
            if try cursor.kind() == .string { return try cursor.skipValue() }
            try XARFShape.whole(Int.min...Int.max).check(&cursor)
        case .list(let item, let least, let most): try XARFShape.checkList(&cursor, item, least...most)
        case .object(let object): try object.check(&cursor)
        case .textOr(let other):
            if try cursor.kind() == .string { return try cursor.skipValue() }
            try other.check(&cursor)
        case .text, .word, .time, .address, .web, .host, .mailbox, .accountName, .cve, .uuid:
            let start = try cursor.place()
            let text = try cursor.readString()
            if accepts(text) { return }
            let shown = MemberScreening.shown(text.utf8.prefix(40))
            throw JSONFailure(.badValue, at: start, "`\(shown)` is not accepted; accepted: \(accepted)")
        }
    }

    private func accepts(_ text: String) -> Bool {
        switch self {
        case .text(let least): text.unicodeScalars.count >= least
        case .word(let words): words.contains(text)
        case .time: Instant(text) != nil
        case .address: IPAddress(text) != nil
        case .web: XARFShape.isWeb(text)
        case .host: XARFShape.isHost(text)
        case .mailbox: XARFShape.isMailbox(text)
        case .accountName: !XARFShape.isMailbox(text)
        case .cve: CVEIdentifier(text) != nil
        case .uuid: XARFShape.isUUID(text)
        case .any, .whole, .flag, .share, .ports, .plain, .list, .object, .textOr: true
        }
    }

    private var accepted: String {
        switch self {
        case .text(let least): "a text of at least \(least) characters"
        case .word(let words): words.joined(separator: ", ")
        case .time: "a time as 2026-01-31T23:59:59Z"
        case .address: "an IPv4 or IPv6 address"
        case .web: "an address with a scheme, as https://www.example"
        case .host: "a host name"
        case .mailbox: "a mail address"
        case .accountName: "a name that is no mail address"
        case .cve: "a CVE id"
        case .uuid: "a UUID"
        case .any, .whole, .flag, .share, .ports, .plain, .list, .object, .textOr: "another type"
        }
    }

    private static func checkWhole(_ cursor: inout JSONCursor, _ range: ClosedRange<Int>) throws(JSONFailure) {
        let start = try cursor.place()
        let text = try cursor.readNumberText()
        guard let value = Int(text), range.contains(value) else {
            let least = range.lowerBound == .min ? "" : ", at least \(range.lowerBound)"
            let most = range.upperBound == .max ? "" : ", at most \(range.upperBound)"
            let message = "\(text.prefix(32)) is not accepted; accepted: a whole number\(least)\(most)"
            throw JSONFailure(.badValue, at: start, message)
        }
    }

    private static func checkShare(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        let text = try cursor.readNumberText()
        guard let value = Double(text), (0...1).contains(value) else {
            throw JSONFailure(.badValue, at: start, "\(text.prefix(32)) is not accepted; accepted: 0.0 to 1.0")
        }
    }

    private static func checkList(
        _ cursor: inout JSONCursor, _ item: XARFShape, _ count: ClosedRange<Int>
    ) throws(JSONFailure) {
        let start = try cursor.place()
        var found = 0
        try cursor.beginArray()
        while try cursor.nextElement() {
            try item.check(&cursor)
            found += 1
        }
        guard count.contains(found) else {
            let message = "\(found) items; accepted: \(count.lowerBound) to \(count.upperBound)"
            throw JSONFailure(.badValue, at: start, message)
        }
    }

    /// A scheme and a colon with something behind (RFC 3986 § 3).
    private static func isWeb(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < bytes.count else {
            return false
        }
        let isScheme = bytes[..<colon].allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E].contains($0)
        }
        return isScheme && (0x61...0x7A).contains(bytes[0] | 0x20) && bytes.allSatisfy { $0 > 0x20 }
    }

    private static func isHost(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 > 0x2C && $0 != 0x2F && $0 != 0x3A && $0 != 0x40 && $0 != 0x7F }
    }

    private static func isMailbox(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
        return at > 0 && at + 1 < bytes.count && bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    private static func isUUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}
