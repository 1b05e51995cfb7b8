/// Brings the text of a mail into UTF-8 by the character set that it names.
enum MailCharset {
    private static let bytesMax = 64 << 20

    /// Nothing fails: without a name UTF-8 where it is UTF-8, else Windows-1252; with one that nobody knows the same.
    /// UTF-7, in which markup can hide, is such a name.
    static func utf8(_ bytes: [UInt8], named name: String?) -> [UInt8] {
        let stated = name.map { SourceText.line($0, limit: 80) }?.lowercased() ?? ""
        let isASCIIOtherwise = stated.hasPrefix("utf-16") || stated.hasPrefix("utf-32") || stated.hasPrefix("iso-2022")
        if !isASCIIOtherwise, bytes.allSatisfy({ $0 < 0x80 }) { return bytes }
        return MarkupEncoding.utf8(bytes, named: stated, limit: bytesMax)
    }
}
