import Analyze
import Vocabulary

/// A mention as it is stored: whole, or only what its report does not say of itself.
///
/// A report about one thing lends its current revision's body, written in the same transaction, which is the same text
/// but for the feed's grading. A report that names many keeps each mention whole: folding one threat must not read all
/// that an advisory says of a hundred others.
enum StoredMention {
    /// - Parameter findBody: feed and current body of a report by its number.
    static func decode(_ body: String, of report: Int64, _ findBody: HotStatement) throws -> ThreatMention {
        // The first member of a whole one; a grade has no such member.
        if body.utf8.starts(with: #"{"feed":"#.utf8) { return try StoredJSON.decode(ThreatMention.self, body) }
        let grade = try StoredJSON.decode(MentionGrade.self, body)
        findBody.bind(report, 1)
        guard try findBody.next() else { throw StorageFailure(.notFound, doing: "reading what report \(report) says") }
        defer { findBody.reset() }
        let lender = try StoredJSON.decode(Report.self, findBody.text(1) ?? "")
        guard let statement = lender.vulnerabilities.first else {
            throw StorageFailure(.notFound, doing: "reading what report \(report) says of a threat")
        }
        return ThreatMention(
            report: lender, feed: FeedID(unchecked: findBody.text(0) ?? ""), source: grade.source,
            reliability: grade.reliability, tlp: grade.tlp, statement: statement)
    }
}

/// What the feed's file said of a report when it came.
struct MentionGrade: Codable {
    let reliability: Reliability
    let source: SourceKind
    let tlp: TLP

    init(_ mention: ThreatMention) {
        self.init(source: mention.source, reliability: mention.reliability, tlp: mention.tlp)
    }

    init(source: SourceKind, reliability: Reliability, tlp: TLP) {
        self.source = source
        self.reliability = reliability
        self.tlp = tlp
    }
}
