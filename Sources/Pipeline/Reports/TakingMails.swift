import Ingest
import Notify
import Storage
import Vocabulary

extension Engine {
    /// A mail's statement with what this site adds to it: its own mailboxes, and the receipt as it would leave.
    func taking(_ statement: MailStatement) -> MailTaking {
        let own = [settings.mail?.from, settings.authority.mail].compactMap { $0?.lowercased() }
        return MailTaking(
            statement: statement, own: Set(own), receipt: receipt(for: statement), suffixes: policies.suffixes)
    }

    /// Nil where nobody may be answered, or this site sends no mail. By the relay; without one into the drop.
    private func receipt(for statement: MailStatement) -> NewDelivery? {
        let channel: ChannelKind? = settings.mail != nil ? .smtp : settings.maildrop != nil ? .maildrop : nil
        guard let channel, let mailbox = statement.answerTo.flatMap({ Mailbox($0) }) else { return nil }
        let language = statement.language ?? .az
        var content = blankContent(.receipt, language)
        content.what = [statement.digest.description]
        // What could not stand in a header of ours is not answered to.
        content.follows = statement.messageID.flatMap { Mailbox($0)?.text }
        return NewDelivery(receiptTo: mailbox, by: channel, language: language, content: content)
    }
}
