import Vocabulary

/// What a report states, read without judging it: a value of another type counts as absent, and the schema names it.
struct XARFValues {
    private(set) var `class`: String?
    private(set) var type: String?
    private(set) var typePlace: Int?
    private var at: Instant?
    private(set) var source: String?
    private(set) var url: String?
    private(set) var asn: UInt32 = 0
    /// Set by the reader when the schema is satisfied.
    var kind: XARFKind?
    private var port: UInt16 = 0
    private var servicePort: UInt16 = 0
    private var destination: String?
    private var destinationPort: UInt16 = 0
    private var accountDomain: String?
    private var service: String?
    private var seen: Instant?

    /// The object at the cursor: `Report` before the fourth version, the document itself in the fourth.
    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let place = try cursor.place()
            switch key {
            case "ReportClass", "category": `class` = try XARFValues.text(&cursor)
            case "ReportType", "type": (type, typePlace) = (try XARFValues.text(&cursor), place)
            case "Date", "timestamp": at = try XARFValues.text(&cursor).flatMap { Instant($0) }
            case "last_seen": seen = try XARFValues.text(&cursor).flatMap { Instant($0) }
            case "SourceIp", "source_identifier": source = try XARFValues.text(&cursor)
            case "SourceUrl", "InfringingUrl", "url", "infringing_url": url = try XARFValues.text(&cursor)
            case "SourcePort", "source_port": port = try XARFValues.port(&cursor)
            case "service_port": servicePort = try XARFValues.port(&cursor)
            case "DestinationIp": destination = try XARFValues.text(&cursor)
            case "DestinationPort": destinationPort = try XARFValues.port(&cursor)
            case "ServiceName", "service": service = try XARFValues.text(&cursor)
            case "ASN": asn = try XARFValues.number(&cursor).flatMap { UInt32(exactly: $0) } ?? 0
            case "Account": try readAccount(&cursor)
            default: try cursor.skipValue()
            }
        }
    }

    /// When the event was last seen.
    var time: Instant? { seen ?? at }

    /// The type's meaning; an open service that has a name of its own bears it.
    func meaning(_ kind: XARFKind) -> Condition {
        guard kind.meaning == XARFMeaning.open, let service else { return kind.meaning }
        let name = XARFMeaning.services[service.lowercased()]
        return name.map { Condition(type: kind.meaning.type, name: $0) } ?? kind.meaning
    }

    /// Each place the report is about, once; one empty text when it names none.
    func places(_ kind: XARFKind) -> [String] {
        var found: [String] = []
        if kind.type == "PotentiallyCompromisedAccount" {
            if let destination { found.append(XARFValues.joined(destination, destinationPort)) }
            if let accountDomain { found.append(accountDomain) }
        } else {
            if let url { found.append(url) }
            // The port from which somebody attacked says nothing about the host.
            let port = servicePort != 0 ? servicePort : port
            if let source { found.append(kind.hasPort ? XARFValues.joined(source, port) : source) }
        }
        let named = found.filter { IndicatorText.read($0.utf8) != nil }
        return named.isEmpty ? [""] : named.enumerated().filter { !named[..<$0.offset].contains($0.element) }
            .map(\.element)
    }

    private mutating func readAccount(_ cursor: inout JSONCursor) throws(JSONFailure) {
        guard try cursor.kind() == .object else { return try cursor.skipValue() }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard case "AccountEmail" = key else {
                try cursor.skipValue()
                continue
            }
            let mailbox = try XARFValues.text(&cursor)
            accountDomain = mailbox.flatMap { $0.split(separator: "@").count == 2 ? $0 : nil }
                .flatMap { $0.split(separator: "@").last.map(String.init) }
        }
    }

    private static func joined(_ address: String, _ port: UInt16) -> String {
        guard port != 0, IPAddress(address) != nil else { return address }
        return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }

    private static func text(_ cursor: inout JSONCursor) throws(JSONFailure) -> String? {
        if try cursor.kind() == .string { return try cursor.readLine(limit: 4096) }
        try cursor.skipValue()
        return nil
    }

    private static func number(_ cursor: inout JSONCursor) throws(JSONFailure) -> Int? {
        if try cursor.kind() == .number { return Int(try cursor.readNumberText()) }
        try cursor.skipValue()
        return nil
    }

    private static func port(_ cursor: inout JSONCursor) throws(JSONFailure) -> UInt16 {
        try number(&cursor).flatMap { UInt16(exactly: $0) } ?? 0
    }
}
