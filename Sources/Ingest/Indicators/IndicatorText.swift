import Constituency
import Vocabulary

/// What one written indicator names: an address, an address with a port, a network, a web address, a name, a hash.
///
/// Defanged spellings (`hxxp`, `[.]`) are read as meant. Nothing here asks for any of it on a network.
enum IndicatorText: Hashable {
    case address(IPAddress, port: UInt16, transport: TransportProtocol)
    case subject(Listing.Subject)

    /// Nil when it is none of these.
    static func read(_ written: some Sequence<UInt8>) -> IndicatorText? {
        let bytes = cleaned(Array(written))
        guard (1...4096).contains(bytes.count) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        if let address = IPAddress(text) { return .address(address, port: 0, transport: .none) }
        if let network = network(text) { return network }
        // A length that no network has: not the address before it.
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, IPAddress(parts[0]) != nil, Int(parts[1]) != nil { return nil }
        if let rest = webAddress(bytes) { return host(of: rest.authority, port: rest.port) }
        if isHash(bytes) || isMailbox(bytes) { return .subject(.other) }
        // Without a scheme: `192.0.2.7:8080`, `example.org/path`.
        return host(of: Array(bytes.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }), port: 0)
    }

    /// Without blanks, quotes and marks of no width around it, in lower case, armed again.
    private static func cleaned(_ bytes: [UInt8]) -> [UInt8] {
        let isEdge: (UInt8) -> Bool = { $0 <= 0x20 || $0 == 0x22 || $0 == 0x7F }
        var body = Array(bytes.drop(while: isEdge))
        while let last = body.last, isEdge(last) { body.removeLast() }
        var out: [UInt8] = []
        out.reserveCapacity(body.count)
        var at = 0
        while at < body.count {
            let rest = body[at...]
            // U+200B–200D and U+FEFF show nothing and stand in lists by accident.
            if rest.starts(with: [0xE2, 0x80]), at + 2 < body.count, (0x8B...0x8D).contains(body[at + 2]) {
                at += 3
            } else if rest.starts(with: [0xEF, 0xBB, 0xBF]) {
                at += 3
            } else if rest.starts(with: "[.]".utf8) || rest.starts(with: "(.)".utf8) {
                out.append(0x2E)
                at += 3
            } else if rest.starts(with: "[:]".utf8) {
                out.append(0x3A)
                at += 3
            } else {
                out.append((0x41...0x5A).contains(body[at]) ? body[at] | 0x20 : body[at])
                at += 1
            }
        }
        return out
    }

    private static func network(_ text: String) -> IndicatorText? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(parts[0]), let length = Int(parts[1]), parts[1].utf8.count <= 3,
            let network = IPNetwork(text) ?? IPNetwork(address, prefixLength: length)
        else { return nil }
        if network.prefixLength == network.first.width {
            return .address(network.first, port: 0, transport: .none)
        }
        return .subject(.network(network))
    }

    /// The authority of an address with a scheme, user name removed, and the scheme's own port.
    private static func webAddress(_ bytes: [UInt8]) -> (authority: [UInt8], port: UInt16)? {
        let schemes: [(name: String, port: UInt16)] = [
            ("http", 80), ("https", 443), ("hxxp", 80), ("hxxps", 443), ("ftp", 21), ("tcp", 0),
        ]
        for scheme in schemes where bytes.starts(with: (scheme.name + "://").utf8) {
            let ends: Set<UInt8> = [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\")]
            var authority = Array(bytes[(scheme.name.utf8.count + 3)...].prefix { !ends.contains($0) })
            if let at = authority.lastIndex(of: UInt8(ascii: "@")) { authority.removeSubrange(...at) }
            return (authority, scheme.port)
        }
        return nil
    }

    /// `host`, `host:port`, `[v6]:port`.
    private static func host(of authority: [UInt8], port: UInt16) -> IndicatorText? {
        var (name, port) = (authority, port)
        let colon = authority.lastIndex(of: UInt8(ascii: ":"))
        let bracket = authority.lastIndex(of: UInt8(ascii: "]"))
        if let colon, colon > bracket ?? -1 {
            let digits = authority[(colon + 1)...]
            if digits.isEmpty {
                name = Array(authority[..<colon])
            } else if let number = UInt16(String(decoding: digits, as: UTF8.self)) {
                (name, port) = (Array(authority[..<colon]), number)
            } else {
                return nil
            }
        }
        if name.first == UInt8(ascii: "["), name.last == UInt8(ascii: "]") { name = Array(name.dropFirst().dropLast()) }
        if let address = IPAddress(String(decoding: name, as: UTF8.self)) {
            return .address(address, port: port, transport: port == 0 ? .none : .tcp)
        }
        if name.last == 0x2E { name.removeLast() }
        if let address = numericAddress(name) {
            return .address(address, port: port, transport: port == 0 ? .none : .tcp)
        }
        return subject(name)
    }

    /// An IPv4 address written to deceive: fewer than four parts, octal or hexadecimal ones, zeros in front (WHATWG URL
    /// § 3.5, "IPv4 parser"). A single number is none here: in lists it is something else.
    private static func numericAddress(_ name: [UInt8]) -> IPAddress? {
        let parts = name.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard (2...4).contains(parts.count) else { return nil }
        var value: UInt64 = 0
        for (place, part) in parts.enumerated() {
            guard let number = number(part) else { return nil }
            let isLast = place == parts.count - 1
            let bits = UInt64(isLast ? 8 * (5 - parts.count) : 8)
            guard number < 1 << bits else { return nil }
            value = value << bits | number
        }
        return IPAddress(v4: UInt32(truncatingIfNeeded: value))
    }

    private static func number(_ part: ArraySlice<UInt8>) -> UInt64? {
        let text = String(decoding: part, as: UTF8.self)
        guard !text.isEmpty, part.count <= 64, !text.hasPrefix("+"), !text.hasPrefix("-") else { return nil }
        if text.hasPrefix("0x") { return text.count == 2 ? 0 : UInt64(text.dropFirst(2), radix: 16) }
        return text.hasPrefix("0") && text.count > 1 ? UInt64(text.dropFirst(), radix: 8) : UInt64(text)
    }

    private static func subject(_ name: [UInt8]) -> IndicatorText? {
        let labels = name.split(separator: 0x2E, omittingEmptySubsequences: false)
        // A label beyond ASCII is longer in UTF-8 than as A-label.
        guard (1...253).contains(name.count), labels.count >= 2,
            labels.allSatisfy({ !$0.isEmpty && ($0.count <= 63 || $0.contains { $0 >= 0x80 }) }),
            // A name whose last label is a number is a wrong address.
            labels.last?.contains(where: { !(0x30...0x39).contains($0) }) ?? false
        else { return nil }
        if name.allSatisfy(isNameByte) { return .subject(.domain(String(decoding: name, as: UTF8.self))) }
        let isText = name.allSatisfy { $0 > 0x20 } && name.contains { $0 >= 0x80 }
        guard isText, let text = String(validating: name, as: UTF8.self) else { return nil }
        // What has no A-labels is counted and matched with nobody.
        guard let ascii = ASCIIName.of(text), ascii.utf8.allSatisfy(isNameByte) else { return .subject(.other) }
        return .subject(.domain(ascii))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F
    }

    private static func isHash(_ bytes: [UInt8]) -> Bool {
        [32, 40, 56, 64, 96, 128].contains(bytes.count)
            && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func isMailbox(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && subject(Array(parts[1])) != nil
    }
}
