/// A block of addresses in CIDR notation (RFC 4632, RFC 4291 § 2.3).
package struct IPNetwork: Sendable, Hashable, Comparable, WrittenValue {
    /// The lowest address; host bits are zero.
    package let first: IPAddress
    /// 0–32 or 0–128.
    package let prefixLength: Int

    /// Nil when the length does not fit the family. Host bits are cleared.
    package init?(_ address: IPAddress, prefixLength: Int) {
        guard (0...address.width).contains(prefixLength) else { return nil }
        self.prefixLength = prefixLength
        let free = UInt128(address.width - prefixLength)
        let kept = free >= 128 ? 0 : (address.bits >> free) << free
        first = address.isIPv4 ? IPAddress(v4: UInt32(kept)) : IPAddress(v6: kept)
    }

    /// Reads `192.0.2.0/24`, `2001:db8::/32`, or a bare address; nil otherwise, also when host bits are set.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let head = parts.first, let address = IPAddress(head) else { return nil }
        var length = address.width
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(parts[1]),
                String(value) == parts[1]
            else { return nil }
            // RFC 4291 § 2.5.5.2: `::ffff:192.0.2.0/120` is the block 192.0.2.0/24, as its addresses are IPv4.
            length = address.isIPv4 && head.utf8.contains(UInt8(ascii: ":")) ? value - 96 : value
        }
        self.init(address, prefixLength: length)
        guard first == address else { return nil }
    }

    /// The highest address.
    package var last: IPAddress {
        let free = UInt128(first.width - prefixLength)
        let mask = free >= 128 ? UInt128.max : (1 << free) - 1
        return first.isIPv4 ? IPAddress(v4: UInt32(first.bits | mask)) : IPAddress(unmapped: first.bits | mask)
    }

    /// Whether the address lies in the block; an address of the other family never does.
    package func contains(_ address: IPAddress) -> Bool {
        guard address.isIPv4 == first.isIPv4 else { return false }
        // Compared as numbers: the end of a block such as ::/80 lies among the mapped addresses.
        let free = UInt128(first.width - prefixLength)
        return free >= 128 || address.bits >> free == first.bits >> free
    }

    package var description: String { "\(first)/\(prefixLength)" }

    /// By first address; of equals the wider block first.
    package static func < (left: IPNetwork, right: IPNetwork) -> Bool {
        left.first == right.first ? left.prefixLength < right.prefixLength : left.first < right.first
    }

    package static var noun: String { "a network" }
}
