import Storage
package import Vocabulary

/// `ess finding orphans`: what was seen in the national space and belongs to nobody registered.
package struct FindingOrphans: Act {
    package static let name = "finding orphans"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package init() {}

    /// Rows of the national space that no registered entity owns, of one operator and one condition.
    package struct Orphan: Codable, Sendable {
        /// 0 where no source states one.
        package var asn: Int
        package var condition: String
        /// Each host once for each row of each document.
        package var rows: Int
        package var documents: Int
        /// Different addresses, names and networks, read back from the newest documents.
        package var hosts: Int
        /// Whether there are more documents, or more hosts, than were read back.
        package var hostsPartial: Bool
        package var feeds: [String]
        /// The earliest and the latest time that the documents state of themselves.
        package var first: Instant?
        package var last: Instant?

        private enum CodingKeys: String, CodingKey {
            case asn, condition, rows, documents, hosts, hostsPartial = "hosts_partial", feeds, first, last
        }
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [Orphan] {
        let rows = try await engine.store.orphans(limit: 10_000)
        let found = try await engine.orphanHosts(asn: nil, condition: nil)
        var hosts: [String: Set<String>] = [:]
        for host in found.hosts { hosts["\(host.asn) \(host.condition)", default: []].insert(host.host) }
        return rows.map { row in
            Orphan(
                asn: row.asn, condition: row.threat, rows: row.rows, documents: row.documents,
                hosts: hosts["\(row.asn) \(row.threat)"]?.count ?? 0, hostsPartial: found.isPartial, feeds: row.feeds,
                first: row.first, last: row.last)
        }
    }
}

/// `ess finding orphans --asn N --condition C`: which hosts, from the kept documents.
package struct OrphanHosts: Act {
    package static let name = "finding orphan-hosts"
    package static let roles = Role.anyone
    package static let readsOnly = true
    /// 0 for those of which no source states an operator; nil for all.
    package var asn: Int?
    /// As `ess finding orphans` writes it; nil for all.
    package var condition: String?
    package var limit: Int

    package init(asn: Int?, condition: String?, limit: Int) {
        self.asn = asn
        self.condition = condition
        self.limit = limit
    }

    package struct Answer: Codable, Sendable {
        /// Sorted by operator, condition and host.
        package var hosts: [Host]
        /// Hosts beyond the limit, and whether documents or hosts were left unread.
        package var more: Int
        package var partial: Bool
    }

    /// One host of one condition.
    package struct Host: Codable, Sendable {
        package var asn: Int
        package var condition: String
        /// An address, a name or a network.
        package var host: String
        /// Ports at which it was seen; empty where the source names none.
        package var ports: [UInt16]
        package var feeds: [String]
        package var first: Instant
        package var last: Instant
        /// Numbers of the documents that name it, the newest first; at most ten.
        package var documents: [Int64]
        package var rows: Int
    }

    package var spoken: String { "finding orphans" }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        let found = try await engine.orphanHosts(asn: asn, condition: condition)
        let kept = found.hosts.prefix(min(max(limit, 1), 10_000))
        return Answer(hosts: Array(kept), more: found.hosts.count - kept.count, partial: found.isPartial)
    }
}
