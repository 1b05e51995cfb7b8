/// Finds the first byte of a document that is neither white space (RFC 8259 § 2) nor of a byte order mark: it tells a
/// list from an object, and either from what is no JSON.
///
/// Each byte is looked at once. What stands before the first one is counted, not kept, so that a document may begin
/// with any amount of it; the count keeps the places of what follows.
struct JSONOpening {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// What was found.
    struct First {
        let byte: UInt8
        /// Bytes of the document before it.
        let offset: Int
        /// The document's bytes of earlier pushes from `byte` on: of a mark that broke off; else none.
        let earlier: [UInt8]
        /// Where the rest of the document begins in the bytes that were looked at.
        let rest: Int
    }

    /// Bytes looked at without finding it.
    private(set) var passed = 0

    /// The document's first byte; nil while only such bytes came as may stand before it.
    mutating func find(in bytes: UnsafeRawBufferPointer) -> First? {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let isBroken = (1..<3).contains(marked)
            if marked < 3, passed == marked, byte == JSONOpening.mark[marked] {
                marked += 1
            } else if isBroken {
                let earlier = Array(JSONOpening.mark.prefix(marked))
                return First(byte: earlier[0], offset: 0, earlier: earlier, rest: index)
            } else if byte != 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 {
                return First(byte: byte, offset: passed, earlier: [], rest: index)
            }
            passed += 1
            index += 1
        }
        return nil
    }

    /// Bytes of a byte order mark met at the very beginning.
    private var marked = 0
}

extension JSONOpening.First {
    /// Whether the document is a list.
    var isList: Bool { byte == UInt8(ascii: "[") }

    /// The document's bytes from its first one on, of the bytes that were looked at: what is to be pushed in turn.
    func pieces(of bytes: UnsafeRawBufferPointer, _ push: (UnsafeRawBufferPointer) -> Void) {
        if !earlier.isEmpty { earlier.withUnsafeBytes { push($0) } }
        push(UnsafeRawBufferPointer(rebasing: bytes[rest...]))
    }
}
