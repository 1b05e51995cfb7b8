package import Constituency

/// The receipts of the hour before a mail, counted as its sender sees them.
package struct ReceiptHour: Sendable, Hashable {
    /// To the sender's mailbox, however it is spelt.
    package var toMailbox = 0
    /// To mailboxes of the sender's domain, those below it included.
    package var toDomain = 0
    package var toAll = 0
    /// Mail of ours reached this mailbox before the hour began.
    package var isKnown: Bool

    /// - Parameter recent: whom the hour's receipts went to, each as often as it got one.
    package init(to mailbox: Mailbox, recent: [Mailbox], isKnown: Bool, _ suffixes: PublicSuffixes) {
        self.isKnown = isKnown
        let sender = Correspondent(mailbox, suffixes)
        for other in recent.lazy.map({ Correspondent($0, suffixes) }) {
            toAll += 1
            guard other.domain == sender.domain else { continue }
            toDomain += 1
            if other.mailbox == sender.mailbox { toMailbox += 1 }
        }
    }
}

/// A mailbox as the limits tell writers apart. Only for counting: mail goes to the mailbox as it was written.
///
/// Two that one writer may well own are one. Domains are equal in any case (RFC 5321 § 2.4); local parts that differ in
/// case alone may belong to two people, who then share a limit; what stands behind `+` is the owner's to choose
/// (RFC 5233 § 1). Whatever else a domain does with its local parts is known to that domain alone, and comes under its
/// limit: the name that somebody registered, for everything below it is his to make up.
package struct Correspondent: Sendable, Hashable {
    /// Lower case, without sub-address.
    package let mailbox: String
    /// The registered name, in lower case.
    package let domain: String

    package init(_ mailbox: Mailbox, _ suffixes: PublicSuffixes) {
        let text = mailbox.text.lowercased()
        let local = text.prefix { $0 != "@" }
        let whole = DomainName.normalised(mailbox.domain)
        let base = local.prefix { $0 != "+" }
        self.mailbox = "\(base.isEmpty ? local : base)@\(whole)"
        let suffix = suffixes.suffix(of: whole)
        let label = whole.dropLast(suffix.count + 1).split(separator: ".").last ?? ""
        domain = label.isEmpty ? whole : "\(label).\(suffix)"
    }
}
