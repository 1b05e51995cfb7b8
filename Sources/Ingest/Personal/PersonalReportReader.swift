import Foundation
import Vocabulary

/// Reads one ``PersonalReport`` document into a report of kind `incident`.
package struct PersonalReportReader: DocumentReader {
    private static let bytesMax = 1 << 20
    private static let placesMax = 1000
    /// Vulnerabilities that one report is taken to speak of; a text that names more is a list of somebody else's.
    private static let vulnerabilitiesMax = 50

    private let context: DocumentContext
    private var document = GatheredDocument(limit: PersonalReportReader.bytesMax)

    package init(context: DocumentContext) { self.context = context }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) { document.append(bytes) }

    package mutating func finish(into batch: inout ReadBatch) {
        guard !document.isOverLimit else {
            let message = "a person's report may have \(PersonalReportReader.bytesMax) bytes"
            return batch.rejects.append(Reject(.overLimit, place: context.name, message: message))
        }
        do {
            let report = try JSONDecoder().decode(PersonalReport.self, from: Data(document.bytes))
            if let problem = PersonalReportReader.problem(in: report) {
                batch.rejects.append(Reject(.badValue, place: context.name, message: problem))
                return
            }
            DateDoubting.state(report.at, received: context.received, in: &batch)
            batch.reports.append(PersonalReportReader.make(report))
        } catch {
            batch.rejects.append(PersonalReportReader.reject(error, place: context.name))
        }
    }

    private static func problem(in report: PersonalReport) -> String? {
        if !(1...512).contains(report.id.utf8.count) { return "`id` must have 1–512 bytes" }
        if MarkupText.cut(Array(report.id.utf8), 512) != report.id { return "`id` holds controls" }
        if MarkupText.cut(Array(report.title.utf8), 512).trimmingBlanks.isEmpty { return "`title` is empty" }
        if report.addresses.count > placesMax || report.domains.count > placesMax {
            return "more than \(placesMax) addresses or domains"
        }
        return nil
    }

    static func make(_ stated: PersonalReport) -> Report {
        let title = MarkupText.cut(Array(stated.title.precomposedStringWithCanonicalMapping.utf8), 512).trimmingBlanks
        let text = cutText(stated.text.precomposedStringWithCanonicalMapping)
        let parts = [title, text, stated.type?.description ?? "", stated.entity?.text ?? "", stated.tlp?.rawValue ?? ""]
        var places = stated.addresses.map(\.description) + ["domains"] + stated.domains
        if let original = stated.original { places.append(original.description) }
        var report = Report(
            sourceID: stated.id, kind: .incident, digest: SyndicationReport.digest(parts + places),
            revised: stated.at, title: title)
        report.published = stated.at
        report.summary = text
        report.tlp = stated.tlp
        report.vulnerabilities = CVEIdentifier.all(in: title + "\n" + text).prefix(vulnerabilitiesMax)
            .map { VulnerabilityStatement(id: $0.text) }
        var incident = IncidentStatement()
        incident.type = stated.type
        incident.entity = stated.entity
        incident.addresses = stated.addresses
        incident.contact = stated.contact.map { MarkupText.cut(Array($0.utf8), 200) }
        incident.attachments = stated.attachments.flatMap { $0.isEmpty ? nil : $0 }
        incident.encryption = stated.encryption
        incident.original = stated.original
        incident.domains = stated.domains.map { MarkupText.cut(Array($0.lowercased().utf8), 253) }
        report.incident = incident
        return report
    }

    /// At most 16 KiB; line ends stay, because a person's paragraphs carry meaning.
    private static func cutText(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        let joined = lines.map { MarkupText.cut(Array($0.utf8), 16 << 10) }.joined(separator: "\n")
        guard joined.utf8.count > 16 << 10 else { return joined }
        var bytes = Array(joined.utf8.prefix(16 << 10))
        while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
        if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func reject(_ error: any Error, place: String) -> Reject {
        switch error {
        case DecodingError.keyNotFound(let key, _):
            Reject(.missingField, place: place, message: "`\(key.stringValue)` is missing")
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            Reject(.wrongType, place: place, message: "`\(path(context))` has the wrong type")
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            Reject(.badValue, place: place, message: "`\(path(context))` is not accepted")
        default:
            Reject(.malformed, place: place, message: "the document is no JSON object of a person's report")
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}
