package import Analyze
import GRDB
package import Vocabulary

/// A threat with all that its score follows from.
package struct ScoredThreat: Sendable {
    package var no: Int64
    package var id: ThreatID
    package var isOverridden: Bool
    /// Nil for conditions.
    package var assessment: ThreatAssessment?
    package var epss: EPSSScore?
    /// Entities with an open finding, by store number.
    package var reach: [Int64]
    /// Sectors of the country that its reports speak of.
    package var sectors: [Sector]

    init(row: Row) throws {
        no = row["no"]
        id = ThreatID(unchecked: row["id"])
        isOverridden = (row["overridden"] as Int?) != nil
        assessment = try (row["body"] as String?).map { try StoredJSON.decode(ThreatAssessment.self, $0) }
        if let probability = row["probability"] as Int32?, let percentile = row["percentile"] as Int32? {
            epss = EPSSScore(cve: id.text, probability: probability, percentile: percentile)
        }
        reach = try StoredJSON.decode([Int64].self, row["reach"])
        sectors = try StoredJSON.decode([Sector].self, row["sectors"])
    }
}
