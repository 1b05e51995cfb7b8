import GRDB
package import Vocabulary

/// Where a report stands for whoever wants to read it, and what it is called.
package struct ReportPlace: Sendable, Hashable {
    package var feed: FeedID
    package var sourceID: String
    package var kind: ReportKind
    package var title: String
    /// The first of its links, as the source gives it; nil where there is none.
    package var link: String?
}

extension Store {
    /// The current revisions of these reports, by `feed/source id`; those that are not there are missing.
    package func reportPlaces(_ reports: [(feed: FeedID, sourceID: String)]) async throws -> [String: ReportPlace] {
        guard !reports.isEmpty else { return [:] }
        return try await read("looking for where reports stand") { db in
            let find = try db.makeStatement(
                sql: """
                    SELECT r.kind, r.title, json_extract(v.body, '$.links[0]') AS link FROM report r
                    JOIN revision v ON v.report = r.id AND v.digest = r.digest WHERE r.feed = ? AND r.source_id = ?
                    """)
            var places: [String: ReportPlace] = [:]
            for (feed, id) in reports where places["\(feed)/\(id)"] == nil {
                guard let row = try Row.fetchOne(find, arguments: [feed.text, id]),
                    let kind = ReportKind(rawValue: row["kind"])
                else { continue }
                places["\(feed)/\(id)"] = ReportPlace(
                    feed: feed, sourceID: id, kind: kind, title: row["title"], link: row["link"])
            }
            return places
        }
    }
}
