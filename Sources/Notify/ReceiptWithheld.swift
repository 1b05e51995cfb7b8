/// Why a report by mail gets no receipt; stored and shown by this name.
package enum ReceiptWithheld: String, Sendable, Hashable, Codable, CaseIterable {
    /// A program wrote it, or nobody could be answered, or this site sends no mail.
    case notAnswerable = "not-answerable"
    /// The mailbox's feed was not released: these are the mails that lay there before us.
    case baseline
    case ownMailbox = "own-mailbox"
    /// So many went to this mailbox within the hour; two programs that answer each other end here.
    case mailboxCap = "mailbox-cap"
    /// So many went out within the hour; forged senders are told no more.
    case overallCap = "overall-cap"

    /// Receipts to one mailbox within an hour.
    package static let mailboxMax = 4
    /// Receipts to all within an hour.
    package static let overallMax = 200

    /// Nil when the receipt goes out; the counts are of the hour before.
    package static func decide(isBaseline: Bool, isOwn: Bool, toMailbox: Int, toAll: Int) -> ReceiptWithheld? {
        if isBaseline { return .baseline }
        if isOwn { return .ownMailbox }
        if toMailbox >= mailboxMax { return .mailboxCap }
        return toAll >= overallMax ? .overallCap : nil
    }
}
