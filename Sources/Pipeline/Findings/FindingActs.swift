package import Analyze
import Constituency
import Foundation
package import Storage
package import Vocabulary

/// A finding as it is shown.
package struct FindingView: Codable, Sendable {
    package var entity: String
    package var locus: String
    package var threat: String
    package var state: FindingState
    package var reason: String?
    package var rule: MatchRule
    package var confidence: Confidence
    package var firstSeen: Instant
    package var lastSeen: Instant
    package var daysSeen: Int
    package var feed: String

    private enum CodingKeys: String, CodingKey {
        case entity, locus, threat, state, reason, rule, confidence, firstSeen = "first_seen", lastSeen = "last_seen"
        case daysSeen = "days_seen", feed
    }

    init(_ row: FindingRow) {
        entity = row.entity.text
        locus = row.locus.text
        threat = row.threat.text
        state = row.state
        reason = row.reason
        rule = row.rule
        confidence = row.confidence
        firstSeen = row.firstSeen
        lastSeen = row.lastSeen
        daysSeen = row.daysSeen
        feed = row.feed.text
    }
}

extension FindingView {
    /// Of a finding that is not there, for its explanation.
    init(
        absent entity: EntityID, _ threat: ThreatID, at place: Locus = .inventory, by rule: MatchRule = .product,
        feed: FeedID = Engine.inventoryFeed, reason: String?
    ) {
        self.entity = entity.text
        self.threat = threat.text
        self.reason = reason
        self.rule = rule
        self.feed = feed.text
        locus = place.text
        state = .closed
        confidence = .certain
        firstSeen = Instant(seconds: 0)
        lastSeen = Instant(seconds: 0)
        daysSeen = 0
    }
}

/// `ess finding list`: one page of findings; the command asks for the pages one after the other.
package struct FindingList: Act {
    package static let name = "finding list"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var query: FindingQuery
    package init(query: FindingQuery) { self.query = query }

    package struct Answer: Codable, Sendable {
        package var findings: [FindingView]
        /// Set while there may be more.
        package var next: FindingCursor?
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        var query = query
        try await engine.mustKnow(entity: query.entity)
        if let threat = query.threat { query.threat = try await engine.store.threatID(threat).text }
        let rows = try await engine.store.findings(query)
        return Answer(findings: rows.map(FindingView.init), next: rows.count >= query.limit ? rows.last?.cursor : nil)
    }
}

/// `ess finding explain ENTITY LOCUS`: which rule matched what, on which evidence.
package struct FindingExplain: Act {
    package static let name = "finding explain"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var entity: EntityID
    package var locus: String
    package var threat: String?

    package init(entity: EntityID, locus: String, threat: String?) {
        self.entity = entity
        self.locus = locus
        self.threat = threat
    }

    /// One finding with its rule and the evidence that the rule was applied to.
    package struct Explanation: Codable, Sendable {
        package var finding: FindingView
        /// The rule in one sentence.
        package var because: String
        /// What matched, as stored: network and row, or the assets with their verdicts.
        package var evidence: JSONValue
        /// The row or item that is the evidence, as the source wrote it; nil when its bytes are gone.
        package var source: String?
        package var document: Int64?
        package var item: Int
        /// For registered software: what the threat's current reports mean for each asset, matches, exclusions with the
        /// statement that closes, and misses with what would match. Nil for other places.
        package var assets: [AssetVerdict]?
        /// What a person decided of this match; nil when nobody did.
        package var decision: String?
        /// For a name that no report holds: what in each report of the threat came near, and what would have counted.
        package var nearMisses: [NearMiss]?

        private enum CodingKeys: String, CodingKey {
            case finding, because, evidence, source, document, item, assets, decision, nearMisses = "near_misses"
        }
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [Explanation] {
        try await engine.mustKnow(entity: entity)
        var query = FindingQuery()
        query.entity = entity
        query.threat = threat
        query.decidedOnly = false
        let rows = try await engine.store.findings(query).filter { $0.locus.text == locus }
        if rows.isEmpty, locus == Locus.entity.text, let threat {
            return [try await engine.absentNaming(entity, threat)]
        }
        if rows.isEmpty, locus == Locus.inventory.text, let threat,
            let absent = try await engine.absentFinding(entity, threat)
        {
            return [absent]
        }
        guard !rows.isEmpty else {
            throw ActFailure(
                .notFound, "\(entity) has no finding at \(locus)\(threat.map { " of \($0)" } ?? "")",
                hint: "see `ess finding list --entity \(entity)`")
        }
        var out: [Explanation] = []
        for row in rows {
            let evidence = (try? JSONDecoder().decode(JSONValue.self, from: Data(row.evidence.utf8))) ?? .null
            let current = try await engine.currentVerdicts(row)
            out.append(
                Explanation(
                    finding: FindingView(row), because: because(row, evidence), evidence: evidence,
                    source: try await engine.sourceText(document: row.document, item: row.item),
                    document: row.document, item: row.item, assets: current?.verdicts, decision: current?.decision))
        }
        return out
    }

    private func because(_ row: FindingRow, _ evidence: JSONValue) -> String {
        if let naming = row.naming { return naming.sentence(at: row) }
        return switch row.rule {
        case .network:
            "\(row.locus.text) lies in the verified network \(evidence["network"]?.text ?? "") of \(row.entity), "
                + "the most specific one registered"
        case .asn: "\(row.locus.text) lies in an autonomous system that \(row.entity) registered and verified"
        case .domain:
            "\(row.locus.text) stands at or below the verified domain \(evidence["domain"]?.text ?? "") of "
                + row.entity.text
        case .cpe: "a CPE name of the threat covers verified software of \(row.entity), and its version is in range"
        case .product: "vendor and product of the threat name verified software of \(row.entity)"
        case .named: "the report names \(row.entity)"
        }
    }
}

/// `ess finding orphans`: what was seen in the national space and belongs to nobody registered.
package struct FindingOrphans: Act {
    package static let name = "finding orphans"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package init() {}

    /// Rows of the national space that no registered entity owns, of one operator and one condition.
    package struct Orphan: Codable, Sendable {
        package var asn: Int
        package var condition: String
        package var rows: Int
        package var documents: Int
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [Orphan] {
        try await engine.store.orphans(limit: 10_000).map {
            Orphan(asn: $0.asn, condition: $0.threat, rows: $0.rows, documents: $0.documents)
        }
    }
}
