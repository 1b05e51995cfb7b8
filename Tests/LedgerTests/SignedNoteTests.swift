import Durability
import Testing
import Vocabulary

@testable import Ledger

@Suite struct SignedNoteTests {
    /// C2SP signed-note, "Verifier keys", "Example".
    static let exampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    static let exampleNote = """
        This is an example message.

        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

        """
    /// The example of golang.org/x/mod/sumdb/note.
    static let peter = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let peterPublic = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let peterText =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    static let peterLine =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

    @Test func `the specification's example verifies and is written back byte for byte`() throws {
        let key = try VerifierKey(Self.exampleKey)
        let note = try SignedNote(Array(Self.exampleNote.utf8))
        #expect(note.isSigned(by: key))
        #expect(note.bytes == Array(Self.exampleNote.utf8))
        #expect(key.description == Self.exampleKey)
    }

    @Test func `the Go example key signs as Go does`() throws {
        let key = try LedgerKey(text: Self.peter)
        #expect(key.verifier.description == Self.peterPublic)
        #expect(key.text == Self.peter)
        let note = try SignedNote(signing: Self.peterText, with: key)
        // Ed25519 is deterministic, but an implementation may add randomness (swift-crypto may); the check decides.
        #expect(note.isSigned(by: key.verifier))
        let golden = try SignedNote(Array((Self.peterText + "\n" + Self.peterLine).utf8))
        #expect(golden.isSigned(by: key.verifier))
    }

    @Test func `any flipped bit of a note is seen`() throws {
        let key = try VerifierKey(Self.exampleKey)
        let bytes = Array(Self.exampleNote.utf8)
        for offset in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[offset] ^= 1 << bit
                let accepted = (try? SignedNote(changed))?.isSigned(by: key) ?? false
                #expect(!accepted, "byte \(offset), bit \(bit)")
            }
        }
    }

    @Test func `an unknown signature is passed over, a false one by a known key is not`() throws {
        let key = try LedgerKey(text: Self.peter)
        let other = try LedgerKey.generate(name: "other.example")
        let own = try SignedNote(signing: "text\n", with: key)
        let foreign = try SignedNote(signing: "text\n", with: other)
        let wrong = try SignedNote(signing: "another\n", with: key)
        func lines(_ note: SignedNote) -> [UInt8] { Array(note.bytes.dropFirst(note.text.utf8.count + 1)) }
        #expect(try SignedNote(own.bytes + lines(foreign)).isSigned(by: key.verifier))
        #expect(try !SignedNote(own.bytes + lines(wrong)).isSigned(by: key.verifier))
        #expect(!foreign.isSigned(by: key.verifier))
    }

    @Test func `a key file keeps its secret to its owner and comes back the same`() throws {
        let scratch = Scratch()
        let key = try LedgerKey.generate(name: "ess.example/ledger")
        try key.save(scratch.path + "/ledger.key")
        #expect(try LedgerKey.load(scratch.path + "/ledger.key").verifier == key.verifier)
        #expect(throws: LedgerFailure.self) { try LedgerKey.generate(name: "with space") }
        #expect(throws: LedgerFailure.self) { try LedgerKey.generate(name: "a+b") }
        #expect(throws: LedgerFailure.self) { try LedgerKey.load(scratch.path + "/none") }
    }

    @Test func `base 64 has one spelling`() {
        // RFC 4648 § 10.
        for (text, code) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            #expect(StrictBase64.encode(Array(text.utf8)) == code)
            #expect(StrictBase64.decode(code) == Array(text.utf8))
        }
        for wrong in ["Zh==", "Zg=", "Zg", "Zg==Zg==", "Zm9=", "Z===", "Zm9v\n", "Zm-v", "===="] {
            #expect(StrictBase64.decode(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `a checkpoint is read only as it is written`() throws {
        let key = try LedgerKey(text: Self.peter)
        let good = Checkpoint(origin: "PeterNeumann", size: 7, root: MerkleHash.emptyRoot)
        #expect(try Checkpoint(note: SignedNote(signing: good.text, with: key), trustedKey: key.verifier) == good)
        let root = StrictBase64.encode(MerkleHash.emptyRoot.bytes)
        for text in [
            "PeterNeumann\n07\n\(root)\n", "PeterNeumann\n+7\n\(root)\n", "PeterNeumann\n7\n\(root)\nextra\n",
            "Another\n7\n\(root)\n", "PeterNeumann\n-1\n\(root)\n", "PeterNeumann\n7\n\(root.dropLast(4))\n",
        ] {
            #expect(throws: LedgerFailure.self, "\(text)") {
                try Checkpoint(note: SignedNote(signing: text, with: key), trustedKey: key.verifier)
            }
        }
    }
}
