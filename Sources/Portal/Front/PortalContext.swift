import HTTPTypes
import Hummingbird
import NIOCore
import Vocabulary

/// A request on the portal's loopback port.
struct PortalContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The other end of the connection: the site's proxy, or a program on this machine. Nil on a Unix socket.
    let peer: IPAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
    }
}

/// Decides whose address a request counts for: `X-Forwarded-For` is believed only from proxies the settings name.
struct ClientAddress {
    private let trusted: [IPNetwork]

    /// `proxies` are addresses or networks; what is neither trusts nobody.
    init(trusting proxies: Set<String>) {
        trusted = proxies.compactMap { text in
            IPNetwork(text) ?? IPAddress(text).flatMap { IPNetwork($0, prefixLength: $0.width) }
        }
    }

    /// The right-most address of the chain that is no proxy of ours; the peer itself when it is none.
    ///
    /// What stands left of it was written by the client and proves nothing.
    func of(peer: IPAddress?, forwardedFor: String?) -> IPAddress? {
        guard let peer, isTrusted(peer), let forwardedFor else { return peer }
        var last = peer
        for part in forwardedFor.split(separator: ",").reversed().prefix(16) {
            let text = part.drop { $0 == " " || $0 == "\t" }
            guard let address = IPAddress(text.prefix { $0 != " " && $0 != "\t" }) else { return last }
            last = address
            if !isTrusted(address) { return address }
        }
        return last
    }

    private func isTrusted(_ address: IPAddress) -> Bool { trusted.contains { $0.contains(address) } }
}
