import Vocabulary

extension LedgerVerification {
    /// Compares each level above 0 with what the level below gives.
    mutating func verifyLevels(from levelOne: [UInt8]) {
        var level = 1
        var below = levelOne
        while level < 9 {
            var upper: [UInt8] = []
            let places = inventory.places(level: level).map(\.index)
            for index in places {
                guard let hashes = widest(level, index) else { continue }
                let start = index * TileAddress.width * 32
                let expected = start < below.count ? Array(below[start..<min(start + hashes.count, below.count)]) : []
                verifyTile(level, index, hashes, expected)
            }
            let whole = below.count / 32 / TileAddress.width
            for index in 0..<whole {
                let start = index * TileAddress.width * 32
                upper += MerkleHash.root(of: below[start..<(start + TileAddress.width * 32)])
            }
            below = upper
            level += 1
        }
        for stray in inventory.widths.keys.filter({ $0.level >= 9 }).sorted() {
            let address = TileAddress(level: stray.level, index: stray.index)
            findings.add(LedgerDiscrepancy(.unknownFile, address.basePath, "no tree is so high"))
        }
    }

    private mutating func verifyTile(_ level: Int, _ index: Int, _ hashes: [UInt8], _ expected: [UInt8]) {
        let file = name(level, index, hashes.count / 32)
        for start in stride(from: 0, to: expected.count, by: 32)
        where hashes[start..<(start + 32)] != expected[start..<(start + 32)] {
            let byte = (start..<(start + 32)).first { hashes[$0] != expected[$0] } ?? start
            findings.add(LedgerDiscrepancy(.wrongHash, file, offset: byte))
        }
        if hashes.count > expected.count {
            findings.add(LedgerDiscrepancy(
                .wrongLength, file, offset: expected.count, "more hashes than the level below has tiles"))
        }
    }

    mutating func verifyRoot() {
        guard let checkpoint = findings.checkpoint else { return }
        do throws(LedgerFailure) {
            let root = try tiles.edge(size: checkpoint.size).root
            if root != checkpoint.root {
                findings.add(LedgerDiscrepancy(.wrongRoot, "checkpoint", "tiles give \(root)"))
            }
        } catch {
            findings.add(LedgerDiscrepancy(.wrongRoot, "checkpoint", error.description))
        }
    }

    mutating func verify(held: [String]) {
        for (number, text) in held.enumerated() {
            let name = "held checkpoint \(number + 1)"
            do throws(LedgerFailure) {
                let old = try Checkpoint(note: try SignedNote(Array(text.utf8)), trustedKey: key)
                guard let checkpoint = findings.checkpoint, old.size <= checkpoint.size else {
                    let ours = findings.checkpoint?.size ?? 0
                    findings.add(LedgerDiscrepancy(.rolledBack, name, "of size \(old.size), ours \(ours)"))
                    continue
                }
                if try tiles.root(size: old.size) != old.root {
                    findings.add(LedgerDiscrepancy(.otherPast, name, "at size \(old.size)"))
                }
            } catch {
                let reason: LedgerDiscrepancy.Reason = error.code == .untrusted ? .badSignature : .badCheckpoint
                findings.add(LedgerDiscrepancy(reason, name, error.description))
            }
        }
    }
}
