package import Vocabulary

/// What belongs to the country on the Internet: prefixes, autonomous systems, top-level domains.
///
/// An observation in it that matches no entity is an orphan; outside it, it is nobody's of ours.
package struct NationalSpace: Sendable {
    /// Sorted, unique.
    package let networks: [IPNetwork]
    /// Sorted, unique.
    package let asns: [UInt32]
    /// Lower case without dots: `az`.
    package let topLevelDomains: [String]
    private let table: PrefixTable
    private let asnSet: Set<UInt32>

    package init(networks: [IPNetwork], asns: [UInt32], topLevelDomains: [String]) {
        table = PrefixTable(networks)
        self.networks = table.networks
        asnSet = Set(asns)
        self.asns = asnSet.sorted()
        self.topLevelDomains = Set(topLevelDomains).sorted()
    }

    /// Reads `Config/national-space.yaml`: `prefixes`, `asns`, `tlds`; nil when there are problems.
    package init?(settings: SettingsNode, problems: inout [SettingsProblem]) {
        var map = SettingsMap(settings)
        let networks = map.list("prefixes", accepts: "a network such as 192.0.2.0/24") { IPNetwork($0) }
        let asns = map.list("asns", accepts: "an AS number, 1-4294967295, with or without `AS`", ASNumber.read)
        let domains = map.list("tlds", accepts: "a top-level domain such as az") { text -> String? in
            let name = DomainName.normalised(text.hasPrefix(".") ? String(text.dropFirst()) : text)
            return DomainName.isWellFormed(name, topLevel: true) ? name : nil
        }
        map.finish()
        problems += map.problems
        guard map.problems.isEmpty else { return nil }
        self.init(networks: networks, asns: asns, topLevelDomains: domains)
    }

    /// Whether one of the prefixes contains the address.
    package func contains(_ address: IPAddress) -> Bool { table.slot(of: address) >= 0 }

    /// Whether it is one of the country's autonomous systems; never for 0.
    package func contains(asn: UInt32) -> Bool { asn != 0 && asnSet.contains(asn) }

    /// Whether a name stands below one of the country's top-level domains.
    package func contains(domain: String) -> Bool {
        let name = DomainName.normalised(domain)
        return topLevelDomains.contains { name == $0 || name.hasSuffix("." + $0) }
    }
}

/// Autonomous system numbers in text.
package enum ASNumber {
    /// Reads `64500` or `AS64500`; nil for 0 and for what is no number (RFC 7607: AS 0 is nobody's).
    package static func read(_ text: String) -> UInt32? {
        let upper = text.uppercased()
        guard let number = UInt32(upper.hasPrefix("AS") ? String(upper.dropFirst(2)) : upper), number > 0 else {
            return nil
        }
        return number
    }
}
