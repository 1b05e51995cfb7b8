import Vocabulary

/// Reads mails that report abuse: ARF (`multipart/report; report-type=feedback-report`), and X-ARF as such a mail's
/// JSON part, or as the text part of its first versions.
///
/// A mail becomes a row for the address that sent the reported message and for each domain and web address reported in
/// it. To whom the message went is left out of the evidence, which goes to third parties.
/// Source: RFC 5965 § 2, § 3 (fields), RFC 6591 (`auth-failure`), RFC 6430 (`not-spam`).
package struct FeedbackReader: DocumentReader {
    private static let bytesMax = 16 << 20

    private let context: DocumentContext
    private var document: GatheredDocument
    private var rows: IndicatorRows

    package init(context: DocumentContext) {
        self.context = context
        document = GatheredDocument(limit: min(FeedbackReader.bytesMax, context.feed.limits.itemBytesMax))
        rows = IndicatorRows(context: context)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) { document.append(bytes) }

    package mutating func finish(into batch: inout ReadBatch) {
        guard !document.isOverLimit else {
            return reject(.overLimit, "a mail of more than \(FeedbackReader.bytesMax) bytes", into: &batch)
        }
        guard document.bytes.contains(where: { $0 > 0x20 }) else {
            return reject(.truncated, "the document is empty", into: &batch)
        }
        if take(MailParts(document.bytes), into: &batch) { return }
        let message = "the mail has no `message/feedback-report`, no `application/json` part and no X-ARF text"
        reject(.notThisFormat, message, into: &batch)
    }

    /// Reads a mail that is at hand; false when it reports no abuse.
    mutating func take(_ mail: MailParts, into batch: inout ReadBatch) -> Bool {
        if let json = mail.parts.first(where: { $0.headers.type.name == "application/json" }) {
            readXARF(json, into: &batch)
        } else if let part = mail.parts.first(where: { $0.headers.type.name == "message/feedback-report" }) {
            readFeedback(part, of: mail, into: &batch)
        } else if let part = XARFText.part(of: mail) {
            readText(part, into: &batch)
        } else {
            return false
        }
        return true
    }

    private mutating func readText(_ part: MailPart, into batch: inout ReadBatch) {
        guard part.content != nil else {
            return reject(.encoding, "the X-ARF report breaks its transfer encoding", into: &batch)
        }
        do {
            let report = try XARFText(part.text())
            report.evidence.withUnsafeBytes { raw in
                rows.take(raw, place: context.name, at: 0, into: &batch) { _ in
                    IndicatorRow(text: Array(report.place.utf8), at: report.at, condition: report.meaning)
                }
            }
            DateDoubting.state(report.at, received: context.received, in: &batch)
        } catch {
            reject(error.reason, error.message, into: &batch)
        }
    }

    private mutating func readXARF(_ part: MailPart, into batch: inout ReadBatch) {
        guard let content = part.content else {
            return reject(.encoding, "the JSON part breaks its transfer encoding", into: &batch)
        }
        var inner = context
        inner.name = context.name + ": JSON part"
        var reader = XARFReader(context: inner)
        content.withUnsafeBytes { reader.push($0, into: &batch) }
        reader.finish(into: &batch)
    }

    private mutating func readFeedback(_ part: MailPart, of mail: MailParts, into batch: inout ReadBatch) {
        guard let content = part.content else {
            return reject(.encoding, "the feedback report breaks its transfer encoding", into: &batch)
        }
        do {
            let report = try Feedback(content[...])
            let time = report.arrival ?? mail.headers["date"].flatMap { MailDate.read($0) }
            report.evidence.withUnsafeBytes { raw in
                for (text, meaning) in report.places {
                    rows.take(raw, place: context.name, at: 0, into: &batch, isSecret: text.isEmpty) { _ in
                        IndicatorRow(text: Array(text.utf8), at: time, condition: meaning)
                    }
                }
            }
            DateDoubting.state(time, received: context.received, in: &batch)
        } catch {
            reject(error.reason, error.message, into: &batch)
        }
    }

    private func reject(_ reason: Reject.Reason, _ message: String, into batch: inout ReadBatch) {
        batch.rejects.append(Reject(reason, place: context.name, message: message))
    }
}

/// The machine-readable part of an ARF mail (RFC 5965 § 3).
struct Feedback {
    /// When the reported message arrived.
    let arrival: Instant?
    /// What is reported and what that means; one empty text when nothing is named, none when it is no complaint.
    let places: [(String, Condition)]
    /// The fields as they stand, without those that name who complained.
    let evidence: [UInt8]

    private static let placesMax = 1000
    /// § 3.1: exactly once.
    private static let required = ["feedback-type", "user-agent", "version"]
    /// § 3.2: at most once.
    private static let single = [
        "original-envelope-id", "original-mail-from", "arrival-date", "received-date", "reporting-mta", "source-ip",
        "incidents",
    ]
    private static let complainants = ["original-rcpt-to", "original-envelope-id", "reporting-mta"]

    init(_ content: ArraySlice<UInt8>) throws(IndicatorRows.Refusal) {
        let (headers, _) = MailHeaders.read(content)
        for name in Feedback.required where headers[name] == nil {
            throw IndicatorRows.Refusal(.missingField, "the feedback report has no `\(name)`")
        }
        for name in Feedback.required + Feedback.single where headers.all(name).count > 1 {
            throw IndicatorRows.Refusal(.duplicateKey, "the feedback report has `\(name)` more than once")
        }
        let source = headers["source-ip"].map { $0.prefix { $0 != " " && $0 != "(" } }
        if let source, IPAddress(source) == nil {
            throw IndicatorRows.Refusal(.badValue, "`source-ip` is no IPv4 or IPv6 address")
        }
        let stated = headers["arrival-date"] ?? headers["received-date"]
        arrival = stated.flatMap { MailDate.read($0) }
        if stated != nil, arrival == nil {
            throw IndicatorRows.Refusal(.badValue, "`arrival-date` is no date of a mail")
        }
        let kind = headers["feedback-type"]?.lowercased() ?? ""
        var found: [(String, Condition)] = []
        if let meaning = Feedback.meaning(kind) {
            if let source { found.append((String(source), meaning.sender)) }
            let named = headers.all("reported-uri") + headers.all("reported-domain")
            for text in named.prefix(Feedback.placesMax) where IndicatorText.read(text.utf8) != nil {
                if !found.contains(where: { $0.0 == text }) { found.append((text, meaning.content)) }
            }
            if found.isEmpty, let first = named.first {
                let shown = MemberScreening.shown(first.utf8.prefix(60))
                throw IndicatorRows.Refusal(.badValue, "`\(shown)` is no address, web address or name to report")
            }
            if found.isEmpty { found = [("", meaning.sender)] }
        }
        places = found
        let shown = headers.fields.filter { !Feedback.complainants.contains($0.name) }
        evidence = Array(shown.map { "\($0.name): \($0.value)\n" }.joined().utf8)
    }

    /// § 7.3 and RFC 6591 § 3.1; a type not known is `other`. Nil where nobody complains: `not-spam`, `opt-out`.
    private static func meaning(_ kind: String) -> (sender: Condition, content: Condition)? {
        switch kind {
        case "not-spam", "opt-out": nil
        case "abuse": (XARFMeaning.spam, XARFMeaning.advertised)
        case "fraud": (IndicatorMeaning.phishing, IndicatorMeaning.phishing)
        case "virus": (IndicatorMeaning.distribution, IndicatorMeaning.distribution)
        case "auth-failure": (XARFMeaning.trademark, XARFMeaning.trademark)
        default: (IndicatorMeaning.malicious, IndicatorMeaning.malicious)
        }
    }
}
