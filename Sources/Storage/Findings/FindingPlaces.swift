import Foundation
import GRDB
package import Vocabulary

/// Where an open finding of a threat stands.
package struct FindingPlace: Sendable, Hashable {
    package var entityNumber: Int64
    package var entity: EntityID
    package var locus: Locus
}

extension Store {
    /// The next places of a threat's open findings that may leave the house, by entity number and locus; begins behind
    /// `after`. Software as registered is no place.
    package func places(
        of threat: Int64, after: FindingPlace?, limit: Int
    ) async throws -> [FindingPlace] {
        try await read("listing a threat's places") { db in
            let locus = after.map { Data(LocusCode.encode($0.locus)) } ?? Data()
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT f.entity, e.id, f.locus FROM finding f JOIN entity e ON e.no = f.entity
                    WHERE f.threat = ? AND (f.entity, f.locus) > (?, ?) AND f.state = 'open'
                        AND f.confidence <> 'possible' AND f.rule IN ('network', 'asn', 'domain')
                    ORDER BY f.entity, f.locus LIMIT ?
                    """, arguments: [threat, after?.entityNumber ?? -1, locus, limit]
            ).compactMap { row in
                guard let id = EntityID(row["id"] as String),
                    let place = LocusCode.decode([UInt8](row["locus"] as Data))
                else { return nil }
                return FindingPlace(entityNumber: row["entity"], entity: id, locus: place)
            }
        }
    }
}
