import Foundation
import GRDB
import Vocabulary

/// What the store knows of telling an entity of one finding.
package struct FindingTelling: Sendable {
    /// Numbers of the notices it stands in, oldest first.
    package var notices: [String]
    /// By contact and directive.
    package var withheld: [WithheldRecord]
    /// Whether a feed that it rests on is past its baseline.
    package var isReleased: Bool
}

extension Store {
    /// What was sent and what was withheld of each finding; in the order of `findings`.
    package func tellings(of findings: [FindingRow]) async throws -> [FindingTelling] {
        try await read("reading who was told of findings") { db in
            let notices = try db.makeStatement(
                sql: """
                    SELECT DISTINCT n.number, n.made FROM notice_cause c JOIN notice n ON n.number = c.notice
                    WHERE c.cause = ? ORDER BY n.made, n.number
                    """)
            let withheld = try db.makeStatement(
                sql: "SELECT * FROM withheld WHERE cause = ? ORDER BY entity, contact, directive LIMIT 100")
            let released = try db.makeStatement(
                sql: """
                    SELECT \(Store.released) FROM finding f WHERE f.entity = ? AND f.locus = ? AND f.threat = ?
                    """)
            return try findings.map { finding in
                let locus = Data(LocusCode.encode(finding.locus))
                let cause = "finding:\(finding.entityNumber)/\(Hex.encode(Array(locus)).uppercased())/"
                    + "\(finding.threatNumber)"
                return FindingTelling(
                    notices: try Row.fetchAll(notices, arguments: [cause]).map { $0["number"] },
                    withheld: try Row.fetchAll(withheld, arguments: [cause]).compactMap(WithheldRecord.init(row:)),
                    isReleased: try Bool.fetchOne(
                        released, arguments: [finding.entityNumber, locus, finding.threatNumber]) ?? false)
            }
        }
    }
}
