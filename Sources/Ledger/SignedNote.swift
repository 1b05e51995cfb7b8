/// A text and the signatures below it. Source: C2SP signed-note, "Format" and "Signatures".
package struct SignedNote: Sendable, Hashable {
    /// One line below the text.
    package struct Signature: Sendable, Hashable {
        package let name: String
        /// Four bytes of key id, then the signature proper.
        let bytes: [UInt8]
    }

    /// The signed text, ending in a newline.
    package let text: String
    /// At least one, in order.
    package let signatures: [Signature]

    private static let bytesMax = 64 << 10
    private static let signaturesMax = 64

    /// Signs `text`, which must end in a newline.
    package init(signing text: String, with key: LedgerKey) throws(LedgerFailure) {
        precondition(text.utf8.last == 0x0A, "a note's text ends in a newline")
        self.text = text
        signatures = [
            Signature(name: key.verifier.name, bytes: key.verifier.identifier + (try key.sign(Array(text.utf8))))
        ]
    }

    /// Reads a note; trust begins only with ``isSigned(by:)``.
    /// - Throws: `.malformed` when any byte is not as the specification says.
    package init(_ bytes: [UInt8]) throws(LedgerFailure) {
        guard bytes.count <= SignedNote.bytesMax, let note = String(validating: bytes, as: UTF8.self),
            bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }), bytes.last == 0x0A
        else { throw LedgerFailure(.malformed, "note: not UTF-8 lines") }
        // The last empty line divides text from signatures.
        guard let split = bytes.indices.dropLast().last(where: { bytes[$0] == 0x0A && bytes[$0 + 1] == 0x0A }) else {
            throw LedgerFailure(.malformed, "note: no empty line before the signatures")
        }
        text = String(decoding: bytes[...split], as: UTF8.self)
        var found: [Signature] = []
        for line in bytes[(split + 2)...].split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
            let parts = String(decoding: line, as: UTF8.self).split(
                separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "\u{2014}", VerifierKey.isValid(name: String(parts[1])),
                let signature = StrictBase64.decode(parts[2]), signature.count > 4
            else { throw LedgerFailure(.malformed, "note: signature line \(found.count + 1)") }
            found.append(Signature(name: String(parts[1]), bytes: signature))
        }
        guard !found.isEmpty, found.count <= SignedNote.signaturesMax else {
            throw LedgerFailure(.malformed, "note: \(found.count) signatures")
        }
        signatures = found
        guard Array(note.utf8) == self.bytes else { throw LedgerFailure(.malformed, "note: a second spelling") }
    }

    /// The file's bytes.
    package var bytes: [UInt8] {
        var out = Array(text.utf8) + [0x0A]
        for signature in signatures {
            out += "\u{2014} \(signature.name) \(StrictBase64.encode(signature.bytes))\n".utf8
        }
        return out
    }

    /// Whether the key signed it: one line has its name and id, and each line that has verifies.
    package func isSigned(by key: VerifierKey) -> Bool {
        let claimed = signatures.filter { $0.name.utf8.elementsEqual(key.name.utf8) }
            .filter { $0.bytes.starts(with: key.identifier) }
        let message = Array(text.utf8)
        return !claimed.isEmpty && claimed.allSatisfy { key.verifies(Array($0.bytes.dropFirst(4)), of: message) }
    }
}
