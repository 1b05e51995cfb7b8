/// The address of a mailbox: `imaps://host[:port]/MAILBOX`, or `imap://…` where TLS begins by STARTTLS (RFC 5092).
///
/// Without user and password: these stand in a file that is bound to the origin. The mailbox's name is sent as it
/// stands, so one beyond ASCII is written in IMAP's own UTF-7 (RFC 3501 § 5.1.3).
package struct MailboxLink: Sendable, Hashable {
    /// TLS from the first byte; else STARTTLS.
    package let isSecure: Bool
    /// Lower case; an IPv6 literal with its brackets.
    package let host: String
    package let port: Int
    /// `INBOX` when the address names none.
    package let mailbox: String

    /// Nil for everything else.
    package init?(_ text: String) {
        let isSecure = text.hasPrefix("imaps://")
        guard isSecure || text.hasPrefix("imap://"), text.utf8.count <= 1024 else { return nil }
        let rest = text.dropFirst(isSecure ? 8 : 7)
        let authority = rest.prefix { $0 != "/" }
        // The rules for a host are those of the web's addresses.
        guard let web = WebLink("https://\(authority)/"), !authority.contains("@") else { return nil }
        let name = rest.dropFirst(authority.count + 1)
        guard name.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C && $0 != 0x3B && $0 != 0x3F })
        else { return nil }
        self.isSecure = isSecure
        host = web.host
        port = web.port == 443 && !authority.hasSuffix(":443") ? (isSecure ? 993 : 143) : web.port
        mailbox = name.isEmpty ? "INBOX" : String(name)
    }

    /// What credentials are bound to: `imaps://host:port`.
    package var origin: String { "\(isSecure ? "imaps" : "imap")://\(host):\(port)" }

    /// The whole address, with its port.
    package var text: String { "\(origin)/\(mailbox)" }

    /// `host:port`, as the egress rule knows it.
    package var endpoint: String { "\(host):\(port)" }
}

/// What is asked of a mailbox's server in one request.
package struct MailboxOrder: Sendable, Hashable {
    /// The question itself.
    package enum Question: Sendable, Hashable {
        /// Which messages there are from this UID on: the first line is `UIDVALIDITY n` or
        /// `UIDVALIDITY n UIDNEXT m`, then a line `UID SIZE DATE` for each, ascending, at most ``listMax``.
        case list(from: UInt32)
        /// One message byte for byte, its \Seen flag untouched; nothing when it is gone.
        case message(uid: UInt32)
        /// The header of a message that is too large.
        case head(uid: UInt32)
        /// Marks messages that are durable here.
        case settle(ClosedRange<UInt32>, MailboxSettling)
    }

    /// Lines of one list.
    package static let listMax = 10_000

    package var link: MailboxLink
    /// The numbering in which the UIDs mean something (RFC 3501 § 2.3.1.1); another one of the server is a failure. Nil
    /// for a list.
    package var validity: UInt32?
    package var question: Question
    /// The mailbox is opened so that nothing in it changes.
    package var isReadOnly: Bool

    package init(_ link: MailboxLink, validity: UInt32? = nil, _ question: Question, isReadOnly: Bool) {
        self.link = link
        self.validity = validity
        self.question = question
        self.isReadOnly = isReadOnly
    }
}

/// What becomes of a message in its mailbox once it is durable here.
package enum MailboxSettling: Sendable, Hashable {
    case leave
    case seen
    case move(folder: String)

    /// `leave`, `seen`, `move FOLDER`.
    init?(_ text: String) {
        switch text {
        case "leave": self = .leave
        case "seen": self = .seen
        default:
            let folder = text.dropFirst(5)
            guard text.hasPrefix("move "), (1...255).contains(folder.utf8.count),
                folder.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C })
            else { return nil }
            self = .move(folder: String(folder))
        }
    }
}
