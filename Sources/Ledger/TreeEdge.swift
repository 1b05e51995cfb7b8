import Vocabulary

/// The right edge of the tree: for each tile level the hashes of its last, partial tile. All that growing needs to
/// know.
///
/// At most 255 hashes a level; a hundred million leaves are four levels.
struct TreeEdge: Sendable, Hashable {
    /// Leaves in the tree.
    private(set) var size = 0
    /// Per level the hashes of the partial tile, laid end to end; a level of whole tiles only is empty.
    private(set) var levels: [[UInt8]] = []

    init() {}

    /// The edge of a tree of `size` leaves; `levels` has the partial tiles from level 0 up.
    init(size: Int, levels: [[UInt8]]) {
        self.size = size
        self.levels = levels
    }

    /// Adds one leaf hash. Returns the tiles that became full, from level 0 up; mostly none.
    mutating func append(_ leafHash: [UInt8]) -> [(address: TileAddress, hashes: [UInt8])] {
        size += 1
        var filled: [(address: TileAddress, hashes: [UInt8])] = []
        var carry = leafHash
        var level = 0
        var span = TileAddress.width
        while true {
            if levels.count == level { levels.append([]) }
            levels[level] += carry
            guard levels[level].count == TileAddress.width * 32 else { return filled }
            let hashes = levels[level]
            filled.append((TileAddress(level: level, index: size / span - 1), hashes))
            carry = MerkleHash.root(of: hashes[...])
            levels[level].removeAll(keepingCapacity: true)
            level += 1
            span *= TileAddress.width
        }
    }

    /// The root of the tree: the complete subtrees of the edge, folded from the right (RFC 9162 § 2.1.2).
    var root: Digest {
        var root: Digest?
        for hashes in levels {
            let width = hashes.count / 32
            var end = width
            // Within a tile the complete subtrees follow from the binary digits of its width, the smallest rightmost.
            for bit in 0..<8 where width >> bit & 1 == 1 {
                let run = hashes[((end - (1 << bit)) * 32)..<(end * 32)]
                end -= 1 << bit
                guard let peak = Digest(bytes: MerkleHash.root(of: run)) else {
                    preconditionFailure("a root has 32 bytes")
                }
                root = root.map { MerkleHash.node(peak, $0) } ?? peak
            }
        }
        return root ?? MerkleHash.emptyRoot
    }
}
