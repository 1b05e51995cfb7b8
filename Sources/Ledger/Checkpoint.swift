package import Vocabulary

/// The size and root of the tree that the log has put its name to. Source: C2SP tlog-checkpoint, "Note text".
package struct Checkpoint: Sendable, Hashable {
    /// The log's identity; equals the name of its key.
    package let origin: String
    /// Number of leaves.
    package let size: Int
    /// RFC 9162 root at that size.
    package let root: Digest

    package init(origin: String, size: Int, root: Digest) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads a note signed by `key`: the only way from a text to a trusted checkpoint.
    /// - Throws: `.malformed`, or `.untrusted` when the key did not sign it or the origin is another log's.
    package init(note: SignedNote, trustedKey key: VerifierKey) throws(LedgerFailure) {
        guard note.isSigned(by: key) else { throw LedgerFailure(.untrusted, "checkpoint, by \(key.name)") }
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
        // Extension lines are legal but we never write them, and what nobody audits we do not accept.
        guard lines.count == 4, lines[3].isEmpty, let size = Int(lines[1]), size >= 0,
            let bytes = StrictBase64.decode(lines[2]), let root = Digest(bytes: bytes)
        else { throw LedgerFailure(.malformed, "checkpoint: expected origin, size, root") }
        self.init(origin: String(lines[0]), size: size, root: root)
        guard text.utf8.elementsEqual(note.text.utf8) else {
            throw LedgerFailure(.malformed, "checkpoint: a second spelling of the size")
        }
        guard origin.utf8.elementsEqual(key.name.utf8) else {
            throw LedgerFailure(.untrusted, "checkpoint of \(origin), key of \(key.name)")
        }
    }

    /// The three lines that are signed.
    package var text: String { "\(origin)\n\(size)\n\(StrictBase64.encode(root.bytes))\n" }
}
