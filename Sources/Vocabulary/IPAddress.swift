/// An IPv4 or IPv6 address without a zone.
///
/// An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`, RFC 4291 § 2.5.5.2) is read as the IPv4 address it means, so that
/// one host has one identity.
package struct IPAddress: Sendable, Hashable, Comparable {
    /// The address as a number: 32 bits used for IPv4, 128 for IPv6.
    package let bits: UInt128
    package let isIPv4: Bool

    package init(v4 bits: UInt32) {
        self.bits = UInt128(bits)
        isIPv4 = true
    }

    package init(v6 bits: UInt128) {
        let mapped = bits >> 32 == 0xFFFF
        self.bits = mapped ? bits & 0xFFFF_FFFF : bits
        isIPv4 = mapped
    }

    /// The end of an IPv6 block, which keeps its family even where it falls among the mapped addresses.
    init(unmapped bits: UInt128) {
        self.bits = bits
        isIPv4 = false
    }

    /// 32 or 128.
    package var width: Int { isIPv4 ? 32 : 128 }

    /// IPv4 before IPv6, then by number.
    package static func < (left: IPAddress, right: IPAddress) -> Bool {
        left.isIPv4 == right.isIPv4 ? left.bits < right.bits : left.isIPv4
    }

    /// Reads dotted-quad without leading zeros (RFC 6943 § 3.1.1: other notations are refused) or RFC 4291 § 2.2 text.
    package init?(_ text: some StringProtocol) {
        var copy = String(text)
        guard let found = copy.withUTF8({ IPAddress(utf8: $0) }) else { return nil }
        self = found
    }

    /// As ``init(_:)``, on bytes.
    package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        if let value = readIPv4(bytes) {
            self.init(v4: value)
        } else if let value = readIPv6(bytes) {
            self.init(v6: value)
        } else {
            return nil
        }
    }

    /// 4 or 16 bytes, network order.
    package var networkBytes: [UInt8] {
        (0..<width / 8).reversed().map { UInt8(truncatingIfNeeded: bits >> UInt128($0 * 8)) }
    }
}

extension IPAddress: WrittenValue {
    /// Dotted quad, or RFC 5952 text.
    package var description: String {
        if isIPv4 { return networkBytes.map(String.init).joined(separator: ".") }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128((7 - $0) * 16)) }
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            // RFC 5952 § 4.2.2–3: the longest run of at least two zero groups, the first of equals.
            if end - start > max(1, best.count) { best = start..<end }
            start = max(end, start + 1)
        }
        let hex = { (part: ArraySlice<UInt16>) in part.map { String($0, radix: 16) }.joined(separator: ":") }
        if best.isEmpty { return hex(groups[...]) }
        return hex(groups[..<best.lowerBound]) + "::" + hex(groups[best.upperBound...])
    }

    package static var noun: String { "an address" }
}

private func readIPv4(_ bytes: some Collection<UInt8>) -> UInt32? {
    guard (7...15).contains(bytes.count) else { return nil }
    var value: UInt32 = 0
    var octet: UInt32 = 0
    var digits = 0
    var dots = 0
    for byte in bytes {
        if byte == 0x2E {
            guard digits > 0, dots < 3 else { return nil }
            value = value << 8 | octet
            (octet, digits, dots) = (0, 0, dots + 1)
        } else {
            guard (0x30...0x39).contains(byte), !(digits > 0 && octet == 0) else { return nil }
            octet = octet * 10 + UInt32(byte - 0x30)
            digits += 1
            guard octet < 256 else { return nil }
        }
    }
    return digits > 0 && dots == 3 ? value << 8 | octet : nil
}

private func readIPv6(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt128? {
    guard (2...45).contains(bytes.count) else { return nil }
    var head: [UInt16] = []
    var tail: [UInt16] = []
    var compressed = false
    var at = 0
    if bytes[0] == 0x3A {
        guard bytes[1] == 0x3A else { return nil }
        (compressed, at) = (true, 2)
    }
    while at < bytes.count {
        var end = at
        var value: UInt32 = 0
        while end < bytes.count, let digit = hexValue(bytes[end]), end - at < 5 {
            value = value << 4 | digit
            end += 1
        }
        if end < bytes.count, bytes[end] == 0x2E {
            guard let v4 = readIPv4(bytes[at...]) else { return nil }
            let pair = [UInt16(truncatingIfNeeded: v4 >> 16), UInt16(truncatingIfNeeded: v4)]
            if compressed { tail += pair } else { head += pair }
            at = bytes.count
            break
        }
        guard (1...4).contains(end - at) else { return nil }
        if compressed { tail.append(UInt16(value)) } else { head.append(UInt16(value)) }
        if end == bytes.count {
            at = end
            break
        }
        guard bytes[end] == 0x3A, end + 1 < bytes.count else { return nil }
        at = end + 1
        if bytes[at] == 0x3A {
            guard !compressed else { return nil }
            compressed = true
            at += 1
        }
    }
    let missing = 8 - head.count - tail.count
    guard compressed ? missing >= 1 : missing == 0 else { return nil }
    let groups = head + [UInt16](repeating: 0, count: missing) + tail
    return groups.reduce(UInt128(0)) { $0 << 16 | UInt128($1) }
}

private func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    default: nil
    }
}

extension IPAddress {
    /// 127.0.0.0/8 (RFC 1122 § 3.2.1.3) or ::1 (RFC 4291 § 2.5.3).
    package var isLoopback: Bool { isIPv4 ? bits >> 24 == 127 : bits == 1 }
}
