/// Undoes the transfer encodings of mail parts (RFC 2045 § 6).
enum TransferEncoding {
    /// What came out, and whether the text kept to its encoding throughout.
    struct Undone {
        var bytes: [UInt8]
        var isWhole: Bool
    }

    /// By the name in `Content-Transfer-Encoding`; a name that nobody knows leaves the bytes as they are (§ 6.4).
    static func undone(_ body: ArraySlice<UInt8>, named name: String) -> Undone {
        switch name {
        case "base64": base64(body)
        case "quoted-printable": printable(body)
        case "7bit", "8bit", "binary", "": Undone(bytes: Array(body), isWhole: true)
        default: Undone(bytes: Array(body), isWhole: false)
        }
    }

    /// § 6.8. Blanks and line ends are passed over, other foreign bytes too but counted as a fault; what comes behind
    /// the padding is not read.
    static func base64(_ body: ArraySlice<UInt8>) -> Undone {
        var out: [UInt8] = []
        out.reserveCapacity(body.count / 4 * 3)
        var (bits, count, isWhole) = (UInt32(0), 0, true)
        var isPadded = false
        for byte in body where byte > 0x20 {
            if byte == UInt8(ascii: "=") {
                isPadded = true
                continue
            }
            guard let value = sextet(byte), !isPadded else {
                isWhole = false
                if isPadded { break }
                continue
            }
            bits = bits << 6 | UInt32(value)
            count += 1
            if count % 4 == 0 {
                out.append(UInt8(truncatingIfNeeded: bits >> 16))
                out.append(UInt8(truncatingIfNeeded: bits >> 8))
                out.append(UInt8(truncatingIfNeeded: bits))
            }
        }
        switch count % 4 {
        case 2: out.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 3:
            out.append(UInt8(truncatingIfNeeded: bits >> 10))
            out.append(UInt8(truncatingIfNeeded: bits >> 2))
        case 1: isWhole = false
        default: break
        }
        return Undone(bytes: out, isWhole: isWhole && (count % 4 == 0 || isPadded))
    }

    private static func sextet(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x47
        case 0x30...0x39: byte + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    /// § 6.7. A `=` that is neither a line's end nor followed by two digits stays as it is, and is a fault.
    static func printable(_ body: ArraySlice<UInt8>) -> Undone {
        var out: [UInt8] = []
        out.reserveCapacity(body.count)
        var isWhole = true
        var at = body.startIndex
        while at < body.endIndex {
            guard body[at] == UInt8(ascii: "=") else {
                out.append(body[at])
                at += 1
                continue
            }
            // Blanks that a relay put behind a soft line end go with it (rule 3).
            let end = body[(at + 1)...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? body.endIndex
            if end == body.endIndex {
                at = end
            } else if body[end] == 0x0A {
                at = end + 1
            } else if body[end] == 0x0D, end + 1 < body.endIndex, body[end + 1] == 0x0A {
                at = end + 2
            } else if let value = HexByte.value(body[(at + 1)...].prefix(2)) {
                out.append(value)
                at += 3
            } else {
                out.append(body[at])
                isWhole = false
                at += 1
            }
        }
        return Undone(bytes: out, isWhole: isWhole)
    }
}
