package import Vocabulary

/// A mail before it is sealed: RFC 5322 header, RFC 2045/2046 parts. The same value always gives the same bytes.
package struct MailMessage: Sendable, Hashable {
    /// A file that goes with the message, base 64.
    package struct Attachment: Sendable, Hashable {
        /// Any text; written by RFC 2231 when it is not plain.
        package var name: String
        /// `application/json`, `text/csv`: type and subtype of letters, digits, `.`, `+`, `-`; anything else is sent as
        /// `application/octet-stream`.
        package var type: String
        package var bytes: [UInt8]

        package init(name: String, type: String, bytes: [UInt8]) {
            self.name = name
            self.type = type
            self.bytes = bytes
        }
    }

    /// Without angle brackets; stable between tries (invariant I3). Shape of a mailbox.
    package var id: String
    package var date: Instant
    package var fromName: String
    package var from: Mailbox
    package var to: Mailbox
    package var subject: String
    package var text: String
    /// Nil for a text-only message.
    package var html: String?
    package var language: Language
    /// Message-ID of the message this one follows (a reminder), without angle brackets.
    package var follows: String?
    package var attachments: [Attachment] = []
    /// It answers a message that came (RFC 3834): it says so, and leaves with the null path, so that no program's
    /// answer to it finds anybody.
    package var isAnswer = false

    package init(
        id: String, date: Instant, fromName: String, from: Mailbox, to: Mailbox, subject: String, text: String,
        html: String?, language: Language
    ) {
        self.id = id
        self.date = date
        self.fromName = fromName
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.language = language
    }

    /// The bytes that leave, with their envelope. At most 10 MiB.
    /// - Throws: `.badMessageID` or `.tooLarge`; both are ours to mend, nothing was sent.
    package func sealed() throws(NotifyFailure) -> SealedMessage {
        guard Mailbox(id) != nil, follows.map({ Mailbox($0) != nil }) ?? true else {
            throw NotifyFailure(.badMessageID, context: SafeText.line(id, limit: 80))
        }
        var out = Array(header().utf8)
        out += body()
        guard out.count <= 10 << 20 else { throw NotifyFailure(.tooLarge, context: "\(out.count) bytes") }
        return SealedMessage(id: id, sender: isAnswer ? "" : from.text, recipient: to.text, bytes: out)
    }

    private func header() -> String {
        var lines = [
            "Date: " + MailMessage.dateText(date),
            "From: " + mailboxHeader(fromName, from, used: 6),
            "To: <\(to)>",
            "Message-ID: <\(id)>",
            "Subject: " + EncodedWord.fold(SafeText.line(subject, limit: 400), used: 9),
        ]
        if let follows { lines += ["In-Reply-To: <\(follows)>", "References: <\(follows)>"] }
        lines += [
            // RFC 3834 § 5: no vacation reply comes back to a machine.
            "Auto-Submitted: " + (isAnswer ? "auto-replied" : "auto-generated"),
            "Content-Language: \(language.rawValue)",
            "MIME-Version: 1.0",
        ]
        return lines.map { $0 + "\r\n" }.joined()
    }

    private func body() -> [UInt8] {
        let plain = MailMessage.part("text/plain; charset=utf-8", Array(MailMessage.crlf(text).utf8))
        var inner = plain
        if let html {
            let rich = MailMessage.part("text/html; charset=utf-8", Array(MailMessage.crlf(html).utf8))
            inner = multipart("alternative", [plain, rich])
        }
        if attachments.isEmpty { return inner }
        return multipart("mixed", [inner] + attachments.map(MailMessage.part))
    }

    /// Parts are base 64, in which `--` cannot stand, so no boundary can appear in one.
    private func multipart(_ kind: String, _ parts: [[UInt8]]) -> [UInt8] {
        let letters = id.utf8.filter { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) }
        let boundary = "=_\(kind)_" + String(decoding: letters.prefix(48), as: UTF8.self)
        var out = Array("Content-Type: multipart/\(kind);\r\n boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for part in parts { out += Array("--\(boundary)\r\n".utf8) + part }
        return out + Array("--\(boundary)--\r\n".utf8)
    }

    private static func part(_ type: String, _ bytes: [UInt8]) -> [UInt8] {
        Array("Content-Type: \(type)\r\nContent-Transfer-Encoding: base64\r\n\r\n".utf8)
            + EncodedWord.base64Lines(bytes)
    }

    private static func part(_ attachment: Attachment) -> [UInt8] {
        let halves = attachment.type.split(separator: "/", omittingEmptySubsequences: false)
        let isType = halves.count == 2 && halves.allSatisfy { half in
            (1...60).contains(half.utf8.count) && half.utf8.allSatisfy { isTokenByte($0) }
        }
        let type = isType ? attachment.type : "application/octet-stream"
        return Array("Content-Disposition: attachment;\r\n \(fileName(attachment.name))\r\n".utf8)
            + part(type, attachment.bytes)
    }

    /// RFC 2231 § 3–4: `filename="…"` when plain, else `filename*0*=UTF-8''…` in pieces that fit a line.
    private static func fileName(_ name: String) -> String {
        let line = SafeText.line(name, limit: 200)
        if !line.isEmpty, line.utf8.count <= 60, line.utf8.allSatisfy({ isTokenByte($0) }) {
            return "filename=\"\(line)\""
        }
        var pieces: [String] = []
        var piece = "UTF-8''"
        for byte in (line.isEmpty ? "file" : line).utf8 {
            if piece.utf8.count > 54 {
                pieces.append(piece)
                piece = ""
            }
            piece += isTokenByte(byte) ? String(Unicode.Scalar(byte)) : "%" + Hex.encode([byte]).uppercased()
        }
        pieces.append(piece)
        return pieces.enumerated().map { "filename*\($0.offset)*=\($0.element)" }.joined(separator: ";\r\n ")
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-._+".utf8.contains(byte)
    }

    private func mailboxHeader(_ name: String, _ mailbox: Mailbox, used: Int) -> String {
        let clean = SafeText.line(name, limit: 120)
        if clean.isEmpty { return "<\(mailbox)>" }
        // RFC 5322 § 3.2.5: words of letters and digits are a phrase as they stand; all else becomes encoded words.
        let isPhrase = clean.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x20
        }
        let phrase = isPhrase && clean.utf8.count <= 60 ? clean : EncodedWord.fold(clean, used: used, always: true)
        return phrase + "\r\n <\(mailbox)>"
    }

    /// RFC 5322 § 3.3, in UTC.
    static func dateText(_ instant: Instant) -> String {
        let (year, month, day) = instant.day.civil
        let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][instant.day.weekday - 1]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let time = instant.description.dropFirst(11).prefix(8)
        return "\(weekday), \(day) \(months[month - 1]) \(year) \(time) +0000"
    }

    /// Every line end as CRLF, and one at the end.
    private static func crlf(_ text: String) -> String {
        var out: [UInt8] = []
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0A, previous != 0x0D { out.append(0x0D) }
            if previous == 0x0D, byte != 0x0A { out.append(0x0A) }
            out.append(byte)
            previous = byte
        }
        if previous == 0x0D { out.append(0x0A) }
        if previous != 0x0A && previous != 0x0D { out += [0x0D, 0x0A] }
        return String(decoding: out, as: UTF8.self)
    }
}
