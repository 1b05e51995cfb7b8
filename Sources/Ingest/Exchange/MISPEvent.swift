import Vocabulary

/// One MISP event. Required: `uuid`, `info` (core format § 2.2).
struct MISPEvent {
    /// One attribute that names something to detect.
    struct Indicator {
        var kind: String
        var value: [UInt8]
        var at: Instant?
        /// The strictest label among the attribute's tags and those of the object it belongs to; nil without one.
        var tlp: TLP?
        /// Its bytes in the event.
        var source: Range<Int>
    }

    private(set) var indicators: [Indicator] = []
    /// The strictest label among the event's tags; nil without one.
    private(set) var tlp: TLP?
    /// The strictest label of an attribute that the report tells of: its vulnerabilities and links.
    private var toldTLP: TLP?
    /// Attributes that could not be read.
    var flaws: [JSONFailure] = []
    private var uuid = ""
    private var info = ""
    private var date: UTCDay?
    private var timestamp: Instant?
    private var type: RSIT?
    private var vulnerabilities: Set<String> = []
    private var links: [String] = []
    private var isForOwnOrganisation = false

    private static let flawsMax = 1000
    /// Attributes that could not be read beyond those kept as flaws.
    private(set) var furtherFlaws = 0

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "uuid": uuid = try cursor.readIdentifier()
            case "info": info = try cursor.optionalLine() ?? ""
            case "date": date = try cursor.optionalInstant()?.day
            case "timestamp": timestamp = try MISPEvent.time(&cursor)
            case "Tag", "EventTag":
                let tags = try MISPTags(&cursor)
                tlp = [tlp, tags.tlp].compactMap { $0 }.max()
                type = type ?? tags.type
            case "distribution": isForOwnOrganisation = try cursor.readWord() == "0"
            case "Attribute": try readAttributes(&cursor)
            case "Object":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    try readAlone(&cursor) { event, cursor throws(JSONFailure) in try event.readObject(&cursor) }
                }
            default: try cursor.skipValue()
            }
        }
        guard !uuid.isEmpty else { throw JSONFailure(.missingField, at: start, "the event has no `uuid`") }
        // `Your organisation only` (core format § 2.2.1.10) goes nowhere, whatever our feed says of unmarked events.
        if isForOwnOrganisation, tlp == nil { tlp = .red }
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
        if let toldTLP, toldTLP > tlp ?? context.feed.defaultTLP ?? .red { report.tlp = toldTLP }
        report.links = links
        let named = Set(CVEIdentifier.all(in: info).map(\.text)).union(vulnerabilities)
        report.vulnerabilities = named.sorted().map { VulnerabilityStatement(id: $0) }
        return report
    }

    /// An object's attributes, with its label, unless its source took it back.
    private mutating func readObject(_ cursor: inout JSONCursor) throws(JSONFailure) {
        var (tags, isDeleted) = (MISPTags(), false)
        var attributes: [Int] = []
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "Attribute":
                attributes.append(try cursor.place())
                try cursor.skipValue()
            case "Tag", "ObjectTag": tags.add(try MISPTags(&cursor))
            case "deleted": isDeleted = try cursor.readDeleted()
            default: try cursor.skipValue()
            }
        }
        let end = cursor.at
        if isDeleted { return }
        for place in attributes {
            cursor.at = place
            try readAttributes(&cursor, within: tags.tlp)
        }
        cursor.at = end
    }

    private mutating func readAttributes(
        _ cursor: inout JSONCursor, within label: TLP? = nil
    ) throws(JSONFailure) {
        try cursor.eachElement { cursor throws(JSONFailure) in
            try readAlone(&cursor) { event, cursor throws(JSONFailure) in
                try event.readAttribute(&cursor, within: label)
            }
        }
    }

    /// One bad attribute or object never spoils the others.
    private mutating func readAlone(
        _ cursor: inout JSONCursor, _ read: (inout MISPEvent, inout JSONCursor) throws(JSONFailure) -> Void
    ) throws(JSONFailure) {
        let start = try cursor.place()
        do throws(JSONFailure) {
            try read(&self, &cursor)
        } catch {
            if flaws.count < MISPEvent.flawsMax { flaws.append(error) } else { furtherFlaws += 1 }
            cursor.at = start
            try cursor.skipValue()
        }
    }

    private mutating func readAttribute(_ cursor: inout JSONCursor, within label: TLP?) throws(JSONFailure) {
        var (kind, value) = ("", "")
        var (isForDetection, isDeleted) = (false, false)
        var tags = MISPTags()
        var time: Instant?
        let start = try cursor.place()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "type": kind = try cursor.readLine(limit: 128)
            case "value": value = try cursor.readLine(limit: 4096)
            case "to_ids": isForDetection = try cursor.readFlag()
            case "timestamp": time = try MISPEvent.time(&cursor)
            case "deleted": isDeleted = try cursor.readDeleted()
            case "Tag", "AttributeTag": tags.add(try MISPTags(&cursor))
            default: try cursor.skipValue()
            }
        }
        // It stays in the event so that others learn that it was taken back.
        if isDeleted { return }
        if kind.isEmpty { throw JSONFailure(.missingField, at: start, "the attribute has no `type`") }
        let tlp = [label, tags.tlp].compactMap { $0 }.max()
        if kind == "vulnerability" || kind == "link" { toldTLP = [toldTLP, tlp].compactMap { $0 }.max() }
        if kind == "vulnerability", let id = CVEIdentifier(value) { vulnerabilities.insert(id.text) }
        if kind == "link" { SourceLinks.add(value, to: &links) }
        guard isForDetection, let text = MISPEvent.indicator(kind, value) else { return }
        let source = start..<cursor.at
        indicators.append(Indicator(kind: kind, value: Array(text.utf8), at: time, tlp: tlp, source: source))
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
