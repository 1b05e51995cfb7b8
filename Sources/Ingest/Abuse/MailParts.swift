import Foundation
import Vocabulary

/// The parts of one mail that hold content, in their order, with transfer encodings undone.
///
/// Bounded: parts, levels and headers; what is beyond is left out and `isCut` says so. A mail within the mail
/// (`message/rfc822`) is content and not opened: what somebody complains about is not what he says.
/// Source: RFC 5322 § 2.2 (headers), RFC 2045 § 5, § 6 (types, encodings), RFC 2046 § 5.1 (multipart).
struct MailParts {
    static let partsMax = 100
    static let levelsMax = 8
    static let headersMax = 1000

    private(set) var headers = MailHeaders()
    private(set) var parts: [MailPart] = []
    private(set) var isCut = false

    init(_ bytes: [UInt8]) {
        let (headers, body) = MailHeaders.read(bytes[...])
        self.headers = headers
        take(headers, body, level: 0)
    }

    /// `multipart/report; report-type=feedback-report` as `("multipart/report", ["report-type": "feedback-report"])`.
    var type: MailType { headers.type }

    private mutating func take(_ headers: MailHeaders, _ body: ArraySlice<UInt8>, level: Int) {
        let type = headers.type
        guard type.name.hasPrefix("multipart/"), let boundary = type.parameters["boundary"], !boundary.isEmpty else {
            guard parts.count < MailParts.partsMax else { return isCut = true }
            return parts.append(MailPart(headers: headers, body: body))
        }
        guard level < MailParts.levelsMax else { return isCut = true }
        for piece in MailParts.split(body, at: Array("--".utf8) + Array(boundary.utf8)) {
            let (inner, content) = MailHeaders.read(piece)
            take(inner, content, level: level + 1)
            if isCut { return }
        }
    }

    /// The pieces between lines that begin with the delimiter (RFC 2046 § 5.1.1); a missing last one is the end.
    private static func split(_ body: ArraySlice<UInt8>, at delimiter: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var open: Int?
        var at = body.startIndex
        while at < body.endIndex, pieces.count <= partsMax {
            let end = body[at...].firstIndex(of: 0x0A) ?? body.endIndex
            let line = body[at..<end]
            if line.starts(with: delimiter) {
                let rest = line.dropFirst(delimiter.count)
                let isLast = rest.starts(with: [0x2D, 0x2D])
                if isLast || rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
                    if let open { pieces.append(withoutLineEnd(body[open..<at])) }
                    open = isLast ? nil : min(end + 1, body.endIndex)
                    if isLast { return pieces }
                }
            }
            at = end + 1
        }
        if let open, open < body.endIndex { pieces.append(body[open...]) }
        return pieces
    }

    /// The line end before a delimiter belongs to the delimiter.
    private static func withoutLineEnd(_ piece: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var piece = piece
        if piece.last == 0x0A { piece = piece.dropLast() }
        return piece.last == 0x0D ? piece.dropLast() : piece
    }
}

/// One part without parts of its own.
struct MailPart {
    let headers: MailHeaders
    /// As it stands in the mail.
    let body: ArraySlice<UInt8>

    /// The content with its transfer encoding undone; nil when it breaks its encoding.
    var content: [UInt8]? {
        switch headers["content-transfer-encoding"]?.lowercased() ?? "7bit" {
        case "base64":
            let text = body.filter { $0 > 0x20 }
            return Data(base64Encoded: Data(text)).map { Array($0) }
        case "quoted-printable": return MailPart.printable(body)
        default: return Array(body)
        }
    }

    /// RFC 2045 § 6.7; nil for a `=` that is neither a line's end nor followed by two hexadecimal digits.
    private static func printable(_ body: ArraySlice<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        var at = body.startIndex
        while at < body.endIndex {
            guard body[at] == 0x3D else {
                out.append(body[at])
                at += 1
                continue
            }
            let rest = body[(at + 1)...].prefix(2)
            if rest.first == 0x0A {
                at += 2
            } else if rest.elementsEqual([0x0D, 0x0A]) {
                at += 3
            } else if rest.count == 2, let value = UInt8(String(decoding: rest, as: UTF8.self), radix: 16) {
                out.append(value)
                at += 3
            } else {
                return nil
            }
        }
        return out
    }
}

/// A media type with its parameters, names in lower case.
struct MailType {
    var name = "text/plain"
    var parameters: [String: String] = [:]
}

/// Header fields: names in lower case, values unfolded.
struct MailHeaders {
    private(set) var fields: [(name: String, value: String)] = []

    /// The first one of a name.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// All of a name.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Headers up to the first empty line, and what stands behind it. A line that is no header is passed over.
    static func read(_ bytes: ArraySlice<UInt8>) -> (MailHeaders, ArraySlice<UInt8>) {
        var headers = MailHeaders()
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.endIndex
            var line = bytes[at..<end]
            if line.last == 0x0D { line = line.dropLast() }
            at = min(end + 1, bytes.endIndex)
            if line.isEmpty { break }
            headers.add(line)
        }
        return (headers, bytes[at...])
    }

    private mutating func add(_ line: ArraySlice<UInt8>) {
        if line.first == 0x20 || line.first == 0x09 {
            guard let last = fields.indices.last, fields[last].value.utf8.count < 16 << 10 else { return }
            fields[last].value += " " + SourceText.line(Array(line), limit: 4096)
            return
        }
        guard fields.count < MailParts.headersMax, let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        let name = line[..<colon]
        guard !name.isEmpty, name.count <= 128, name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return }
        let value = SourceText.line(Array(line[(colon + 1)...]), limit: 4096)
        fields.append((String(decoding: name, as: UTF8.self).lowercased(), value))
    }

    /// `Content-Type` (RFC 2045 § 5.1), `text/plain` when there is none.
    var type: MailType {
        guard let text = self["content-type"] else { return MailType() }
        var bytes = Array(text.utf8)[...]
        let name = bytes.prefix { $0 != UInt8(ascii: ";") }
        bytes = bytes.dropFirst(name.count)
        var type = MailType()
        type.name = String(decoding: name, as: UTF8.self).lowercased().filter { $0 != " " }
        while bytes.first == UInt8(ascii: ";"), type.parameters.count < 32 {
            bytes = bytes.dropFirst().drop { $0 == 0x20 }
            let key = bytes.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
            bytes = bytes.dropFirst(key.count)
            guard bytes.first == UInt8(ascii: "=") else { continue }
            let value = MailHeaders.value(&bytes)
            type.parameters[String(decoding: key, as: UTF8.self).lowercased().filter { $0 != " " }] = value
            bytes = bytes.drop { $0 != UInt8(ascii: ";") }
        }
        return type
    }

    /// A token or a quoted string behind `=`.
    private static func value(_ bytes: inout ArraySlice<UInt8>) -> String {
        bytes = bytes.dropFirst().drop { $0 == 0x20 }
        guard bytes.first == 0x22 else {
            let token = bytes.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }
            bytes = bytes.dropFirst(token.count)
            return String(decoding: token, as: UTF8.self)
        }
        bytes = bytes.dropFirst()
        var out: [UInt8] = []
        while let byte = bytes.first, byte != 0x22 {
            if byte == 0x5C { bytes = bytes.dropFirst() }
            if let kept = bytes.first { out.append(kept) }
            bytes = bytes.dropFirst()
        }
        return String(decoding: out, as: UTF8.self)
    }
}
