import GRDB
import Vocabulary

/// Whom a threat reaches: its entities one after the other, without walking through the findings of each.
struct EntityReach {
    private let next: HotStatement
    private let open: HotStatement

    init(_ db: Database) throws {
        next = try HotStatement(
            db, "SELECT entity FROM finding WHERE threat = ? AND entity > ? ORDER BY entity LIMIT 1")
        open = try HotStatement(
            db, "SELECT 1 FROM finding WHERE threat = ? AND entity = ? AND state = 'open' LIMIT 1")
    }

    /// Entities with an open finding, rising.
    /// - Complexity: O(entities with a finding of it, open or not).
    func entities(of threat: Int64) throws -> [Int64] {
        var found: [Int64] = []
        var last = Int64.min
        next.bind(threat, 1)
        open.bind(threat, 1)
        while true {
            next.bind(last, 2)
            guard try next.next() else { return found }
            last = next.int(0)
            next.reset()
            open.bind(last, 2)
            guard try open.next() else { continue }
            open.reset()
            found.append(last)
        }
    }
}
