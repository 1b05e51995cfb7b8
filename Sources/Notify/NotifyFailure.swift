/// Why a notice could not be made.
package struct NotifyFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure. None heals by waiting: `badSender` needs the settings, the others end the delivery.
    package enum Code: String, Sendable, Hashable, Codable, CaseIterable {
        case badMessageID, badSender, tooLarge
    }

    package let code: Code
    /// Facts without contact data.
    package let context: String

    package init(_ code: Code, context: String) {
        self.code = code
        self.context = context
    }

    package var description: String {
        switch code {
        case .badMessageID:
            "the message id `\(context)` has not the form local@domain; look at `authority.domain` in the settings"
        case .badSender: "`\(context)` in the settings is no mailbox that mail can be sent from; write local@domain"
        case .tooLarge: "the message has \(context), the limit is 10 MiB; shorten the advisory or drop attachments"
        }
    }
}
