import Durability
package import Vocabulary

/// Reads all of `ledger/` again and recomputes everything from the entry bundles up, trusting only the verifier key.
///
/// Every file is read whole and every byte of it is compared with something: entries with level 0, each level with the
/// one below, the root with the signed checkpoint, partial files with the fuller ones, and with a store each leaf with
/// the row it came from. Without checkpoint, store or held checkpoint nothing can show that the end was cut off.
package struct LedgerVerification {
    /// What the store says about a leaf.
    package enum Row: Sendable, Hashable {
        /// Recomputed from the row's salt and payload.
        case leaf(Digest)
        /// Payload and salt were erased; the row's stored leaf.
        case erased(Digest)
        case missing
    }

    package static let discrepancyCountMax = 1000

    let directory: String
    let key: VerifierKey
    let rows: ((Range<Int>) throws -> [Row])?
    let tiles: LedgerTiles
    let inventory: LedgerInventory
    var findings = LedgerFindings()

    /// Verifies the folder.
    ///
    /// - Parameters:
    ///   - rows: asked for runs of at most 256 leaf numbers in ascending order, answers one row each; nil to verify the
    ///     tiles alone.
    ///   - held: notes that others hold (from receipts, mirrors, witnesses); each must be a beginning of this log.
    /// - Throws: `.disk` when the folder cannot be listed, or what `rows` throws. Damage is never thrown, it is listed.
    /// - Complexity: linear in the leaves; memory 32 bytes per 256 leaves.
    package static func verify(
        directory: String, verifierKey: VerifierKey, rows: ((Range<Int>) throws -> [Row])? = nil, held: [String] = []
    ) throws -> LedgerFindings {
        var run = try LedgerVerification(directory, verifierKey, rows)
        run.readCheckpoint()
        run.reportMissing()
        let levelOne = try run.verifyEntries()
        run.verifyLevels(from: levelOne)
        run.verifyRoot()
        run.verify(held: held)
        return run.findings
    }

    private init(
        _ directory: String, _ key: VerifierKey, _ rows: ((Range<Int>) throws -> [Row])?
    ) throws {
        self.directory = directory
        self.key = key
        self.rows = rows
        tiles = LedgerTiles(directory: directory)
        inventory = try LedgerInventory(directory: directory)
        findings.leftovers = inventory.leftovers
        for strange in inventory.strange { findings.add(strange) }
    }

    private mutating func readCheckpoint() {
        do throws(LedgerFailure) {
            guard let note = try LedgerLog.publishedNote(directory) else {
                // Before the first checkpoint there is nothing to miss, unless tiles already stand there.
                if !inventory.widths.isEmpty { findings.add(LedgerDiscrepancy(.missing, "checkpoint")) }
                return
            }
            findings.checkpoint = try Checkpoint(note: note, trustedKey: key)
            if note.signatures.count != 1 {
                findings.add(LedgerDiscrepancy(.badSignature, "checkpoint", "a signature by somebody else"))
            }
        } catch {
            let reason: LedgerDiscrepancy.Reason = error.code == .untrusted ? .badSignature : .badCheckpoint
            findings.add(LedgerDiscrepancy(reason, "checkpoint", offset: 0, error.description))
        }
    }

    /// Names the files that a tree of the checkpoint's size must have. A fuller file serves for a partial one.
    private mutating func reportMissing() {
        guard let size = findings.checkpoint?.size else { return }
        for (level, fullCount, partialWidth) in TileAddress.extents(ofSize: size) {
            for index in 0..<(fullCount + (partialWidth > 0 ? 1 : 0)) {
                let width = index < fullCount ? TileAddress.width : partialWidth
                let there = inventory.widths[.init(level: level, index: index)] ?? []
                if there.last == TileAddress.width || there.contains(width) { continue }
                let address = TileAddress(level: level, index: index, width: width)
                findings.add(LedgerDiscrepancy(.missing, address.path))
            }
        }
    }

    /// Reads every bundle with the level-0 tile above it; returns the hashes of level 1 they give.
    private mutating func verifyEntries() throws -> [UInt8] {
        var upper: [UInt8] = []
        let bundles = inventory.places(level: TileAddress.entries).map(\.index)
        let leaves = inventory.places(level: 0).map(\.index)
        // Past a hole in both, nothing can be placed in the tree; the missing files were named above.
        var index = 0
        let known = Set(bundles).union(leaves)
        while known.contains(index) {
            let entries = widest(TileAddress.entries, index)
            let hashes = widest(0, index)
            let first = index * TileAddress.width
            let recomputed = entries.map { verifyPrefixes(of: $0, at: index) } ?? []
            let chosen = verifyBundle(index, recomputed: recomputed, hashes: hashes)
            findings.leafCount += chosen.count / 32
            if entries == nil, let hashes { reportUnsigned(hashes, at: index) }
            if let rows, let entries { try compare(entries, with: rows, from: first, index: index) }
            if chosen.count == TileAddress.width * 32 { upper += MerkleHash.root(of: chosen[...]) }
            index += 1
        }
        for stray in known.filter({ $0 > index }).sorted() {
            let file = TileAddress(level: bundles.contains(stray) ? TileAddress.entries : 0, index: stray)
            findings.add(LedgerDiscrepancy(.unknownFile, file.basePath, "beyond a missing file"))
        }
        return upper
    }

    /// The leaf hashes of a bundle, each prefix looked at.
    private mutating func verifyPrefixes(of bundle: [UInt8], at index: Int) -> [UInt8] {
        let count = bundle.count / EntryBundle.stride
        let file = name(TileAddress.entries, index, count)
        for entry in 0..<count {
            let offset = entry * EntryBundle.stride
            for byte in 0..<2 where bundle[offset + byte] != [0, 32][byte] {
                findings.add(LedgerDiscrepancy(
                    .badPrefix, file, offset: offset + byte, index: index * TileAddress.width + entry))
            }
        }
        return MerkleHash.leaves(bundle, from: 2, stride: EntryBundle.stride, count: count)
    }

    /// Bundles are written before their tiles, so beyond the signed size no crash leaves a tile alone.
    private mutating func reportUnsigned(_ hashes: [UInt8], at index: Int) {
        let width = hashes.count / 32
        guard index * TileAddress.width + width > findings.checkpoint?.size ?? 0 else { return }
        findings.add(LedgerDiscrepancy(
            .unknownFile, name(0, index, width), "beyond the signed size, and no entries belong to it"))
    }

    /// Compares what the bundle gives with the tile, and says which of the two the level above convicts.
    private mutating func verifyBundle(_ index: Int, recomputed: [UInt8], hashes: [UInt8]?) -> [UInt8] {
        guard let hashes else { return recomputed }
        if hashes == recomputed { return recomputed }
        let both = min(hashes.count, recomputed.count)
        let tileIsRight = hashes.count == TileAddress.width * 32
            && parent(of: index).map { $0 == MerkleHash.root(of: hashes[...]) } ?? false
        for start in stride(from: 0, to: both, by: 32)
        where hashes[start..<(start + 32)] != recomputed[start..<(start + 32)] {
            let leaf = index * TileAddress.width + start / 32
            if tileIsRight {
                let offset = start / 32 * EntryBundle.stride + 2
                let file = name(TileAddress.entries, index, recomputed.count / 32)
                findings.add(LedgerDiscrepancy(.wrongEntry, file, offset: offset, index: leaf))
            } else {
                let file = name(0, index, hashes.count / 32)
                let byte = (start..<(start + 32)).first { hashes[$0] != recomputed[$0] } ?? start
                findings.add(LedgerDiscrepancy(
                    .wrongHash, file, offset: byte, index: leaf, "or its entry in \(entryFile(index))"))
            }
        }
        if hashes.count > recomputed.count, !recomputed.isEmpty {
            findings.add(LedgerDiscrepancy(.wrongLength, name(0, index, hashes.count / 32), "more than its entries"))
        }
        return tileIsRight || recomputed.isEmpty ? hashes : recomputed
    }
}
