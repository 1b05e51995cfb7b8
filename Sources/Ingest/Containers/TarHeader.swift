/// One 512-byte header block of a tar stream (POSIX.1-1988 ustar, with the GNU base-256 numbers).
struct TarHeader {
    static let blockSize = 512

    /// `prefix/name` or `name`, as stored.
    let name: [UInt8]
    let size: Int
    let type: UInt8

    /// Nil when the checksum or a number is wrong.
    init?(_ block: [UInt8]) {
        guard block.count == TarHeader.blockSize, let stated = TarHeader.number(block[148..<156]) else { return nil }
        // The checksum is taken with its own field read as spaces.
        let sum = block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element)) }
        guard sum == stated, let size = TarHeader.number(block[124..<136]), size >= 0 else { return nil }
        self.size = size
        type = block[156]
        let isPOSIX = block[257..<263].elementsEqual("ustar\0".utf8)
        let prefix = isPOSIX ? block[345..<500].prefix { $0 != 0 } : []
        let base = block[0..<100].prefix { $0 != 0 }
        name = prefix.isEmpty ? Array(base) : Array(prefix) + [UInt8(ascii: "/")] + base
    }

    /// An octal number with spaces or NULs around it, or a base-256 one with the highest bit set.
    static func number(_ field: ArraySlice<UInt8>) -> Int? {
        guard let first = field.first else { return nil }
        if first & 0x80 != 0 {
            guard first == 0x80 else { return nil }
            var value = 0
            for byte in field.dropFirst() {
                guard value < Int.max >> 9 else { return nil }
                value = value << 8 | Int(byte)
            }
            return value
        }
        var value = 0
        let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
        for byte in digits {
            guard (0x30...0x37).contains(byte), value < Int.max >> 4 else { return nil }
            value = value << 3 | Int(byte - 0x30)
        }
        return value
    }

    /// `path` and `size` of a pax extended header (POSIX.1-2001 pax, "pax Extended Header"); nil when it is malformed.
    static func paxRecords(_ bytes: [UInt8]) -> (path: [UInt8]?, size: Int?)? {
        var path: [UInt8]?
        var size: Int?
        var at = 0
        while at < bytes.count, bytes[at] != 0 {
            guard let space = bytes[at...].firstIndex(of: 0x20), space - at <= 7,
                let length = Int(String(decoding: bytes[at..<space], as: UTF8.self)), length > space - at + 1,
                at + length <= bytes.count, bytes[at + length - 1] == 0x0A,
                let equals = bytes[space..<at + length].firstIndex(of: UInt8(ascii: "="))
            else { return nil }
            let value = bytes[equals + 1..<at + length - 1]
            switch String(decoding: bytes[space + 1..<equals], as: UTF8.self) {
            case "path": path = Array(value)
            case "size":
                guard let number = Int(String(decoding: value, as: UTF8.self)), number >= 0 else { return nil }
                size = number
            // Owners, times and comments do not matter to us.
            default: break
            }
            at += length
        }
        return (path, size)
    }
}
