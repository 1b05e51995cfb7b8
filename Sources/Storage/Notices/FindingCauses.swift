package import Analyze
import Constituency
import Foundation
import GRDB
package import Vocabulary

/// A finding as the cause of a notice.
package struct FindingCause: Sendable, Hashable {
    /// `finding:<entity number>/<locus in hex>/<threat's id>`: what it is called in one planning.
    package var id: String
    /// What a notice that tells of it records: ``id``, or for a campaign one cause for each report that names the
    /// entity, because the campaign's id may change. At least one.
    package var names: [String]
    package var entity: EntityID
    package var threat: ThreatID
    package var threatKind: ThreatKind
    package var threatTitle: String
    /// Label of the title: of the report it came from. A condition's title is our own name for an RSIT type.
    package var titleTLP: TLP
    package var presence: ThreatPresence
    package var score: Int
    package var locus: Locus
    package var confidence: Confidence
    package var firstSeen: Instant
    package var lastSeen: Instant
    package var feed: FeedID
    package var rule: MatchRule
    /// Strictest label of the statements by which software matched, or that of the reports that name the entity; nil
    /// for what a feed observed, where the feed's label counts.
    package var matchTLP: TLP?
    /// For software: what matched, as registered (`edgegate 7.2`); empty for addresses.
    package var assets: [String]
    /// Whether the Internet reaches it: an address or name we were told of, or software registered as exposed.
    package var isExposed: Bool
    /// The reports that name the entity, the surest first; empty for what no text of a report says.
    package var reports: [NamedReport]
    /// Where its latest evidence stands: the document and the row in it, from 1; nil for registered software.
    package var document: Int64?
    package var item: Int
}

extension Store {
    /// Open findings of released feeds, certain or probable, that stand in no notice and have no reason why not; whole
    /// entities, at most `entities` of them, by entity, locus and threat.
    ///
    /// A feed that is not released is a baseline: what it says is stored and matched, and tells nobody.
    package func findingsOwed(entities: Int, labels: FeedLabels) async throws -> [FindingCause] {
        try await read("looking for findings nobody was told of") { db in
            let owed = """
                f.state = 'open' AND f.confidence IN ('certain', 'probable')
                AND \(Store.released)
                AND NOT \(Store.told)
                AND NOT \(Store.withheldFinding)
                """
            let numbers = try Int64.fetchAll(
                db, sql: "SELECT DISTINCT f.entity FROM finding f WHERE \(owed) ORDER BY f.entity LIMIT ?",
                arguments: [entities])
            guard !numbers.isEmpty else { return [] }
            let marks = numbers.map(String.init).joined(separator: ", ")
            let sources = try CauseSources(db, labels)
            return try Row.fetchAll(
                db,
                sql: Store.causeSelect + "f.entity IN (\(marks)) AND \(owed) ORDER BY f.entity, f.locus, t.id"
            ).compactMap { row in try FindingCause(row: row).map { try sources.told($0, of: row) } }
        }
    }

    /// Open findings of these threats at these entities: which of its systems an advisory tells each recipient of.
    ///
    /// - Parameter released: only those of feeds past their baseline: what leaves without a person's look.
    package func findings(
        of threats: [ThreatID], at entities: [EntityID], labels: FeedLabels, released: Bool = false
    ) async throws -> [FindingCause] {
        try await read("reading the findings of an advisory") { db in
            var found: [FindingCause] = []
            var known: Set<String> = []
            let sources = try CauseSources(db, labels)
            let statement = try db.makeStatement(
                sql: Store.causeSelect + """
                    f.threat IN (\(Store.meant)) AND f.entity = (SELECT no FROM entity WHERE id = ?2)
                    AND f.state = 'open' AND f.confidence <> 'possible'\(released ? " AND " + Store.released : "")
                    ORDER BY f.locus
                    """)
            for entity in Set(entities).sorted() {
                for threat in Set(threats).sorted() {
                    let names = try StoredJSON.encode([threat.text])
                    // Two names may mean one threat.
                    found += try Row.fetchAll(statement, arguments: [names, entity.text])
                        .compactMap { row in try FindingCause(row: row).map { try sources.told($0, of: row) } }
                        .filter { known.insert($0.id).inserted }
                }
            }
            return found
        }
    }

    /// What findings by the texts of reports name as their feed.
    package static let reportsFeed = "reports"

    /// The finding's feed is past its baseline, of several one whose word can be told; a finding by registered software
    /// has the feeds of the reports by whose statements it matched, one by texts those of the reports that name the
    /// entity.
    ///
    /// Evidence is read only where a released feed speaks of the threat at all, so that a baseline costs nothing.
    static let released = """
        (f.sources = 0 AND EXISTS(SELECT 1 FROM feed_state s WHERE s.feed = f.feed AND s.released = 1)
            OR f.sources > 0 AND \(releasedWord(CauseSources.telling))
            OR f.feed = 'inventory' AND EXISTS(SELECT 1 FROM mention m JOIN report r ON r.id = m.report
                JOIN feed_state s ON s.feed = r.feed WHERE m.threat = f.threat AND s.released = 1)
                AND EXISTS(SELECT 1 FROM \(heardFeeds) JOIN feed_state s ON s.feed = heard.value WHERE s.released = 1)
            OR f.feed = 'reports' AND EXISTS(SELECT 1 FROM json_each(f.evidence, '$.reports') named
                JOIN feed_state s ON s.feed = json_extract(named.value, '$.feed') WHERE s.released = 1))
        """

    /// Of `finding f` that several feeds name: a feed past its baseline says so in a word `o` that is like that.
    static func releasedWord(_ like: String) -> String {
        """
        EXISTS(SELECT 1 FROM finding_source o JOIN feed_state s ON s.feed = o.feed
            WHERE o.entity = f.entity AND o.locus = f.locus AND o.threat = f.threat AND \(like) AND s.released = 1)
        """
    }

    /// Of `finding f` by registered software, as `heard`: the feeds of the reports by whose statements it matched. The
    /// evidence of others is of another form.
    static let heardFeeds = """
        json_each(CASE WHEN f.feed = 'inventory' THEN f.evidence ELSE '[]' END) asset,
            json_each(asset.value, '$.feeds') heard
        """

    private static let causeSelect = """
        SELECT \(causePlace) AS place, e.id AS entity_id, t.id AS threat_id, t.kind AS kind, t.title AS title,
            t.presence AS presence, t.score AS score, f.locus AS locus, f.confidence AS confidence,
            f.first_seen AS first_seen, f.last_seen AS last_seen, f.feed AS feed, f.rule AS rule,
            f.evidence AS evidence, f.document AS document, f.item AS item, e.body AS entity_body,
            f.sources AS sources, f.entity AS entity_no, f.threat AS threat_no,
            (SELECT json_extract(a.body, '$.title.tlp') FROM threat_assessment a WHERE a.threat = t.no) AS title_tlp
        FROM finding f JOIN entity e ON e.no = f.entity JOIN threat t ON t.no = f.threat WHERE \u{20}
        """
}

extension FindingCause {
    init?(row: Row) {
        guard let kind = ThreatKind(rawValue: row["kind"]), let presence = ThreatPresence(rawValue: row["presence"]),
            let locus = LocusCode.decode(row["locus"] as Data),
            let confidence = Confidence(rawValue: row["confidence"]),
            let rule = MatchRule(rawValue: row["rule"])
        else { return nil }
        switch locus {
        case .service, .domain: (assets, isExposed) = ([], true)
        case .entity: (assets, isExposed) = ([], false)
        case .inventory:
            (assets, isExposed, matchTLP) = FindingCause.software(row["evidence"], of: row["entity_body"])
        }
        let feed = FeedID(unchecked: row["feed"])
        var naming: NamedEvidence?
        if feed.text == Store.reportsFeed {
            naming = try? StoredJSON.decode(NamedEvidence.self, row["evidence"] as String)
            matchTLP = naming?.tlp ?? .red
        }
        let place: String = row["place"]
        id = place + (row["threat_id"] as String)
        reports = naming?.reports ?? []
        names = kind != .campaign || reports.isEmpty
            ? [id] : reports.map { place + CampaignName.of(feed: $0.feed, sourceID: $0.sourceID) }
        entity = EntityID(unchecked: row["entity_id"])
        threat = ThreatID(unchecked: row["threat_id"])
        threatKind = kind
        threatTitle = row["title"]
        titleTLP = (row["title_tlp"] as String?).flatMap { TLP(rawValue: $0) } ?? (kind == .condition ? .green : .red)
        self.presence = presence
        score = row["score"]
        self.locus = locus
        self.confidence = confidence
        firstSeen = Instant(microseconds: row["first_seen"])
        lastSeen = Instant(microseconds: row["last_seen"])
        self.feed = feed
        self.rule = rule
        document = row["document"]
        item = row["item"] ?? 0
    }

    /// What matched, whether one of it is exposed, and the strictest label of what said so. Evidence that cannot be
    /// read names nothing and is labelled RED; the finding stands.
    private static func software(_ evidence: String, of body: String) -> ([String], Bool, TLP) {
        guard let verdicts = try? StoredJSON.decode([AssetVerdict].self, evidence),
            let entity = try? StoredJSON.decode(Entity.self, body)
        else { return ([], false, .red) }
        let assets = verdicts.map(\.asset).filter(entity.assets.indices.contains).map { entity.assets[$0] }
        let names = assets.compactMap { asset in
            if case .software(let software) = asset.fact { software.shown } else { nil }
        }
        return (names, assets.contains(where: \.exposed), verdicts.map(\.tlp).max() ?? .red)
    }
}
