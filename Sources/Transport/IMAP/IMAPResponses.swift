/// Cuts what an IMAP server says into lines and literals (RFC 3501 § 4.3, § 9).
///
/// A literal is counted, never searched, so nothing in a message can pass for the server's own words. Bounded: a line.
struct IMAPResponses {
    /// A piece of what was said, in order.
    enum Piece: Equatable {
        /// A line, or the part of one up to a literal of so many bytes, without line end.
        case text([UInt8], literal: Int?)
        /// Bytes of the literal announced last.
        case literal(ArraySlice<UInt8>)
    }

    /// Why the rest cannot be understood.
    struct Fault: Error, Equatable {
        let message: String
    }

    static let lineBytesMax = 64 << 10

    private var line: [UInt8] = []
    private var literalLeft = 0

    /// Takes bytes as they come; hands each piece on as soon as it is there.
    mutating func push<Failure: Error>(
        _ bytes: ArraySlice<UInt8>, fault: (Fault) -> Failure, _ take: (Piece) throws(Failure) -> Void
    ) throws(Failure) {
        var rest = bytes
        while let byte = rest.first {
            if literalLeft > 0 {
                let part = rest.prefix(literalLeft)
                literalLeft -= part.count
                rest = rest.dropFirst(part.count)
                try take(.literal(part))
                continue
            }
            guard byte == 0x0A else {
                let part = rest.prefix { $0 != 0x0A }
                guard line.count + part.count <= IMAPResponses.lineBytesMax else {
                    throw fault(Fault(message: "a line of more than \(IMAPResponses.lineBytesMax) bytes"))
                }
                line += part
                rest = rest.dropFirst(part.count)
                continue
            }
            rest = rest.dropFirst()
            if line.last == 0x0D { line.removeLast() }
            let (text, count) = IMAPResponses.literal(line)
            if count == -1 { throw fault(Fault(message: "a literal of no length that counts")) }
            line = []
            literalLeft = count ?? 0
            try take(.text(text, literal: count))
        }
    }

    /// The text without `{123}` at its end, and the number; -1 where the number is too large to be one.
    private static func literal(_ line: [UInt8]) -> ([UInt8], Int?) {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else {
            return (line, nil)
        }
        let digits = line[(open + 1)..<(line.count - 1)]
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return (line, nil) }
        guard digits.count <= 12, let count = Int(String(decoding: digits, as: UTF8.self)) else { return (line, -1) }
        return (Array(line[..<open]), count)
    }
}

/// What the first words of a server's line say.
enum IMAPLine {
    /// The end of a command: `OK`, `NO`, `BAD`.
    enum Status: Equatable {
        case okay
        /// The server's words, as they came.
        case refused([UInt8])
    }

    /// The status, when the line ends the command of this tag.
    static func status(_ line: [UInt8], tag: String) -> Status? {
        guard line.starts(with: Array(tag.utf8) + [0x20]) else { return nil }
        let rest = line.dropFirst(tag.utf8.count + 1)
        let word = String(decoding: rest.prefix { $0 != 0x20 }, as: UTF8.self).uppercased()
        return word == "OK" ? .okay : .refused(Array(rest))
    }

    /// The number of a response code as `* OK [UIDVALIDITY 3857529045]`, `* OK [UIDNEXT 4392]` (§ 7.1).
    static func code(_ name: String, in line: [UInt8]) -> UInt32? {
        let text = String(decoding: line.prefix(200), as: UTF8.self).uppercased()
        guard text.hasPrefix("* OK [\(name) ") else { return nil }
        return UInt32(text.dropFirst(name.utf8.count + 7).prefix { $0.isASCII && $0.isNumber })
    }

    /// `* BYE`: the server ends the connection.
    static func isBye(_ line: [UInt8]) -> Bool {
        String(decoding: line.prefix(5), as: UTF8.self).uppercased() == "* BYE"
    }
}

/// The attributes of one message: `* 12 FETCH (UID 5 RFC822.SIZE 44827 INTERNALDATE "17-Jul-1996 02:44:25 -0700")`.
struct IMAPAttributes: Equatable {
    private(set) var uid: UInt32?
    private(set) var size: Int?
    private(set) var date: String?
    /// Whether a section of the message is among them: `BODY[]`, `BODY[HEADER]`.
    private(set) var hasSection = false

    /// Nil when the line is no such one; attributes in any order, others are passed over.
    init?(_ line: [UInt8]) {
        guard line.starts(with: "* ".utf8), let open = line.firstIndex(of: UInt8(ascii: "(")) else { return nil }
        let words = line[..<open].split(separator: 0x20)
        guard words.count == 3, String(decoding: words[2], as: UTF8.self).uppercased() == "FETCH" else { return nil }
        var rest = line[(open + 1)...]
        while let name = IMAPAttributes.word(&rest) {
            let value = IMAPAttributes.word(&rest)
            if name.uppercased().hasPrefix("BODY[") { hasSection = true }
            switch name.uppercased() {
            case "UID": uid = value.flatMap { UInt32($0) }
            case "RFC822.SIZE": size = value.flatMap { Int($0) }
            case "INTERNALDATE": date = value.map { ReplyText.printable($0.utf8) }
            default: break
            }
        }
    }

    /// The next atom, quoted string or list; nil at the end.
    private static func word(_ rest: inout ArraySlice<UInt8>) -> String? {
        rest = rest.drop { $0 == 0x20 }
        guard let first = rest.first, first != UInt8(ascii: ")") else { return nil }
        var out: [UInt8] = []
        var depth = 0
        var isQuoted = false
        while let byte = rest.first {
            if isQuoted {
                if byte == UInt8(ascii: "\"") { isQuoted = false } else { out.append(byte) }
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            } else if byte == UInt8(ascii: "(") {
                depth += 1
            } else if byte == UInt8(ascii: ")") {
                if depth == 0 { break }
                depth -= 1
            } else if byte == 0x20, depth == 0 {
                break
            } else {
                out.append(byte)
            }
            rest = rest.dropFirst()
        }
        return String(decoding: out, as: UTF8.self)
    }
}
