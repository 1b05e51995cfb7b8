package import Advise
import Foundation
import GRDB
package import Vocabulary

/// One version as the store holds it.
package struct AdvisoryRecord: Sendable {
    package var version: AdvisoryVersion
    /// SHA-256 of the content's canonical bytes, computed when it was saved.
    package var digest: Digest
    /// Named by the next change, which is refused when somebody else was faster.
    package var epoch: Int
}

/// What happened to a version, oldest first.
package struct AdvisoryEventRecord: Sendable, Hashable, Codable {
    /// `drafted`, `edited`, `approved`, `commented`, …
    package var event: String
    /// Name of the rule that allowed it; empty for a comment.
    package var reason: String
    package var state: AdvisoryState
    package var actor: String
    package var at: Instant
    /// The reason a person gave, or the comment.
    package var note: String?
}

/// A content that a version had.
package struct AdvisoryRevision: Sendable {
    /// From 1, within the version.
    package var revision: Int
    package var content: AdvisoryContent
    package var digest: Digest
    package var actor: String
    package var at: Instant
}

/// Which versions a list asks for. Order: newest change first, then number and version.
package struct AdvisoryQuery: Sendable, Hashable, Codable {
    package var state: AdvisoryState?
    package var threat: ThreatID?
    /// Also versions that later ones replaced, and discarded ones.
    package var all = false
    package var limit = 100
    package init() {}
}

extension Store {
    /// Versions, newest change first.
    package func advisories(_ query: AdvisoryQuery) async throws -> [AdvisoryRecord] {
        try await read("listing advisories") { db in
            var conditions = ["1 = 1"]
            var arguments = StatementArguments()
            if let state = query.state {
                conditions.append("v.state = ?")
                arguments += [state.rawValue]
            } else if !query.all {
                conditions.append("v.state NOT IN ('superseded', 'discarded')")
            }
            if let threat = query.threat {
                conditions.append(
                    "EXISTS(SELECT 1 FROM advisory_threat t WHERE (t.threat = ? "
                        + "OR t.threat IN (SELECT w.name FROM titled w JOIN threat h ON h.no = w.threat WHERE h.id = ?)"
                        + ") AND t.number = v.number AND t.version = v.version)")
                arguments += [threat.text, threat.text]
            }
            arguments += [query.limit]
            let sql = "SELECT v.* FROM advisory_version v WHERE " + conditions.joined(separator: " AND ")
                + " ORDER BY MAX(v.edited, COALESCE(v.issued, 0), COALESCE(v.withdrawn, 0)) DESC, v.number DESC, "
                + "v.version DESC LIMIT ?"
            return try Row.fetchAll(db, sql: sql, arguments: arguments).map { try Store.advisoryRecord($0, in: db) }
        }
    }

    /// All versions of the advisory whose number is, or alone begins with, `name`; rising, never empty.
    /// - Throws: `.notFound`; `.conflict` when several numbers begin so.
    package func advisory(_ name: String) async throws -> [AdvisoryRecord] {
        try await read("reading advisory \(name.prefix(40))") { db in
            let number = try Store.advisoryNumber(name, in: db)
            return try Row.fetchAll(
                db, sql: "SELECT * FROM advisory_version WHERE number = ? ORDER BY version", arguments: [number]
            ).map { try Store.advisoryRecord($0, in: db) }
        }
    }

    /// What happened to one version, oldest first; comments included.
    package func advisoryEvents(_ number: SpokenNumber, version: Int) async throws -> [AdvisoryEventRecord] {
        try await read("reading the story of \(number)") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM advisory_event WHERE number = ? AND version = ? ORDER BY n",
                arguments: [number.description, version]
            ).map { row in
                guard let state = AdvisoryState(rawValue: row["state"]) else {
                    throw StorageFailure(.unusable, doing: "reading the story of \(number)")
                }
                return AdvisoryEventRecord(
                    event: row["event"], reason: row["reason"], state: state, actor: row["actor"],
                    at: Instant(microseconds: row["at"]), note: row["note"])
            }
        }
    }

    /// Every content a version had, oldest first; the last one is its present content.
    package func advisoryRevisions(_ number: SpokenNumber, version: Int) async throws -> [AdvisoryRevision] {
        try await read("reading the revisions of \(number)") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM advisory_revision WHERE number = ? AND version = ? ORDER BY revision",
                arguments: [number.description, version]
            ).map { row in
                guard let digest = Digest(bytes: row["digest"] as Data) else {
                    throw StorageFailure(.unusable, doing: "reading the revisions of \(number)")
                }
                return AdvisoryRevision(
                    revision: row["revision"], content: try StoredJSON.decode(AdvisoryContent.self, row["content"]),
                    digest: digest, actor: row["actor"], at: Instant(microseconds: row["at"]))
            }
        }
    }

    /// What everybody may read: each advisory's newest issued or withdrawn version, if it is admitted; newest first.
    package func publicAdvisories() async throws -> [PublicAdvisory] {
        let records = try await read("reading public advisories") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT v.* FROM advisory_version v WHERE v.state IN ('issued', 'withdrawn') AND NOT EXISTS(
                        SELECT 1 FROM advisory_version w WHERE w.number = v.number AND w.version > v.version
                            AND w.state IN ('issued', 'withdrawn'))
                    ORDER BY v.number
                    """
            ).map { try Store.advisoryRecord($0, in: db) }
        }
        return PublicAdvisory.newestFirst(records.compactMap { try? PublicAdvisory.admit($0.version).get() })
    }

    static func advisoryNumber(_ name: String, in db: Database) throws -> String {
        let wanted = name.uppercased()
        let found = try String.fetchAll(
            db, sql: "SELECT number FROM advisory WHERE substr(number, 1, length(?)) = ? ORDER BY number LIMIT 2",
            arguments: [wanted, wanted])
        guard let first = found.first, !wanted.isEmpty else {
            // A whole number that is none was misheard; a beginning or a stranger is just not there.
            let isWhole = wanted.hasPrefix("ESS-") && wanted.utf8.count >= 13 && SpokenNumber(wanted) == nil
            guard isWhole else { throw StorageFailure.missing("advisory", name) }
            throw StorageFailure.missing("advisory", wanted, because: SpokenNumber.fault(in: wanted))
        }
        guard found.count == 1 || first == wanted else {
            throw StorageFailure.ambiguous("advisory", name, found)
        }
        return first
    }

    static func advisoryRecord(_ row: Row, in db: Database) throws -> AdvisoryRecord {
        let name: String = row["number"]
        guard let number = SpokenNumber(name), let state = AdvisoryState(rawValue: row["state"]),
            let digest = Digest(bytes: row["digest"] as Data)
        else { throw StorageFailure(.unusable, doing: "reading advisory \(name)") }
        var version = AdvisoryVersion(
            number: number, version: row["version"], state: state,
            content: try StoredJSON.decode(AdvisoryContent.self, row["content"]),
            author: try StoredJSON.decode(Officer.self, row["author"]),
            lastEditor: try StoredJSON.decode(Officer.self, row["editor"]),
            created: Instant(microseconds: row["made"]), edited: Instant(microseconds: row["edited"]))
        version.scheduled = (row["scheduled"] as Int64?).map(Instant.init(microseconds:))
        version.issued = (row["issued"] as Int64?).map(Instant.init(microseconds:))
        version.withdrawn = (row["withdrawn"] as Int64?).map(Instant.init(microseconds:))
        let approval = try String.fetchOne(
            db, sql: "SELECT body FROM approval WHERE number = ? AND version = ? AND voided IS NULL",
            arguments: [name, version.version])
        version.approval = try approval.map { try StoredJSON.decode(Approval.self, $0) }
        version.writers = try String.fetchAll(
            db, sql: "SELECT officer FROM advisory_revision WHERE number = ? AND version = ? ORDER BY revision",
            arguments: [name, version.version]
        ).map { try StoredJSON.decode(Officer.self, $0) }
        return AdvisoryRecord(version: version, digest: digest, epoch: row["epoch"])
    }
}
