package import Vocabulary

/// The relay that takes our mail; the `mail` mapping of the settings.
package struct MailRelay: Sendable, Hashable {
    /// How the connection is protected.
    package enum Security: String, Sendable, Hashable, CaseIterable {
        /// Port 587 or 25, STARTTLS or nothing is sent.
        case startTLS = "starttls"
        /// Port 465.
        case implicit = "tls"
        /// In the clear: to loopback, or with `allow_plaintext: true`.
        case none
    }

    package var host: String
    package var port: UInt16
    package var security: Security
    package var user: String?
    /// File whose first line is the password; read anew for each connection's exchange, never shown.
    package var passwordFile: String?
    /// PEM bundle instead of the system's.
    package var authorities: String?
    /// The name we give in EHLO; nil means this machine's.
    package var greeting: String?
    /// Seconds for one message from connecting to the answer.
    package var deadlineSeconds: Int
    /// Connections at once. Each has a thread: libcurl waits for the answer after DATA without yielding its loop.
    package var connections: Int

    package init(
        host: String, port: UInt16, security: Security, user: String? = nil, passwordFile: String? = nil,
        authorities: String? = nil, greeting: String? = nil, deadlineSeconds: Int = 60, connections: Int = 4
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.passwordFile = passwordFile
        self.authorities = authorities
        self.greeting = greeting
        self.deadlineSeconds = deadlineSeconds
        self.connections = connections
    }

    /// Reads `mail:`; nil when something is wrong, which then stands in the map's problems.
    package init?(settings map: inout SettingsMap) {
        let host = map.required("host", accepts: "a host name or address", MailRelay.hostName)
        let securities = Security.allCases.map(\.rawValue).joined(separator: ", ")
        let security = map.optional("security", accepts: securities, Security.init(rawValue:)) ?? .startTLS
        let port = map.optional("port", accepts: "1–65535") { UInt16($0).flatMap { $0 > 0 ? $0 : nil } }
        let user = map.optional("user", accepts: "text") { FetchOutcomes.isFieldValue($0, bytesMax: 255) ? $0 : nil }
        let password = map.optional("password_file", accepts: "an absolute path") { $0.hasPrefix("/") ? $0 : nil }
        let authorities = map.optional("ca_file", accepts: "an absolute path") { $0.hasPrefix("/") ? $0 : nil }
        let greeting = map.optional("helo", accepts: "a host name", MailRelay.hostName)
        let deadline = map.optional("deadline_seconds", accepts: "5–600") { FetchSettings.number($0, 5...600) }
        let connections = map.optional("connections", accepts: "1–16") { FetchSettings.number($0, 1...16) }
        let isPlainAllowed = map.optional("allow_plaintext", accepts: "true, false") { Bool($0) } ?? false
        if security == .none {
            if let host, !isPlainAllowed, !MailRelay.isLoopback(host) {
                map.fail("security", "`none` needs a relay on loopback, or allow_plaintext: true")
            }
            if user != nil { map.fail("user", "a password is not sent in the clear; accepted with starttls or tls") }
        }
        if (user == nil) != (password == nil) { map.fail("user", "user and password_file belong together") }
        guard map.problems.isEmpty, let host else { return nil }
        let usual: UInt16 = switch security {
        case .startTLS: 587
        case .implicit: 465
        case .none: 25
        }
        self.init(
            host: host, port: port ?? usual, security: security, user: user, passwordFile: password,
            authorities: authorities, greeting: greeting, deadlineSeconds: deadline ?? 60,
            connections: connections ?? 4)
    }

    var endpoint: String { host.utf8.contains(0x3A) ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || IPAddress(host).flatMap(EgressRules.specialBlock) == "loopback"
    }

    private static func hostName(_ text: String) -> String? {
        if let address = IPAddress(text) { return address.description }
        return EgressRules.endpoint("\(text):1").map { String($0.dropLast(2)) }
    }
}
