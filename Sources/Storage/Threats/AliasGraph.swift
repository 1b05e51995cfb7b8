import Analyze
import GRDB
import Vocabulary

/// The alias graph inside one transaction: the links that current reports state, and where each name leads.
///
/// Links stand in `alias_link`, what follows from them (``AliasPart``) in `alias.held`. A CVE leads to itself, so
/// nobody looks it up. A look at a name's links takes one step in an index for each, and a part is looked through up to
/// `AliasPart.namesMax` names.
struct AliasGraph {
    private let db: Database
    private let next: HotStatement
    private let findHolder: HotStatement
    private let known: HotStatement
    private let putLink: HotStatement
    private let leaveLink: HotStatement
    /// Names, none a CVE, that got or lost a link and were not settled since.
    private var moved: Set<String> = []

    /// A link one way round, as a report states it.
    struct Link: Hashable {
        var one: String
        var other: String
        var stands: Bool
    }

    init(_ db: Database) throws {
        self.db = db
        next = try HotStatement(
            db, "SELECT other FROM alias_link WHERE one = ? AND other > ? AND stands = 1 ORDER BY other LIMIT 1")
        findHolder = try HotStatement(
            db,
            "SELECT n.threat, t.id FROM alias n JOIN threat t ON t.no = n.threat WHERE n.alias = ? AND n.held = 1")
        known = try HotStatement(db, "SELECT one, other, stands FROM alias_link WHERE report = ?")
        putLink = try HotStatement(db, "INSERT INTO alias_link(one, other, report, stands) VALUES (?, ?, ?, ?)")
        leaveLink = try HotStatement(db, "DELETE FROM alias_link WHERE one = ? AND other = ? AND report = ?")
    }

    /// The number of the threat to which a name leads that is not its id.
    static func holder(of name: String, in db: Database) throws -> Int64? {
        try Int64.fetchOne(db, sql: "SELECT threat FROM alias WHERE alias = ? AND held = 1", arguments: [name])
    }

    /// The threat to which a name leads that is not its id; nil for a CVE and for what stands alone.
    func holder(of name: String) throws -> (no: Int64, id: String)? {
        if VulnerabilityName(name).isCVE { return nil }
        findHolder.bind(name, 1)
        guard try findHolder.next() else { return nil }
        defer { findHolder.reset() }
        return (findHolder.int(0), findHolder.text(1) ?? "")
    }

    /// The links of a report become these pairs.
    ///
    /// - Parameter isKnown: it may have stated others before.
    mutating func put(_ pairs: Set<[String]>, of report: Int64, stands: Bool, isKnown: Bool) throws {
        if pairs.isEmpty, !isKnown { return }
        let links = Set(pairs.flatMap { pair in
            [Link(one: pair[0], other: pair[1], stands: stands), Link(one: pair[1], other: pair[0], stands: stands)]
        })
        let before = isKnown ? try self.links(of: report) : []
        if links == before { return }
        for link in before.subtracting(links) {
            leaveLink.bind(link.one, 1)
            leaveLink.bind(link.other, 2)
            leaveLink.bind(report, 3)
            try leaveLink.run()
        }
        for link in links.subtracting(before) {
            putLink.bind(link.one, 1)
            putLink.bind(link.other, 2)
            putLink.bind(report, 3)
            putLink.bind(link.stands ? 1 : 0 as Int64, 4)
            try putLink.run()
        }
        moved.formUnion(links.symmetricDifference(before).map(\.one).filter { !VulnerabilityName($0).isCVE })
    }

    /// Where the names that got or lost a link lead now, and those whose places follow from theirs; by name.
    mutating func settle() throws -> [(name: String, head: String)] {
        if moved.isEmpty { return [] }
        var whole: [String: String] = [:]
        var loose: [String: String] = [:]
        for name in moved.sorted() where whole[name] == nil {
            var part = try part(of: name)
            if part.isWhole {
                whole.merge(part.heads) { $1 }
                continue
            }
            // It grew beyond what is one thing: who stood together with this name stands by himself.
            for mate in try mates(of: name) { part.names[mate] = try look(mate).cves }
            loose.merge(part.heads) { $1 }
        }
        moved = []
        return loose.merging(whole) { $1 }.sorted { $0.key < $1.key }.map { (name: $0.key, head: $0.value) }
    }

    /// The name leads to this threat from now on; nil: to the one of its own id.
    func lead(_ name: String, to threat: Int64?) throws {
        let free = try db.cachedStatement(sql: "UPDATE alias SET held = 0 WHERE alias = ? AND held = 1")
        try free.execute(arguments: [name])
        guard let threat else { return }
        let hold = try db.cachedStatement(
            sql: "INSERT INTO alias(alias, threat, held) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET held = 1")
        try hold.execute(arguments: [name, threat])
    }

    private func links(of report: Int64) throws -> Set<Link> {
        var found: Set<Link> = []
        known.bind(report, 1)
        while try known.next() {
            found.insert(Link(one: known.text(0) ?? "", other: known.text(1) ?? "", stands: known.int(2) != 0))
        }
        return found
    }

    /// The part of a name, or its first names where it is not whole.
    private func part(of name: String) throws -> AliasPart {
        var part = AliasPart(names: [:], isWhole: true)
        var waiting = [name]
        while let name = waiting.popLast() {
            if part.names[name] != nil { continue }
            if part.names.count == AliasPart.namesMax {
                part.isWhole = false
                return part
            }
            let (cves, others) = try look(name)
            part.names[name] = cves
            waiting += others
        }
        return part
    }

    /// With what a name is linked: at most two CVEs, and as many other names as make its part too large.
    private func look(_ name: String) throws -> (cves: [String], others: [String]) {
        var (cves, others): ([String], [String]) = ([], [])
        var last = ""
        while others.count <= AliasPart.namesMax {
            next.bind(name, 1)
            next.bind(last, 2)
            guard try next.next() else { break }
            let other = next.text(0) ?? ""
            next.reset()
            if VulnerabilityName(other).isCVE {
                if cves.count < 2 { cves.append(other) }
                // Behind all CVEs: no further one says more.
                last = cves.count < 2 ? other : VulnerabilityName.cve + "\u{7F}"
            } else {
                others.append(other)
                last = other
            }
        }
        return (cves, others)
    }

    /// The names that lead to the same threat without being CVEs, this one's among them.
    private func mates(of name: String) throws -> [String] {
        let held = try holder(of: name)
        let found = try String.fetchAll(
            db,
            sql: """
                SELECT alias FROM alias WHERE held = 1 AND threat = COALESCE(?1, (SELECT no FROM threat WHERE id = ?2))
                """, arguments: [held?.no, name])
        return ([held?.id ?? name] + found).filter { !VulnerabilityName($0).isCVE }
    }
}
