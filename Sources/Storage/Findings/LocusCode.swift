package import Vocabulary

/// A locus as the bytes that key its finding: one kind byte, then a form that sorts as addresses sort.
///
/// `4` + 4 bytes + port (2) + protocol (1); `6` + 16 bytes + port + protocol; `d` + name; `i`; `e`. Big-endian.
package enum LocusCode {
    package static func encode(_ locus: Locus) -> [UInt8] {
        switch locus {
        case .service(let address, let port, let transport):
            var bytes: [UInt8] = [address.isIPv4 ? UInt8(ascii: "4") : UInt8(ascii: "6")]
            bytes.reserveCapacity(20)
            bytes += address.networkBytes
            bytes.append(UInt8(port >> 8))
            bytes.append(UInt8(truncatingIfNeeded: port))
            bytes.append(transport.rawValue)
            return bytes
        case .domain(let name): return [UInt8(ascii: "d")] + Array(name.utf8)
        case .inventory: return [UInt8(ascii: "i")]
        case .entity: return [UInt8(ascii: "e")]
        }
    }

    /// Nil when the bytes are no locus: the store was written by something else.
    package static func decode(_ bytes: some Collection<UInt8>) -> Locus? {
        let all = Array(bytes)
        guard let kind = all.first else { return nil }
        switch kind {
        case UInt8(ascii: "4"), UInt8(ascii: "6"):
            let width = kind == UInt8(ascii: "4") ? 4 : 16
            guard all.count == 1 + width + 3, let transport = TransportProtocol(rawValue: all[width + 3]) else {
                return nil
            }
            let bits = all[1...width].reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
            let address = width == 4 ? IPAddress(v4: UInt32(bits)) : IPAddress(v6: bits)
            let port = UInt16(all[width + 1]) << 8 | UInt16(all[width + 2])
            return .service(address, port: port, transport: transport)
        case UInt8(ascii: "d"): return .domain(String(decoding: all.dropFirst(), as: UTF8.self))
        case UInt8(ascii: "i"): return all.count == 1 ? .inventory : nil
        case UInt8(ascii: "e"): return all.count == 1 ? .entity : nil
        default: return nil  // Proof: a byte, not one of our enums.
        }
    }
}

/// The set of days a finding was seen on, as sorted 4-byte big-endian day numbers.
package enum DaySetCode {
    package static func encode(_ days: [Int32]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(days.count * 4)
        for day in days {
            let value = UInt32(bitPattern: day)
            bytes.append(UInt8(truncatingIfNeeded: value >> 24))
            bytes.append(UInt8(truncatingIfNeeded: value >> 16))
            bytes.append(UInt8(truncatingIfNeeded: value >> 8))
            bytes.append(UInt8(truncatingIfNeeded: value))
        }
        return bytes
    }

    /// The days as stored; one to three bytes left over at the end are not read.
    package static func decode(_ bytes: some Collection<UInt8>) -> [Int32] {
        let all = Array(bytes)
        return stride(from: 0, to: all.count - 3, by: 4).map { at in
            Int32(
                bitPattern: UInt32(all[at]) << 24 | UInt32(all[at + 1]) << 16 | UInt32(all[at + 2]) << 8
                    | UInt32(all[at + 3]))
        }
    }

    /// Sorted union of two encoded sets.
    package static func union(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        // Nearly always one day that is known already, or the day after the last.
        if left == right { return left }
        // (A day before 1970 begins with a high bit and does not sort as its bytes do.)
        if let high = right.first, high < 0x80, left.suffix(4).lexicographicallyPrecedes(right.prefix(4)) {
            return left + right
        }
        return encode(Array(Set(decode(left)).union(decode(right))).sorted())
    }
}
