import Vocabulary

/// What a server says of its mailbox: the answer to ``MailboxOrder/Question/list(from:)``, read.
struct MailboxListing: Sendable, Hashable {
    struct Message: Sendable, Hashable {
        var uid: UInt32
        /// As stated; 0 where the server states none that is a number.
        var size: Int
        /// As stated.
        var date: String
    }

    var validity: UInt32
    /// The number that the next message will get (RFC 3501 § 2.3.1.1); nil where the server does not say.
    var next: UInt32?
    var messages: [Message]

    /// Nil when the first line names no numbering.
    init?(_ bytes: [UInt8]) {
        var lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }[...]
        let words = lines.popFirst()?.split(separator: " ") ?? []
        guard words.count >= 2, words[0] == "UIDVALIDITY", let validity = UInt32(words[1]) else { return nil }
        self.validity = validity
        next = words.count == 4 && words[2] == "UIDNEXT" ? UInt32(words[3]) : nil
        messages = lines.compactMap { line in
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count == 3, let uid = UInt32(words[0]), let size = Int(words[1]) else { return nil }
            return Message(uid: uid, size: size, date: String(words[2]))
        }
    }
}
