import Advise
import Analyze
import Coordinate
import Ingest
import Notify
import Storage
import Vocabulary

extension Engine {
    /// Tells entities of findings nobody was told of yet, under approved standing orders; grouped per entity.
    ///
    /// Each bundle opens its own case and is made due in one transaction. Run again, it does nothing new. Returns how
    /// many notices were made. *A crash between two bundles: the rest is found owed at the next run.*
    @discardableResult
    package func noticeFindings(_ moved: () -> Void = {}) async throws -> Int {
        let router = try await router()
        // Without a standing order nothing leaves, and that is one line in `ess status`, not a reason per finding.
        guard router.releasesFindings else { return 0 }
        var made = 0
        while true {
            moved()
            try Task.checkCancellation()
            let owed = try await store.findingsOwed(
                entities: Engine.entitiesAtOnce, labels: feedLabels)
            if owed.isEmpty { break }
            let now = now()
            let facts = try await facts(of: Set(owed.map(\.entity)))
            let rows = try await sourceFacts(of: owed)
            for (entity, findings) in Dictionary(grouping: owed, by: \.entity).sorted(by: { $0.key < $1.key }) {
                moved()
                try Task.checkCancellation()
                made += try await notice(findings, rows, facts[entity], entity, router, now)
            }
        }
        if made > 0 {
            signals.deliveries.raise()
            signals.entries.raise()
        }
        return made
    }

    private func notice(
        _ findings: [FindingCause], _ rows: SourceFacts, _ facts: EntityFacts?, _ entity: EntityID,
        _ router: Router, _ now: Instant
    ) async throws -> Int {
        var routed: [(cause: Cause, routing: Routing)] = []
        var withheld: [Withheld] = []
        for finding in findings {
            guard let facts else {
                withheld.append(
                    Withheld(
                        cause: finding.id, entity: entity, directive: nil, contact: nil, reason: .noUsableContact,
                        detail: "the register has no such entity"))
                continue
            }
            let cause = cause(of: finding)
            let decision = router.route(cause, to: facts)
            routed += decision.routings.map { (cause: cause, routing: $0) }
            withheld += decision.withheld
        }
        let byID = Dictionary(findings.map { ($0.id, $0) }) { first, _ in first }
        let bundles = Bundle.gather(routed)
        // Contacts that are owed the same causes share a notice; each has its own delivery.
        let shared = Dictionary(grouping: bundles) { [$0.kind.rawValue, $0.routing.group] + $0.causes }
        var made = 0
        for (_, group) in shared.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            guard let first = group.first, let facts else { continue }
            let told = first.causes.compactMap { byID[$0] }
            var batch = batch(group, first, told, rows, facts, now)
            // Documents are read meanwhile, and may have ended one.
            batch.standing = told.map(\.id)
            made += try await store.insertNotices(batch).notices.count
        }
        if !withheld.isEmpty {
            let batch = NoticeBatch(at: now, actor: "service", joins: .none, notices: [], withheld: withheld)
            _ = try await store.insertNotices(batch)
        }
        return made
    }

    /// What nobody labelled is RED.
    var feedLabels: FeedLabels { FeedLabels(policies.feeds.mapValues { $0.defaultTLP ?? .red }) }

    /// The label of knowing a finding: its feed's, or that of the statements by which software matched or of the
    /// reports that name the entity: that it stands in public news is public. What nobody
    /// labelled is RED; a feed whose file is gone left no label behind, and AMBER+STRICT stays with the entity. A list
    /// of software with known holes is never below AMBER, whatever its sources say.
    func label(of finding: FindingCause) -> TLP {
        let stated = finding.matchTLP ?? feedLabels.label(of: finding.feed)
        return finding.locus == .inventory ? stated.strictest(.amber) : stated
    }

    private func cause(of finding: FindingCause) -> Cause {
        var cause = Cause(
            id: finding.id, kind: .findings, tlp: label(of: finding), confidence: finding.confidence)
        cause.threat = finding.threat
        cause.threatKind = finding.threatKind
        if finding.threat.text.hasPrefix("condition:") {
            let parts = finding.threat.text.dropFirst(10).split(separator: "/")
            if parts.count >= 2 { cause.rsit = RSIT("\(parts[0])/\(parts[1])") }
        }
        return cause
    }

    private func batch(
        _ bundles: [Bundle], _ first: Bundle, _ findings: [FindingCause], _ rows: SourceFacts,
        _ facts: EntityFacts, _ now: Instant
    ) -> NoticeBatch {
        let clocks = policies.deadlines.clocks(
            for: DeadlineFacts(
                isExploited: findings.contains { $0.presence == .existing && $0.threatKind == .vulnerability },
                isExposed: findings.contains(where: \.isExposed), criticality: facts.criticality, sector: facts.sector,
                score: findings.map(\.score).max() ?? 0), from: now)
        let threats = Set(findings.map(\.threat)).sorted()
        let about = threats.count == 1 ? threats[0].text : ""
        let title = Engine.title(findings.count, threats, in: .en)
        let deliveries = bundles.map { bundle in
            var content = blankContent(.findings, bundle.routing.language)
            content.tlp = bundle.tlp
            content.about = about
            content.title = Engine.title(findings.count, threats, in: bundle.routing.language)
            content.what = Set(findings.map { $0.words(for: bundle.tlp, in: bundle.routing.language) }).sorted()
            let pieces = guidance(for: threats, in: bundle.routing.language)
            content.actions = pieces.map { $0.title + "\n\n" + MarkdownPlain.render($0.markdown) }
            content.actionsMarkdown = pieces.map {
                "# \(Markup.markdownLiteral($0.title, bytesMax: 300))\n\n\($0.markdown)"
            }
            content.systems = systems(findings, rows, for: bundle.tlp, in: bundle.routing.language)
            content.systemsOmitted = max(0, findings.count - NoticeText.systemsMax)
            content.threats = threats.map(\.text)
            content.set(clocks)
            var delivery = NewDelivery(routing: bundle.routing, content: content)
            delivery.findings = findings.map(\.names)
            return delivery
        }
        let notice = NewNotice(
            entity: facts.id, kind: .findings, tlp: first.tlp, about: about,
            title: Engine.title(findings.count, threats, in: first.routing.language), group: first.routing.group,
            deliveries: deliveries, clocks: clocks)
        return NoticeBatch(
            at: now, actor: "service", joins: .open(kind: .findings, title: title, advisory: nil, tlp: first.tlp),
            notices: [notice], withheld: [])
    }

    /// The shipped instructions for the conditions that were found, in the recipient's language, else in English.
    private func guidance(for threats: [ThreatID], in language: Language) -> [Guidance] {
        let types = Set(threats.compactMap(\.conditionType))
        let fitting = policies.guidance.pieces.filter { !types.isDisjoint(with: $0.keys.types) }
        return Set(fitting.map(\.id)).sorted().compactMap { id in
            fitting.first { $0.id == id && $0.language == language }
                ?? fitting.first { $0.id == id && $0.language == .en }
        }
    }

    private static func title(_ count: Int, _ threats: [ThreatID], in language: Language) -> String {
        // `condition:CLASS/TYPE/NAME` is for machines; its phrase is what people read.
        let names = threats.map { threat in
            threat.isCampaign ? campaign(language) : threat.condition?.phrase(language) ?? threat.text
        }
        let named = names.prefix(3).joined(separator: ", ")
        return "\(count) × \(named)" + (threats.count > 3 ? ", …" : "")
    }
}

extension Engine {
    /// What the id of a campaign stands for, to its reader.
    private static func campaign(_ language: Language) -> String {
        switch language {
        case .az: "adınızın çəkildiyi kampaniya"
        case .en: "a campaign that names you"
        case .ru: "кампания, в которой названы вы"
        }
    }
}

extension ThreatID {
    /// `campaign:…` is for machines; its title says what it is.
    var isCampaign: Bool { text.hasPrefix("campaign:") }
}

extension FindingCause {
    /// What it is, as its reader is told: a condition in his language, else the title he may read, else the id.
    func words(for audience: TLP, in language: Language) -> String {
        threat.condition?.phrase(language) ?? title(for: audience) ?? threat.text
    }

    /// The threat's title where there is one that `audience` may read; a title can stand above the finding itself.
    func title(for audience: TLP) -> String? {
        threatTitle.isEmpty || titleTLP > audience ? nil : threatTitle
    }
}
