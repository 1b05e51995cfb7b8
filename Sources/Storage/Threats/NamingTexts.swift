package import Analyze
import Foundation
import GRDB
import Vocabulary

extension Store {
    /// The current texts of those of the sources whose reports are there; in the order of the sources.
    ///
    /// Only reports that tell of events are looked up, so that re-matching all records of a catalogue reads no text.
    /// A report about many vulnerabilities is long and counts for none of them: its text is not read either.
    package func namingReports(_ sources: [ThreatSource]) async throws -> [NamingReport] {
        let wanted = sources.filter(\.tellsOfEvents)
        guard !wanted.isEmpty else { return [] }
        return try await read("reading what reports tell") { db in
            let texts = try NamingTexts(db)
            return try wanted.compactMap { try texts.report($0) }
        }
    }

    /// As ``namingReports(_:)`` for several threats at once, by threat number.
    package func namingReports(_ sources: [Int64: [ThreatSource]]) async throws -> [Int64: [NamingReport]] {
        let wanted = sources.mapValues { $0.filter(\.tellsOfEvents) }.filter { !$0.value.isEmpty }
        guard !wanted.isEmpty else { return [:] }
        return try await read("reading what reports tell") { db in
            let texts = try NamingTexts(db)
            return try wanted.mapValues { try $0.compactMap { try texts.report($0) } }
        }
    }
}

/// Reads titles and texts of reports' current revisions, not all that they say.
private struct NamingTexts {
    private let find: HotStatement
    private let text: HotStatement

    init(_ db: Database) throws {
        find = try HotStatement(
            db,
            """
            SELECT id, (SELECT COUNT(*) FROM (SELECT 1 FROM mention m WHERE m.report = report.id LIMIT 101)), title
            FROM report WHERE feed = ? AND source_id = ?
            """)
        text = try HotStatement(
            db,
            """
            SELECT json_extract(v.body, '$.summary'), json_extract(v.body, '$.links[0]')
            FROM report r JOIN revision v ON v.report = r.id AND v.digest = r.digest WHERE r.id = ?
            """)
    }

    func report(_ source: ThreatSource) throws -> NamingReport? {
        find.bind(source.feed.text, 1)
        find.bind(source.sourceID, 2)
        guard try find.next() else { return nil }
        let id = find.int(0)
        var report = NamingReport(
            source: source, title: find.text(2) ?? "", text: "", link: nil, subjects: Int(find.int(1)))
        find.reset()
        guard report.subjects <= 1 else { return report }
        text.bind(id, 1)
        guard try text.next() else { return report }
        report.text = text.text(0) ?? ""
        report.link = text.text(1)
        text.reset()
        return report
    }
}
