import Glibc
import Testing
import Vocabulary

@testable import Ledger

/// A disk that says no and has changed nothing is not the end of the log.
@Suite struct LedgerRoomTests {
    let scratch = Scratch()
    let key: LedgerKey

    init() throws { key = try LedgerKey.generate(name: "ess.example/ledger") }

    private func open(head: String? = nil) async throws -> LedgerLog {
        try await LedgerLog.open(directory: scratch.path, verifierKey: key.verifier, head: head)
    }

    @Test func `an append that found no place is made again, and the tree is what it would have been`() async throws {
        let log = try await open()
        _ = try await grow(log, key: key, to: [300])
        // Where the next full tile belongs stands something that is in the way, as a full disk would be.
        try scratch.write("in-the-way", [0])
        #expect(rename(scratch.path + "/tile/0", scratch.path + "/aside") == 0)
        #expect(rename(scratch.path + "/in-the-way", scratch.path + "/tile/0") == 0)
        await #expect(throws: LedgerFailure.self) { _ = try await log.append(leaves: leaves(300..<600), after: 300) }
        #expect(await log.size == 300)
        unlink(scratch.path + "/tile/0")
        #expect(rename(scratch.path + "/aside", scratch.path + "/tile/0") == 0)
        let grown = try await log.append(leaves: leaves(300..<600), after: 300)
        var edge = TreeEdge()
        for digest in leaves(0..<600) { _ = edge.append(MerkleHash.leaf(digest.bytes).bytes) }
        #expect(grown.root == edge.root)
    }

    @Test func `a head that the store did not take is signed again, from the head that it has`() async throws {
        let log = try await open()
        let notes = try await grow(log, key: key, to: [300])
        _ = try await log.append(leaves: leaves(300..<400), after: 300)
        _ = try await log.sign(with: key)
        #expect(await log.isBehind)
        try await log.resume(head: notes.last)
        #expect(await log.signed.size == 300)
        #expect(await log.size == 400)
        let note = try await log.sign(with: key)
        try await log.publish(note)
        #expect(await log.published?.size == 400)
        #expect(await log.isBehind == false)
    }

    @Test func `a head that was stored and not published is published as it was stored`() async throws {
        let log = try await open()
        _ = try await grow(log, key: key, to: [300])
        _ = try await log.append(leaves: leaves(300..<400), after: 300)
        let note = try await log.sign(with: key)
        try await log.resume(head: note)
        #expect(String(decoding: try scratch.read("checkpoint"), as: UTF8.self) == note)
        #expect(await log.isBehind == false)
        // What the store cannot have said: less than everybody can read already.
        await #expect(throws: LedgerFailure.self) { try await log.resume(head: nil) }
    }
}
