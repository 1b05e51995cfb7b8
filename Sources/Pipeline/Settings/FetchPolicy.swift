import Vocabulary

/// How feeds are asked: the `fetch` mapping of the settings.
package struct FetchPolicy: Sendable, Hashable {
    /// Where a credential is good, and the file that holds it.
    package struct Credential: Sendable, Hashable {
        /// `https://host`, an inner `http://host:port` of `egress_allow`, or a mailbox's `imaps://host`, `imap://host`;
        /// nothing else ever gets it.
        package var origin: String
        /// Its first line is the value of the Authorization field: `Bearer …`, `Basic …`; for a mailbox `USER:PASSWORD`
        /// or `Bearer USER:TOKEN`.
        package var file: String
    }

    /// `http://host:port`; nil for direct connections.
    package var proxy: String?
    /// PEM bundle instead of the system's.
    package var authorities: String?
    /// Polls of one host at once.
    package var perHost = 4
    /// Seconds between the beginnings of two polls of one host.
    package var pauseSeconds: Int64 = 1
    package var credentials: [Credential] = []

    package init() {}

    /// Every key is optional.
    init(settings map: inout SettingsMap, file: @escaping (String) -> String?) {
        proxy = map.optional("proxy", accepts: "http://host:port") { FetchPolicy.isOrigin($0, ["http://"]) ? $0 : nil }
        authorities = map.optional("ca_file", accepts: "a path", file)
        perHost = map.optional("per_host", accepts: "1 to 16", FetchPolicy.number(1...16)) ?? 4
        let pause = map.optional("pause_seconds", accepts: "0 to 60", FetchPolicy.number(0...60)) ?? 1
        pauseSeconds = Int64(pause)
        credentials = map.maps("credentials") { inner in
            let accepts = "https://host[:port], imaps:// or imap://, or http://host:port of egress_allow; no path"
            let origin = inner.required("origin", accepts: accepts) {
                FetchPolicy.isOrigin($0, ["https://", "http://", "imaps://", "imap://"]) ? $0 : nil
            }
            let path = inner.required("file", accepts: "a path", file)
            guard let origin, let path else { return nil }
            return Credential(origin: origin, file: path)
        }
    }

    private static func isOrigin(_ text: String, _ schemes: [String]) -> Bool {
        guard let scheme = schemes.first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        let isHost = rest.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                || "-.:[]".utf8.contains(byte)
        }
        return !rest.isEmpty && isHost && text.utf8.count <= 300
    }

    private static func number(_ range: ClosedRange<Int>) -> (String) -> Int? {
        { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
    }
}
