import Vocabulary

/// Reads events of IntelMQ: lines of JSON, or a list; flat (`"source.ip"`) or nested (`"source": {"ip": …}`).
///
/// An event is a row for its source's address, else network, web address or name: the source is who did it or what
/// stands open. What it means follows from `classification.type`, which is RSIT's type or one of IntelMQ's own.
/// Source: IntelMQ 3, "Data format" and "Harmonization fields".
package struct IntelMQReader: DocumentReader {
    private let context: DocumentContext
    private var items: JSONRows
    private var rows: IndicatorRows

    package init(context: DocumentContext) {
        self.context = context
        items = JSONRows(context: context)
        rows = IndicatorRows(context: context)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        for piece in items.push(bytes) { take(piece, into: &batch) }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        for piece in items.finish() { take(piece, into: &batch) }
    }

    private mutating func take(_ piece: JSONItems.Piece, into batch: inout ReadBatch) {
        switch piece {
        case .member: break
        case .reject(let reject): batch.rejects.append(reject)
        case .item(let item):
            var found: IntelMQEvent?
            item.read(item.place, into: &batch) { text, _ throws(JSONFailure) in
                found = try text.read { cursor throws(JSONFailure) in try IntelMQEvent(&cursor) }
            }
            guard let found else { return }
            // An event marked more strictly than the feed is counted only: findings bear the feed's label.
            let isSecret = found.tlp.map { $0 > context.feed.defaultTLP ?? .red } ?? false
            item.bytes.withUnsafeBytes { raw in
                for named in found.places {
                    rows.take(
                        raw, place: item.place, at: item.offset, into: &batch, isSecret: isSecret || named.isEmpty
                    ) { _ in
                        IndicatorRow(text: Array(named.utf8), at: found.at, condition: found.meaning, asn: found.asn)
                    }
                }
            }
            DateDoubting.state(found.at, received: context.received, in: &batch)
        }
    }
}

/// One event.
struct IntelMQEvent {
    private(set) var at: Instant?
    private(set) var tlp: TLP?
    private(set) var asn: UInt32 = 0
    private(set) var meaning: Condition
    private var address: String?
    private var network: String?
    private var url: String?
    private var name: String?
    private var port: UInt16 = 0
    private var type = ""
    private var typePlace: Int?
    private var sourcePlace = 0
    private var identifier = ""

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        meaning = IndicatorMeaning.malicious
        try read(&cursor, prefix: "")
        guard let typePlace else {
            throw JSONFailure(.missingField, at: start, "`classification.type` is missing")
        }
        guard let meaning = IntelMQMeaning.of(type, identifier: identifier) else {
            let shown = MemberScreening.shown(type.utf8.prefix(40))
            let accepted = "accepted: RSIT's types and \(IntelMQMeaning.own.keys.sorted().joined(separator: ", "))"
            throw JSONFailure(.badValue, at: typePlace, "`\(shown)` is no type of IntelMQ; \(accepted)")
        }
        self.meaning = meaning
        if let first = stated.first, !stated.contains(where: { IndicatorText.read($0.utf8) != nil }) {
            let shown = MemberScreening.shown(first.utf8.prefix(60))
            let message = "`\(shown)` is no address, network (as `192.0.2.0/24`), web address or name"
            throw JSONFailure(.badValue, at: sourcePlace, message)
        }
    }

    /// What can be read of the source; one empty text for an event whose source is not named.
    var places: [String] {
        let named = stated.filter { IndicatorText.read($0.utf8) != nil }
        return named.isEmpty ? [""] : named
    }

    /// The address, else what else stands for the source, as written.
    private var stated: [String] {
        var found: [String] = []
        if let address {
            let isService = ["vulnerable", "malicious-code"].contains(meaning.type.class)
            let isPlain = !isService || port == 0
            found.append(isPlain ? address : address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)")
        } else if let network, !network.isEmpty {
            found.append(network)
        }
        if let text = url ?? name, !text.isEmpty { found.append(text) }
        return found
    }

    /// Both forms: members whose names have dots, and objects within.
    private mutating func read(_ cursor: inout JSONCursor, prefix: String) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let path = prefix + key.text
            let place = try cursor.place()
            switch path {
            case "classification", "source", "time":
                if try cursor.kind() == .object {
                    try read(&cursor, prefix: path + ".")
                } else {
                    try cursor.skipValue()
                }
            case "classification.type": (type, typePlace) = (try cursor.readLine(limit: 64).lowercased(), place)
            case "classification.identifier": identifier = try cursor.optionalLine(limit: 64)?.lowercased() ?? ""
            case "time.source": at = try cursor.optionalInstant()
            case "time.observation":
                let observed = try cursor.optionalInstant()
                at = at ?? observed
            case "source.ip": address = try IntelMQEvent.address(&cursor)
            case "source.network": (network, sourcePlace) = (try cursor.optionalLine(limit: 64), place)
            case "source.url": (url, sourcePlace) = (try cursor.optionalLine(limit: 4096), place)
            case "source.fqdn": (name, sourcePlace) = (try cursor.optionalLine(limit: 512), place)
            case "source.port": port = try IntelMQEvent.number(&cursor, 0...65535).flatMap { UInt16(exactly: $0) } ?? 0
            case "source.asn":
                asn = try IntelMQEvent.number(&cursor, 0...4_294_967_295).flatMap { UInt32(exactly: $0) } ?? 0
            case "tlp": tlp = try cursor.optionalLine(limit: 32).map { TLP(label: $0) ?? .red }
            default: try cursor.skipValue()
            }
        }
    }

    private static func address(_ cursor: inout JSONCursor) throws(JSONFailure) -> String? {
        let start = try cursor.place()
        guard let text = try cursor.optionalLine(limit: 64) else { return nil }
        guard IPAddress(text) != nil else {
            throw JSONFailure(.badValue, at: start, "`\(text.prefix(40))` is no IPv4 or IPv6 address")
        }
        return text
    }

    /// A number, also in quotes, as tables turned into events have it.
    private static func number(
        _ cursor: inout JSONCursor, _ range: ClosedRange<Int>
    ) throws(JSONFailure) -> Int? {
        if try cursor.takeNull() { return nil }
        let start = try cursor.place()
        let text = try cursor.kind() == .string ? try cursor.readLine(limit: 32) : try cursor.readNumberText()
        guard let value = Int(text), range.contains(value) else {
            let message = "`\(text.prefix(32))` is not accepted; accepted: \(range.lowerBound) to \(range.upperBound)"
            throw JSONFailure(.badValue, at: start, message)
        }
        return value
    }
}

/// What a `classification.type` means in RSIT (version 1003).
enum IntelMQMeaning {
    /// Nil for a word that is no type. Where the identifier names a service that stands open, it is part of the name.
    static func of(_ type: String, identifier: String) -> Condition? {
        let key = type.replacing(" ", with: "-")
        guard let found = RSIT.all.first(where: { $0.type == key }) ?? own[type].flatMap({ RSIT($0) }) else {
            return nil
        }
        let prefix = ["open-", "accessible-"].first { identifier.hasPrefix($0) } ?? ""
        let service = String(identifier.dropFirst(prefix.count))
        if found.type == "potentially-unwanted-accessible", let name = XARFMeaning.services[service] {
            return Condition(type: found, name: name)
        }
        return Condition(type: found, name: found.type)
    }

    /// Types that IntelMQ has, or had before version 3, beside RSIT's.
    static let own: [String: String] = [
        "application compromise": "intrusions/application-compromise",
        "backdoor": "intrusions/system-compromise",
        "blacklist": "other/other",
        "botnet drone": "malicious-code/infected-system",
        "c&c": "malicious-code/c2-server",
        "c2server": "malicious-code/c2-server",
        "compromised": "intrusions/system-compromise",
        "ddos amplifier": "vulnerable/ddos-amplifier",
        "defacement": "information-content-security/unauthorised-information-modification",
        "dga domain": "other/other",
        "dga-domain": "other/other",
        "dropzone": "malicious-code/malware-distribution",
        "leak": "information-content-security/data-leak",
        "malware": "malicious-code/malware-distribution",
        "proxy": "other/other",
        "ransomware": "malicious-code/infected-system",
        "tor": "other/other",
        "unauthorized-command": "intrusions/system-compromise",
        "unauthorized-login": "intrusions/unprivileged-account-compromise",
        "unknown": "other/undetermined",
        "vulnerable client": "vulnerable/vulnerable-system",
        "vulnerable service": "vulnerable/vulnerable-system",
    ]
}
