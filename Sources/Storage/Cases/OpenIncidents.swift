package import Coordinate
import GRDB
package import Vocabulary

extension Store {
    /// Every open incident with its events, the oldest first; at most `limit`, and how many more there are.
    package func openIncidents(
        limit: Int
    ) async throws -> (incidents: [(number: SpokenNumber, events: [CaseEvent])], more: Int) {
        try await read("reading open incidents") { db in
            let numbers = try String.fetchAll(
                db,
                sql: """
                    SELECT number FROM case_file WHERE kind = 'incident' AND status = 'open' ORDER BY opened, number
                    """)
            var found: [(number: SpokenNumber, events: [CaseEvent])] = []
            for name in numbers.prefix(limit) {
                guard let number = SpokenNumber(name) else { continue }
                found.append((number, try Store.caseEvents(name, in: db)))
            }
            return (found, max(0, numbers.count - limit))
        }
    }
}
