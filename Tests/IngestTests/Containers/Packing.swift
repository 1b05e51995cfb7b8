/// Archives made by hand, byte for byte, so that each test can break exactly one thing.
enum Packing {
    /// CRC-32 of RFC 1952 § 8, bit by bit.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    /// Deflate with stored blocks only (RFC 1951 § 3.2.4).
    static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var at = 0
        repeat {
            let end = min(bytes.count, at + 0xFFFF)
            let count = UInt16(end - at)
            out += [end == bytes.count ? 1 : 0] + le16(count) + le16(~count) + bytes[at..<end]
            at = end
        } while at < bytes.count
        return out
    }

    /// One gzip member.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + deflated(bytes) + le32(checksum(bytes))
            + le32(UInt32(truncatingIfNeeded: bytes.count))
    }

    static func tarBlock(
        _ name: String, size: Int, type: Character = "0", prefix: String = "", sizeText: String? = nil
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at: Int) { for (index, byte) in text.utf8.enumerated() { block[at + index] = byte } }
        put(name, at: 0)
        put("0000644\0", at: 100)
        put(sizeText ?? octal(size, width: 11), at: 124)
        put("00000000000", at: 136)
        put(String(type), at: 156)
        put("ustar\u{0}00", at: 257)
        put(prefix, at: 345)
        put("        ", at: 148)
        put(octal(block.reduce(0) { $0 + Int($1) }, width: 6) + "\0 ", at: 148)
        return block
    }

    static func tarMember(_ name: String, _ content: [UInt8], type: Character = "0", prefix: String = "") -> [UInt8] {
        let padding = (512 - content.count % 512) % 512
        return tarBlock(name, size: content.count, type: type, prefix: prefix) + content
            + [UInt8](repeating: 0, count: padding)
    }

    static let tarEnd = [UInt8](repeating: 0, count: 1024)

    static func tar(_ members: [(String, String)]) -> [UInt8] {
        members.flatMap { tarMember($0.0, Array($0.1.utf8)) } + tarEnd
    }

    struct ZipEntry {
        var name: String
        var content: [UInt8]
        var method: UInt16 = 0
        var flags: UInt16 = 0
        var mode: UInt16 = 0o100644
        var size: Int?
        /// Points the directory at another place.
        var start: Int?

        init(_ name: String, _ content: String) {
            self.name = name
            self.content = Array(content.utf8)
        }
    }

    static func zip(_ entries: [ZipEntry]) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let data = entry.method == 8 ? deflated(entry.content) : entry.content
            let name = Array(entry.name.utf8)
            let sizes = le32(checksum(entry.content)) + le32(UInt32(data.count))
                + le32(UInt32(entry.size ?? entry.content.count))
            let common = le16(entry.flags) + le16(entry.method) + [0, 0, 0, 0] + sizes + le16(UInt16(name.count))
            directory += [0x50, 0x4B, 1, 2] + le16(0x0314) + le16(20) + common + [0, 0, 0, 0, 0, 0, 0, 0]
            directory += le32(UInt32(entry.mode) << 16) + le32(UInt32(entry.start ?? out.count)) + name
            out += [0x50, 0x4B, 3, 4] + le16(20) + common + [0, 0] + name + data
        }
        let count = le16(UInt16(entries.count))
        return out + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + le32(UInt32(directory.count))
            + le32(UInt32(out.count)) + [0, 0]
    }

    static func le16(_ value: UInt16) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }
    static func le32(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

    private static func octal(_ value: Int, width: Int) -> String {
        let digits = String(value, radix: 8)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
