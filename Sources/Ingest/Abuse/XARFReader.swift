import Vocabulary

/// Reads X-ARF reports: one JSON object, or a list of them.
///
/// A report becomes a row for each place it names: the address that did it, the address where content lies, the domain
/// of an account that leaked. Of the report only what concerns the event is kept as evidence; who reported is left
/// out, because a finding goes to third parties (`Disclosure`).
/// Source: X-ARF versions alpha to 3 (abusix/xarf), version 4 (xarf.org); see `XARFSchema.swift`.
package struct XARFReader: DocumentReader {
    private let context: DocumentContext
    private var items: JSONItems
    private var rows: IndicatorRows

    package init(context: DocumentContext) {
        self.context = context
        items = JSONItems(context: context, list: nil)
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
            var found: XARFReport?
            item.read(context.name, into: &batch) { text, _ throws(JSONFailure) in
                found = try text.read { cursor throws(JSONFailure) in try XARFReport(&cursor) }
            }
            if let found { put(found, item, into: &batch) }
        }
    }

    private mutating func put(_ report: XARFReport, _ item: JSONItem, into batch: inout ReadBatch) {
        let evidence = report.evidence(item.bytes)
        let place = item.place.isEmpty ? context.name : item.place
        evidence.withUnsafeBytes { raw in
            for named in report.places {
                rows.take(raw, place: place, at: item.offset, into: &batch, isSecret: named.isEmpty) { _ in
                    IndicatorRow(text: Array(named.utf8), at: report.at, condition: report.meaning, asn: report.asn)
                }
            }
        }
        DateDoubting.state(report.at, received: context.received, in: &batch)
    }
}

/// One X-ARF report that obeys its version's schema.
struct XARFReport {
    /// Time of the event as stated.
    let at: Instant
    let meaning: Condition
    let asn: UInt32
    /// What is named: an address with a port, a web address, a domain; empty text for a report that names no place.
    let places: [String]
    /// Members of the event, each with its name, without those about people.
    private let kept: [Range<Int>]

    private static let people = ["ReporterInfo", "OnBehalfOf", "InternalProcessing", "reporter", "sender", "_internal"]
    private static let oldVersions = ["alpha", "1", "2"]

    /// Reads and checks the report at the cursor.
    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        var (isFourth, hasReport) = (false, false)
        var (version, versionPlace) = ("alpha", start)
        var (reportPlace, kept) = (start, [Range<Int>]())
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let value = try cursor.place()
            let name = key.text
            switch name {
            case "xarf_version", "Version":
                isFourth = name == "xarf_version"
                (version, versionPlace) = (try cursor.readString(), value)
            case "Report":
                (hasReport, reportPlace) = (true, value)
                try cursor.skipValue()
            default: try cursor.skipValue()
            }
            // From the quotation mark before the name to the value's end.
            let first = key.base - cursor.base - 1
            if !XARFReport.people.contains(name) { kept.append(first..<cursor.at) }
        }
        self.kept = kept
        cursor.at = start
        let values: XARFValues
        if isFourth {
            values = try XARFReport.readFourth(&cursor, version, at: versionPlace)
        } else {
            guard XARFReport.oldVersions.contains(version) || ["3", "development"].contains(version) else {
                let shown = MemberScreening.shown(version.utf8.prefix(40))
                let message = "`\(shown)` is no version; accepted: alpha, 1, 2, 3, 4.x.y"
                throw JSONFailure(.badValue, at: versionPlace, message)
            }
            try XARFReport.checkEnvelope(&cursor)
            guard hasReport else { throw JSONFailure(.missingField, at: start, "`Report` is missing") }
            cursor.at = reportPlace
            values = try XARFReport.readThird(&cursor, isOld: XARFReport.oldVersions.contains(version))
        }
        guard let at = values.time, let kind = values.kind else { throw cursor.outOfStep() }
        self.at = at
        meaning = values.meaning(kind)
        asn = values.asn
        places = values.places(kind)
    }

    /// The event as JSON, without the members about people.
    func evidence(_ document: [UInt8]) -> [UInt8] {
        var out = [UInt8(ascii: "{")]
        for range in kept {
            if out.count > 1 { out.append(UInt8(ascii: ",")) }
            out += document[range]
            if out.count > IndicatorRows.evidenceMax { break }
        }
        return out + [UInt8(ascii: "}")]
    }

    private static func checkEnvelope(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = cursor.at
        let isPerson = try type(of: "ReporterInfo", "ReporterType", &cursor) == "Person"
        cursor.at = start
        let isForPerson = try type(of: "OnBehalfOf", "ComplainantType", &cursor) == "Person"
        cursor.at = start
        let names = ["Org", "OrgDomain", "OrgEmail"]
        try XARFField.envelope(
            reporterNeeds: isPerson ? [] : names.map { "Reporter" + $0 },
            complainantNeeds: isForPerson ? [] : names.map { "Complainant" + $0 }
        ).check(&cursor)
    }

    /// The text of a member within a member, where there is one.
    private static func type(
        of outer: StaticString, _ inner: StaticString, _ cursor: inout JSONCursor
    ) throws(JSONFailure) -> String? {
        var found: String?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let kind = try cursor.kind()
            guard outer ~= key, kind == .object else {
                try cursor.skipValue()
                continue
            }
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                let kind = try cursor.kind()
                if inner ~= key, kind == .string { found = try cursor.readString() } else { try cursor.skipValue() }
            }
        }
        return found
    }

    private static func readThird(_ cursor: inout JSONCursor, isOld: Bool) throws(JSONFailure) -> XARFValues {
        let start = try cursor.place()
        var values = try XARFValues(&cursor)
        cursor.at = start
        let kinds = XARFKind.third(isOld)
        guard let kind = kinds.first(where: { $0.class == values.class && $0.type == values.type }) else {
            // Says first what is wrong with class and type themselves.
            try XARFObject(fields: XARFField.report, required: ["ReportClass", "ReportType"]).check(&cursor)
            let accepted = kinds.map { "\($0.class)/\($0.type)" }.joined(separator: ", ")
            throw JSONFailure(.badValue, at: values.typePlace ?? start, "no such type; accepted: \(accepted)")
        }
        try kind.shape.check(&cursor)
        if kind.type == "PotentiallyCompromisedAccount", values.source != nil || values.url != nil {
            let message = "`SourceIp` and `SourceUrl` do not belong to a report about an account"
            throw JSONFailure(.badValue, at: start, message)
        }
        values.kind = kind
        return values
    }

    private static func readFourth(
        _ cursor: inout JSONCursor, _ version: String, at place: Int
    ) throws(JSONFailure) -> XARFValues {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "4", parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else {
            let shown = MemberScreening.shown(version.utf8.prefix(40))
            throw JSONFailure(.badValue, at: place, "`\(shown)` is no version; accepted: 4.x.y")
        }
        let start = cursor.at
        var values = try XARFValues(&cursor)
        cursor.at = start
        let known = XARFKind.fourth.first { $0.class == values.class && $0.type == values.type }
        let kind = known ?? XARFKind.unknown
        try kind.shape.check(&cursor)
        values.kind = kind
        return values
    }
}
