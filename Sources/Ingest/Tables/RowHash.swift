/// A 64-bit hash of a row's bytes in the manner of wyhash: folded 128-bit products, eight bytes at a time.
///
/// Deterministic across machines and runs, and only for counting distinct rows: it is not keyed and not collision-proof
/// against somebody who chooses the rows, so it is never identity.
enum RowHash {
    private static let first: UInt64 = 0xA076_1D64_78BD_642F
    private static let second: UInt64 = 0xE703_7ED1_A0B4_28DB
    private static let third: UInt64 = 0x8EBC_6AF0_9C88_C6E3

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = first ^ UInt64(truncatingIfNeeded: bytes.count)
        var at = 0
        while at + 16 <= bytes.count {
            hash = fold(word(bytes, at) ^ second, word(bytes, at + 8) ^ hash)
            at += 16
        }
        if at + 8 <= bytes.count {
            hash = fold(word(bytes, at) ^ third, hash ^ second)
            at += 8
        }
        var tail: UInt64 = 0
        while at < bytes.count {
            tail = tail << 8 | UInt64(bytes[at])
            at += 1
        }
        return fold(tail ^ first, fold(hash ^ third, UInt64(truncatingIfNeeded: bytes.count) ^ second))
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
