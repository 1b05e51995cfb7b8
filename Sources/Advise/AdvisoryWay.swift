package import Vocabulary

/// One way by which a recipient would be told now: the contact, and where a message to it goes.
package struct AdvisoryWay: Sendable, Hashable, Codable {
    /// The contact's id within its entity.
    package var contact: String
    /// `smtp`, `portal`, …
    package var channel: String
    /// Nil for the portal, which has no address.
    package var mailbox: String?
    package var language: Language

    package init(contact: String, channel: String, mailbox: String?, language: Language) {
        self.contact = contact
        self.channel = channel
        self.mailbox = mailbox
        self.language = language
    }

    fileprivate var json: JSONValue {
        [
            "channel": .string(channel), "contact": .string(contact), "language": .string(language.rawValue),
            "mailbox": .string(mailbox ?? ""),
        ]
    }
}

extension AdvisoryContent {
    /// What the recipients' digest is made of: the entities by id, each with the ways to it, sorted.
    ///
    /// An approval names this digest, so it holds for these mailboxes and not only for these names: somebody who may
    /// change a contact cannot turn an approved warning to another address.
    package static func recipientBytes(_ recipients: [EntityID: [AdvisoryWay]]) -> [UInt8] {
        let sorted = recipients.sorted { $0.key < $1.key }
        return JSONValue.array(
            sorted.map { entity, ways in
                let lines = ways.map(\.json).sorted { $0.canonical.lexicographicallyPrecedes($1.canonical) }
                return ["entity": .string(entity.text), "ways": .array(lines)]
            }
        ).canonical
    }
}
