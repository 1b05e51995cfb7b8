/// Looks over an XML document in UTF-8 before a parser sees it.
///
/// FoundationXML's parser expands entities and takes quadratic time on tags with very many attributes; neither has a
/// place in a feed, so that such a document is refused whole.
enum MarkupScreening {
    static let tagBytesMax = 64 << 10
    static let attributesMax = 256

    /// Why the document is not handed to the parser; nil when it may be.
    static func objection(to bytes: [UInt8]) -> (offset: Int, message: String)? {
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
