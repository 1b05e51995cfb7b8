import Coordinate
import Foundation
import GRDB
import Vocabulary

/// What the rows of `case_file` and `participation` must say, folded from the case's events: the same rule as the
/// writer's projection, read the other way. The sweep's own clock (`chase_at`) is no part of it.
struct CaseProjection: Equatable {
    /// One row of `participation`.
    struct Part: Equatable {
        var ackBy: Int64?
        var fixBy: Int64?
        var heard = false
    }

    var kind = ""
    var title = ""
    var advisory: String?
    var tlp = ""
    var status = "open"
    var assignee: String?
    var opened: Int64 = 0
    var changed: Int64 = 0
    var parts: [String: Part] = [:]

    /// `events` in their order; nil when the first does not open the case.
    init?(events: [CaseEvent]) {
        guard let first = events.first, case .opened(let kind, let title, let advisory, let tlp) = first.change else {
            return nil
        }
        self.kind = kind.rawValue
        self.title = title
        self.advisory = advisory?.description
        self.tlp = tlp.rawValue
        opened = first.at.microseconds
        var standing = StandingClocks()
        for event in events {
            standing.apply(event)
            apply(event, standing)
        }
    }

    /// As the rows stand; nil when there is no such case.
    init?(_ number: String, in db: Database) throws {
        let found = try Row.fetchOne(db, sql: "SELECT * FROM case_file WHERE number = ?", arguments: [number])
        guard let row = found else { return nil }
        kind = row["kind"]
        title = row["title"]
        advisory = row["advisory"]
        tlp = row["tlp"]
        status = row["status"]
        assignee = row["assignee"]
        opened = row["opened"]
        changed = row["changed"]
        let rows = try Row.fetchCursor(
            db, sql: "SELECT entity, ack_by, fix_by, heard FROM participation WHERE case_number = ?",
            arguments: [number])
        while let row = try rows.next() {
            parts[row[0]] = Part(ackBy: row[1], fixBy: row[2], heard: row[3])
        }
    }

    private mutating func apply(_ event: CaseEvent, _ standing: StandingClocks) {
        changed = event.at.microseconds
        switch event.change {
        case .notified, .cancelled:
            guard let entity = event.entity?.text, parts[entity] == nil || standing.hasCancelled(entity) else { return }
            let clocks = standing[entity]
            let heard = parts[entity]?.heard ?? false
            parts[entity] = clocks == nil && !heard
                ? nil : Part(ackBy: clocks?.ackBy?.microseconds, fixBy: clocks?.fixBy?.microseconds, heard: heard)
        case .acknowledged, .answered, .reported:
            if case .reported(let report) = event.change, let label = report.tlp {
                tlp = TLP(rawValue: tlp).map { label.strictest($0).rawValue } ?? tlp
            }
            guard let entity = event.entity?.text else { return }
            parts[entity, default: Part()].heard = true
        case .assigned(let to): assignee = to
        case .closed where event.entity == nil: status = "closed"
        case .reopened where event.entity == nil: status = "open"
        case .opened, .clocked, .note, .escalated, .reminded, .referred, .closed, .reopened: break
        }
    }

    /// The first thing that differs, for people; nil when nothing does.
    func difference(from rows: CaseProjection) -> String? {
        if self == rows { return nil }
        let pairs = [
            ("kind", kind, rows.kind), ("title", title, rows.title), ("advisory", advisory ?? "", rows.advisory ?? ""),
            ("tlp", tlp, rows.tlp), ("status", status, rows.status), ("assignee", assignee ?? "", rows.assignee ?? ""),
            ("opened", "\(opened)", "\(rows.opened)"), ("changed", "\(changed)", "\(rows.changed)"),
        ]
        if let pair = pairs.first(where: { $0.1 != $0.2 }) { return "its \(pair.0) is not that of its events" }
        let entity = Set(parts.keys).union(rows.parts.keys).sorted().first { parts[$0] != rows.parts[$0] } ?? ""
        return "the participation of \(entity) is not that of its events"
    }
}
