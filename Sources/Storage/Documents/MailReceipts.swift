import Foundation
import GRDB
import Ingest
import Notify
import Vocabulary

extension MailWriter {
    /// The notice that is the receipt, or why there is none.
    func receipt(
        _ number: SpokenNumber, _ caseNumber: SpokenNumber?, _ outcome: inout BatchOutcome
    ) throws -> String {
        guard var delivery = mail.receipt, let mailbox = delivery.mailbox, let caseNumber else {
            return ReceiptWithheld.notAnswerable.rawValue
        }
        let isBaseline = try Bool.fetchOne(
            db, sql: "SELECT baseline FROM document WHERE id = ?", arguments: [batch.document]) ?? false
        let isOwn = mail.own.contains(Correspondent(mailbox, mail.suffixes).mailbox)
        if let reason = ReceiptWithheld.decide(isBaseline: isBaseline, isOwn: isOwn, try hour(to: mailbox)) {
            return reason.rawValue
        }
        delivery.content.about = number.description
        let notice = NewNotice(
            entity: .reporter, kind: .receipt, tlp: .clear, about: number.description, title: number.description,
            group: "receipt", causes: ["report:\(number)"], deliveries: [delivery], clocks: nil)
        let made = try Store.insertNotices(
            NoticeBatch(at: batch.at, actor: "service", joins: .existing(caseNumber), notices: [notice], withheld: []),
            in: db)
        outcome.receipts += made.deliveries
        return made.notices.first?.description ?? ReceiptWithheld.notAnswerable.rawValue
    }

    /// The receipts of the last hour, by the mailboxes that they went to. Their number is bounded by what this decides.
    private func hour(to mailbox: Mailbox) throws -> ReceiptHour {
        let since = batch.at.adding(seconds: -3600).microseconds
        let recent = try String.fetchAll(
            db,
            sql: """
                SELECT d.mailbox FROM notice n JOIN delivery d ON d.notice = n.number
                WHERE n.entity = ? AND n.made > ? AND n.kind = 'receipt' AND d.mailbox IS NOT NULL
                """, arguments: [EntityID.reporter.text, since])
        let isKnown = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS(
                    SELECT 1 FROM delivery d JOIN notice n ON n.number = d.notice
                    WHERE d.mailbox = ? AND d.made <= ? AND d.state IN ('accepted', 'delivered')
                        AND n.kind <> 'receipt')
                """, arguments: [mailbox.text, since])
        return ReceiptHour(
            to: mailbox, recent: recent.compactMap { Mailbox($0) }, isKnown: isKnown ?? false, mail.suffixes)
    }
}
