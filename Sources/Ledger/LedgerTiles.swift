import Durability
package import Vocabulary

/// The published tree, read from its tiles: roots and proofs for any size it has had. Needs no key and no store.
///
/// A value: each call reads the few tiles it needs, so it works beside the writer.
package struct LedgerTiles: Sendable {
    /// The `ledger/` folder.
    package let directory: String

    package init(directory: String) { self.directory = directory }

    /// The root of the tree of the first `size` leaves.
    package func root(size: Int) throws(LedgerFailure) -> Digest {
        var reader = Reader(tiles: self, size: size)
        return size == 0 ? MerkleHash.emptyRoot : try reader.hash(of: 0..<size)
    }

    /// The hashes that show that leaf `index` is in the tree of `size`, from its sibling upwards (RFC 9162 § 2.1.3.1).
    /// - Throws: `.outOfOrder` when the index is not below the size; `.damagedTile`, `.disk`.
    package func prove(index: Int, size: Int) throws(LedgerFailure) -> [Digest] {
        guard index >= 0, index < size else {
            throw LedgerFailure(.outOfOrder, "no leaf \(index) in a tree of \(size)")
        }
        var reader = Reader(tiles: self, size: size)
        var proof: [Digest] = []
        var range = 0..<size
        while range.count > 1 {
            let middle = range.lowerBound + LedgerTiles.split(range.count)
            let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
            proof.append(try reader.hash(of: index < middle ? right : left))
            range = index < middle ? left : right
        }
        return proof.reversed()
    }

    /// The hashes that show that the tree of `newSize` begins with that of `oldSize` (RFC 9162 § 2.1.4.1).
    /// - Throws: `.outOfOrder` when the sizes are not in order; `.damagedTile`, `.disk`.
    package func proveConsistency(from oldSize: Int, to newSize: Int) throws(LedgerFailure) -> [Digest] {
        guard oldSize >= 0, oldSize <= newSize else {
            throw LedgerFailure(.outOfOrder, "no consistency from \(oldSize) to \(newSize)")
        }
        if oldSize == 0 || oldSize == newSize { return [] }
        var reader = Reader(tiles: self, size: newSize)
        var proof: [Digest] = []
        var range = 0..<newSize
        while oldSize < range.upperBound {
            let middle = range.lowerBound + LedgerTiles.split(range.count)
            let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
            proof.append(try reader.hash(of: oldSize <= middle ? right : left))
            range = oldSize <= middle ? left : right
        }
        // SUBPROOF's flag b: the old root itself is left out when it is a node of the new tree.
        if range.lowerBound > 0 { proof.append(try reader.hash(of: range)) }
        return proof.reversed()
    }

    /// The hashes of the tile at this place, as many as a tree of `size` gives it; reads a fuller tile where the
    /// partial one has been removed.
    func hashes(level: Int, index: Int, width: Int) throws(LedgerFailure) -> [UInt8] {
        let address = TileAddress(level: level, index: index, width: width)
        let entry = address.isBundle ? EntryBundle.stride : 32
        let full = TileAddress(level: level, index: index)
        // A size that was never signed here has no partial tile of its own; a wider one begins with it.
        for candidate in address.isFull ? [full] : [address, full] + widerPartials(of: address) {
            do throws(DurabilityFailure) {
                let bytes = try DurableFile.read(directory + "/" + candidate.path, limit: EntryBundle.byteCountMax)
                guard bytes.count == candidate.width * entry else {
                    throw DurabilityFailure(code: .tooLong, fate: .halt, operation: "read", path: candidate.path)
                }
                return Array(bytes.prefix(width * entry))
            } catch {
                switch error.code {
                case .missing: continue
                case .tooLong: throw LedgerFailure(.damagedTile, "\(candidate.path) has not \(candidate.width) entries")
                case .diskFull, .notPermitted, .locked, .io: throw LedgerFailure(error)
                }
            }
        }
        throw LedgerFailure(.damagedTile, "\(address.path) is missing")
    }

    /// The partial tiles at the same place that hold more hashes, narrowest first; none when the folder is not there.
    private func widerPartials(of address: TileAddress) -> [TileAddress] {
        // An unreadable folder gives no candidates, and the caller then reports the tile itself as missing.
        let names = (try? DurableFolder.list(directory + "/" + address.partialFolder)) ?? []
        return names.compactMap { TileAddress(path: address.partialFolder + "/" + $0.name) }
            .filter { $0.width > address.width }.sorted()
    }

    /// The right edge of the tree of `size`, from its partial tiles only.
    func edge(size: Int) throws(LedgerFailure) -> TreeEdge {
        var levels: [[UInt8]] = []
        for extent in TileAddress.extents(ofSize: size) where extent.level != TileAddress.entries {
            guard extent.partialWidth > 0 else {
                levels.append([])
                continue
            }
            levels.append(
                try hashes(level: extent.level, index: extent.fullCount, width: extent.partialWidth))
        }
        return TreeEdge(size: size, levels: levels)
    }

    /// The largest power of two smaller than `count` (RFC 9162 § 2.1.1's k); `count` is at least 2.
    static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }
}

/// Tiles read once for one proof.
private struct Reader {
    let tiles: LedgerTiles
    let size: Int
    private var cache: [TileAddress: [UInt8]] = [:]

    init(tiles: LedgerTiles, size: Int) {
        self.tiles = tiles
        self.size = size
    }

    /// MTH of a range that begins where RFC 9162's recursion lets ranges begin.
    mutating func hash(of range: Range<Int>) throws(LedgerFailure) -> Digest {
        if range.count & (range.count - 1) == 0 { return try complete(range) }
        let middle = range.lowerBound + LedgerTiles.split(range.count)
        return MerkleHash.node(
            try complete(range.lowerBound..<middle), try hash(of: middle..<range.upperBound))
    }

    /// A complete subtree: a run of hashes within one tile.
    private mutating func complete(_ range: Range<Int>) throws(LedgerFailure) -> Digest {
        let height = range.count.trailingZeroBitCount
        let level = height / 8
        let first = range.lowerBound >> (level * 8)
        let index = first / TileAddress.width
        let available = (size >> (level * 8)) - index * TileAddress.width
        let address = TileAddress(level: level, index: index, width: min(available, TileAddress.width))
        let hashes: [UInt8]
        if let known = cache[address] {
            hashes = known
        } else {
            hashes = try tiles.hashes(level: level, index: index, width: address.width)
            cache[address] = hashes
        }
        let start = first % TileAddress.width
        let run = hashes[(start * 32)..<((start + (1 << (height % 8))) * 32)]
        guard let digest = Digest(bytes: MerkleHash.root(of: run)) else { preconditionFailure("32 bytes") }
        return digest
    }
}
