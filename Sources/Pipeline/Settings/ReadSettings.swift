package import Vocabulary

extension Settings {
    /// Reads `ess.yaml`; relative paths are taken from the file's folder.
    ///
    /// - Throws: ``SettingsFailure`` with all problems at once.
    package static func load(_ path: String) throws(SettingsFailure) -> Settings {
        let (settings, problems) = try examine(path)
        guard problems.isEmpty else { throw SettingsFailure(problems) }
        return settings
    }

    /// As ``load(_:)``, with the settings as far as they can be read beside their problems, so that the files they name
    /// can be looked at too.
    /// - Throws: ``SettingsFailure`` when the file is no YAML.
    package static func examine(
        _ path: String
    ) throws(SettingsFailure) -> (settings: Settings, problems: [SettingsProblem]) {
        let node = try SettingsFile.load(path)
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        var map = SettingsMap(node)
        let settings = read(&map, folder: path.contains("/") ? folder : ".")
        if let program = settings.alarmCommand.first, !program.hasPrefix("/") {
            map.fail("alarm_command", "`\(program.prefix(60))` is not accepted; the first word is an absolute path")
        }
        map.finish()
        return (settings, map.problems)
    }

    /// Where feeds are described unless the settings say otherwise.
    package static let usualFeedsDirectory = "/etc/ess/feeds"

    private static func read(_ map: inout SettingsMap, folder: String) -> Settings {
        let file = { (text: String) -> String? in
            text.isEmpty ? nil : text.hasPrefix("/") ? text : folder + "/" + text
        }
        let accepts = "a path, relative to this file's folder or absolute"
        var settings = Settings(
            dataDirectory: map.optional("data_dir", accepts: accepts, file) ?? "/var/lib/ess",
            feedsDirectory: map.optional("feeds_dir", accepts: accepts, file) ?? usualFeedsDirectory)
        settings.socketPath = map.optional("socket", accepts: accepts, file) ?? "/run/ess/ess.sock"
        settings.nationalSpacePath = map.optional("national_space", accepts: accepts, file)
        settings.directivesPath = map.optional("directives", accepts: accepts, file)
        settings.deadlinesPath = map.optional("deadlines", accepts: accepts, file)
        settings.guidanceDirectory = map.optional("guidance_dir", accepts: accepts, file)
        settings.scoringPath = map.optional("scoring", accepts: accepts, file)
        settings.sectorsPath = map.optional("sectors", accepts: accepts, file)
        settings.publicSuffixesPath = map.optional("public_suffixes", accepts: accepts, file)
        settings.maildrop = map.optional("maildrop", accepts: accepts, file)
        settings.authority = map.map("authority") { readAuthority(&$0) } ?? settings.authority
        settings.roles = map.map("roles") { readRoles(&$0) } ?? [:]
        settings.portal = map.map("portal") { readPortal(&$0) } ?? settings.portal
        settings.mail = map.map("mail") { readMail(&$0, file: file) }
        settings.egressAllowed = Set(
            map.list("egress_allow", accepts: "host:port") { text in text.contains(":") ? text : nil })
        settings.fetchWidth = map.optional("fetch_width", accepts: "1 to 64", number(1...64)) ?? settings.fetchWidth
        settings.fetch = map.map("fetch") { FetchPolicy(settings: &$0, file: file) } ?? settings.fetch
        settings.polling = map.optional("polling", accepts: "yes, no", yesNo) ?? true
        settings.requireLoginUID =
            map.optional("four_eyes", accepts: "strict, relaxed") { ["strict": true, "relaxed": false][$0] } ?? true
        settings.alarmCommand = map.list("alarm_command", accepts: "words of a command line") { $0 }
        return settings
    }

    private static func readAuthority(_ map: inout SettingsMap) -> Authority {
        var authority = Authority()
        if let names = map.map("name", { readText(&$0) }) { authority.name = names }
        authority.domain = map.optional("domain", accepts: "a domain name we own", domainName) ?? authority.domain
        authority.mail = "cert@" + authority.domain
        authority.publicURL =
            map.optional("public_url", accepts: "http:// or https:// without a slash at the end") { text in
                (text.hasPrefix("https://") || text.hasPrefix("http://")) && !text.hasSuffix("/") ? text : nil
            } ?? authority.publicURL
        authority.phone = map.optional("phone", accepts: "text") { $0 } ?? authority.phone
        authority.mail = map.optional("mail", accepts: "a mailbox", mailbox) ?? authority.mail
        return authority
    }

    private static func readText(_ map: inout SettingsMap) -> LocalizedText? {
        var texts: [Language: String] = [:]
        for language in Language.allCases {
            texts[language] = map.optional(language.rawValue, accepts: "text") { $0 }
        }
        if texts.isEmpty { map.fail("", "at least one of az, en, ru") }
        return texts.isEmpty ? nil : LocalizedText(texts)
    }

    private static func readRoles(_ map: inout SettingsMap) -> [Role: Set<String>] {
        var roles: [Role: Set<String>] = [:]
        for role in Role.allCases {
            roles[role] = Set(map.list(role.rawValue, accepts: "a login name or uid (not root, not 0)", login))
        }
        return roles
    }

    private static func readPortal(_ map: inout SettingsMap) -> PortalSettings {
        var portal = PortalSettings()
        portal.host =
            map.optional("host", accepts: "a loopback address; TLS and the outside are the proxy's") { text in
                guard let address = IPAddress(text) else { return nil }
                return address.isLoopback ? text : nil
            } ?? portal.host
        portal.port = map.optional("port", accepts: "0 to 65535", number(0...65535)) ?? portal.port
        portal.trustedProxies = Set(
            map.list("trusted_proxies", accepts: "addresses") { IPAddress($0).map(\.description) })
        return portal
    }

    private static func readMail(_ map: inout SettingsMap, file: (String) -> String?) -> MailSettings? {
        let relay = map.required("relay", accepts: "a host name or address", host)
        let port = map.required("port", accepts: "1 to 65535", number(1...65535))
        let tls = map.required("tls", accepts: "starttls, implicit, none") { MailSettings.TLS(rawValue: $0) }
        let from = map.required("from", accepts: "a mailbox", mailbox)
        let user = map.optional("user", accepts: "text") { $0 }
        let password = map.optional("password_file", accepts: "a path", file)
        let certificates = map.optional("ca_file", accepts: "a path", file)
        let deadline = map.optional("deadline_seconds", accepts: "5 to 600", number(5...600))
        if (user == nil) != (password == nil) { map.fail("user", "user and password_file go together") }
        guard let relay, let port, let tls, let from else { return nil }
        var mail = MailSettings(relay: relay, port: port, tls: tls, from: from)
        mail.user = user
        mail.passwordFile = password
        mail.caFile = certificates
        mail.deadline = Int64(deadline ?? 60)
        return mail
    }

    private static func number(_ range: ClosedRange<Int>) -> (String) -> Int? {
        { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
    }

    private static func yesNo(_ text: String) -> Bool? {
        ["yes": true, "no": false, "true": true, "false": false][text]
    }

    private static func login(_ text: String) -> String? {
        let fine = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }
        return fine && !text.isEmpty && text != "root" && text != "0" ? text : nil
    }

    private static func host(_ text: String) -> String? {
        IPAddress(text) != nil ? text : domainName(text)
    }

    private static func domainName(_ text: String) -> String? {
        let fine = text.utf8.allSatisfy {
            $0 == 0x2D || $0 == 0x2E || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
        }
        return fine && !text.isEmpty && text.utf8.count <= 253 ? text : nil
    }

    private static func mailbox(_ text: String) -> String? {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let fine = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x3E }
        return fine && parts.count == 2 && !parts[0].isEmpty && domainName(String(parts[1])) != nil ? text : nil
    }
}
