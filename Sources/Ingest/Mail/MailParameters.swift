import Foundation

/// Reads the parameters of a structured header field.
///
/// Understands quoted strings, comments, values in pieces and in a character set (RFC 2231 §§ 3, 4), and what mailers
/// write although they may not: encoded words in quotation marks, blanks in a token, bytes beyond ASCII.
/// Source: RFC 2045 § 5.1, RFC 2183 § 2, RFC 2231.
struct MailParameters {
    private static let countMax = 64
    private static let bytesMax = 4096

    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// What stands before the first semicolon, in lower case and without blanks.
    mutating func name() -> String {
        let word = token { $0 == UInt8(ascii: ";") }.filter { $0 > 0x20 }
        return String(decoding: word, as: UTF8.self).lowercased()
    }

    /// All parameters behind it. Of a name that is repeated the first counts; one in pieces or with a character set
    /// (`name*0*=`, `name*=`) counts before the plain one.
    mutating func all() -> [String: String] {
        var plain: [String: [UInt8]] = [:]
        var pieces: [String: [Int: (raw: [UInt8], isCoded: Bool)]] = [:]
        var count = 0
        while next(), count < MailParameters.countMax {
            count += 1
            let key = token { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ";") }
            guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else { continue }
            at += 1
            let raw = value()
            let name = String(decoding: key.filter { $0 > 0x20 }, as: UTF8.self).lowercased()
            let parts = name.split(separator: "*", omittingEmptySubsequences: false)
            guard parts.count > 1, let base = parts.first else {
                if plain[name] == nil { plain[name] = raw }
                continue
            }
            let number = parts.count == 2 && parts[1].isEmpty ? 0 : Int(parts[1])
            let isCoded = name.hasSuffix("*")
            if let number, number < MailParameters.countMax, pieces[String(base)]?[number] == nil {
                pieces[String(base), default: [:]][number] = (raw, isCoded)
            }
        }
        var found = plain.mapValues { MailParameters.text(EncodedWords.undone($0)) }
        for (name, parts) in pieces { found[name] = MailParameters.joined(parts) ?? found[name] }
        return found
    }

    private static func text(_ bytes: [UInt8]) -> String {
        SourceText.line(bytes, limit: bytesMax)
    }

    /// RFC 2231 § 4.1: pieces in order from 0 until one is missing; the first names the character set.
    private static func joined(_ parts: [Int: (raw: [UInt8], isCoded: Bool)]) -> String? {
        var whole: [UInt8] = []
        var charset: String?
        var number = 0
        while let part = parts[number], whole.count < bytesMax {
            var raw = part.raw[...]
            if number == 0, part.isCoded {
                let fields = raw.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
                if fields.count == 3 {
                    charset = String(decoding: fields[0], as: UTF8.self)
                    raw = fields[2]
                }
            }
            whole += part.isCoded ? percentDecoded(raw) : Array(raw)
            number += 1
        }
        return number == 0 ? nil : text(MailCharset.utf8(whole, named: charset))
    }

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let digits = bytes[(at + 1)...].prefix(2)
            if bytes[at] == UInt8(ascii: "%"), let value = HexByte.value(digits) {
                out.append(value)
                at += 3
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return out
    }

    /// Goes behind the next semicolon; false when there is none.
    private mutating func next() -> Bool {
        _ = token { $0 == UInt8(ascii: ";") }
        guard at < bytes.count else { return false }
        at += 1
        return true
    }

    /// Bytes up to one that ends the token; quoted strings are passed over whole, comments left out.
    private mutating func token(_ ends: (UInt8) -> Bool) -> [UInt8] {
        var out: [UInt8] = []
        while at < bytes.count, !ends(bytes[at]) {
            switch bytes[at] {
            case UInt8(ascii: "("): comment()
            case UInt8(ascii: "\""): out += quoted()
            default:
                out.append(bytes[at])
                at += 1
            }
        }
        return out
    }

    private mutating func value() -> [UInt8] {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
        if at < bytes.count, bytes[at] == UInt8(ascii: "\"") { return quoted() }
        let raw = token { $0 == UInt8(ascii: ";") }
        let end = raw.lastIndex { $0 != 0x20 && $0 != 0x09 }
        return end.map { Array(raw[...$0]) } ?? []
    }

    /// RFC 5322 § 3.2.4; one that never ends goes to the end.
    private mutating func quoted() -> [UInt8] {
        var out: [UInt8] = []
        at += 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count { at += 1 }
            out.append(bytes[at])
            at += 1
        }
        at = min(at + 1, bytes.count)
        return out
    }

    /// RFC 5322 § 3.2.2: comments nest.
    private mutating func comment() {
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: "\\"): at += 1
            default: break
            }
            at = min(at + 1, bytes.count)
            if depth == 0 { return }
        }
    }
}

/// Two hexadecimal digits as they stand in `%C7` and `=C7`.
enum HexByte {
    /// Nil for anything else than two digits.
    static func value(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2, let high = digit(digits[digits.startIndex]),
            let low = digit(digits[digits.startIndex + 1])
        else { return nil }
        return high << 4 | low
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
