import Vocabulary

/// Reads one CycloneDX document with vulnerabilities (VEX, VDR): one report with a statement for each of them.
///
/// Its statements are heard as those of a CSAF VEX: `not_affected` and `false_positive`, `resolved` and
/// `resolved_with_pedigree` close findings of the components they name. A bill of materials without vulnerabilities
/// says nothing of threats; it is named in `skipped` and is no reject.
/// Source: CycloneDX 1.4–1.7 (ECMA-424), JSON.
package struct CycloneDXReader: DocumentReader {
    private let context: DocumentContext
    private var document: GatheredDocument

    package init(context: DocumentContext) {
        self.context = context
        document = GatheredDocument(limit: context.feed.limits.itemBytesMax)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) { document.append(bytes) }

    package mutating func finish(into batch: inout ReadBatch) {
        guard !document.isOverLimit else {
            let message = "a document of more than \(context.feed.limits.itemBytesMax) bytes"
            return batch.rejects.append(Reject(.overLimit, place: context.name, message: message))
        }
        do throws(JSONFailure) {
            let text = try CheckedJSON(document.bytes)
            let found = try text.read { cursor throws(JSONFailure) in try CycloneDXStatements(&cursor) }
            guard found.hasVulnerabilities else {
                return batch.skipped.append("\(context.name): a bill of materials without vulnerabilities")
            }
            reject(found.faults, into: &batch)
            if found.furtherFaults > 0 {
                let message = "\(found.furtherFaults) further entries of the document could not be read"
                batch.rejects.append(Reject(.overLimit, place: "vulnerabilities", message: message))
            }
            let report = found.report(digest: text.digest, received: context.received)
            DateDoubting.state(report.revised, received: context.received, in: &batch)
            batch.reports.append(report)
            batch.documents += 1
        } catch {
            reject([error], into: &batch)
        }
    }

    private func reject(_ failures: [JSONFailure], into batch: inout ReadBatch) {
        let paths = JSONPlace.paths(to: failures.map(\.offset), in: document.bytes)
        for (failure, path) in zip(failures, paths) {
            let place = path.isEmpty ? context.name : path
            batch.rejects.append(Reject(failure.code, place: place, offset: failure.offset, message: failure.message))
        }
    }
}

/// What a document says of vulnerabilities.
private struct CycloneDXStatements {
    private(set) var hasVulnerabilities = false
    /// Entries that could not be read, each alone.
    private(set) var faults: [JSONFailure] = []
    /// Such entries beyond those kept as faults.
    private(set) var furtherFaults = 0
    private var serial = ""
    /// `name version` of what the document is about.
    private var subject = ""
    private var made: Instant?
    private var latest: Instant?
    private var tlp: TLP?
    private var components = CycloneDXComponents()
    private var statements: [VulnerabilityStatement] = []
    private var unknown = 0

    private static let statementsMax = 10_000
    private static let faultsMax = 1000

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        // Entries need the components, which may stand after them.
        var list: Int?
        var isBill = false
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "bomFormat": isBill = try cursor.readString() == "CycloneDX"
            // Entries without an id are called by it.
            case "serialNumber":
                let start = try cursor.place()
                serial = try JSONCursor.threatName(try cursor.optionalLine(limit: 128) ?? "", at: start)
            case "metadata": try readMetadata(&cursor)
            case "components":
                try cursor.eachElement { cursor throws(JSONFailure) in try components.read(&cursor) }
            case "vulnerabilities":
                list = try cursor.place()
                try cursor.skipValue()
            default: try cursor.skipValue()
            }
        }
        guard isBill else { throw JSONFailure(.notThisFormat, at: start, "`bomFormat` is not CycloneDX") }
        guard let list else { return }
        hasVulnerabilities = true
        cursor.at = list
        var number = 0
        try cursor.eachElement { cursor throws(JSONFailure) in
            number += 1
            try readEntry(&cursor, number)
        }
    }

    func report(digest: Digest, received: Instant) -> Report {
        let ids = Set(statements.map(\.id)).count
        let count = ids == 1 ? "1 vulnerability" : "\(ids) vulnerabilities"
        var report = Report(
            sourceID: serial.isEmpty ? digest.description : serial, kind: .advisory, digest: digest,
            revised: made ?? latest ?? received,
            title: SourceText.line("\(count) of \(subject.isEmpty ? "a product" : subject)"))
        report.published = made
        report.tlp = tlp
        report.vulnerabilities = statements
        if unknown > 0 {
            report.summary = "\(unknown) references name components of other bills of materials; they are not matched."
        }
        return report
    }

    /// One bad entry never spoils the others.
    private mutating func readEntry(_ cursor: inout JSONCursor, _ number: Int) throws(JSONFailure) {
        let start = try cursor.place()
        guard statements.count < CycloneDXStatements.statementsMax else {
            throw JSONFailure(.overLimit, at: start, "more than 10,000 vulnerabilities in one document")
        }
        do throws(JSONFailure) {
            let entry = try CycloneDXVulnerability(&cursor)
            guard !entry.isRejected else { return }
            let ownID = "\(serial.isEmpty ? "cyclonedx" : serial)#\(number)"
            let (statement, unknown) = entry.statement(ownID: ownID, serial: serial, components: components)
            statements.append(statement)
            self.unknown += unknown
            if let time = entry.revised { latest = max(latest ?? time, time) }
        } catch {
            if faults.count < CycloneDXStatements.faultsMax { faults.append(error) } else { furtherFaults += 1 }
            cursor.at = start
            try cursor.skipValue()
        }
    }

    private mutating func readMetadata(_ cursor: inout JSONCursor) throws(JSONFailure) {
        if try cursor.takeNull() { return }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "timestamp": made = try cursor.optionalInstant()
            case "component": subject = try components.read(&cursor)
            case "distributionConstraints": try readConstraints(&cursor)
            default: try cursor.skipValue()
            }
        }
    }

    /// CycloneDX 1.7. A label that we do not know is the strictest.
    private mutating func readConstraints(_ cursor: inout JSONCursor) throws(JSONFailure) {
        if try cursor.takeNull() { return }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard case "tlp" = key else {
                try cursor.skipValue()
                continue
            }
            guard let label = try cursor.optionalLine(limit: 64) else { continue }
            tlp = TLP(label: label == "AMBER_AND_STRICT" ? "AMBER+STRICT" : label) ?? .red
        }
    }
}
