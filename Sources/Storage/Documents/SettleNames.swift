import GRDB
import Ingest
import Vocabulary

/// What a batch's links moved, beside the mentions themselves.
struct NameMoves {
    /// A threat that stood alone under a name which leads to another one now.
    struct Merging {
        var id: String
        /// The feeds that told of it.
        var feeds: Set<String>
        var heir: Int64
    }

    /// By the number of the threat that stood alone.
    var merging: [Int64: Merging] = [:]
    /// Threats that a name has left.
    var left: Set<Int64> = []
}

extension ReportWriter {
    /// What reports say under names that got or lost a link goes where the names lead now; both threats are touched.
    ///
    /// Only the parts of the graph around these names are looked at, so that a batch costs what it changes.
    mutating func settleNames() throws {
        for (name, head) in try graph.settle() {
            let holder = try graph.holder(of: name)
            if head == holder?.id ?? name { continue }
            let own = try statements.knownNumber(of: name)
            let from = holder?.no ?? own
            let hasReports = try from.map { try isMentioned($0, as: holder == nil ? "" : name) } ?? false
            if holder == nil, let own { try note(name, own, leadsTo: head) }
            if let holder {
                touched[holder.id] = holder.no
                moves.left.insert(holder.no)
            }
            guard head != name || hasReports else {
                try graph.lead(name, to: nil)
                continue
            }
            guard let to = try statements.number(of: head, title: head, at: batch.at, in: db) else { continue }
            try graph.lead(name, to: head == name ? nil : to)
            touched[head] = to
            guard let from else { continue }
            touched[holder?.id ?? name] = from
            try db.execute(
                sql: "UPDATE mention SET threat = ?, name = ? WHERE threat = ? AND name = ?",
                arguments: [to, head == name ? "" : name, from, holder == nil ? "" : name])
        }
    }

    /// Whoever continues a threat of which no report is left takes over what people did there; what was taken over
    /// with a name that has left goes back. Returns entries that tell of it.
    mutating func handOver() throws -> [Entry] {
        defer { moves = NameMoves() }
        let succession = WorkSuccession(db: db, at: batch.at)
        var entries: [Entry] = []
        for (no, merging) in moves.merging.sorted(by: { $0.value.id < $1.value.id }) {
            let isLeft = try Bool.fetchOne(
                db, sql: "SELECT EXISTS(SELECT 1 FROM mention WHERE threat = ?)", arguments: [no])
            if isLeft == true { continue }
            let heir = try graph.holder(of: merging.id)?.no ?? merging.heir
            entries += try succession.takeOver(
                no, called: merging.id, feeds: merging.feeds, by: heir, from: merging.id).entries
        }
        for no in moves.left.sorted() {
            entries += try succession.giveBack(no) { origin in
                if let holder = try graph.holder(of: origin) { return holder.no != no }
                return try statements.knownNumber(of: origin).map { try isMentioned($0, as: "") } ?? false
            }
        }
        return entries
    }

    private mutating func note(_ name: String, _ own: Int64, leadsTo head: String) throws {
        let feeds = try String.fetchAll(
            db, sql: "SELECT DISTINCT r.feed FROM mention m JOIN report r ON r.id = m.report WHERE m.threat = ?",
            arguments: [own])
        guard let heir = try statements.number(of: head, title: head, at: batch.at, in: db) else { return }
        // Where the name's own report says so itself, it speaks under the other name already.
        moves.merging[own] = NameMoves.Merging(
            id: name, feeds: feeds.isEmpty ? [batch.feed.id.text] : Set(feeds), heir: heir)
    }

    private func isMentioned(_ threat: Int64, as name: String) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS(SELECT 1 FROM mention WHERE threat = ? AND name = ?)", arguments: [threat, name]
        ) ?? false
    }
}
