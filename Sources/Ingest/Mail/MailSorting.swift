import Vocabulary

/// Says by a mail's headers and parts what wrote it, and whether a program may answer it.
///
/// Source: RFC 3834 §§ 2, 4, 5 (automatic answers), RFC 3464 (delivery status), RFC 2919, RFC 2369 (lists), RFC 5965;
/// `Precedence`, `X-Auto-Response-Suppress`, `X-Autoreply` and `X-Loop` as mailers use them.
struct MailSorting {
    let author: MailStatement.Author
    /// Nil when no program may answer.
    let answerTo: String?
    let returned: MailStatement.Returned?

    init(_ mail: MailParts) {
        let headers = mail.headers
        let path = headers.raw("return-path").map { MailAddress($0).mailbox }
        let from = headers.raw("from").flatMap { MailAddress($0).mailbox }
        returned = MailSorting.returned(mail)
        let isReport = mail.type.name == "multipart/report"
        let isNull = path == .some(nil)
        if returned != nil || isReport && mail.type.parameters["report-type"]?.lowercased() == "delivery-status" {
            author = .relay
        } else if mail.parts.contains(where: { $0.headers.type.name == "message/feedback-report" })
            || XARFText.part(of: mail) != nil || headers["x-xarf"] != nil
        {
            author = .reporter
        } else if MailSorting.isSpam(headers) {
            author = .spam
        } else if MailSorting.isAutomatic(headers) || isReport || isNull {
            author = .automatic
        } else if headers["auto-submitted"] != nil, !MailSorting.says(headers, "auto-submitted", ["no"]) {
            author = .machine
        } else {
            author = MailSorting.isBulk(headers) ? .bulk : .person
        }
        let isAnswerable = author == .person && headers["x-loop"] == nil && !MailSorting.suppressesAnswers(headers)
        let to = path ?? from
        answerTo = isAnswerable ? to.flatMap { MailSorting.isRole($0) ? nil : $0 } : nil
    }

    private static func isAutomatic(_ headers: MailHeaders) -> Bool {
        if says(headers, "auto-submitted", ["auto-replied", "auto-notified"]) { return true }
        if headers["x-autoreply"] != nil || headers["x-autorespond"] != nil || headers["x-auto-reply"] != nil {
            return true
        }
        return says(headers, "precedence", ["auto_reply", "auto-reply"])
    }

    /// Whether a field's first word is one of these; a parameter may follow (RFC 3834 § 5).
    private static func says(_ headers: MailHeaders, _ name: String, _ words: [String]) -> Bool {
        guard let value = headers[name] else { return false }
        return words.contains(String(value.lowercased().prefix { $0 != ";" && $0 != " " }))
    }

    private static func isBulk(_ headers: MailHeaders) -> Bool {
        says(headers, "precedence", ["bulk", "list", "junk"])
            || ["list-id", "list-unsubscribe", "list-post", "list-help"].contains { headers[$0] != nil }
    }

    private static func suppressesAnswers(_ headers: MailHeaders) -> Bool {
        guard let words = headers["x-auto-response-suppress"]?.lowercased() else { return false }
        return words.split(separator: ",").contains { ["all", "autoreply", "oof"].contains($0.trimmingBlanks) }
    }

    /// What the site's own filter says; an answer would go to somebody whose name was forged.
    private static func isSpam(_ headers: MailHeaders) -> Bool {
        headers["x-spam-flag"]?.lowercased() == "yes" || headers["x-spam-status"]?.lowercased().hasPrefix("yes") == true
    }

    /// Mailboxes behind which no person reads (RFC 3834 § 2, RFC 2142).
    private static func isRole(_ mailbox: String) -> Bool {
        let local = mailbox.prefix { $0 != "@" }.lowercased()
        return ["mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply"].contains(local)
            || local.hasPrefix("owner-") || local.hasSuffix("-request") || local.hasPrefix("bounce")
    }

    /// What a delivery status notification says of the message whose header it returns (RFC 3464, RFC 6522).
    private static func returned(_ mail: MailParts) -> MailStatement.Returned? {
        guard let status = mail.parts.first(where: { $0.headers.type.name == "message/delivery-status" }),
            let original = mail.parts.first(where: {
                ["message/rfc822", "text/rfc822-headers", "message/global-headers"].contains($0.headers.type.name)
            })
        else { return nil }
        let (header, _) = MailHeaders.read(original.undone().bytes[...])
        guard let id = messageIDs(header.raw("message-id") ?? []).first else { return nil }
        var actions: [String] = []
        var texts: [String] = []
        // Groups of fields, an empty line between them: first of the message, then of each recipient.
        var rest = status.undone().bytes[...]
        while !rest.isEmpty, actions.count < 100 {
            let (fields, more) = MailHeaders.read(rest)
            if let action = fields["action"] { actions.append(action.lowercased()) }
            texts += [fields["status"], fields["diagnostic-code"]].compactMap { $0 }
            rest = more
        }
        let to = header.raw("to").flatMap { MailAddress($0).mailbox }
        return MailStatement.Returned(
            messageID: id, recipient: to, isFailure: !actions.isEmpty && actions.allSatisfy { $0 == "failed" },
            text: SourceText.line(texts.joined(separator: " "), limit: 200))
    }

    /// The ids between angle brackets, in order; at most 50, each of at most 250 bytes.
    static func messageIDs(_ raw: [UInt8]) -> [String] {
        var found: [String] = []
        var rest = raw[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "<")), found.count < 50 {
            guard let end = rest[open...].firstIndex(of: UInt8(ascii: ">")) else { break }
            let id = rest[(open + 1)..<end]
            rest = rest[(end + 1)...]
            guard (3...250).contains(id.count), id.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3C }) else {
                continue
            }
            found.append(String(decoding: id, as: UTF8.self))
        }
        return found
    }
}
