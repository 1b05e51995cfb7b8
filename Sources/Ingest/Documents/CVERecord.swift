import Vocabulary

/// One CVE record as it stands in the document (CVE Record Format 5.1, `CVE_RECORD`).
struct CVERecord {
    private var id = ""
    private var isRejected = false
    private var reserved: Instant?
    private var published: Instant?
    private var updated: Instant?
    private var cna = CVEContainer()
    private var adps: [CVEContainer] = []

    /// Takes from each container in turn, the CNA's first; in place, for a container is a large value.
    private func gather(_ take: (CVEContainer) -> Void) {
        take(cna)
        for index in adps.indices { take(adps[index]) }
    }

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        var hasContainer = false
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "cveMetadata": try readMetadata(&cursor)
            case "containers":
                hasContainer = true
                try readContainers(&cursor)
            // What a CNA submits is the container alone (`cnaContainer`), its id beside it.
            case "cveId": id = try CVERecord.readCVE(&cursor)
            case "cnaContainer":
                hasContainer = true
                cna = try CVEContainer(&cursor)
            default: try cursor.skipValue()
            }
        }
        guard !id.isEmpty else { throw JSONFailure(.missingField, at: start, "the record has no `cveMetadata.cveId`") }
        guard hasContainer else { throw JSONFailure(.missingField, at: start, "the record has no `containers`") }
    }

    /// The report of this record; `revised` falls back to the next best time that the record states.
    func report(digest: Digest, context: DocumentContext) -> Report {
        let revised = updated ?? published ?? reserved ?? context.received
        var report = Report(sourceID: id, kind: .vulnerability, digest: digest, revised: revised, title: title)
        report.status = isRejected ? .rejected : .published
        report.published = published
        let described = cna.description ?? adps.lazy.compactMap(\.description).first
        report.summary = (isRejected ? rejection : described) ?? ""
        report.language = isRejected ? nil : cna.descriptionLanguage
        // A container's own links are addresses, each once.
        report.links = cna.links
        gather { container in
            for link in container.links where report.links.count < SourceLinks.max && !report.links.contains(link) {
                report.links.append(link)
            }
        }
        report.vulnerabilities = [statement(summary: report.summary)]
        return report
    }

    private func statement(summary: String) -> VulnerabilityStatement {
        var statement = VulnerabilityStatement(id: id)
        statement.aliases = isRejected ? [] : cna.advisory.map { [$0] } ?? []
        statement.title = cna.title
        statement.description = summary.isEmpty ? nil : summary
        var weaknesses = cna.weaknesses
        gather { container in
            weaknesses.formUnion(container.weaknesses)
            statement.scores += container.scores
            statement.products += container.products.prefix(20_000 - min(20_000, statement.products.count))
            statement.ssvc.merge(container.ssvc) { _, later in later }
            statement.exploitation = container.exploitation ?? statement.exploitation
            statement.remediations += container.remediations
        }
        statement.weaknesses = weaknesses.sorted()
        return statement
    }

    /// Why it was rejected, and what stands in its place.
    private var rejection: String? {
        guard !cna.replacements.isEmpty else { return cna.rejection }
        let instead = "Replaced by \(cna.replacements.joined(separator: ", "))."
        return cna.rejection.map { "\($0) \(instead)" } ?? instead
    }

    private var title: String {
        if isRejected, let reason = cna.rejection.map({ SourceText.line($0) }), !reason.isEmpty { return reason }
        if let title = cna.title, !title.isEmpty { return title }
        // An ADP's title names its container ("CISA ADP Vulnrichment"), not the vulnerability.
        let line = SourceText.line(cna.description ?? "")
        return line.isEmpty ? id : line
    }

    private mutating func readMetadata(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "cveId": id = try CVERecord.readCVE(&cursor)
            case "state": isRejected = try cursor.optionalString() == "REJECTED"
            case "dateReserved": reserved = try cursor.optionalInstant()
            case "datePublished": published = try cursor.optionalInstant()
            case "dateUpdated": updated = try cursor.optionalInstant()
            default: try cursor.skipValue()
            }
        }
    }

    private mutating func readContainers(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "cna": cna = try CVEContainer(&cursor)
            case "adp":
                if try cursor.takeNull() { continue }
                try cursor.beginArray()
                while try cursor.nextElement() { adps.append(try CVEContainer(&cursor)) }
            default: try cursor.skipValue()
            }
        }
    }

    private static func readCVE(_ cursor: inout JSONCursor) throws(JSONFailure) -> String {
        let start = try cursor.place()
        guard let id = CVEIdentifier(try cursor.readString()) else {
            throw JSONFailure(.badValue, at: start, "this is no CVE id; expected like CVE-2026-1234")
        }
        return id.text
    }
}
