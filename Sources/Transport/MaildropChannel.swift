import Durability
import Glibc
package import Notify

/// Delivers into Maildir folders below one root, one per recipient mailbox: for the demo and across an air gap.
///
/// The file's name is a function of the message's id, so the same message is never stored twice: not when a crash came
/// between storing it and noting that, and not after a reader moved it to `cur/`. A message that a reader removed is
/// stored again if its outcome was lost.
package struct MaildropChannel: Channel {
    private let root: String

    /// `root` is made when missing.
    package init(root: String) { self.root = root }

    package func send(_ message: SealedMessage) async -> SendOutcome {
        guard let mailbox = Mailbox(message.recipient), let folder = FileNameText.encode(mailbox.text) else {
            return .refused(text: "the recipient is no mailbox of RFC 5321")
        }
        guard let name = FileNameText.encode(message.id) else {
            return .refused(text: "the message id is empty or too long for a file name")
        }
        let maildir = "\(root)/\(folder)"
        do throws(DurabilityFailure) {
            for part in ["tmp", "new", "cur"] { try DurableFolder.create("\(maildir)/\(part)") }
            if try isStored(name, in: maildir) { return .delivered(text: "already in \(folder)/\(name)") }
            // Crash before the rename: an aside file, which Maildir readers pass over because its name begins with a
            // dot. Crash after it: the next try finds the name.
            try DurableFile.replace("\(maildir)/new/\(name)", with: message.bytes)
            return .delivered(text: ReplyText.printable("stored in \(folder)/\(name)".utf8))
        } catch {
            return .deferred(text: ReplyText.printable(error.description.utf8))
        }
    }

    /// A reader moves `new/NAME` to `cur/NAME:2,FLAGS`. The name must be durable before we may say so: the crash may
    /// have come between rename and fsync.
    private func isStored(_ name: String, in maildir: String) throws(DurabilityFailure) -> Bool {
        var status = stat()
        if lstat("\(maildir)/new/\(name)", &status) == 0 {
            try DurableFolder.synchronise("\(maildir)/new")
            return true
        }
        return try DurableFolder.list("\(maildir)/cur").contains { entry in
            entry.name.utf8.prefix { $0 != 0x3A }.elementsEqual(name.utf8)
        }
    }
}

/// Any text as one safe file name, and no two texts as the same one.
enum FileNameText {
    /// Letters, digits, `-`, `_`, `@`, `+` and inner dots stay; all else becomes `=XX`. Nil when empty or > 200 bytes.
    static func encode(_ text: String) -> String? {
        var out: [UInt8] = []
        for (index, byte) in text.utf8.enumerated() {
            let isLetterOrDigit = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
            if isLetterOrDigit || "-_@+".utf8.contains(byte) || (byte == 0x2E && index > 0) {
                out.append(byte)
            } else {
                let digits = Array("0123456789ABCDEF".utf8)
                out += [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return (1...200).contains(out.count) ? String(decoding: out, as: UTF8.self) : nil
    }
}
