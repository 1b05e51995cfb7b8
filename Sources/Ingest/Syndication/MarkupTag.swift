/// A start tag as it stands between `<` and `>`; valid only as long as the bytes are.
struct MarkupTag {
    /// With its prefix.
    let name: UnsafeBufferPointer<UInt8>
    /// Whether the element ends with its tag.
    let isEmpty: Bool
    private let rest: UnsafeBufferPointer<UInt8>
    private let isDeclared: Bool

    /// - Parameter isDeclared: what values are that are not UTF-8 (``MarkupEncoding/text(_:isDeclared:)``).
    init(_ inside: UnsafeBufferPointer<UInt8>, isDeclared: Bool) {
        isEmpty = inside.last == UInt8(ascii: "/")
        let body = UnsafeBufferPointer(rebasing: inside.dropLast(isEmpty ? 1 : 0))
        let end = body.firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: "/") } ?? body.count
        name = UnsafeBufferPointer(rebasing: body[..<end])
        rest = UnsafeBufferPointer(rebasing: body[end...])
        self.isDeclared = isDeclared
    }

    /// Attributes by name; the first of several of one name counts. One without quotes is read as meant.
    var attributes: [String: String] {
        var found: [String: String] = [:]
        var at = 0
        while at < rest.count {
            skipSpace(&at)
            let start = at
            while at < rest.count, rest[at] > 0x20, rest[at] != UInt8(ascii: "=") { at += 1 }
            let name = start..<at
            skipSpace(&at)
            guard at < rest.count, rest[at] == UInt8(ascii: "=") else { continue }
            at += 1
            skipSpace(&at)
            let value = value(&at)
            if !name.isEmpty {
                let key = String(decoding: UnsafeBufferPointer(rebasing: rest[name]), as: UTF8.self)
                if found[key] == nil { found[key] = MarkupEncoding.text(value, isDeclared: isDeclared) }
            }
        }
        return found
    }

    private func skipSpace(_ at: inout Int) {
        while at < rest.count, rest[at] <= 0x20 { at += 1 }
    }

    private func value(_ at: inout Int) -> [UInt8] {
        let quote: UInt8? = at < rest.count && (rest[at] == 0x22 || rest[at] == 0x27) ? rest[at] : nil
        if quote != nil { at += 1 }
        let start = at
        while at < rest.count, quote.map({ rest[at] != $0 }) ?? (rest[at] > 0x20) { at += 1 }
        var out: [UInt8] = []
        MarkupReferences.resolve(UnsafeBufferPointer(rebasing: rest[start..<at]), into: &out)
        if quote != nil, at < rest.count { at += 1 }
        // XML 1.0 § 3.3.3: white space in a value is spaces; other controls are nothing.
        return out.compactMap { $0 >= 0x20 ? $0 : $0 == 0x09 || $0 == 0x0A || $0 == 0x0D ? 0x20 : nil }
    }
}

/// References in the text of a document.
enum MarkupReferences {
    /// Appends the text with each reference resolved once. What names no character stays as written, as publishers mean
    /// it: a bare `&`, a query's `&x=1`.
    static func resolve(_ bytes: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        var at = 0
        while let place = MarkupTokens.find(UInt8(ascii: "&"), bytes, at) {
            out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[at..<place]))
            at = reference(bytes, place, into: &out)
        }
        out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[at...]))
    }

    private static func reference(
        _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, into out: inout [UInt8]
    ) -> Int {
        guard let (name, end) = MarkupCharacter.reference(bytes, at), let scalar = scalar(name) else {
            out.append(UInt8(ascii: "&"))
            return at + 1
        }
        switch scalar.value {
        case 0..<0x20: out.append(0x20)
        case 0x20..<0x80: out.append(UInt8(truncatingIfNeeded: scalar.value))
        // XML 1.0 § 2.2: no characters.
        case 0xFFFE, 0xFFFF: break
        default: out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        return end
    }

    /// XML has one name more than HTML 4 (XML 1.0 § 4.6).
    private static func scalar(_ name: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
        name.elementsEqual("apos".utf8) ? "'" : MarkupCharacter.scalar(name)
    }
}
