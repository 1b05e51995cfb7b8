/// The parts of one mail that hold content, in their order.
///
/// Bounded: parts, levels and headers; what is beyond is left out and `isCut` says so. A mail within the mail
/// (`message/rfc822`) is content and not opened: what somebody complains about is not what he says. What is broken is
/// read as far as it goes: a `multipart` without a boundary is one part, one without its end ends with the mail.
/// Source: RFC 5322 § 2.2 (headers), RFC 2045 § 5, § 6 (types, encodings), RFC 2046 § 5.1 (multipart).
struct MailParts {
    static let partsMax = 100
    static let levelsMax = 8
    static let headersMax = 1000

    private(set) var headers = MailHeaders()
    /// What stands behind the headers.
    private(set) var body: ArraySlice<UInt8> = []
    private(set) var parts: [MailPart] = []
    private(set) var isCut = false

    init(_ bytes: [UInt8]) {
        (headers, body) = MailHeaders.read(bytes[...])
        isCut = headers.isCut
        take(headers, body, level: 0, within: "")
    }

    /// `multipart/report; report-type=feedback-report` as `("multipart/report", ["report-type": "feedback-report"])`.
    var type: MailType { headers.type }

    private mutating func take(
        _ headers: MailHeaders, _ body: ArraySlice<UInt8>, level: Int, within container: String
    ) {
        let type = headers.type
        guard type.name.hasPrefix("multipart/"), let boundary = type.parameters["boundary"], !boundary.isEmpty else {
            guard parts.count < MailParts.partsMax else { return isCut = true }
            return parts.append(MailPart(headers: headers, body: body, container: container))
        }
        guard level < MailParts.levelsMax else { return isCut = true }
        for piece in MailParts.split(body, at: Array("--".utf8) + Array(boundary.utf8)) {
            let (inner, content) = MailHeaders.read(piece)
            if inner.isCut { isCut = true }
            take(inner, content, level: level + 1, within: type.name)
            if parts.count >= MailParts.partsMax { return isCut = true }
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
struct MailPart: Sendable {
    let headers: MailHeaders
    /// As it stands in the mail.
    let body: ArraySlice<UInt8>
    /// The type of the multipart around it; empty for the mail itself.
    let container: String

    /// The content with its transfer encoding undone; nil when it breaks its encoding.
    var content: [UInt8]? {
        let undone = undone()
        return undone.isWhole ? undone.bytes : nil
    }

    /// The same as far as it goes.
    func undone() -> TransferEncoding.Undone { TransferEncoding.undone(body, named: encoding) }

    private var encoding: String {
        String((headers["content-transfer-encoding"] ?? "").lowercased().prefix { $0 != " " && $0 != ";" })
    }

    /// The name that its sender gave it, without folders; nil when it has none.
    var fileName: String? {
        let stated = headers.disposition.parameters["filename"] ?? headers.type.parameters["name"]
        let last = stated?.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        return last.isEmpty ? nil : SourceText.line(last, limit: 255)
    }

    /// Its text in UTF-8, as far as it can be read; for parts of type `text`.
    func text() -> [UInt8] { MailCharset.utf8(undone().bytes, named: headers.type.parameters["charset"]) }
}
