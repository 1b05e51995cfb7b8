import Durability
import Testing
import Vocabulary

@testable import Ledger

/// The eight leaves of the Certificate Transparency reference tests (RFC 6962 trees, as in
/// google/certificate-transparency).
enum ReferenceTree {
    static let leaves: [[UInt8]] = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ].map { Hex.decode($0) ?? [] }
    static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ].compactMap { Digest(hex: $0) }
    static let a = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    static let b = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    static let c = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
    static let d = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    static let e = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    static let f = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
    static let inclusions: [(index: Int, size: Int, proof: [String])] = [
        (0, 1, []), (0, 8, [a, b, c]), (5, 8, [d, e, roots[3].description]), (2, 3, [roots[1].description]),
        (1, 5, [roots[0].description, b, d]),
    ]
    static let consistencies: [(old: Int, new: Int, proof: [String])] = [
        (1, 1, []), (1, 8, [a, b, c]), (6, 8, [f, e, roots[3].description]), (2, 5, [b, d]),
    ]
}

@Suite struct MerkleProofTests {
    let scratch = Scratch()

    @Test func `the edge has the reference roots at each size`() {
        var edge = TreeEdge()
        #expect(edge.root.description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        for (data, root) in zip(ReferenceTree.leaves, ReferenceTree.roots) {
            _ = edge.append(MerkleHash.leaf(data).bytes)
            #expect(edge.root == root)
        }
    }

    @Test func `proofs read from tiles are the reference proofs and verify`() throws {
        let tiles = LedgerTiles(directory: scratch.path)
        var hashes: [UInt8] = []
        try DurableFolder.create(scratch.path + "/tile/0/000.p")
        for (index, data) in ReferenceTree.leaves.enumerated() {
            hashes += MerkleHash.leaf(data).bytes
            try DurableFile.replace(scratch.path + "/tile/0/000.p/\(index + 1)", with: hashes)
        }
        for (index, size, expected) in ReferenceTree.inclusions {
            let proof = try tiles.prove(index: index, size: size)
            #expect(proof.map(\.description) == expected)
            #expect(MerkleProof.includes(
                leafHash: MerkleHash.leaf(ReferenceTree.leaves[index]), index: index, size: size,
                root: ReferenceTree.roots[size - 1], proof: proof))
        }
        for (old, new, expected) in ReferenceTree.consistencies {
            let proof = try tiles.proveConsistency(from: old, to: new)
            #expect(proof.map(\.description) == expected)
            #expect(MerkleProof.extends(
                oldSize: old, oldRoot: ReferenceTree.roots[old - 1], newSize: new,
                newRoot: ReferenceTree.roots[new - 1], proof: proof))
        }
    }

    @Test func `a wrong index, size, root or hash is refused`() {
        let proof = [ReferenceTree.a, ReferenceTree.b, ReferenceTree.c].compactMap { Digest(hex: $0) }
        let leaf = MerkleHash.leaf([])
        let root = ReferenceTree.roots[7]
        #expect(MerkleProof.includes(leafHash: leaf, index: 0, size: 8, root: root, proof: proof))
        for index in [-1, 1, 2, 4, 7, 8] {
            #expect(!MerkleProof.includes(leafHash: leaf, index: index, size: 8, root: root, proof: proof))
        }
        #expect(!MerkleProof.includes(leafHash: leaf, index: 0, size: 8, root: root, proof: proof.dropLast()))
        #expect(!MerkleProof.includes(leafHash: leaf, index: 0, size: 8, root: root, proof: proof + [root]))
        #expect(!MerkleProof.includes(leafHash: leaf, index: 0, size: 3, root: root, proof: proof))
        let old = ReferenceTree.roots[0]
        #expect(!MerkleProof.extends(oldSize: 2, oldRoot: old, newSize: 8, newRoot: root, proof: proof))
        #expect(!MerkleProof.extends(oldSize: 1, oldRoot: root, newSize: 8, newRoot: root, proof: proof))
        #expect(!MerkleProof.extends(oldSize: 9, oldRoot: old, newSize: 8, newRoot: root, proof: proof))
    }

    @Test func `tiles are named as tlog-tiles says`() {
        #expect(TileAddress(level: 0, index: 1_234_067).path == "tile/0/x001/x234/067")
        #expect(TileAddress(level: 2, index: 5, width: 17).path == "tile/2/005.p/17")
        #expect(TileAddress(level: TileAddress.entries, index: 273, width: 112).path == "tile/entries/273.p/112")
        for path in ["tile/0/x001/x234/067", "tile/2/005.p/17", "tile/entries/273.p/112", "tile/0/x001/000"] {
            #expect(TileAddress(path: path)?.path == path)
        }
        for path in [
            "tile/0/67", "tile/00/067", "tile/64/067", "tile/0/001/067", "tile/0/067.p/0", "tile/0/067.p/256",
            "tile/0/067.p/01", "tile/0/x000/067", "tile/0/+67", "tile/0/067/", "tile/0", "tile/0/-01", "checkpoint",
        ] {
            #expect(TileAddress(path: path) == nil, "\(path)")
        }
    }

    @Test func `a tree of 70,000 has the tiles of the specification's example`() {
        // C2SP tlog-tiles, "Partial Tiles".
        let extents = TileAddress.extents(ofSize: 70_000).map { [$0.level, $0.fullCount, $0.partialWidth] }
        #expect(extents == [[-1, 273, 112], [0, 273, 112], [1, 1, 17], [2, 0, 1]])
        #expect(TileAddress.extents(ofSize: 256).map(\.partialWidth) == [0, 0, 1])
    }
}
