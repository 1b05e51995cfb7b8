package import Advise
import Analyze
import Coordinate
import Ingest
import Notify
package import Storage
package import Vocabulary

extension Engine {
    /// The notices of an advisory that is about to be issued: one per recipient, with its own clocks, or the reason why
    /// not. The batch is made due inside the transaction that issues the version (`Store.insertNotices(_:in:)`).
    ///
    /// - Parameter isLate: the recipients are not those whom the approval named (I8).
    ///
    /// Deterministic for one state of the store; nothing is changed here, so a preview may call it too.
    package func planNotices(
        of version: AdvisoryVersion, to recipients: [EntityID], at now: Instant, actor: String, isLate: Bool = false
    ) async throws -> NoticeBatch {
        let router = try await router()
        let facts = try await facts(of: recipients)
        let findings = try await store.findings(
            of: version.content.threats, at: recipients, labels: feedLabels, released: isLate)
        let byEntity = Dictionary(grouping: findings, by: \.entity)
        let rows = try await sourceFacts(of: findings)
        let about = version.number.description
        let title = version.content.title.best(for: [.en])?.text ?? about
        // The case shows the advisory's title and number, so it carries the head's label; a reminder repeats no more.
        var batch = NoticeBatch(
            at: now, actor: actor,
            joins: .open(kind: .advisory, title: title, advisory: version.number, tlp: version.content.headTLP),
            notices: [], withheld: [])
        for entity in facts.values.sorted(by: { $0.id < $1.id }) {
            var cause = Engine.routed(version)
            cause.isLate = isLate
            plan(version, cause, entity, byEntity[entity.id] ?? [], rows, router, &batch)
        }
        for unknown in Set(recipients).subtracting(facts.keys).sorted() {
            batch.withheld.append(
                Withheld(
                    cause: Engine.cause(of: version), entity: unknown, directive: nil, contact: nil,
                    reason: .noUsableContact, detail: "the register has no such entity"))
        }
        return batch
    }

    /// By which ways each entity would be told of a version now: what ``planNotices(of:to:at:now:actor:)`` would send,
    /// without what it says. Entities that nothing would reach have none.
    func ways(of version: AdvisoryVersion, to recipients: [EntityID]) async throws -> [EntityID: [AdvisoryWay]] {
        let router = try await router()
        let facts = try await facts(of: recipients)
        return Dictionary(uniqueKeysWithValues: Set(recipients).map { entity in
            let routings = facts[entity].map { router.route(Engine.routed(version), to: $0).routings } ?? []
            return (
                entity,
                routings.map {
                    AdvisoryWay(
                        contact: $0.recipient.contact, channel: $0.channel.rawValue,
                        mailbox: $0.channel == .portal ? nil : $0.recipient.mailbox?.description,
                        language: $0.language)
                }
            )
        })
    }

    /// A version as routing sees it. A recipient gets the parts its label allows, so the head's label decides whether
    /// anything can be said at all.
    static func routed(_ version: AdvisoryVersion) -> Cause {
        var cause = Cause(id: Engine.cause(of: version), kind: .advisory, tlp: version.content.headTLP)
        cause.isUrgent = version.content.urgency >= .high
        return cause
    }

    static func cause(of version: AdvisoryVersion) -> String { "advisory:\(version.number)/\(version.version)" }

    private func plan(
        _ version: AdvisoryVersion, _ cause: Cause, _ entity: EntityFacts, _ findings: [FindingCause],
        _ rows: SourceFacts, _ router: Router, _ batch: inout NoticeBatch
    ) {
        let decision = router.route(cause, to: entity)
        batch.withheld += decision.withheld
        guard let first = decision.routings.first else { return }
        let clocks = policies.deadlines.clocks(for: deadlineFacts(version, entity, findings), from: batch.at)
        var strictest = TLP.clear
        let deliveries = decision.routings.map { routing in
            let limit = routing.recipient.tlpMax
            let audience = routing.recipient.isPerson ? limit : min(.amberStrict, limit)
            let reading = AdvisoryReading(version, for: audience, language: routing.language)
            let known = findings.filter { label(of: $0) <= audience }
            let content = content(reading, version, known, rows, clocks, routing.language)
            strictest = strictest.strictest(content.tlp)
            var delivery = NewDelivery(routing: routing, content: content)
            delivery.findings = known.map(\.names)
            return delivery
        }
        var notice = NewNotice(
            entity: entity.id, kind: .advisory, tlp: strictest, about: version.number.description,
            title: version.content.title.best(for: [first.language])?.text ?? "", group: first.group,
            causes: [Engine.cause(of: version)], deliveries: deliveries, clocks: clocks)
        notice.isLate = cause.isLate
        batch.notices.append(notice)
    }

    private func deadlineFacts(
        _ version: AdvisoryVersion, _ entity: EntityFacts, _ findings: [FindingCause]
    ) -> DeadlineFacts {
        DeadlineFacts(
            isExploited: findings.contains { $0.presence == .existing }
                || version.content.contributions.contains { $0.rule == "kev" && $0.points > 0 },
            isExposed: findings.contains(where: \.isExposed), criticality: entity.criticality, sector: entity.sector,
            score: max(version.content.score, findings.map(\.score).max() ?? 0))
    }

    private func content(
        _ reading: AdvisoryReading, _ version: AdvisoryVersion, _ findings: [FindingCause], _ facts: SourceFacts,
        _ clocks: Clocks, _ language: Language
    ) -> NoticeContent {
        var content = blankContent(.advisory, language)
        content.urgency = NoticeUrgency(rawValue: version.content.urgency.rawValue) ?? .routine
        // What it says of the entity's own systems is part of the message and counts for its label (I7).
        content.tlp = findings.map(label(of:)).max().map(reading.label.strictest) ?? reading.label
        content.about = version.number.description
        content.title = reading.title
        for section in reading.sections {
            let plain = MarkdownPlain.render(section.markdown)
            switch section.heading {
            case .whatToDo, .howToCheck, .guidance:
                content.actions.append(plain)
                content.actionsMarkdown.append(section.markdown)
            case .what, .affected, .exploitedSince, .references, .free:
                content.what.append(plain)
                content.whatMarkdown.append(section.markdown)
            }
        }
        content.what += reading.references.map(\.url)
        content.whatMarkdown += reading.references.map { "<\($0.url)>" }
        content.systems = systems(findings, facts, for: content.tlp, in: language)
        content.systemsOmitted = max(0, findings.count - NoticeText.systemsMax)
        content.threats = Set((reading.head?.threats ?? []) + findings.map(\.threat)).map(\.text).sorted()
        content.set(clocks)
        return content
    }

    /// A content with what is the same in all our notices; number, case and code come with the transaction.
    func blankContent(_ kind: NoticeKind, _ language: Language) -> NoticeContent {
        let url = settings.authority.publicURL
        return NoticeContent(
            number: SpokenNumber(.notice, year: 2000, serial: 1), kind: kind, urgency: .routine, tlp: .clear, about: "",
            title: "", what: [], systems: [], actions: [], portalURL: url + "/my", phone: settings.authority.phone,
            code: "", authority: settings.authority.name.best(for: [language])?.text ?? "")
    }

    /// `facts` is what ``sourceFacts(of:)`` gave for them.
    func systems(
        _ findings: [FindingCause], _ facts: SourceFacts, for audience: TLP, in language: Language
    ) -> [NoticeContent.System] {
        findings.prefix(NoticeText.systemsMax).map { finding in
            let tellers = tellers(of: finding, facts.places, for: audience)
            let said = [facts.rows[finding.id] ?? "", doubt(about: finding, in: language)].filter { !$0.isEmpty }
                + tellers.compactMap { teller in teller.link.map { "\(teller.publisher): \($0)" } }
            return NoticeContent.System(
                locus: finding.assets.isEmpty ? finding.locus.text : finding.assets.joined(separator: ", "),
                threat: Engine.words(for: finding, audience: audience, in: language),
                firstSeen: finding.firstSeen, lastSeen: finding.lastSeen,
                evidence: evidence(of: finding, tellers.map(\.publisher), in: language),
                facts: said.joined(separator: "; "))
        }
    }

    /// That the place stands on warning lists; empty mostly. Its owner knows best what the address serves.
    private func doubt(about finding: FindingCause, in language: Language) -> String {
        let lists = Set(policies.warnings.marks(of: finding.locus).map(\.list))
        return lists.isEmpty ? "" : MatchWords.listed(lists.sorted(), language)
    }

    /// Who reported what a finding rests on, the surest three, each publisher with a link where its report has one.
    ///
    /// Only what the readers of the message may know of; a report of a person is nobody's to name.
    private func tellers(
        of finding: FindingCause, _ places: [String: ReportPlace], for audience: TLP
    ) -> [(publisher: String, link: String?)] {
        finding.reports.filter { $0.tlp <= audience }.compactMap { report in
            guard let place = places["\(report.feed)/\(report.sourceID)"], place.kind != .incident else { return nil }
            let publisher = policies.feeds[report.feed]?.publisher ?? report.feed.text
            let link = place.link.flatMap { Reference(url: $0, tlp: report.tlp)?.url }
            return (publisher, link.flatMap { $0.utf8.count <= 200 ? $0 : nil })
        }.prefix(3).map { $0 }
    }

    /// Who says so, by which rule it is the entity's, how sure.
    private func evidence(of finding: FindingCause, _ tellers: [String], in language: Language) -> String {
        let words = MatchWords.text(finding.rule, finding.confidence, language)
        if finding.feed == Engine.inventoryFeed { return words }
        if finding.feed == Engine.reportsFeed {
            var publishers: [String] = []
            for teller in tellers where !publishers.contains(teller) { publishers.append(teller) }
            return (publishers + [words]).joined(separator: ", ")
        }
        return "\(policies.feeds[finding.feed]?.publisher ?? finding.feed.text), \(words)"
    }

    /// A threat as its recipient reads it: the identifier with the title; a condition by its phrase alone, because its
    /// identifier is for machines and says the same.
    private static func words(for finding: FindingCause, audience: TLP, in language: Language) -> String {
        if let condition = finding.threat.condition { return condition.phrase(language) }
        // A title that stands above the audience is left out; the identifier says what it is about.
        guard let title = finding.title(for: audience), title != finding.threat.text else {
            return finding.threat.text
        }
        return finding.threat.isCampaign ? title : "\(finding.threat.text) (\(title))"
    }
}

extension NoticeContent {
    mutating func set(_ clocks: Clocks) {
        ackBy = clocks.ackBy
        fixBy = clocks.fixBy
        fixOnNextUpgrade = clocks.fix == .onNextUpgrade
        policyRow = clocks.row
    }
}
