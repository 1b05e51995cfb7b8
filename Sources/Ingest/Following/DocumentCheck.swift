package import Vocabulary

/// What the publisher's hashes and signature say of a document; stored with it and shown.
package struct DocumentCheck: Sendable, Hashable, Codable {
    /// Hashes published beside the document.
    package enum Hashes: String, Sendable, Hashable, Codable {
        /// None was to be had.
        case missing
        case match
        /// At least one says other bytes: the document is a reject, its bytes are kept.
        case wrong
    }

    package var hashes: Hashes
    /// `sha256`, `sha512`: those that were compared, sorted.
    package var compared: [String]
    package var signature: SignatureVerdict
    /// Set for a message of which only the header is kept: the bytes it has, and how many are accepted.
    package var cutFrom: Int?
    package var accepted: Int?

    private enum CodingKeys: String, CodingKey { case hashes, compared, signature, cutFrom = "cut_from", accepted }

    package init(hashes: Hashes, compared: [String], signature: SignatureVerdict) {
        self.hashes = hashes
        self.compared = compared
        self.signature = signature
    }

    /// Of a message that is too large to be taken.
    package init(cutFrom bytes: Int, accepted: Int) {
        self.init(hashes: .missing, compared: [], signature: SignatureVerdict(.unchecked, detail: "cut"))
        cutFrom = bytes
        self.accepted = accepted
    }

    /// Why the document is not read; nil when it is.
    package var refusal: (reason: Reject.Reason, message: String)? {
        if let cutFrom, let accepted {
            let message = "the message has \(cutFrom) bytes, accepted are \(accepted); only its header is kept"
            return (.overLimit, message)
        }
        guard hashes == .wrong else { return nil }
        let names = compared.joined(separator: ", ")
        return (.integrity, "the publisher's \(names) is of other bytes; the bytes are kept unread")
    }
}

/// What an OpenPGP signature beside a document says.
package struct SignatureVerdict: Sendable, Hashable, Codable {
    /// One name each; stored, counted and shown by it.
    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// Made over these bytes by a key that the provider publishes or the feed file pins.
        case good
        /// No signature was to be had.
        case unsigned
        /// Made over other bytes, or no signature at all.
        case wrong
        /// Made by a key that is neither published nor pinned.
        case keyUnknown = "key-unknown"
        /// The key, or the signature by its own date, is no longer valid.
        case keyExpired = "key-expired"
        case keyRevoked = "key-revoked"
        /// We could not tell, for the reason in ``SignatureVerdict/detail``.
        case unchecked
    }

    package var state: State
    /// Fingerprint (or id where the signature tells no more) of the signing key, upper-case hexadecimal.
    package var key: String?
    package var detail: String?

    package init(_ state: State, key: String? = nil, detail: String? = nil) {
        self.state = state
        self.key = key
        self.detail = detail
    }
}

/// A question to OpenPGP about the body that is held.
package struct SignatureQuestion: Sendable, Hashable {
    /// Detached signature, armoured or not.
    package var signature: [UInt8]
    /// Key files, as the provider publishes them.
    package var keys: [[UInt8]]
    /// Fingerprints of primary keys that count, upper-case hexadecimal; empty: any key of ``keys``.
    package var accepted: Set<String>

    package init(signature: [UInt8], keys: [[UInt8]], accepted: Set<String>) {
        self.signature = signature
        self.keys = keys
        self.accepted = accepted
    }

    /// Reads what `gpg --status-fd` says of one detached signature.
    ///
    /// Source: GnuPG doc/DETAILS, "General status codes" and "Signature related status codes".
    package func verdict(status text: String) -> SignatureVerdict {
        var found: [SignatureVerdict] = []
        var state = SignatureVerdict.State.unchecked
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 2, words[0] == "[GNUPG:]" else { continue }
            switch words[1] {
            case "GOODSIG": state = .good
            case "EXPSIG", "EXPKEYSIG": state = .keyExpired
            case "REVKEYSIG": state = .keyRevoked
            case "BADSIG":
                found.append(SignatureVerdict(.wrong, key: words.dropFirst(2).first))
            case "ERRSIG":
                // The ninth field, where there is one, is the fingerprint; reason 9 is a missing key.
                let key = words.count > 8 && words[8] != "-" ? words[8] : words.dropFirst(2).first
                let isUnknown = words.count > 7 && words[7] == "9"
                found.append(
                    SignatureVerdict(
                        isUnknown ? .keyUnknown : .unchecked, key: key,
                        detail: isUnknown ? nil : "gpg cannot check this kind of signature"))
            case "VALIDSIG":
                // The last field is the primary key's fingerprint.
                let primary = words.count > 11 ? words[11] : words.count > 2 ? words[2] : ""
                let counts = accepted.isEmpty || accepted.contains(primary)
                found.append(SignatureVerdict(counts ? state : .keyUnknown, key: primary))
            case "NODATA": found.append(SignatureVerdict(.wrong, detail: "this is no signature"))
            default: break
            }
        }
        // A second signature that is wrong is not healed by a first that is good.
        if let bad = found.first(where: { $0.state == .wrong }) { return bad }
        return found.first { $0.state == .good } ?? found.first
            ?? SignatureVerdict(.unchecked, detail: "gpg says nothing of it")
    }
}
