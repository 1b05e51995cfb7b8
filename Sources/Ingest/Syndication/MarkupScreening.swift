/// Looks over an XML document before a parser sees it.
///
/// FoundationXML's parser expands entities and takes quadratic time on tags with very many attributes; neither has a
/// place in a feed, so that such a document is refused whole.
enum MarkupScreening {
    static let tagBytesMax = 64 << 10
    static let attributesMax = 256

    /// Why the document is not handed to the parser; nil when it may be.
    static func objection(to bytes: [UInt8]) -> (offset: Int, message: String)? {
        let wide = wideObjection(to: bytes)
        if wide != nil { return wide }
        var at = 0
        while let open = find(0x3C, bytes, at) {
            at = open + 1
            guard at < bytes.count else { return nil }
            if bytes[at] == UInt8(ascii: "!") {
                if matches(bytes, at, "!--") {
                    guard let end = end(of: "-->", bytes, at + 3) else { return nil }
                    at = end
                } else if matches(bytes, at, "![CDATA[") {
                    guard let end = end(of: "]]>", bytes, at + 8) else { return nil }
                    at = end
                } else {
                    return (open, "a document type declaration; feeds need none, and entities in it can do harm")
                }
            } else {
                var equals = 0
                var quote: UInt8 = 0
                while at < bytes.count, quote != 0 || bytes[at] != 0x3E {
                    if quote != 0 {
                        if bytes[at] == quote { quote = 0 }
                    } else if bytes[at] == 0x22 || bytes[at] == 0x27 {
                        quote = bytes[at]
                    } else if bytes[at] == 0x3D {
                        equals += 1
                    }
                    at += 1
                    if at - open > tagBytesMax { return (open, "a tag longer than \(tagBytesMax) bytes") }
                    if equals > attributesMax { return (open, "a tag with more than \(attributesMax) attributes") }
                }
            }
        }
        return nil
    }

    /// In UTF-16 and UTF-32 a scan for ASCII bytes sees nothing; publishers of feeds use UTF-8 or a relative of ASCII.
    private static func wideObjection(to bytes: [UInt8]) -> (offset: Int, message: String)? {
        let head = bytes.prefix(4)
        let isWide = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) || head.contains(0)
        let isEBCDIC = head.starts(with: [0x4C, 0x6F, 0xA7, 0x94])
        guard isWide || isEBCDIC || declaresOther(bytes) else { return nil }
        return (0, "an encoding that is no relative of ASCII; accepted are UTF-8, ISO 8859 and Windows code pages")
    }

    /// Whether the XML declaration names an encoding in which tags can hide from a scan of bytes.
    private static func declaresOther(_ bytes: [UInt8]) -> Bool {
        let head = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
        guard let close = head.firstIndex(of: ">"), head.contains("<?xml") else { return false }
        let declaration = head[..<close]
        return ["utf-16", "utf-32", "utf-7", "ucs", "iso-10646", "ebcdic", "cp037", "ibm037", "iso-2022", "hz-gb"]
            .contains { declaration.contains($0) }
    }

    private static func find(_ byte: UInt8, _ bytes: [UInt8], _ from: Int) -> Int? {
        from < bytes.count ? bytes[from...].firstIndex(of: byte) : nil
    }

    private static func matches(_ bytes: [UInt8], _ at: Int, _ text: StaticString) -> Bool {
        guard at + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { bytes[at..<at + $0.count].elementsEqual($0) }
    }

    private static func end(of text: StaticString, _ bytes: [UInt8], _ from: Int) -> Int? {
        var at = from
        while at < bytes.count {
            if matches(bytes, at, text) { return at + text.utf8CodeUnitCount }
            at += 1
        }
        return nil
    }
}
