package import Ledger
import Storage
import Vocabulary

extension Engine {
    /// Leaves of one append.
    static let sequenceMax = 8192

    /// Steps 4 to 6 of "What is durable when": new entries become tiles, the grown tree is signed, the head is
    /// stored, then published. Returns how many entries were sequenced.
    ///
    /// *A crash after any step: doing all of it again gives the same bytes, and the stored note is published at start.*
    @discardableResult
    package func sequence() async throws -> Int {
        try await sequenceTurn.take(0) {
            var total = 0
            while true {
                let before = await ledger.signed.size
                var size = await ledger.size
                while case let leaves = try await store.leaves(from: size, limit: Engine.sequenceMax), !leaves.isEmpty {
                    _ = try await ledger.append(leaves: leaves, after: size)
                    size += leaves.count
                    if leaves.count < Engine.sequenceMax { break }
                }
                guard size > before else { return total }
                let note = try await ledger.sign(with: ledgerKey)
                let signed = await ledger.signed
                let head = LedgerHead(size: signed.size, root: signed.root, note: note, at: now())
                try await store.saveHead(head, after: before)
                try await ledger.publish(note)
                total += size - before
            }
        }
    }

    /// The proof that an entry stands in the ledger.
    /// - Throws: `.notFound` when there is no such entry or its payload was erased; `.tryLater` when it is not sealed
    ///   yet.
    package func receipt(index: Int) async throws -> Receipt {
        guard let row = try await store.entries(subject: nil, from: index, limit: 1).first, row.index == index else {
            throw ActFailure(.notFound, "the ledger has no entry \(index)", hint: "see `ess ledger list`")
        }
        guard let payload = row.payload, let salt = row.salt else {
            throw ActFailure(.notFound, "the payload of entry \(index) was erased; its leaf is \(row.leaf)")
        }
        try await sequence()
        guard let head = try await store.ledgerHead(), head.size > index else {
            throw ActFailure(.tryLater, "entry \(index) is not sealed yet", hint: "try again in a second")
        }
        let path = try LedgerTiles(directory: settings.dataDirectory + "/ledger").prove(index: index, size: head.size)
        return Receipt(
            payload: payload, salt: salt, index: index, inclusion: path, checkpoint: head.note,
            verifierKey: ledgerKey.verifier)
    }
}
