import Testing

@testable import Ingest

@Suite struct SignatureTests {
    private static let key = "B7FA52B2C1B7F4E2B7FA52B2C1B7F4E2B7FA52B2"

    /// Lines in the form of GnuPG's doc/DETAILS.
    @Test(arguments: [
        ("GOODSIG B7FA n\n[GNUPG:] VALIDSIG \(key) 2026-11-25 1 0 4 0 22 8 00 \(key)", SignatureVerdict.State.good),
        ("EXPKEYSIG B7FA n\n[GNUPG:] VALIDSIG \(key) 2026-11-25 1 0 4 0 22 8 00 \(key)", .keyExpired),
        ("REVKEYSIG B7FA n\n[GNUPG:] VALIDSIG \(key) 2026-11-25 1 0 4 0 22 8 00 \(key)", .keyRevoked),
        ("BADSIG B7FA name", .wrong), ("ERRSIG B7FA 22 8 00 1 9 \(key)", .keyUnknown), ("NODATA 4", .wrong),
        ("ERRSIG B7FA 99 8 00 1 4 -", .unchecked), ("NEWSIG", .unchecked),
    ])
    func `gpg's words become one name`(status: String, state: SignatureVerdict.State) {
        let question = SignatureQuestion(signature: [], keys: [], accepted: [Self.key])
        #expect(question.verdict(status: "[GNUPG:] " + status + "\n").state == state)
    }

    @Test func `a good signature by another key than the accepted ones is by an unknown key`() {
        let question = SignatureQuestion(signature: [], keys: [], accepted: ["AA"])
        let status = "[GNUPG:] GOODSIG B7FA n\n[GNUPG:] VALIDSIG \(Self.key) 2026-11-25 1 0 4 0 22 8 00 \(Self.key)\n"
        #expect(question.verdict(status: status) == SignatureVerdict(.keyUnknown, key: Self.key))
    }

    @Test func `a second signature that is wrong is not healed by a good one`() {
        let question = SignatureQuestion(signature: [], keys: [], accepted: [])
        let status = "[GNUPG:] GOODSIG B7FA n\n[GNUPG:] VALIDSIG \(Self.key) d 1 0 4 0 22 8 00 \(Self.key)\n"
            + "[GNUPG:] BADSIG CCCC n\n"
        #expect(question.verdict(status: status).state == .wrong)
    }
}
