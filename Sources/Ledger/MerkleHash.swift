import struct Crypto.SHA256
package import Vocabulary

/// The hashes of an RFC 9162 tree (§ 2.1.1): a leaf is SHA-256(0x00 ‖ data), a node SHA-256(0x01 ‖ left ‖ right).
package enum MerkleHash {
    /// The root of the tree without leaves: SHA-256 of the empty string.
    package static let emptyRoot = digest(of: [])

    /// The hash that stands for leaf data in level 0 of the tree.
    package static func leaf(_ data: [UInt8]) -> Digest { digest(of: [0x00] + data) }

    /// The hash over two neighbouring subtrees.
    package static func node(_ left: Digest, _ right: Digest) -> Digest {
        digest(of: [0x01] + left.bytes + right.bytes)
    }

    static func digest(of bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { buffer in
            var hasher = SHA256()
            hasher.update(bufferPointer: buffer)
            return Digest(hasher.finalize())
        }
    }

    /// The root over a run of hashes laid end to end; their number is a power of two, at least 1.
    ///
    /// Works in one buffer, which is what makes a million leaves a second possible.
    static func root(of hashes: ArraySlice<UInt8>) -> [UInt8] {
        var count = hashes.count / 32
        precondition(count > 0 && count & (count - 1) == 0, "a complete subtree")
        var buffer = Array(hashes)
        var block = [UInt8](repeating: 1, count: 65)
        while count > 1 {
            buffer.withUnsafeMutableBytes { raw in
                block.withUnsafeMutableBytes { block in
                    for pair in 0..<count / 2 {
                        block[1...].copyBytes(from: raw[(pair * 64)..<(pair * 64 + 64)])
                        hash(UnsafeRawBufferPointer(block), into: raw, at: pair * 32)
                    }
                }
            }
            count /= 2
        }
        return Array(buffer.prefix(32))
    }

    /// The leaf hashes of `count` leaf data of 32 bytes each, laid end to end with `stride` bytes between beginnings.
    static func leaves(_ data: [UInt8], from first: Int, stride: Int, count: Int) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: count * 32)
        var block = [UInt8](repeating: 0, count: 33)
        out.withUnsafeMutableBytes { out in
            data.withUnsafeBytes { data in
                block.withUnsafeMutableBytes { block in
                    for index in 0..<count {
                        let start = first + index * stride
                        block[1...].copyBytes(from: data[start..<(start + 32)])
                        hash(UnsafeRawBufferPointer(block), into: out, at: index * 32)
                    }
                }
            }
        }
        return out
    }

    private static func hash(_ block: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer, at offset: Int) {
        var hasher = SHA256()
        hasher.update(bufferPointer: block)
        hasher.finalize().withUnsafeBytes { digest in
            UnsafeMutableRawBufferPointer(rebasing: out[offset..<(offset + 32)]).copyMemory(from: digest)
        }
    }
}
