import Crypto
import Vocabulary

/// Reads one mail of a mailbox for people: what a person says becomes a statement, a report of abuse becomes rows.
///
/// What becomes of a statement (a report with a number, a note in a case, a delivery that bounced, nothing) is decided
/// where it is known what it answers (`Storage`).
package struct MailReader: DocumentReader {
    private static let bytesMax = 64 << 20

    private let context: DocumentContext
    private var document: GatheredDocument

    package init(context: DocumentContext) {
        self.context = context
        document = GatheredDocument(limit: min(MailReader.bytesMax, context.feed.limits.itemBytesMax))
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) { document.append(bytes) }

    package mutating func finish(into batch: inout ReadBatch) {
        guard !document.isOverLimit else {
            return reject(.overLimit, "a mail of more than \(MailReader.bytesMax) bytes", into: &batch)
        }
        guard document.bytes.contains(where: { $0 > 0x20 }) else {
            return reject(.truncated, "the document is empty", into: &batch)
        }
        let mail = MailParts(document.bytes)
        guard !mail.headers.fields.isEmpty else {
            return reject(.notThisFormat, "the document has no header of a mail", into: &batch)
        }
        var statement = MailStatement(mail, document.bytes, received: context.received)
        if statement.author == .reporter {
            var reader = FeedbackReader(context: context)
            // It says that it reports abuse and holds nothing that says so: for a person to read.
            if !reader.take(mail, into: &batch) { statement.author = .machine }
        }
        if mail.isCut {
            let message = "the mail has more than \(MailParts.partsMax) parts or \(MailParts.levelsMax) levels; "
                + "the rest is kept unread"
            reject(.overLimit, message, into: &batch)
        }
        batch.statedTime = batch.statedTime ?? context.received
        batch.mails.append(statement)
    }

    private func reject(_ reason: Reject.Reason, _ message: String, into batch: inout ReadBatch) {
        batch.rejects.append(Reject(reason, place: context.name, message: message))
    }
}

extension MailStatement {
    init(_ mail: MailParts, _ bytes: [UInt8], received: Instant) {
        let headers = mail.headers
        let sorting = MailSorting(mail)
        let id = headers.raw("message-id").flatMap { MailSorting.messageIDs($0).first }
        var hash = SHA256()
        let whole = SHA256.hash(data: bytes)
        // Without a Message-ID two people may well write the same words.
        hash.update(data: id.map { Array($0.utf8) } ?? Array(whole))
        hash.update(data: [0])
        mail.body.withUnsafeBytes { hash.update(bufferPointer: $0) }
        // Proof: SHA-256 has the 32 bytes that a digest takes.
        guard let identity = Vocabulary.Digest(bytes: hash.finalize()), let digest = Vocabulary.Digest(bytes: whole)
        else { preconditionFailure("SHA-256 has 32 bytes") }
        self.identity = identity
        self.digest = digest
        messageID = id
        author = sorting.author
        answerTo = sorting.answerTo
        returned = sorting.returned
        from = headers.raw("from").flatMap { MailAddress($0).mailbox }
        let answered = ["in-reply-to", "references"].flatMap { MailSorting.messageIDs(headers.raw($0) ?? []) }
        var seen: Set<String> = []
        refersTo = Array(answered.filter { seen.insert($0).inserted }.suffix(50))
        let subject = headers.text("subject") ?? ""
        numbers = MailStatement.numbers(in: subject)
        let body = MailBody(mail)
        language = MailStatement.language(headers, subject + "\n" + body.text)
        report = MailStatement.words(headers, subject, body, digest, at: received)
    }

    private static func words(
        _ headers: MailHeaders, _ subject: String, _ body: MailBody, _ digest: Vocabulary.Digest, at received: Instant
    ) -> PersonalReport {
        let firstLine = body.text.split(separator: "\n").first { !$0.trimmingBlanks.isEmpty }.map(String.init)
        var title = subject.trimmingBlanks
        if title.isEmpty { title = firstLine.map { SourceText.line($0, limit: 120) } ?? "" }
        if title.isEmpty { title = "(a mail without subject and text)" }
        let sender = headers.raw("from").map { MailAddress($0) }
        let contact = [sender?.name ?? "", sender?.mailbox.map { "<\($0)>" } ?? ""].filter { !$0.isEmpty }
        var text = body.text
        if let encryption = body.encryption { text = encryption.sentence + (text.isEmpty ? "" : "\n\n" + text) }
        var report = PersonalReport(
            id: "", title: title, text: text, tlp: label(in: subject + "\n" + String(body.text.prefix(2000))),
            contact: contact.isEmpty ? nil : SourceText.line(contact.joined(separator: " "), limit: 200), at: received)
        report.attachments = body.attachments
        report.encryption = body.encryption
        report.original = digest
        return report
    }

    /// The strictest label that stands there; AMBER+STRICT where none does, RED where one is none of ours.
    static func label(in text: String) -> TLP {
        var found: TLP?
        var rest = Substring(text.uppercased())
        while let place = rest.firstRange(of: "TLP:") {
            rest = rest[place.upperBound...].drop { $0 == " " }
            let word = rest.prefix { $0.isASCII && ($0.isLetter || $0 == "+") }
            let label = TLP(label: word) ?? .red
            found = found?.strictest(label) ?? label
        }
        return found ?? .amberStrict
    }

    /// Numbers of ours, as people write them into a subject.
    static func numbers(in subject: String) -> [SpokenNumber] {
        subject.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")) }.prefix(100)
            .compactMap { SpokenNumber($0) }
    }

    /// By letters that only one of our languages has, else what the mail itself says.
    private static func language(_ headers: MailHeaders, _ text: String) -> Language? {
        var (schwa, cyrillic, latin) = (false, 0, 0)
        for scalar in text.unicodeScalars.prefix(20_000) {
            switch scalar.value {
            case 0x0259, 0x018F: schwa = true
            case 0x0400...0x04FF: cyrillic += 1
            case 0x41...0x5A, 0x61...0x7A: latin += 1
            default: break
            }
        }
        if schwa { return .az }
        if cyrillic > latin { return .ru }
        let stated = headers["content-language"] ?? headers["accept-language"] ?? ""
        return Language(rawValue: String(stated.lowercased().prefix(2)))
    }
}
