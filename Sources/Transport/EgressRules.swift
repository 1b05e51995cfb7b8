package import Vocabulary

/// Which addresses we may connect to (I10): the public Internet, and what the settings name by host and port.
///
/// The rule is applied to the resolved address at the moment the socket is made, so the checked address is the
/// connected one, whatever a redirect or a DNS answer says.
package struct EgressRules: Sendable, Hashable {
    /// `host:port`, lower case, IPv6 literals in brackets; compared with the URL's own host and port, never with what
    /// a name resolves to: else any name could be pointed at an allowed inner service.
    package let allowed: Set<String>

    package init() { allowed = [] }

    /// Nil when one element is no `host:port` with a port of 1–65535.
    package init?(allowed: [String]) {
        var set = Set<String>()
        for text in allowed {
            guard let endpoint = EgressRules.endpoint(text) else { return nil }
            set.insert(endpoint)
        }
        self.allowed = set
    }

    /// Reads `host:port`, `192.0.2.1:80` or `[2001:db8::1]:443`; nil otherwise.
    package static func endpoint(_ text: String) -> String? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        let host = text[..<colon].lowercased()
        if host.hasPrefix("["), host.hasSuffix("]") {
            guard let address = IPAddress(host.dropFirst().dropLast()), !address.isIPv4 else { return nil }
            return "[\(address)]:\(port)"
        }
        let plain = host.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F
        }
        return plain && (1...253).contains(host.utf8.count) ? "\(host):\(port)" : nil
    }

    /// Why a connection to `address` for the URL's `endpoint` is refused; nil when it may be made.
    package func refusal(of address: IPAddress, for endpoint: String) -> String? {
        if allowed.contains(endpoint) { return nil }
        guard let block = EgressRules.specialBlock(of: address) else { return nil }
        return "\(address) (\(block))"
    }

    /// The name of the special-purpose block an address lies in; nil for addresses of the public Internet.
    package static func specialBlock(of address: IPAddress) -> String? {
        if let found = special.first(where: { $0.network.contains(address) }) { return found.name }
        guard !address.isIPv4 else { return nil }
        // RFC 6052 § 2.1: a NAT64 answer carries an IPv4 address in its last 32 bits; that one is where we would end.
        if let nat64 = IPNetwork("64:ff9b::/96"), nat64.contains(address) {
            return specialBlock(of: IPAddress(v4: UInt32(truncatingIfNeeded: address.bits)))
        }
        // RFC 4291 § 2.4: only 2000::/3 is given out as global unicast.
        return address.bits >> 125 == 1 ? nil : "not global unicast"
    }

    /// IANA special-purpose address registries (RFC 6890, as of 2024) and RFC 5771 / RFC 4291 multicast. The blocks of
    /// 2000::/3 that tunnel to an IPv4 address (Teredo, 6to4) are refused whole.
    private static let special: [(network: IPNetwork, name: String)] = [
        ("0.0.0.0/8", "this network"), ("10.0.0.0/8", "private"), ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"), ("169.254.0.0/16", "link-local, cloud metadata"), ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"), ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"), ("192.168.0.0/16", "private"), ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"), ("203.0.113.0/24", "documentation"), ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved, broadcast"),
        ("::/128", "unspecified"), ("::1/128", "loopback"), ("64:ff9b:1::/48", "local-use translation"),
        ("100::/64", "discard"), ("fc00::/7", "unique local"), ("fe80::/10", "link-local"), ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"), ("2001::/23", "protocol assignments, Teredo"), ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"), ("3fff::/20", "documentation"),
    ].compactMap { text, name in IPNetwork(text).map { ($0, name) } }
}
