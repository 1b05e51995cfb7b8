import struct Crypto.SHA256
package import Vocabulary

/// How an entry becomes a leaf: leaf data = SHA-256(salt ‖ RFC 8785 payload). Final from the first commit.
package enum LedgerEntryHashing {
    /// Every salt has this many random bytes: with a fixed length the split between salt and payload cannot be moved,
    /// and nobody can guess a payload from its leaf.
    package static let saltByteCount = 32

    /// The 32 bytes that stand in the log for an entry.
    ///
    /// - Parameters:
    ///   - salt: exactly ``saltByteCount`` random bytes, kept beside the payload; deleting both erases the entry.
    ///   - payload: the canonical bytes of `Entry.payload(sequence:previous:state:)`.
    package static func leaf(salt: [UInt8], payload: [UInt8]) -> Digest {
        precondition(salt.count == saltByteCount, "a salt has \(saltByteCount) bytes")
        var hasher = SHA256()
        salt.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        payload.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return Digest(hasher.finalize())
    }
}

extension Digest {
    init(_ hash: SHA256.Digest) {
        guard let digest = hash.withUnsafeBytes({ Digest(bytes: $0) }) else {
            preconditionFailure("SHA-256 gives 32 bytes")
        }
        self = digest
    }
}
