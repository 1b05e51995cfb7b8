import Durability
package import Vocabulary

/// The one writer of `ledger/`: leaves in, tiles and signed checkpoints out.
///
/// Steps 4 to 6 of "What is durable when": ``append(leaves:after:)``, ``sign(with:)``, the store's `head` transaction,
/// ``publish(_:)``. Opening again and repeating them is the whole recovery. After a failure that leaves it unknown what
/// the disk holds, the log refuses everything until it is opened again; after one that changed nothing (no room), the
/// same steps are taken again, from ``resume(head:)`` on.
package actor LedgerLog {
    /// The `ledger/` folder.
    package nonisolated let directory: String
    package nonisolated let verifierKey: VerifierKey
    /// Proofs from what is written.
    package nonisolated let tiles: LedgerTiles

    /// The newest signed tree; the empty tree before the first checkpoint.
    package private(set) var signed: Checkpoint
    /// The newest checkpoint in `ledger/checkpoint`; nil before the first.
    package private(set) var published: Checkpoint?

    private var edge: TreeEdge
    private var failure: LedgerFailure?

    /// Opens the folder (made if missing), removes what crashes left aside, and reads the right edge of the tree.
    ///
    /// - Parameter head: the note of the store's `head` row; nil when the store has signed nothing yet. When it is
    ///   newer than the published checkpoint (crash between § 5's steps 5 and 6), it is published now.
    /// - Throws: `.storeOlderThanLedger`, `.inconsistent`, `.damagedTile` (halt); `.untrusted`, `.malformed`, `.disk`.
    package static func open(
        directory: String, verifierKey: VerifierKey, head: String?
    ) async throws(LedgerFailure) -> LedgerLog {
        do throws(DurabilityFailure) {
            try DurableFolder.create(directory)
            try DurableFolder.synchronise(directory + "/..")
            try DurableFolder.sweep(directory, deep: true)
        } catch { throw LedgerFailure(error) }
        let published = try LedgerLog.publishedNote(directory)
        let log = try LedgerLog(directory, verifierKey, head: head.map { Array($0.utf8) }, published: published)
        if let head, log.opensAhead { try await log.publish(head) }
        return log
    }

    private nonisolated let opensAhead: Bool

    private init(
        _ directory: String, _ key: VerifierKey, head: [UInt8]?, published: SignedNote?
    ) throws(LedgerFailure) {
        let tiles = LedgerTiles(directory: directory)
        let empty = Checkpoint(origin: key.name, size: 0, root: MerkleHash.emptyRoot)
        var last: Checkpoint?
        if let published { last = try Checkpoint(note: published, trustedKey: key) }
        var signed = empty
        if let head { signed = try Checkpoint(note: try SignedNote(head), trustedKey: key) }
        let shown = last ?? empty
        guard shown.size <= signed.size, shown.size < signed.size || shown.root == signed.root else {
            throw LedgerFailure(.storeOlderThanLedger, "store at \(signed.size), checkpoint at \(shown.size)")
        }
        let edge = try tiles.edge(size: signed.size)
        guard edge.root == signed.root else {
            throw LedgerFailure(.damagedTile, "right edge at \(signed.size) gives another root than the head")
        }
        try LedgerLog.checkConsistency(tiles, from: shown, to: signed)
        self.directory = directory
        verifierKey = key
        self.tiles = tiles
        self.signed = signed
        self.published = last
        self.edge = edge
        opensAhead = head != nil && last != signed
    }

    /// Leaves written so far, signed or not.
    package var size: Int { edge.size }

    /// Writes the leaf data as tiles and bundles, durably, and answers with the new tree, not yet signed.
    ///
    /// Repeating after a crash rewrites the same bytes. The entries' commit comes before, so that the log is a function
    /// of the store's table.
    /// - Throws: `.outOfOrder` when `size` is not the log's; `.differentTile` when a file of the same name holds other
    ///   bytes; `.disk`. All but a wrong `size` and a full disk end the log's use.
    package func append(leaves: [Digest], after size: Int) throws(LedgerFailure) -> Checkpoint {
        if let failure { throw LedgerFailure(.halted, failure.description) }
        guard size == edge.size else { throw LedgerFailure(.outOfOrder, "append after \(size), log at \(edge.size)") }
        var next = edge
        do throws(LedgerFailure) {
            // Crash or full disk here: some tiles are there, the edge is old; the same leaves give the same bytes.
            try LedgerAppend(tiles: tiles).write(leaves, onto: &next)
        } catch {
            if case .halt = error.fate { failure = error }
            throw error
        }
        edge = next
        return Checkpoint(origin: verifierKey.name, size: next.size, root: next.root)
    }

    /// Signs the tree as written, after proving from the tiles on the disk that it contains the last signed one.
    ///
    /// The answer is the note for the store's `head` row; nothing is published.
    /// - Throws: `.inconsistent`, `.damagedTile` (halt); `.untrusted` when the key is another log's.
    package func sign(with key: LedgerKey) throws(LedgerFailure) -> String {
        if let failure { throw LedgerFailure(.halted, failure.description) }
        guard key.verifier == verifierKey else {
            throw LedgerFailure(.untrusted, "signing key \(key.verifier.name) is not this log's")
        }
        let next = Checkpoint(origin: verifierKey.name, size: edge.size, root: edge.root)
        do throws(LedgerFailure) {
            try LedgerLog.checkConsistency(tiles, from: signed, to: next)
        } catch {
            if case .halt = error.fate { failure = error }
            throw error
        }
        let note = try SignedNote(signing: next.text, with: key)
        signed = next
        return String(decoding: note.bytes, as: UTF8.self)
    }

    /// Whether a step after ``sign(with:)`` failed: the newest signed tree is not the published one.
    package var isBehind: Bool { signed.size > (published?.size ?? 0) }

    /// Goes on after such a failure from what the store says was signed, as opening does: signed anew if the `head`
    /// transaction failed, published now if only that is missing.
    /// - Parameter head: the note of the store's `head` row; nil when it has none.
    /// - Throws: `.outOfOrder` when the store's head lies outside what is written and published; as ``publish(_:)``.
    package func resume(head: String?) throws(LedgerFailure) {
        if let failure { throw LedgerFailure(.halted, failure.description) }
        var stored = Checkpoint(origin: verifierKey.name, size: 0, root: MerkleHash.emptyRoot)
        if let head { stored = try Checkpoint(note: try SignedNote(Array(head.utf8)), trustedKey: verifierKey) }
        guard stored.size <= edge.size, stored.size >= (published?.size ?? 0) else {
            throw LedgerFailure(.outOfOrder, "head at \(stored.size), log at \(edge.size)")
        }
        signed = stored
        if let head, isBehind { try publish(head) }
    }

    /// Puts a signed note at `ledger/checkpoint`. Called after the store's `head` transaction has committed.
    /// - Throws: `.outOfOrder` when it would step back; `.untrusted`, `.malformed`, `.disk`.
    package func publish(_ note: String) throws(LedgerFailure) {
        if let failure { throw LedgerFailure(.halted, failure.description) }
        let signedNote = try SignedNote(Array(note.utf8))
        let next = try Checkpoint(note: signedNote, trustedKey: verifierKey)
        guard next.size >= (published?.size ?? 0), next.size <= signed.size else {
            throw LedgerFailure(.outOfOrder, "publish \(next.size) after \(published?.size ?? 0)")
        }
        do throws(DurabilityFailure) {
            // Crash here: the old checkpoint stands; opening with the store's head publishes this one.
            try DurableFile.replace(directory + "/checkpoint", with: signedNote.bytes)
        } catch {
            let ours = LedgerFailure(error)
            if case .halt = error.fate { failure = ours }
            throw ours
        }
        published = next
    }

    /// The note in `ledger/checkpoint`; nil when there is none yet.
    static func publishedNote(_ directory: String) throws(LedgerFailure) -> SignedNote? {
        let bytes: [UInt8]
        do throws(DurabilityFailure) {
            bytes = try DurableFile.read(directory + "/checkpoint", limit: 64 << 10)
        } catch {
            if error.code == .missing { return nil }
            throw LedgerFailure(error)
        }
        return try SignedNote(bytes)
    }

    private static func checkConsistency(
        _ tiles: LedgerTiles, from old: Checkpoint, to new: Checkpoint
    ) throws(LedgerFailure) {
        let proof = try tiles.proveConsistency(from: old.size, to: new.size)
        guard MerkleProof.extends(
            oldSize: old.size, oldRoot: old.root, newSize: new.size, newRoot: new.root, proof: proof)
        else { throw LedgerFailure(.inconsistent, "from \(old.size) to \(new.size)") }
    }
}
