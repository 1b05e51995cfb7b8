import Durability
package import Vocabulary

extension LedgerTiles {
    /// Looks at all bundles and tiles of level 0 at one place: they must hold these leaves and nothing else.
    ///
    /// `leaves`: those of the place that the store has entries for, 0 to 256.
    /// - Throws: `.differentTile` naming the file (halt); `.disk`.
    package func requireOnly(_ leaves: [Digest], at index: Int) throws(LedgerFailure) {
        var bundle: [UInt8] = []
        var hashes: [UInt8] = []
        for leaf in leaves {
            EntryBundle.append(leaf.bytes, to: &bundle)
            hashes += MerkleHash.leaf(leaf.bytes).bytes
        }
        for (level, expected) in [(TileAddress.entries, bundle), (0, hashes)] {
            for address in try files(level, index) {
                let bytes: [UInt8]
                do throws(DurabilityFailure) {
                    bytes = try DurableFile.read(directory + "/" + address.path, limit: EntryBundle.byteCountMax * 2)
                } catch { throw LedgerFailure(error) }
                guard expected.starts(with: bytes) else {
                    throw LedgerFailure(.differentTile, "\(address.path) holds what no entry of the store says")
                }
            }
        }
    }

    private func files(_ level: Int, _ index: Int) throws(LedgerFailure) -> [TileAddress] {
        let full = TileAddress(level: level, index: index)
        let folder = String(full.path[..<(full.path.lastIndex(of: "/") ?? full.path.endIndex)])
        return try names(folder).contains(String(full.path.dropFirst(folder.utf8.count + 1)))
            ? [full] + partials(of: full) : partials(of: full)
    }

    private func partials(of full: TileAddress) throws(LedgerFailure) -> [TileAddress] {
        try names(full.partialFolder).compactMap { TileAddress(path: full.partialFolder + "/" + $0) }
    }

    /// Names in a folder below `ledger/`; none when it is not there.
    private func names(_ folder: String) throws(LedgerFailure) -> [String] {
        do throws(DurabilityFailure) {
            return try DurableFolder.list(directory + "/" + folder).map(\.name)
        } catch {
            if error.code == .missing { return [] }
            throw LedgerFailure(error)
        }
    }
}
