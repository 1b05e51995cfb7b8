/// Header fields of a mail or a part: names in lower case, values unfolded.
struct MailHeaders: Sendable, Hashable {
    /// One field; `raw` is the value's bytes as they stand, line ends left out (RFC 5322 § 2.2.3).
    struct Field: Sendable, Hashable {
        let name: String
        fileprivate(set) var raw: [UInt8]

        /// One clean line; encoded words stay as they are.
        var value: String { SourceText.line(raw, limit: MailHeaders.fieldBytesMax) }
    }

    static let fieldBytesMax = 16 << 10

    private(set) var fields: [Field] = []
    private(set) var isCut = false

    /// The first one of a name.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// All of a name.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// The first one of a name as people read it: encoded words undone (RFC 2047).
    func text(_ name: String) -> String? {
        fields.first { $0.name == name }.map { SourceText.line(EncodedWords.undone($0.raw), limit: 4096) }
    }

    /// Headers up to the first empty line, and what stands behind it. A line that is no header is passed over; a line
    /// that begins with a delimiter of the parts around it has not come here.
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
            guard let last = fields.indices.last else { return }
            let room = MailHeaders.fieldBytesMax - fields[last].raw.count
            if line.count > room { isCut = true }
            return fields[last].raw.append(contentsOf: line.prefix(max(0, room)))
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        guard fields.count < MailParts.headersMax else { return isCut = true }
        // RFC 5322 § 4.5.8: an obsolete field may have blanks before its colon.
        var name = line[..<colon]
        while name.last == 0x20 || name.last == 0x09 { name = name.dropLast() }
        guard !name.isEmpty, name.count <= 128, name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return }
        let value = line[(colon + 1)...].prefix(MailHeaders.fieldBytesMax)
        fields.append(Field(name: String(decoding: name, as: UTF8.self).lowercased(), raw: Array(value)))
    }

    /// `Content-Type` (RFC 2045 § 5.1), `text/plain` when there is none.
    var type: MailType { MailType(field("content-type"), otherwise: "text/plain") }

    /// `Content-Disposition` (RFC 2183); an empty name when there is none.
    var disposition: MailType { MailType(field("content-disposition"), otherwise: "") }

    private func field(_ name: String) -> [UInt8]? { fields.first { $0.name == name }?.raw }
}

/// A media type or a disposition with its parameters; names in lower case.
struct MailType: Sendable, Hashable {
    var name: String
    var parameters: [String: String] = [:]

    /// Reads `name; parameter=value; …`, with comments left out.
    init(_ raw: [UInt8]?, otherwise: String) {
        name = otherwise
        guard let raw else { return }
        var scanner = MailParameters(raw)
        let stated = scanner.name()
        if !stated.isEmpty { name = stated }
        parameters = scanner.all()
    }
}
