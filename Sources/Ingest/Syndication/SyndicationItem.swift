import Foundation
import Vocabulary

/// One item of a feed as it was written, before it becomes a report.
struct SyndicationItem {
    /// Content of the elements we read, by role; the first one that is not empty wins.
    var texts: [Role: String] = [:]
    var links: [String] = []
    var language: String?
    /// When the feed says it was made, where it says so before the item.
    var stated: Instant?

    enum Role: Hashable { case id, title, summary, content, published, updated, language }
}

/// An element of an item whose text is being gathered.
struct SyndicationField {
    /// Bytes of a text that are kept.
    static let bytesMax = 256 << 10

    let role: SyndicationItem.Role?
    let isLink: Bool
    /// Elements around it, itself included.
    let depth: Int
    private let isBase64: Bool
    /// Its elements are markup themselves, so that a `<` in their text is no tag (RFC 4287 § 3.1.1.3).
    private let isXHTML: Bool
    private var bytes: [UInt8] = []

    /// Atom 0.3 says `mode="base64"`; Atom 1.0 means it by a media type that is no text (RFC 4287 § 4.1.3.3).
    init(_ role: SyndicationItem.Role?, isLink: Bool = false, depth: Int, _ attributes: [String: String]) {
        self.role = role
        self.isLink = isLink
        self.depth = depth
        let type = attributes["type"]?.lowercased() ?? "text"
        let isText = !type.utf8.contains(UInt8(ascii: "/")) || type.hasPrefix("text/") || type.hasSuffix("xml")
        isBase64 = attributes["mode"] == "base64" || ((role == .content || role == .summary) && !isText)
        isXHTML = type.hasSuffix("xhtml") || type.hasPrefix("application/xhtml")
    }

    /// A break between the elements within the text.
    mutating func separate() { keep { $0.append(0x20) } }

    /// The next piece of text, which stands within so many elements.
    mutating func take(_ text: UnsafeBufferPointer<UInt8>, at depth: Int) {
        guard isXHTML, depth > self.depth else { return keep { MarkupReferences.resolve(text, into: &$0) } }
        var plain: [UInt8] = []
        MarkupReferences.resolve(text, into: &plain)
        keep { out in
            for byte in plain {
                switch byte {
                case UInt8(ascii: "&"): out += "&amp;".utf8
                case UInt8(ascii: "<"): out += "&lt;".utf8
                default: out.append(byte)
                }
            }
        }
    }

    /// The next piece of a CDATA section.
    mutating func takeLiteral(_ text: UnsafeBufferPointer<UInt8>) { keep { $0.append(contentsOf: text) } }

    private mutating func keep(_ append: (inout [UInt8]) -> Void) {
        guard bytes.count < SyndicationField.bytesMax else { return }
        append(&bytes)
        if bytes.count > SyndicationField.bytesMax { bytes.removeLast(bytes.count - SyndicationField.bytesMax) }
    }

    /// The text, without blanks around it; empty when there is none.
    func value(isDeclared: Bool) -> String {
        let text = MarkupEncoding.text(SyndicationField.cleaned(bytes), isDeclared: isDeclared)
        guard isBase64 else { return text }
        let packed = text.filter { !$0.isWhitespace }
        return Data(base64Encoded: packed).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Without blanks at the ends and without the controls that XML has not (§ 2.2); line ends are line feeds (§ 2.11).
    /// A character that the limit cut in two is left out.
    private static func cleaned(_ bytes: [UInt8]) -> [UInt8] {
        var body = bytes[...]
        if bytes.count == bytesMax {
            while let last = body.last, last & 0xC0 == 0x80 { body.removeLast() }
            if let last = body.last, last >= 0xC0 { body.removeLast() }
        }
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        body = body.drop(while: isBlank)
        while let last = body.last, isBlank(last) { body.removeLast() }
        let isClean = body.allSatisfy { $0 >= 0x20 || $0 == 0x0A || $0 == 0x09 }
        if isClean { return body.count == bytes.count ? bytes : Array(body) }
        var out: [UInt8] = []
        out.reserveCapacity(body.count)
        for (index, byte) in zip(body.indices, body) {
            switch byte {
            case 0x0D: if index + 1 == body.endIndex || body[index + 1] != 0x0A { out.append(0x0A) }
            case 0..<0x20 where byte != 0x09 && byte != 0x0A: break
            default: out.append(byte)
            }
        }
        return out
    }
}
