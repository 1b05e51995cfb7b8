import Foundation
import GRDB
import Vocabulary

/// A possible finding by rows of documents, as a person saw it.
package struct SightedGap: Sendable, Hashable {
    let entity: Int64
    let threat: Int64
    let locus: [UInt8]
    let lastSeen: Instant

    package init(_ row: FindingRow) {
        entity = row.entityNumber
        threat = row.threatNumber
        locus = LocusCode.encode(row.locus)
        lastSeen = row.lastSeen
    }
}

extension Store {
    /// Makes the finding probable or closes it; false when it is not what was seen any more.
    static func settle(_ gap: SightedGap, isMatch: Bool, in db: Database) throws -> Bool {
        let change = isMatch ? "confidence = 'probable'" : "state = 'closed', reason = 'no-match'"
        try db.execute(
            sql: """
                UPDATE finding SET \(change) WHERE entity = ? AND locus = ? AND threat = ? AND last_seen = ?
                    AND confidence = 'possible' AND state = 'open'
                """,
            arguments: [gap.entity, Data(gap.locus), gap.threat, gap.lastSeen.microseconds])
        guard db.changesCount == 1 else { return false }
        if isMatch {
            try db.execute(
                sql: """
                    UPDATE finding_source SET \(change) WHERE entity = ? AND locus = ? AND threat = ?
                        AND confidence = 'possible'
                    """, arguments: [gap.entity, Data(gap.locus), gap.threat])
        }
        return true
    }
}
