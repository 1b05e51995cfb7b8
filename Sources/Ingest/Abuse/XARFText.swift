import Vocabulary

/// One X-ARF report of the first versions: a mail's part of lines `Name: value`, flat YAML.
///
/// Read strictly: what is no such line is a reject, because a value read wrongly would be told to a third party.
/// Source: X-ARF specification 0.1 and 0.2 (x-arf.org), schemata `abuse_login-attack`, `abuse_malware-attack`, `fraud`,
/// `info_dnsbl`.
struct XARFText {
    private static let linesMax = 500
    private static let required = [
        "reported-from", "category", "report-type", "user-agent", "report-id", "date", "source-type", "source",
        "schema-url",
    ]
    /// Who reports, and to whom; not for third parties.
    private static let people = ["reported-from", "user-agent", "destination", "report-id"]

    /// When it happened.
    let at: Instant
    let meaning: Condition
    /// What is reported, as ``IndicatorText`` reads it.
    let place: String
    /// The fields as they stand, without those that name people.
    let evidence: [UInt8]

    /// The part of a mail that holds the report: the second one, or the one called `report.txt`; nil in other mails.
    static func part(of mail: MailParts) -> MailPart? {
        guard mail.headers["x-arf"] != nil || mail.headers["x-xarf"] != nil else { return nil }
        let texts = mail.parts.filter { $0.headers.type.name == "text/plain" }
        return texts.first { $0.fileName?.lowercased() == "report.txt" } ?? (texts.count > 1 ? texts[1] : nil)
    }

    init(_ content: [UInt8]) throws(IndicatorRows.Refusal) {
        let fields = try XARFText.fields(content)
        for name in XARFText.required where fields[name] == nil {
            throw IndicatorRows.Refusal(.missingField, "the X-ARF report has no `\(name)`")
        }
        guard let at = fields["date"].flatMap({ MailDate.read($0.value) }) else {
            throw IndicatorRows.Refusal(.badValue, "`date` is no date of a mail and no RFC 3339 time")
        }
        self.at = at
        let source = fields["source"]?.value ?? ""
        place = try XARFText.place(
            source, type: fields["source-type"]?.value.lowercased() ?? "", port: fields["port"]?.value,
            category: fields["category"]?.value.lowercased() ?? "")
        let kind = fields["report-type"]?.value.lowercased() ?? ""
        let isFraud = fields["category"]?.value.lowercased() == "fraud"
        meaning = XARFText.meanings[kind] ?? (isFraud ? IndicatorMeaning.phishing : IndicatorMeaning.malicious)
        let shown = fields.sorted { $0.value.line < $1.value.line }.filter { !XARFText.people.contains($0.key) }
        evidence = Array(shown.map { "\($0.key): \($0.value.value)\n" }.joined().utf8)
    }

    private static let meanings: [String: Condition] = [
        "login-attack": XARFMeaning.login, "malware-attack": XARFMeaning.exploit,
        "malware": IndicatorMeaning.distribution, "phishing": IndicatorMeaning.phishing,
        "fraud": XARFMeaning.fraud, "spam": XARFMeaning.spam,
        "spamvertized": XARFMeaning.advertised, "dnsbl": IndicatorMeaning.suspicious, "harvesting": XARFMeaning.crawler,
        "regbot": XARFMeaning.spam, "rfi-attack": XARFMeaning.exploit, "web-attack": XARFMeaning.exploit,
        "portscan": XARFMeaning.scanner, "ddos": XARFMeaning.dos, "botnet": XARFMeaning.bot,
        "copyright": XARFMeaning.copyright, "trademark": XARFMeaning.trademark,
    ]

    private static func place(
        _ source: String, type: String, port: String?, category: String
    ) throws(IndicatorRows.Refusal) -> String {
        switch type {
        case "ip-address", "ipv4", "ipv6":
            guard let address = IPAddress(source) else {
                throw IndicatorRows.Refusal(.badValue, "`source` is no IPv4 or IPv6 address")
            }
            // In a report of an attack the port is the one attacked, and says nothing about the attacker.
            guard category == "fraud" || category == "vulnerability", let port, let number = UInt16(port), number > 0
            else { return source }
            return address.isIPv4 ? "\(source):\(number)" : "[\(source)]:\(number)"
        case "uri", "url", "domain", "domain-name", "host":
            guard IndicatorText.read(source.utf8) != nil else {
                throw IndicatorRows.Refusal(.badValue, "`source` is no web address and no name")
            }
            return source
        default:
            let shown = MemberScreening.shown(type.utf8.prefix(40))
            throw IndicatorRows.Refusal(
                .badValue, "`source-type` \(shown) is not accepted; accepted: ip-address, ipv4, ipv6, uri, domain")
        }
    }

    /// Lines `Name: value`; names in lower case; with the line's number.
    private static func fields(
        _ content: [UInt8]
    ) throws(IndicatorRows.Refusal) -> [String: (value: String, line: Int)] {
        var fields: [String: (value: String, line: Int)] = [:]
        let lines = content.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.count <= linesMax else {
            throw IndicatorRows.Refusal(.overLimit, "the X-ARF report has more than \(linesMax) lines")
        }
        for (number, raw) in lines.enumerated() {
            let line = SourceText.line(Array(raw), limit: 4096)
            if line.isEmpty || line.hasPrefix("#") || ["%YAML 1.1", "%YAML 1.2", "---", "..."].contains(line) {
                continue
            }
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
                raw.first != 0x20, raw.first != 0x09, raw.first != UInt8(ascii: "-")
            else {
                throw IndicatorRows.Refusal(
                    .malformed, "line \(number + 1) of the X-ARF report is none of the form `Name: value`")
            }
            let name = line[..<colon].trimmingBlanks.lowercased()
            guard fields[name] == nil else {
                throw IndicatorRows.Refusal(.duplicateKey, "the X-ARF report has `\(name.prefix(40))` more than once")
            }
            fields[name] = (unquoted(line[line.index(after: colon)...].trimmingBlanks), number)
        }
        return fields
    }

    /// A scalar in quotation marks (YAML 1.1 § 9.1), or plain with a comment behind it.
    private static func unquoted(_ text: String) -> String {
        for mark in ["\"", "'"] where text.count > 1 && text.hasPrefix(mark) && text.hasSuffix(mark) {
            return String(text.dropFirst().dropLast())
        }
        guard let comment = text.firstRange(of: " #") else { return text }
        return text[..<comment.lowerBound].trimmingBlanks
    }
}
