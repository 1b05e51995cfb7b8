// Data table
// X-ARF's schemas: versions alpha, 1, 2, 3 (abusix/xarf `schemas/3`) and 4 (xarf.org `schemas/v4`), as far as a value
// that breaks them is a reason to refuse a report.
import Vocabulary

/// What one type of X-ARF report must have, and what it says is true at its source.
struct XARFKind: Sendable {
    let `class`: String
    let type: String
    let shape: XARFObject
    let meaning: Condition

    /// Whether the report is about a service or content at a port, and not about a host that did something.
    var hasPort: Bool { ["Content", "Vulnerability", "vulnerability", "content"].contains(self.class) }
}

extension XARFKind {
    /// Versions before the fourth. `old` are those in which malware needs an address and a hash is a string.
    static func third(_ isOld: Bool) -> [XARFKind] { isOld ? old : new }

    private static let new = kinds(isOld: false)
    private static let old = kinds(isOld: true)

    private static func kinds(isOld: Bool) -> [XARFKind] {
        let hash: XARFShape = isOld ? .textOr(XARFField.hash) : XARFField.hash
        let file = XARFField.file(hash)
        let destination = ["DestinationIp": XARFShape.address, "DestinationPort": .ports]
        let traffic: [String: XARFShape] = ["ByteCount": XARFField.anyWhole, "PacketCount": XARFField.anyWhole]
        let transport: [String: XARFShape] = ["TransportProtocol": .word(["tcp", "udp"])]
        let service: [String: XARFShape] = ["ServiceName": .text(least: 0), "ServiceVersion": .text(least: 0)]
        let common: [String: XARFShape] = [
            "Ongoing": .flag, "ThreatActor": .text(least: 0),
            "Samples": .list(.object(XARFField.sample(file)), least: 1, most: 10_000),
        ]
        let urlOrAddress = [["SourceIp", "SourceUrl", "InfringingUrl"]]
        return [
            kind("Content", "Botnet", [common, ["BotnetName": .text(least: 0)]], any: urlOrAddress, XARFMeaning.bot),
            kind("Content", "ChildAbuse", [], any: urlOrAddress, XARFMeaning.abuse),
            kind(
                "Content", "Copyright",
                [
                    file,
                    [
                        "InfringedMaterial": .text(least: 0), "MaterialType": .text(least: 0),
                        "SharingProtocol": .text(least: 0), "CourtOrder": .web,
                    ],
                ], needs: ["InfringedMaterial", "FileName"], any: urlOrAddress, XARFMeaning.copyright),
            kind("Activity", "DOS", [common, destination, traffic], needs: ["SourceIp"], XARFMeaning.dos),
            kind(
                "Activity", "Exploit",
                [
                    common, destination, transport, service,
                    ["CVE": .cve, "CVSS": .object(XARFObject(fields: [:], required: ["Version", "Vector"]))],
                ], needs: ["SourceIp"], XARFMeaning.exploit),
            kind(
                "Activity", "Harassment",
                [
                    common,
                    [
                        "Harasser": .text(least: 0), "HarassmentDescription": .text(least: 0),
                        "HarassmentType": .word([
                            "doxing", "stalking", "sexual", "believes", "defamation", "extortion", "hate",
                        ]),
                        "HarassmentLocation": .word(["website", "chat", "game"]),
                    ],
                ], needs: ["Harasser", "HarassmentDescription"], any: urlOrAddress, XARFMeaning.harassment),
            kind("Activity", "LoginAttack", [common, destination, traffic], needs: ["SourceIp"], XARFMeaning.login),
            kind(
                "Content", "Malware", [common, ["MalwareName": .text(least: 0)]], needs: isOld ? ["SourceUrl"] : [],
                any: urlOrAddress, IndicatorMeaning.distribution),
            kind(
                "Activity", "Malware",
                [["RpzDomain": .host, "MalwareName": .text(least: 0), "ReportSubType": .word(["RPZ-Rewrite"])]],
                needs: ["SourceIp"], XARFMeaning.infected),
            kind(
                "Vulnerability", "OpenService", [common, transport, service], needs: ["ServiceName"],
                any: urlOrAddress, XARFMeaning.open),
            kind("Content", "Phishing", [common], needs: ["SourceUrl"], IndicatorMeaning.phishing),
            kind("Activity", "PortScan", [common, destination, traffic], needs: ["SourceIp"], XARFMeaning.scanner),
            kind(
                "Activity", "PotentiallyCompromisedAccount",
                [
                    common, destination, ["AttackerIp": .address, "AttackerPort": .ports, "PasswordHash": hash],
                    ["Account": .object(XARFField.account)],
                ], needs: ["Account"], XARFMeaning.account),
            kind(
                "Activity", "Spam",
                [common, destination, ["SmtpMailFromAddress": .mailbox, "SmtpRcptToAddress": .mailbox]],
                needs: ["SourceIp"], XARFMeaning.spam),
            kind(
                "Content", "Trademark",
                [
                    [
                        "TrademarkedMaterial": .text(least: 0), "RegistrationOffice": .text(least: 0),
                        "RegistrationNumber": .text(least: 0),
                    ]
                ], needs: ["TrademarkedMaterial"], any: urlOrAddress, XARFMeaning.trademark),
            kind("Activity", "WebCrawler", [common], any: urlOrAddress, XARFMeaning.crawler),
        ]
    }

    private static func kind(
        _ `class`: String, _ type: String, _ groups: [[String: XARFShape]], needs: [String] = [],
        any: [[String]] = [], _ meaning: Condition
    ) -> XARFKind {
        var fields = XARFField.report
        for group in groups { fields.merge(group) { $1 } }
        let required = ["ReportClass", "ReportType", "Date"] + needs
        return XARFKind(
            class: `class`, type: type, shape: XARFObject(fields: fields, required: required, anyOf: any),
            meaning: meaning)
    }
}

extension XARFKind {
    /// The fourth version: category, type, what it needs beside the core.
    static let fourth: [XARFKind] = [
        four("connection", "ddos", ["first_seen", "protocol"], XARFMeaning.dos),
        four("connection", "infected_host", ["bot_type", "first_seen", "protocol"], XARFMeaning.infected),
        four("connection", "login_attack", ["first_seen", "protocol"], XARFMeaning.login),
        four("connection", "port_scan", ["first_seen", "protocol"], XARFMeaning.scanner),
        four("connection", "reconnaissance", ["first_seen", "probed_resources", "protocol"], XARFMeaning.scanner),
        four("connection", "scraping", ["first_seen", "protocol", "total_requests"], XARFMeaning.crawler),
        four("connection", "sql_injection", ["first_seen", "protocol"], XARFMeaning.exploit),
        four("connection", "vulnerability_scan", ["first_seen", "protocol", "scan_type"], XARFMeaning.scanner),
        four("content", "brand_infringement", ["url", "infringement_type", "legitimate_site"], XARFMeaning.trademark),
        four("content", "csam", ["url", "classification", "detection_method"], XARFMeaning.abuse),
        four("content", "csem", ["url", "exploitation_type", "detection_method"], XARFMeaning.abuse),
        four("content", "exposed_data", ["url", "data_types", "exposure_method"], XARFMeaning.leak),
        four("content", "fraud", ["url", "fraud_type"], XARFMeaning.fraud),
        four("content", "malware", ["url"], IndicatorMeaning.distribution),
        four("content", "phishing", ["url"], IndicatorMeaning.phishing),
        four("content", "remote_compromise", ["url", "compromise_type"], IndicatorMeaning.compromised),
        four(
            "content", "suspicious_registration", ["url", "registration_date", "suspicious_indicators"],
            XARFMeaning.trademark),
        four("copyright", "copyright", ["infringing_url"], XARFMeaning.copyright),
        four("copyright", "cyberlocker", ["infringing_url", "hosting_service"], XARFMeaning.copyright),
        four("copyright", "link_site", ["infringing_url", "site_name"], XARFMeaning.copyright),
        four("copyright", "p2p", ["p2p_protocol"], XARFMeaning.copyright),
        four("copyright", "ugc_platform", ["infringing_url", "platform_name"], XARFMeaning.copyright),
        four("copyright", "usenet", ["newsgroup"], XARFMeaning.copyright),
        four("infrastructure", "botnet", ["compromise_evidence"], XARFMeaning.bot),
        four("infrastructure", "compromised_server", ["compromise_method"], IndicatorMeaning.compromised),
        four("messaging", "bulk_messaging", ["protocol", "recipient_count"], XARFMeaning.spam),
        four("messaging", "spam", ["protocol"], XARFMeaning.spam),
        four("reputation", "blocklist", ["threat_type"], IndicatorMeaning.suspicious),
        four("reputation", "threat_intelligence", ["threat_type"], IndicatorMeaning.malicious),
        four("vulnerability", "cve", ["cve_id", "service", "service_port"], XARFMeaning.vulnerable),
        four("vulnerability", "misconfiguration", ["service"], XARFMeaning.misconfigured),
        four("vulnerability", "open_service", ["service"], XARFMeaning.open),
    ]

    /// A type that this table does not have yet: the core alone is checked. Minor versions may add types.
    static let unknown = four("", "", [], IndicatorMeaning.malicious)

    static let categories = [
        "messaging", "content", "copyright", "connection", "vulnerability", "infrastructure", "reputation",
    ]

    private static func four(_ `class`: String, _ type: String, _ needs: [String], _ meaning: Condition) -> XARFKind {
        let core = [
            "xarf_version", "report_id", "timestamp", "reporter", "sender", "source_identifier", "category", "type",
        ]
        return XARFKind(
            class: `class`, type: type, shape: XARFObject(fields: XARFField.fourth, required: core + needs),
            meaning: meaning)
    }
}

/// Shapes that several types share.
enum XARFField {
    static let anyWhole = XARFShape.whole(Int.min...Int.max)

    static let hash = XARFShape.object(
        XARFObject(
            fields: [
                "HashValue": .text(least: 0), "HashComplete": .flag,
                "HashAlgorithm": .word([
                    "sha1", "sha2", "sha3", "sha256", "sha512", "md5", "argon2id", "scrypt", "bcrypt", "pbkdf2",
                ]),
            ], required: ["HashValue", "HashAlgorithm"]))

    static func file(_ hash: XARFShape) -> [String: XARFShape] {
        ["FileName": .text(least: 0), "FileSize": .whole(0...Int.max), "FileHash": hash]
    }

    /// Either content with its type, or the description of a file.
    static func sample(_ file: [String: XARFShape]) -> XARFObject {
        let content: [String: XARFShape] = [
            "ContentType": .text(least: 0), "Base64Encoded": .flag, "Description": .text(least: 0),
            "Payload": .text(least: 0),
        ]
        return XARFObject(
            fields: content.merging(file) { $1 }, anyOf: [["ContentType", "FileName"], ["Payload", "FileName"]])
    }

    static let account = XARFObject(
        fields: ["AccountIdentifier": .accountName, "AccountEmail": .text(least: 0)],
        isFilled: true)

    /// Members of every report before the fourth version.
    static let report: [String: XARFShape] = [
        "ReportClass": .word(["Content", "Activity", "Vulnerability"]), "ReportType": .text(least: 1),
        "ReportSubType": .text(least: 0), "ReporterCaseID": .text(least: 0),
        "ReporterSeverity": .word(["low", "medium", "high"]), "ReporterNotes": .text(least: 0),
        "Custom": .object(XARFObject(fields: [:], others: .each(.plain))), "Date": .time, "FirstSeen": .time,
        "SourceIp": .address, "SourcePort": .whole(0...65535), "SourceUrl": .web, "InfringingUrl": .web,
        "ASN": .whole(1...4_199_999_999),
    ]

    /// The envelope before the fourth version; `Report` is checked by its own type's shape.
    static func envelope(reporterNeeds: [String], complainantNeeds: [String]) -> XARFObject {
        XARFObject(
            fields: [
                "ReporterInfo": .object(
                    XARFObject(fields: person("Reporter"), required: reporterNeeds, others: .refused)),
                "OnBehalfOf": .object(XARFObject(fields: person("Complainant"), required: complainantNeeds)),
                "Disclosure": .flag,
                "InternalProcessing": .object(XARFObject(fields: [:])),
            ], required: ["ReporterInfo", "Disclosure", "Report"])
    }

    private static func person(_ role: String) -> [String: XARFShape] {
        [
            "\(role)Type": .word(["Org", "Person"]), "\(role)Org": .text(least: 3), "\(role)OrgDomain": .host,
            "\(role)OrgEmail": .mailbox, "\(role)OrgAddress": .text(least: 0), "\(role)ContactEmail": .mailbox,
            "\(role)ContactName": .text(least: 3), "\(role)ContactPhone": .text(least: 3),
        ]
    }

    private static let contact = XARFShape.object(
        XARFObject(
            fields: ["org": .text(least: 0), "contact": .mailbox, "domain": .host],
            required: ["org", "contact", "domain"], others: .refused))

    private static let evidence = XARFShape.object(
        XARFObject(
            fields: [
                "content_type": .text(least: 0), "payload": .text(least: 0), "description": .text(least: 0),
                "hash": .text(least: 0), "size": .whole(0...5_242_880),
            ], required: ["content_type", "payload"], others: .refused))

    /// Members of the fourth version that many types have.
    static let fourth: [String: XARFShape] = [
        "report_id": .uuid, "timestamp": .time, "reporter": contact, "sender": contact,
        "source_identifier": .text(least: 1), "source_port": .whole(1...65535), "category": .word(XARFKind.categories),
        "type": .text(least: 1), "evidence_source": .text(least: 0),
        "evidence": .list(evidence, least: 0, most: 50), "tags": .list(.text(least: 3), least: 0, most: 20),
        "confidence": .share, "legacy_version": .word(["3"]), "_internal": .object(XARFObject(fields: [:])),
        "first_seen": .time, "last_seen": .time, "url": .web, "infringing_url": .web, "destination_ip": .address,
        "destination_port": .whole(1...65535), "service_port": .whole(1...65535),
    ]
}

/// What each type says is true at its source (RSIT version 1003).
enum XARFMeaning {
    static let bot = condition("malicious-code/infected-system", "botnet-member")
    static let infected = condition("malicious-code/infected-system", "infected-system")
    static let abuse = condition("abusive-content/violence", "violent-content")
    static let harassment = condition("abusive-content/harmful-speech", "harassment")
    static let spam = condition("abusive-content/spam", "spam-source")
    static let advertised = condition("abusive-content/spam", "advertised-in-spam")
    static let copyright = condition("fraud/copyright", "copyright")
    static let trademark = condition("fraud/masquerade", "masquerade")
    static let fraud = condition("fraud/masquerade", "fraudulent-offer")
    static let dos = condition("availability/ddos", "dos-source")
    static let exploit = condition("intrusion-attempts/exploit", "exploit-source")
    static let login = condition("intrusion-attempts/brute-force", "brute-force-source")
    static let scanner = condition("information-gathering/scanner", "scanner")
    static let crawler = condition("information-gathering/scanner", "web-crawler")
    static let account = condition("intrusions/unprivileged-account-compromise", "leaked-account")
    static let leak = condition("information-content-security/data-leak", "exposed-data")
    static let open = condition("vulnerable/potentially-unwanted-accessible", "open-service")
    static let vulnerable = condition("vulnerable/vulnerable-system", "vulnerable-service")
    static let misconfigured = condition("availability/misconfiguration", "misconfigured-service")

    /// Names of conditions for open services, by what reporters call the service.
    static let services = [
        "telnet": "open-telnet", "rdp": "open-rdp", "ms-wbt-server": "open-rdp", "smb": "open-smb",
        "microsoft-ds": "open-smb", "ftp": "open-ftp", "ssh": "open-ssh", "vnc": "open-vnc", "redis": "open-redis",
        "mongodb": "open-mongodb", "elasticsearch": "open-elasticsearch", "dns": "open-resolver",
        "snmp": "open-snmp", "ntp": "open-ntp", "memcached": "open-memcached",
    ]

    private static func condition(_ type: String, _ name: String) -> Condition {
        guard let type = RSIT(type) else { preconditionFailure("\(type) is a type of RSIT 1003") }
        return Condition(type: type, name: name)
    }
}
