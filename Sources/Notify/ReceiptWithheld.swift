import Vocabulary

/// Why a report by mail gets no receipt; stored and shown by this name.
package enum ReceiptWithheld: String, Sendable, Hashable, Codable, CaseIterable {
    /// A program wrote it, or nobody could be answered, or this site sends no mail.
    case notAnswerable = "not-answerable"
    /// The mailbox's feed was not released: these are the mails that lay there before us.
    case baseline
    case ownMailbox = "own-mailbox"
    /// So many went to this mailbox within the hour; two programs that answer each other end here.
    case mailboxCap = "mailbox-cap"
    /// So many went to mailboxes of this domain within the hour that the rest is for others.
    case domainCap = "domain-cap"
    /// So many went out within the hour; forged senders are told no more.
    case overallCap = "overall-cap"

    /// Receipts to one mailbox within an hour.
    package static let mailboxMax = 4
    /// Receipts within an hour to mailboxes that we never wrote to before.
    package static let strangersMax = 300
    /// Receipts to all within an hour. What lies above the strangers' is kept for those whom mail of ours has reached
    /// before: however many senders a flood makes up, it cannot use that.
    package static let overallMax = 600

    /// Nil when the receipt goes out.
    package static func decide(isBaseline: Bool, isOwn: Bool, _ hour: ReceiptHour) -> ReceiptWithheld? {
        if isBaseline { return .baseline }
        if isOwn { return .ownMailbox }
        if hour.toMailbox >= mailboxMax { return .mailboxCap }
        let limit = hour.isKnown ? overallMax : strangersMax
        guard hour.toAll < limit else { return .overallCap }
        return FairShare.admits(own: hour.toDomain, all: hour.toAll, limit: limit) ? nil : .domainCap
    }
}
