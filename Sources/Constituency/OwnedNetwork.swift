package import Vocabulary

extension IPNetwork {
    /// A network that somebody may register: of IPv4 at least /8, of IPv6 at least /16. What is wider is a slip that
    /// would make whole parts of the world's addresses somebody's.
    package init?(owned text: String) {
        guard let network = IPNetwork(text), network.isOwnable else { return nil }
        self = network
    }

    /// Whether one entity may register it.
    package var isOwnable: Bool { prefixLength >= (first.isIPv4 ? 8 : 16) }

    /// What ``init(owned:)`` accepts.
    package static let ownedNoun = "a network such as 192.0.2.0/24, no wider than /8 of IPv4 or /16 of IPv6"
}
