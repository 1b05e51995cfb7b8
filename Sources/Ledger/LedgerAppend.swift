import Durability
import Vocabulary

/// One growth of the tree on the disk: bundles first, then tiles from level 0 up, so that no hash stands without the
/// entries below it.
struct LedgerAppend {
    let tiles: LedgerTiles

    /// Grows `edge` by the leaf data and writes every file that changed.
    func write(_ leaves: [Digest], onto edge: inout TreeEdge) throws(LedgerFailure) {
        guard !leaves.isEmpty else { return }
        var bundle: [UInt8] = []
        if edge.size % TileAddress.width > 0 {
            bundle = try tiles.hashes(
                level: TileAddress.entries, index: edge.size / TileAddress.width,
                width: edge.size % TileAddress.width)
        }
        var bundles: [(TileAddress, [UInt8])] = []
        var filled: [(TileAddress, [UInt8])] = []
        for leaf in leaves {
            EntryBundle.append(leaf.bytes, to: &bundle)
            for tile in edge.append(MerkleHash.leaf(leaf.bytes).bytes) { filled.append((tile.address, tile.hashes)) }
            if edge.size % TileAddress.width == 0 {
                let index = edge.size / TileAddress.width - 1
                bundles.append((TileAddress(level: TileAddress.entries, index: index), bundle))
                bundle.removeAll(keepingCapacity: true)
            }
        }
        if !bundle.isEmpty {
            bundles.append((partial(TileAddress.entries, edge.size), bundle))
        }
        var span = 1
        for (level, hashes) in edge.levels.enumerated() {
            if !hashes.isEmpty { filled.append((partial(level, edge.size / span), hashes)) }
            span *= TileAddress.width
        }
        // Crash within or between the two batches: files ahead of the checkpoint that no signature covers yet. The next
        // start appends the same entries again and finds the same bytes.
        try store(bundles)
        try store(filled.sorted { $0.0 < $1.0 })
        try removePartials(of: bundles.map(\.0) + filled.map(\.0))
    }

    private func partial(_ level: Int, _ count: Int) -> TileAddress {
        TileAddress(level: level, index: count / TileAddress.width, width: count % TileAddress.width)
    }

    private func store(_ files: [(TileAddress, [UInt8])]) throws(LedgerFailure) {
        let batch = DurableBatch()
        do throws(DurabilityFailure) {
            for (address, bytes) in files {
                let path = tiles.directory + "/" + address.path
                if let there = try existing(path) {
                    guard there == bytes else { throw differing(address, there, bytes) }
                    continue
                }
                try DurableFolder.create(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
                try batch.stage(path, bytes)
            }
            try batch.commit()
        } catch {
            if error.operation == "compare" { throw LedgerFailure(.differentTile, error.path) }
            throw LedgerFailure(error)
        }
    }

    private func existing(_ path: String) throws(DurabilityFailure) -> [UInt8]? {
        do throws(DurabilityFailure) {
            return try DurableFile.read(path, limit: EntryBundle.byteCountMax * 2)
        } catch {
            if error.code == .missing { return nil }
            throw error
        }
    }

    private func differing(_ address: TileAddress, _ there: [UInt8], _ ours: [UInt8]) -> DurabilityFailure {
        let offset = zip(there, ours).enumerated().first { $1.0 != $1.1 }?.offset ?? min(there.count, ours.count)
        return DurabilityFailure(
            code: .io, fate: .halt, operation: "compare", path: "\(address.path), first at byte \(offset)")
    }

    /// Partial tiles are allowed to go once the full one is durable (tlog-tiles, "Partial Tiles").
    private func removePartials(of addresses: [TileAddress]) throws(LedgerFailure) {
        do throws(DurabilityFailure) {
            for address in addresses where address.isFull {
                // Crash here: partial tiles beside a full one, each still a prefix of it; verify accepts them.
                try DurableFolder.removeFiles(tiles.directory + "/" + address.partialFolder)
            }
        } catch { throw LedgerFailure(error) }
    }
}
