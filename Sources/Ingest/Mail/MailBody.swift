import Crypto
import Vocabulary

/// What a mail says to a reader: its text, and a list of what hangs on it. Nothing of it is opened or run.
struct MailBody {
    /// Paragraphs of plain text, at most 16 KiB; HTML turned into text where there is nothing else.
    private(set) var text = ""
    private(set) var attachments: [ReportAttachment] = []
    /// By what it is encrypted, and so stays closed here.
    private(set) var encryption: ReportEncryption?

    private static let armour = "-----BEGIN PGP MESSAGE-----"

    init(_ mail: MailParts) {
        var plain: [String] = []
        var markup: [String] = []
        for part in mail.parts {
            let type = part.headers.type.name
            if let found = MailBody.encryption(part) { encryption = encryption ?? found }
            let isFile = part.fileName != nil || part.headers.disposition.name == "attachment"
            if !isFile, type == "text/plain" || type.hasPrefix("multipart/") {
                plain.append(SourceText.text(part.text()))
            } else if !isFile, type == "text/html" {
                markup.append(MailBody.plain(part.text()))
            } else if !(type == "application/pgp-signature" || type == "application/pkcs7-signature") {
                attachments.append(ReportAttachment(part))
            }
        }
        if plain.contains(where: { $0.hasPrefix(MailBody.armour) || $0.contains("\n" + MailBody.armour) }) {
            encryption = .openPGP
        }
        let shown = plain.filter { !$0.trimmingBlanks.isEmpty }
        text = MailBody.cut((shown.isEmpty ? markup : shown).joined(separator: "\n\n"))
    }

    /// RFC 3156 § 4 (OpenPGP), RFC 8551 § 3.3 (S/MIME).
    private static func encryption(_ part: MailPart) -> ReportEncryption? {
        let type = part.headers.type
        switch type.name {
        case "application/pgp-encrypted": return .openPGP
        case "application/pkcs7-mime", "application/x-pkcs7-mime":
            return type.parameters["smime-type"]?.lowercased() == "signed-data" ? nil : .sMIME
        default: return nil
        }
    }

    /// HTML is read so far; what it says there is more than is kept.
    private static let markupBytesMax = 1 << 20

    /// Lines stay lines: a block's end in HTML is one, everything else as in feeds.
    private static func plain(_ whole: [UInt8]) -> String {
        let markup = whole.prefix(markupBytesMax)
        var lines: [String] = []
        var begin = 0
        for (at, byte) in markup.enumerated() where byte == UInt8(ascii: "<") && endsLine(markup[at...]) {
            lines.append(line(markup[begin..<at]))
            begin = at
            if lines.count >= 10_000 { break }
        }
        lines.append(line(markup[begin...]))
        return lines.map(\.trimmingBlanks).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func line(_ markup: ArraySlice<UInt8>) -> String {
        MarkupText.plain(String(decoding: markup, as: UTF8.self), limit: SourceText.summaryMax)
    }

    private static func endsLine(_ tag: ArraySlice<UInt8>) -> Bool {
        let name = tag.dropFirst().prefix(6).map { $0 | 0x20 }
        let names = ["br", "p>", "p ", "/p", "div", "/div", "tr", "li", "h1", "h2", "h3"]
        return names.contains { name.starts(with: $0.utf8) }
    }

    private static func cut(_ text: String) -> String {
        SourceText.text(Array(text.utf8), limit: SourceText.summaryMax)
    }
}

extension ReportAttachment {
    init(_ part: MailPart) {
        let bytes = part.undone().bytes
        let type = SourceText.line(part.headers.type.name, limit: 120)
        self.init(
            name: part.fileName ?? "", type: type, bytes: bytes.count, sha256: Hex.encode(SHA256.hash(data: bytes)))
    }
}
