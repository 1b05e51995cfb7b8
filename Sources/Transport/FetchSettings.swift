package import Vocabulary

/// How documents are fetched; the `fetch` mapping of the settings.
package struct FetchSettings: Sendable, Hashable {
    /// Inner endpoints that may be reached all the same (DESIGN I10).
    package var egress = EgressRules()
    /// `http://host:port` of the site's proxy; nil means a direct connection. The environment is not asked. Behind a
    /// proxy names are resolved by the proxy, which then must keep the egress rule; literal addresses are still ours.
    package var proxy: String?
    /// PEM bundle instead of the system's.
    package var authorities: String?
    /// `Authorization` header values by origin (`https://host:port`), sent to that origin alone, also after a redirect.
    package var authorizations: [String: String] = [:]
    /// Seconds for name, connection and TLS.
    package var connectSeconds: Int = 15
    /// A body slower than this for ``slowSeconds`` is given up.
    package var slowBytesPerSecond: Int = 100
    package var slowSeconds: Int = 30
    /// Connections at once, in all and to one host.
    package var connectionsMax: Int = 64
    package var perHostMax: Int = 4
    /// Bytes all running fetches may hold in memory (DESIGN I12).
    package var budgetBytes: Int = 192 << 20
    /// Sent as User-Agent.
    package var userAgent: String = "ess/1 (threat notification pipeline)"

    package init() {}

    /// Reads `fetch:`; every key is optional.
    package init(settings map: inout SettingsMap) {
        let endpoints = map.list("allowed_endpoints", accepts: "host:port, [IPv6]:port", EgressRules.endpoint)
        egress = EgressRules(allowed: endpoints) ?? EgressRules()
        proxy = map.optional("proxy", accepts: "http://host:port") { text in
            WebAddress(text).map { _ in text }
        }
        authorities = map.optional("ca_file", accepts: "an absolute path") { $0.hasPrefix("/") ? $0 : nil }
        connectSeconds = map.optional("connect_seconds", accepts: "1–60") { FetchSettings.number($0, 1...60) } ?? 15
        perHostMax = map.optional("connections_per_host", accepts: "1–16") { FetchSettings.number($0, 1...16) } ?? 4
        connectionsMax = map.optional("connections", accepts: "1–256") { FetchSettings.number($0, 1...256) } ?? 64
    }

    static func number(_ text: String, _ range: ClosedRange<Int>) -> Int? {
        Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
}
