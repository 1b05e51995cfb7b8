import Durability
import Foundation
import Testing
import Vocabulary

@testable import Ledger

@Suite struct LedgerLogTests {
    let scratch = Scratch()
    let key: LedgerKey

    init() throws { key = try LedgerKey.generate(name: "ess.example/ledger") }

    func open(head: String? = nil) async throws -> LedgerLog {
        try await LedgerLog.open(directory: scratch.path, verifierKey: key.verifier, head: head)
    }

    func verify(rows: Bool = true, held: [String] = []) throws -> LedgerFindings {
        try LedgerVerification.verify(
            directory: scratch.path, verifierKey: key.verifier, rows: rows ? storeRows : nil, held: held)
    }

    private func storeRows(_ range: Range<Int>) -> [LedgerVerification.Row] { rows(range) }

    @Test func `grown in steps or at once, the tree is the same`() async throws {
        let log = try await open()
        let notes = try await grow(log, key: key, to: [0, 1, 3, 255, 256, 257, 600])
        var edge = TreeEdge()
        for digest in leaves(0..<600) { _ = edge.append(MerkleHash.leaf(digest.bytes).bytes) }
        let signed = await log.signed
        #expect(signed.root == edge.root)
        #expect(try verify(held: notes).discrepancies.isEmpty)
        let again = try await open(head: notes.last)
        let size = await again.size
        #expect(size == 600)
        for index in [0, 255, 256, 511, 599] {
            let proof = try again.tiles.prove(index: index, size: 600)
            #expect(MerkleProof.includes(
                leafHash: MerkleHash.leaf(leaf(index).bytes), index: index, size: 600, root: edge.root, proof: proof))
        }
    }

    @Test func `a tree over 65,536 leaves has three levels that agree`() async throws {
        let log = try await open()
        let notes = try await grow(log, key: key, to: [65_000, 66_000])
        let findings = try verify(rows: false, held: notes)
        #expect(findings.discrepancies.isEmpty, "\(findings.discrepancies)")
        #expect(findings.leafCount == 66_000)
        #expect(try scratch.files().contains("tile/2/000.p/1"))
        let again = try await open(head: notes.last)
        let signed = await again.signed
        let proof = try again.tiles.prove(index: 12_345, size: 66_000)
        #expect(MerkleProof.includes(
            leafHash: MerkleHash.leaf(leaf(12_345).bytes), index: 12_345, size: 66_000, root: signed.root,
            proof: proof))
    }

    @Test func `writing again after a crash gives the same bytes`() async throws {
        let first = try await open()
        let notes = try await grow(first, key: key, to: [300])
        _ = try await first.append(leaves: leaves(300..<700), after: 300)
        let before = try scratch.files().map { [$0] + [Hex.encode(try scratch.read($0))] }
        try scratch.write("tile/0/.aside-1-1", [1, 2, 3])
        #expect(try verify().leftovers == ["tile/0/.aside-1-1"])
        #expect(try verify().discrepancies.isEmpty)
        let second = try await open(head: notes.last)
        _ = try await second.append(leaves: leaves(300..<700), after: 300)
        #expect(try scratch.files().map { [$0] + [Hex.encode(try scratch.read($0))] } == before)
        let note = try await second.sign(with: key)
        // Crash between the head transaction and the checkpoint: opening publishes the stored note.
        let third = try await open(head: note)
        let published = await third.published
        #expect(published?.size == 700)
    }

    @Test func `a different tile stops the log`() async throws {
        let first = try await open()
        let notes = try await grow(first, key: key, to: [200])
        _ = try await first.append(leaves: leaves(200..<600), after: 200)
        let second = try await open(head: notes.last)
        do throws(LedgerFailure) {
            _ = try await second.append(leaves: leaves(201..<601), after: 200)
            Issue.record("a second past was accepted")
        } catch {
            #expect(error.code == .differentTile)
            #expect(error.fate == .halt)
            #expect(error.description.contains("tile/entries/000, first at byte 6802"))
        }
        await #expect(throws: LedgerFailure.self) { try await second.sign(with: key) }
    }

    @Test func `an older store beside a newer ledger is refused`() async throws {
        let log = try await open()
        let notes = try await grow(log, key: key, to: [10, 20])
        for head in [nil, notes[0]] {
            do throws(any Error) {
                _ = try await open(head: head)
                Issue.record("opened with an older store")
            } catch {
                #expect((error as? LedgerFailure)?.code == .storeOlderThanLedger)
            }
        }
    }

    @Test func `steps out of order are refused`() async throws {
        let log = try await open()
        let notes = try await grow(log, key: key, to: [5, 9])
        await #expect(throws: LedgerFailure.self) { try await log.append(leaves: leaves(0..<1), after: 5) }
        await #expect(throws: LedgerFailure.self) { try await log.publish(notes[0]) }
        let stranger = try LedgerKey.generate(name: "ess.example/ledger")
        await #expect(throws: LedgerFailure.self) { try await log.sign(with: stranger) }
    }

    @Test func `one flipped byte in any file is found and named`() async throws {
        let log = try await open()
        let notes = try await grow(log, key: key, to: [3, 200, 256, 600, 650])
        for file in try scratch.files() {
            let bytes = try scratch.read(file)
            let step = max(1, bytes.count / 7)
            for offset in Set(stride(from: 0, to: bytes.count, by: step)).union([1, 2, bytes.count - 1]) {
                for mask: UInt8 in [0x01, 0x80] {
                    var changed = bytes
                    changed[offset] ^= mask
                    try scratch.write(file, changed)
                    let findings = try verify(rows: false)
                    let named = findings.discrepancies.contains {
                        $0.file == file || $0.detail.contains(TileAddress(path: file)?.basePath ?? file)
                    }
                    #expect(named, "\(file) byte \(offset): \(findings.discrepancies)")
                }
            }
            try scratch.write(file, bytes)
        }
        #expect(try verify(held: notes).discrepancies.isEmpty)
    }

    @Test func `a missing, cut, strange or swapped file is found and named`() async throws {
        let log = try await open()
        _ = try await grow(log, key: key, to: [600])
        for file in try scratch.files() {
            let bytes = try scratch.read(file)
            try DurableFile.remove(scratch.path + "/" + file)
            #expect(try verify().discrepancies.contains { $0.file == file && $0.reason == .missing }, "\(file)")
            try scratch.write(file, bytes.dropLast())
            #expect(try verify().discrepancies.contains { $0.file == file }, "\(file) cut")
            try scratch.write(file, bytes)
        }
        try scratch.write("tile/0/notes.txt", [1])
        #expect(try verify().discrepancies.map(\.file) == ["tile/0/notes.txt"])
        try DurableFile.remove(scratch.path + "/tile/0/notes.txt")
        let (one, two) = (try scratch.read("tile/entries/000"), try scratch.read("tile/entries/001"))
        try scratch.write("tile/entries/000", two)
        try scratch.write("tile/entries/001", one)
        #expect(try Set(verify().discrepancies.map(\.file)).isSuperset(of: ["tile/entries/000", "tile/entries/001"]))
    }

    @Test(arguments: ["tile/0/002", "tile/0/002.p/9", "tile/0/003"])
    func `a tile beyond the signed size that no entries belong to is named, and stops the start`(file: String)
        async throws
    {
        let log = try await open()
        _ = try await grow(log, key: key, to: [512])
        #expect(try verify().discrepancies.isEmpty)
        let width = TileAddress(path: file)?.width ?? 0
        try DurableFolder.create(scratch.path + "/tile/0/002.p")
        try scratch.write(file, [UInt8](repeating: 7, count: width * 32))
        for withStore in [true, false] {
            #expect(try verify(rows: withStore).discrepancies.contains { $0.file.hasPrefix(String(file.prefix(10))) })
        }
        guard file != "tile/0/003" else { return }
        #expect(throws: LedgerFailure.self) { try log.tiles.requireOnly([], at: 2) }
    }

    @Test func `what a crash left beyond the signed size is taken for what it is`() async throws {
        let log = try await open()
        _ = try await grow(log, key: key, to: [500])
        _ = try await log.append(leaves: leaves(500..<530), after: 500)
        try log.tiles.requireOnly(leaves(256..<512), at: 1)
        try log.tiles.requireOnly(leaves(512..<530), at: 2)
        #expect(throws: LedgerFailure.self) { try log.tiles.requireOnly(leaves(512..<529), at: 2) }
        #expect(throws: LedgerFailure.self) { try log.tiles.requireOnly(leaves(513..<531), at: 2) }
    }

    @Test func `a pipe in a tile's place is named, and verifying ends`() async throws {
        let log = try await open()
        _ = try await grow(log, key: key, to: [300])
        for file in ["tile/0/000", "tile/entries/001.p/44", "tile/1/000.p/1", "checkpoint"] {
            let bytes = try scratch.read(file)
            try DurableFile.remove(scratch.path + "/" + file)
            #expect(mkfifo(scratch.path + "/" + file, 0o600) == 0)
            #expect(try verify().discrepancies.contains { $0.file == file }, "\(file)")
            try DurableFile.remove(scratch.path + "/" + file)
            try scratch.write(file, bytes)
        }
        #expect(try verify().discrepancies.isEmpty)
    }

    @Test func `a changed or lost row of the store is named by its leaf`() async throws {
        let log = try await open()
        _ = try await grow(log, key: key, to: [300])
        let findings = try LedgerVerification.verify(directory: scratch.path, verifierKey: key.verifier) { range in
            range.map { $0 == 7 ? .leaf(leaf(8)) : $0 == 290 ? .missing : $0 == 9 ? .erased(leaf(9)) : .leaf(leaf($0)) }
        }
        #expect(findings.discrepancies.map(\.reason) == [.wrongRow, .missingRow])
        #expect(findings.discrepancies.map(\.index) == [7, 290])
        #expect(findings.discrepancies[0].file == "tile/entries/000")
        #expect(findings.discrepancies[0].offset == 7 * 34 + 2)
    }

    @Test func `a rollback is seen by one later checkpoint, another past by an earlier one`() async throws {
        let log = try await open()
        _ = try await grow(log, key: key, to: [300])
        let elsewhere = Scratch()
        let other = try await LedgerLog.open(directory: elsewhere.path, verifierKey: key.verifier, head: nil)
        let later = try await grow(other, key: key, to: [299, 301])
        #expect(try verify(held: [later[0]]).discrepancies.isEmpty)
        #expect(try verify(held: [later[1]]).discrepancies.map(\.reason) == [.rolledBack])
        let third = Scratch()
        let past = try await LedgerLog.open(directory: third.path, verifierKey: key.verifier, head: nil)
        _ = try await past.append(leaves: leaves(1..<100), after: 0)
        #expect(try verify(held: [try await past.sign(with: key)]).discrepancies.map(\.reason) == [.otherPast])
    }
}
