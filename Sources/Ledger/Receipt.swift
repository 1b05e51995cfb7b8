package import Vocabulary

/// Proof that one entry stands in the ledger: all that is needed to check it offline, except trust in the key.
///
/// Written as JSON with exactly these keys. Verified by us and, in `Tests/verifier`, by a program that shares no code.
package struct Receipt: Sendable, Hashable, Codable {
    /// Which form this is; always ``Receipt/format``.
    package let format: String
    /// The entry as RFC 8785 text; its UTF-8 bytes are what was committed to.
    package let payload: String
    /// 32 bytes, hexadecimal.
    package let salt: String
    /// The entry's leaf number, from 0.
    package let index: Int
    /// From the leaf's sibling upwards, each 64 hexadecimal digits.
    package let inclusion: [Digest]
    /// The signed note, whole.
    package let checkpoint: String
    /// The key that the issuer says signed it. Never trusted by itself: compare it with one got on another way.
    package let verifierKey: String

    package static let format = "ess-receipt/1"

    private enum CodingKeys: String, CodingKey {
        case format, payload, salt, index, inclusion, checkpoint
        case verifierKey = "verifier_key"
    }

    package init(
        payload: String, salt: [UInt8], index: Int, inclusion: [Digest], checkpoint: String, verifierKey: VerifierKey
    ) {
        format = Receipt.format
        self.payload = payload
        self.salt = Hex.encode(salt)
        self.index = index
        self.inclusion = inclusion
        self.checkpoint = checkpoint
        self.verifierKey = verifierKey.description
    }

    /// Why a receipt holds or does not.
    package enum Verdict: Sendable, Hashable, CustomStringConvertible {
        /// The entry is leaf `index` of the signed tree.
        case holds(Checkpoint)
        case unknownFormat
        /// The salt is not 32 bytes of hexadecimal.
        case badSalt
        /// The checkpoint is no readable note, or not one of a log.
        case badCheckpoint
        /// The trusted key did not sign the checkpoint.
        case notSigned
        /// Another key than the trusted one is named in the receipt.
        case otherKey
        /// The proof does not lead from payload and salt to the signed root.
        case notIncluded

        /// Whether the receipt holds.
        package var holds: Bool { if case .holds = self { true } else { false } }

        package var description: String {
            switch self {
            case .holds(let checkpoint): "holds: entry is in \(checkpoint.origin) of size \(checkpoint.size)"
            case .unknownFormat: "not a receipt of the form \(Receipt.format)"
            case .badSalt: "the salt is not 32 bytes in hexadecimal"
            case .badCheckpoint: "the checkpoint cannot be read"
            case .notSigned: "the checkpoint is not signed by the trusted key"
            case .otherKey: "the receipt names another key than the trusted one"
            case .notIncluded: "the entry is not in the signed tree: payload, salt, index or proof was changed"
            }
        }
    }

    /// Checks everything against a key that the caller got elsewhere.
    package func verify(trustedKey: VerifierKey) -> Verdict {
        guard format == Receipt.format else { return .unknownFormat }
        guard verifierKey == trustedKey.description else { return .otherKey }
        guard let salt = Hex.decode(salt), salt.count == LedgerEntryHashing.saltByteCount else { return .badSalt }
        let head: Checkpoint
        do throws(LedgerFailure) {
            head = try Checkpoint(note: try SignedNote(Array(checkpoint.utf8)), trustedKey: trustedKey)
        } catch { return error.code == .untrusted ? .notSigned : .badCheckpoint }
        let leaf = LedgerEntryHashing.leaf(salt: salt, payload: Array(payload.utf8))
        let included = MerkleProof.includes(
            leafHash: MerkleHash.leaf(leaf.bytes), index: index, size: head.size, root: head.root, proof: inclusion)
        return included ? .holds(head) : .notIncluded
    }
}
