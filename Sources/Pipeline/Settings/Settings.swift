package import Vocabulary

/// The service's settings, `ess.yaml`. Each key is described in Config/README.md.
package struct Settings: Sendable {
    package var dataDirectory: String
    package var socketPath: String
    package var feedsDirectory: String
    package var nationalSpacePath: String?
    package var directivesPath: String?
    package var deadlinesPath: String?
    package var guidanceDirectory: String?
    package var scoringPath: String?
    /// Words by which reports speak of sectors; nil: no sector is looked for.
    package var sectorsPath: String?
    /// A list in the format of the Public Suffix List; nil: the built-in suffixes alone.
    package var publicSuffixesPath: String?
    package var authority = Authority()
    /// Users (login name or number) by role.
    package var roles: [Role: Set<String>] = [:]
    package var portal = PortalSettings()
    package var mail: MailSettings?
    /// Maildir root of the drop channel; nil switches the channel off.
    package var maildrop: String?
    /// `host:port` pairs that fetches may reach although they are internal (I10).
    package var egressAllowed: Set<String> = []
    /// Feeds polled at once.
    package var fetchWidth = 8
    package var fetch = FetchPolicy()
    /// Whether feeds are polled; off for air-gapped sites and demos.
    package var polling = true
    /// Whether the second person must differ by audit login uid too; `relaxed` is shown by `ess status` (I8).
    package var requireLoginUID = true
    /// Argument vector run when an alarm is raised; the alarm's text is its last argument.
    package var alarmCommand: [String] = []

    /// For one data directory without a file: tests and `--data-dir`.
    package init(dataDirectory: String, feedsDirectory: String) {
        self.dataDirectory = dataDirectory
        self.feedsDirectory = feedsDirectory
        socketPath = dataDirectory + "/ess.sock"
    }

    package func roles(uid: UInt32, name: String) -> Set<Role> {
        // uid 0 can read and change everything beneath us anyway; giving it no role keeps its acts out of the record of
        // people. The overflow uid is nobody we can name.
        guard uid != 0, uid != 65534 else { return [] }
        return Set(roles.filter { $0.value.contains(name) || $0.value.contains(String(uid)) }.keys)
    }
}

/// Who we are, as notices and pages say it.
package struct Authority: Sendable {
    package var name = LocalizedText([.en: "National CERT", .az: "Milli CERT"])
    /// Ledger origin and Message-ID domain: a domain name we own.
    package var domain = "ess.example"
    /// Address of the portal as entities reach it, without a slash at the end.
    package var publicURL = "http://127.0.0.1:8080"
    package var phone = ""
    package var mail = "cert@ess.example"
    package init() {}
}

/// Where the portal listens for entities and readers, and whose word about a caller's address it takes.
package struct PortalSettings: Sendable {
    /// Loopback address; TLS is the site's proxy's.
    package var host = "127.0.0.1"
    package var port = 8080
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    package var trustedProxies: Set<String> = []
    package init() {}
}

/// The relay that takes our mail.
package struct MailSettings: Sendable {
    /// How the way to the relay is encrypted: by STARTTLS (RFC 3207), from the first byte (RFC 8314 § 3.3), not at all.
    package enum TLS: String, Sendable, CaseIterable { case starttls, implicit, none }
    package var relay: String
    package var port: Int
    package var tls: TLS
    package var user: String?
    /// The password stands alone in this file.
    package var passwordFile: String?
    package var caFile: String?
    /// Envelope and header sender.
    package var from: String
    /// Seconds for one delivery.
    package var deadline: Int64 = 60

    package init(relay: String, port: Int, tls: TLS, from: String) {
        self.relay = relay
        self.port = port
        self.tls = tls
        self.from = from
    }
}
