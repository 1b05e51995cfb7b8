import Foundation
import GRDB
package import Vocabulary

extension Store {
    /// Findings of one entity that a notice has told it of; order is locus, threat id.
    ///
    /// Findings leave only under a standing order: one that stands in no notice has not left. One that only
    /// stands in notices marked RED was told to named persons and is not shown to a token (I7).
    package func toldFindings(
        of entity: EntityID, state: FindingState?, after: (locus: [UInt8], threat: String)?, limit: Int
    ) async throws -> [FindingRow] {
        try await read("listing what an entity was told") { db in
            var arguments: StatementArguments = [entity.text]
            var further = ""
            if let state {
                further += " AND f.state = ?"
                arguments += [state.rawValue]
            }
            if let after {
                further += " AND (f.locus, t.id) > (?, ?)"
                arguments += [Data(after.locus), after.threat]
            }
            arguments += [min(max(limit, 1), 5000)]
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT f.*, e.id AS entity_id, t.id AS threat_id FROM finding f
                    JOIN entity e ON e.no = f.entity JOIN threat t ON t.no = f.threat
                    WHERE f.entity = (SELECT no FROM entity WHERE id = ?) AND EXISTS(
                        SELECT 1 FROM notice_cause c JOIN notice n ON n.number = c.notice
                        WHERE c.cause IN (\(Store.causes())) AND c.stands = 1
                            AND c.entity = e.id AND n.tlp <> 'RED')\(further)
                    ORDER BY f.locus, t.id LIMIT ?
                    """, arguments: arguments
            ).compactMap(FindingRow.init(row:))
        }
    }
}
