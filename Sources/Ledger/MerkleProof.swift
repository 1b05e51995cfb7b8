package import Vocabulary

/// Checks of RFC 9162 proofs: values in, a verdict out; no files, no keys.
package enum MerkleProof {
    /// Whether `proof` shows that the leaf hash stands at `index` in the tree of `size` leaves with `root`.
    ///
    /// Source: RFC 9162 § 2.1.3.2; proof hashes from the leaf's sibling upwards.
    package static func includes(
        leafHash: Digest, index: Int, size: Int, root: Digest, proof: [Digest]
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var fn = index
        var sn = size - 1
        var hash = leafHash
        for sibling in proof {
            if sn == 0 { return false }
            if fn & 1 == 1 || fn == sn {
                hash = MerkleHash.node(sibling, hash)
                while fn & 1 == 0, fn != 0 {
                    fn >>= 1
                    sn >>= 1
                }
            } else {
                hash = MerkleHash.node(hash, sibling)
            }
            fn >>= 1
            sn >>= 1
        }
        return sn == 0 && hash == root
    }

    /// Whether `proof` shows that the tree of `newSize` begins with the tree of `oldSize`.
    ///
    /// Source: RFC 9162 § 2.1.4.2. The empty tree is the beginning of every tree, by an empty proof.
    package static func extends(
        oldSize: Int, oldRoot: Digest, newSize: Int, newRoot: Digest, proof: [Digest]
    ) -> Bool {
        guard oldSize >= 0, oldSize <= newSize else { return false }
        if oldSize == newSize { return proof.isEmpty && oldRoot == newRoot }
        if oldSize == 0 { return proof.isEmpty && oldRoot == MerkleHash.emptyRoot }
        var path = proof
        // An exact power of two is itself a node of the new tree, so its hash is left out of the proof.
        if oldSize & (oldSize - 1) == 0 { path.insert(oldRoot, at: 0) }
        guard let first = path.first else { return false }
        var fn = oldSize - 1
        var sn = newSize - 1
        while fn & 1 == 1 {
            fn >>= 1
            sn >>= 1
        }
        var fr = first
        var sr = first
        for hash in path.dropFirst() {
            if sn == 0 { return false }
            if fn & 1 == 1 || fn == sn {
                fr = MerkleHash.node(hash, fr)
                sr = MerkleHash.node(hash, sr)
                while fn & 1 == 0, fn != 0 {
                    fn >>= 1
                    sn >>= 1
                }
            } else {
                sr = MerkleHash.node(sr, hash)
            }
            fn >>= 1
            sn >>= 1
        }
        return sn == 0 && fr == oldRoot && sr == newRoot
    }
}
