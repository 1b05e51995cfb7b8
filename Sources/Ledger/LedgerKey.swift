import Crypto
import Durability
import FoundationEssentials
import Vocabulary

/// The log's signing key. Whoever holds it can speak as the ledger, so it is a file of mode 0600 and never printed.
package struct LedgerKey: Sendable {
    package let verifier: VerifierKey
    private let seed: [UInt8]
    private static let prefix = "PRIVATE+KEY+"

    /// Makes a new key under the log's origin name.
    /// - Throws: `.malformed` when the name is empty or has spaces, a plus or control characters.
    package static func generate(name: String) throws(LedgerFailure) -> LedgerKey {
        try LedgerKey(name: name, seed: Array(Curve25519.Signing.PrivateKey().rawRepresentation))
    }

    /// Reads a key file.
    /// - Throws: `.disk` when it is missing or may not be read; `.malformed` when it is no key.
    package static func load(_ path: String) throws(LedgerFailure) -> LedgerKey {
        let bytes: [UInt8]
        do throws(DurabilityFailure) {
            bytes = try DurableFile.read(path, limit: 4096)
        } catch { throw LedgerFailure(error) }
        return try LedgerKey(text: String(decoding: bytes, as: UTF8.self))
    }

    /// Reads `PRIVATE+KEY+<name>+<id>+<base64(0x01 ‖ seed)>`, the form of golang.org/x/mod/sumdb/note.
    init(text: String) throws(LedgerFailure) {
        let line = VerifierKey.trim(text)
        let parts = line.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, line.hasPrefix(LedgerKey.prefix), let bytes = StrictBase64.decode(parts[4]),
            bytes.count == 33, bytes[0] == VerifierKey.ed25519
        else { throw LedgerFailure(.malformed, "signing key: expected PRIVATE+KEY+name+id+base64") }
        self = try LedgerKey(name: String(parts[2]), seed: Array(bytes.dropFirst()))
        guard Hex.encode(verifier.identifier) == parts[3] else {
            throw LedgerFailure(.malformed, "signing key: its id is not the key's")
        }
    }

    private init(name: String, seed: [UInt8]) throws(LedgerFailure) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let verifier = VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
        else { throw LedgerFailure(.malformed, "key name \(name): no spaces, no plus, not empty") }
        self.verifier = verifier
        self.seed = seed
    }

    /// Writes the key file durably, mode 0600, before anything is signed with it.
    package func save(_ path: String) throws(LedgerFailure) {
        do throws(DurabilityFailure) {
            try DurableFile.replace(path, with: Array((text + "\n").utf8), permission: .secret)
        } catch { throw LedgerFailure(error) }
    }

    /// The file's text; a secret.
    var text: String {
        let id = Hex.encode(verifier.identifier)
        return "\(LedgerKey.prefix)\(verifier.name)+\(id)+\(StrictBase64.encode([VerifierKey.ed25519] + seed))"
    }

    /// 64 bytes, RFC 8032.
    func sign(_ message: [UInt8]) throws(LedgerFailure) -> [UInt8] {
        do {
            let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
            return Array(try key.signature(for: message))
        } catch { throw LedgerFailure(.halted, "signing failed: \(error)") }
    }
}
