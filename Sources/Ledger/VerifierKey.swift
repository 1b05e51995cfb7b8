import Crypto
import FoundationEssentials
import Vocabulary

/// The public half of a log's key: what everybody needs to check a checkpoint or a receipt.
///
/// Text form `<name>+<key id>+<base64(0x01 ‖ public key)>`. Source: C2SP signed-note, "Verifier keys"; Ed25519 only.
package struct VerifierKey: Sendable, Hashable, CustomStringConvertible {
    /// The signature type of Ed25519 (C2SP signed-note, "Signature types").
    static let ed25519: UInt8 = 0x01

    /// The key's name, which is also the log's origin: a URL without scheme, such as `ess.cert.example/ledger`.
    package let name: String
    /// 32 bytes, RFC 8032.
    let publicKey: [UInt8]
    /// First four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key).
    let identifier: [UInt8]

    /// Nil when the name breaks the specification's rule: not empty, no spaces, no plus, no control characters.
    init?(name: String, publicKey: [UInt8]) {
        guard publicKey.count == 32, VerifierKey.isValid(name: name) else { return nil }
        self.name = name
        self.publicKey = publicKey
        let hash = MerkleHash.digest(of: Array(name.utf8) + [0x0A, VerifierKey.ed25519] + publicKey)
        identifier = Array(hash.bytes.prefix(4))
    }

    /// Reads the text form; white space at both ends is forgiven, because people paste it.
    /// - Throws: `.malformed` when a part is missing, the type is not Ed25519 or the key id is not the key's.
    package init(_ text: String) throws(LedgerFailure) {
        let line = VerifierKey.trim(text)
        let parts = line.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = StrictBase64.decode(parts[2]), bytes.first == VerifierKey.ed25519,
            let key = VerifierKey(name: String(parts[0]), publicKey: Array(bytes.dropFirst())),
            key.description == line
        else { throw LedgerFailure(.malformed, "verifier key: expected name+id+base64 of an Ed25519 key") }
        self = key
    }

    package var description: String {
        "\(name)+\(Hex.encode(identifier))+\(StrictBase64.encode([VerifierKey.ed25519] + publicKey))"
    }

    /// Whether the signature over `text` is this key's.
    func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
        // A public key that is no point on the curve has signed nothing.
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: text)
    }

    /// Without white space at both ends.
    static func trim(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }

    static func isValid(name: String) -> Bool {
        !name.isEmpty && name.unicodeScalars.allSatisfy {
            $0 != "+" && $0.value >= 0x20 && $0.value != 0x7F && !$0.properties.isWhitespace
        }
    }
}
