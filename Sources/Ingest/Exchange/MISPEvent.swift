import Vocabulary

/// One MISP event. Required: `uuid`, `info` (core format § 2.2).
struct MISPEvent {
    /// One attribute that names something to detect.
    struct Indicator {
        var kind: String
        var value: [UInt8]
        var at: Instant?
        /// Its bytes in the event.
        var source: Range<Int>
    }

    private(set) var indicators: [Indicator] = []
    /// The strictest label among the event's tags; nil without one.
    private(set) var tlp: TLP?
    /// Attributes that could not be read.
    var flaws: [JSONFailure] = []
    private var uuid = ""
    private var info = ""
    private var date: UTCDay?
    private var timestamp: Instant?
    private var type: RSIT?
    private var vulnerabilities: Set<String> = []
    private var links: [String] = []

    private static let flawsMax = 1000

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "uuid": uuid = try cursor.readIdentifier()
            case "info": info = try cursor.optionalLine() ?? ""
            case "date": date = try cursor.optionalInstant()?.day
            case "timestamp": timestamp = try MISPEvent.time(&cursor)
            case "Tag": try cursor.eachElement { cursor throws(JSONFailure) in try readTag(&cursor) }
            case "Attribute": try readAttributes(&cursor)
            case "Object": try cursor.eachElement { cursor throws(JSONFailure) in try readObject(&cursor) }
            default: try cursor.skipValue()
            }
        }
        guard !uuid.isEmpty else { throw JSONFailure(.missingField, at: start, "the event has no `uuid`") }
    }

    /// When the event was made or changed.
    var at: Instant? { timestamp ?? date?.start }

    /// What its indicators mean: the RSIT type it is tagged with, else that they are malicious.
    var meaning: Condition {
        type.map { Condition(type: $0, name: $0.type) } ?? IndicatorMeaning.malicious
    }

    func report(digest: Digest, context: DocumentContext) -> Report {
        let isFirm = [.manufacturer, .foreignCERT].contains(context.feed.sourceKind)
        var report = Report(
            sourceID: uuid, kind: isFirm ? .advisory : .news, digest: digest, revised: at ?? context.received,
            title: info.isEmpty ? uuid : info)
        report.published = date?.start
        report.tlp = tlp
        report.links = links
        let named = Set(CVEIdentifier.all(in: info).map(\.text)).union(vulnerabilities)
        report.vulnerabilities = named.sorted().map { VulnerabilityStatement(id: $0) }
        return report
    }

    /// A taxonomy's tag: `tlp:amber`, `rsit:fraud="phishing"`. An unknown label of TLP is the strictest.
    private mutating func readTag(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard case "name" = key else {
                try cursor.skipValue()
                continue
            }
            let name = try cursor.readLine(limit: 256).lowercased()
            if name.hasPrefix("tlp:") {
                let label = TLP(label: name) ?? .red
                tlp = max(tlp ?? label, label)
            }
            if name.hasPrefix("rsit:") {
                let parts = name.dropFirst(5).split(separator: "=", maxSplits: 1)
                if parts.count == 2 { type = type ?? RSIT("\(parts[0])/\(parts[1].filter { $0 != "\"" })") }
            }
        }
    }

    private mutating func readObject(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if case "Attribute" = key { try readAttributes(&cursor) } else { try cursor.skipValue() }
        }
    }

    private mutating func readAttributes(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.eachElement { cursor throws(JSONFailure) in
            let start = try cursor.place()
            do throws(JSONFailure) {
                try readAttribute(&cursor)
            } catch {
                if flaws.count < MISPEvent.flawsMax { flaws.append(error) }
                cursor.at = start
                try cursor.skipValue()
            }
        }
    }

    private mutating func readAttribute(_ cursor: inout JSONCursor) throws(JSONFailure) {
        var (kind, value) = ("", "")
        var isForDetection = false
        var time: Instant?
        let start = try cursor.place()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "type": kind = try cursor.readLine(limit: 128)
            case "value": value = try cursor.readLine(limit: 4096)
            case "to_ids": isForDetection = try cursor.readFlag()
            case "timestamp": time = try MISPEvent.time(&cursor)
            default: try cursor.skipValue()
            }
        }
        if kind.isEmpty { throw JSONFailure(.missingField, at: start, "the attribute has no `type`") }
        if kind == "vulnerability", let id = CVEIdentifier(value) { vulnerabilities.insert(id.text) }
        if kind == "link" { SourceLinks.add(value, to: &links) }
        guard isForDetection, let text = MISPEvent.indicator(kind, value) else { return }
        let source = start..<cursor.at
        indicators.append(Indicator(kind: kind, value: Array(text.utf8), at: time, source: source))
    }

    /// The part of a value that names something (core format, "type"); nil for kinds that name nothing to match.
    private static func indicator(_ kind: String, _ value: String) -> String? {
        let parts = value.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        switch kind {
        case "ip-src", "ip-dst", "domain", "hostname", "url", "md5", "sha1", "sha224", "sha256", "sha384", "sha512":
            return value
        case "ip-src|port", "ip-dst|port", "hostname|port":
            guard parts.count == 2 else { return value }
            return parts[0].contains(":") ? "[\(parts[0])]:\(parts[1])" : "\(parts[0]):\(parts[1])"
        case "domain|ip": return parts.first
        case "filename|md5", "filename|sha1", "filename|sha256": return parts.last
        default: return nil
        }
    }

    /// Seconds since 1970, as a number or in quotes.
    private static func time(_ cursor: inout JSONCursor) throws(JSONFailure) -> Instant? {
        if try cursor.takeNull() { return nil }
        let start = try cursor.place()
        let text = try cursor.kind() == .number ? try cursor.readNumberText() : try cursor.readLine(limit: 32)
        guard let seconds = Int64(text), (0...253_402_300_799).contains(seconds) else {
            throw JSONFailure(.badValue, at: start, "a time in seconds since 1970 is expected")
        }
        return Instant(seconds: seconds)
    }
}
