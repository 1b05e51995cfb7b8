/// One member as the central directory of a zip names it (APPNOTE.TXT 6.3.10 § 4.3.12).
struct ZipMember {
    var name: [UInt8]
    var method: UInt16
    var flags: UInt16
    var checksum: UInt32
    var storedSize: Int
    var size: Int
    /// Where its local header begins.
    var start: Int
    /// Unix file mode, 0 where the archive was not made on Unix.
    var mode: UInt16

    var isEncrypted: Bool { flags & 0x2041 != 0 }
    var isLink: Bool { mode & 0xF000 == 0xA000 }
}

/// The central directory of a zip held in memory.
struct ZipDirectory {
    /// In the directory's order.
    private(set) var members: [ZipMember] = []
    /// Where the directory begins: no member's data may reach it.
    private(set) var start = 0

    /// What is wrong with the archive as a whole.
    struct Problem: Error {
        let message: String
    }

    init(_ bytes: [UInt8], membersMax: Int) throws(Problem) {
        guard let end = ZipDirectory.endRecord(in: bytes) else {
            throw Problem(message: "the zip has no directory at its end; it is truncated or no zip")
        }
        var count = Int(bytes.u16(end + 10))
        var size = Int(bytes.u32(end + 12))
        start = Int(bytes.u32(end + 16))
        guard bytes.u16(end + 4) == 0, bytes.u16(end + 6) == 0 else {
            throw Problem(message: "a zip in several volumes is not read")
        }
        if count == 0xFFFF || start == 0xFFFF_FFFF || size == 0xFFFF_FFFF {
            guard let wide = ZipDirectory.wideRecord(in: bytes, before: end) else {
                throw Problem(message: "the zip64 record of the directory is missing or beyond our limits")
            }
            (count, size, start) = wide
        }
        guard start <= end, size <= end - start, count <= size / 46 else {
            throw Problem(message: "the zip's directory lies outside of the file")
        }
        var at = start
        for _ in 0..<min(count, membersMax + 1) {
            guard let (member, next) = ZipDirectory.member(in: bytes, at: at, limit: start + size) else {
                throw Problem(message: "entry \(members.count + 1) of the zip's directory is damaged")
            }
            members.append(member)
            at = next
        }
    }

    /// § 4.3.16; the comment after it may be 65,535 bytes long.
    private static func endRecord(in bytes: [UInt8]) -> Int? {
        var at = bytes.count - 22
        let last = max(0, at - 0xFFFF)
        while at >= last {
            if bytes.u32(at) == 0x0605_4B50, at + 22 + Int(bytes.u16(at + 20)) == bytes.count { return at }
            at -= 1
        }
        return nil
    }

    /// § 4.3.14 and § 4.3.15.
    private static func wideRecord(in bytes: [UInt8], before end: Int) -> (count: Int, size: Int, start: Int)? {
        guard end >= 20, bytes.u32(end - 20) == 0x0706_4B50, let at = bytes.size64(end - 12), at >= 0,
            at <= end - 20 - 56, bytes.u32(at) == 0x0606_4B50, let count = bytes.size64(at + 32),
            let size = bytes.size64(at + 40), let start = bytes.size64(at + 48)
        else { return nil }
        return (count, size, start)
    }

    private static func member(in bytes: [UInt8], at: Int, limit: Int) -> (ZipMember, next: Int)? {
        guard at >= 0, at + 46 <= limit, bytes.u32(at) == 0x0201_4B50 else { return nil }
        let nameEnd = at + 46 + Int(bytes.u16(at + 28))
        let extraEnd = nameEnd + Int(bytes.u16(at + 30))
        let next = extraEnd + Int(bytes.u16(at + 32))
        guard next <= limit else { return nil }
        let isUnix = bytes.u16(at + 4) >> 8 == 3
        var member = ZipMember(
            name: Array(bytes[at + 46..<nameEnd]), method: bytes.u16(at + 10), flags: bytes.u16(at + 8),
            checksum: bytes.u32(at + 16), storedSize: Int(bytes.u32(at + 20)), size: Int(bytes.u32(at + 24)),
            start: Int(bytes.u32(at + 42)), mode: isUnix ? UInt16(bytes.u32(at + 38) >> 16) : 0)
        guard widen(&member, bytes, nameEnd..<extraEnd) else { return nil }
        return (member, next)
    }

    /// § 4.5.3: the fields that stand as all ones follow, wide and in this order, in the extra field 0x0001.
    private static func widen(_ member: inout ZipMember, _ bytes: [UInt8], _ extra: Range<Int>) -> Bool {
        let isWide = [member.size, member.storedSize, member.start].contains(0xFFFF_FFFF)
        guard isWide else { return true }
        var at = extra.lowerBound
        while at + 4 <= extra.upperBound {
            let end = at + 4 + Int(bytes.u16(at + 2))
            guard end <= extra.upperBound else { return false }
            guard bytes.u16(at) == 1 else {
                at = end
                continue
            }
            at += 4
            for field in [\ZipMember.size, \ZipMember.storedSize, \ZipMember.start]
            where member[keyPath: field] == 0xFFFF_FFFF {
                guard at + 8 <= end, let value = bytes.size64(at) else { return false }
                member[keyPath: field] = value
                at += 8
            }
            return true
        }
        return false
    }
}

extension [UInt8] {
    /// Little-endian numbers; the caller has checked that they lie within.
    func u16(_ at: Int) -> UInt16 { UInt16(self[at]) | UInt16(self[at + 1]) << 8 }
    func u32(_ at: Int) -> UInt32 { UInt32(u16(at)) | UInt32(u16(at + 2)) << 16 }

    /// Nil when the number is no size that a file of ours can have.
    func size64(_ at: Int) -> Int? {
        let value = UInt64(u32(at)) | UInt64(u32(at + 4)) << 32
        return value < 1 << 48 ? Int(value) : nil
    }
}
