package import Vocabulary

extension ThreatAssessment {
    /// Merges all current mentions of one vulnerability, or all reports of one campaign.
    ///
    /// - Parameters:
    ///   - mentions: each current report revision that names the id; order has no influence. Empty gives nil.
    ///   - observed: what of it was observed with our entities, one sentence, nil when nothing was.
    package static func fold(
        _ id: ThreatID, _ mentions: [ThreatMention], as kind: ThreatKind = .vulnerability, observed: String? = nil
    ) -> ThreatAssessment? {
        let sorted = ThreatFold.ordered(mentions)
        guard let first = sorted.first else { return nil }
        let fold = ThreatFold(id: id, kind: kind, all: sorted, observed: observed)
        return fold.assessment(first)
    }
}

/// One run of the fold over sorted mentions. Reports that were taken back leave only their trail.
struct ThreatFold {
    let id: ThreatID
    let kind: ThreatKind
    /// Sorted by (feed, source id), each report once.
    let all: [ThreatMention]
    let live: [ThreatMention]
    let observed: String?

    init(id: ThreatID, kind: ThreatKind, all: [ThreatMention], observed: String?) {
        self.id = id
        self.kind = kind
        self.all = all
        self.observed = observed
        live = all.filter { $0.status == .published }
    }

    /// Sorted by report and then by what it says; the same report twice counts once, the newest revision.
    static func ordered(_ mentions: [ThreatMention]) -> [ThreatMention] {
        var best: [String: ThreatMention] = [:]
        for mention in mentions {
            guard let other = best[mention.place] else {
                best[mention.place] = mention
                continue
            }
            if other.rank < mention.rank { best[mention.place] = mention }
        }
        return best.values.sorted { ($0.feed, $0.sourceID) < ($1.feed, $1.sourceID) }
    }

    func assessment(_ first: ThreatMention) -> ThreatAssessment {
        let told = live.isEmpty ? all : live
        let title = title(told)
        let summary = summary(told)
        let reasons = presenceReasons
        // A campaign ends by its clusters.
        let closing = kind == .campaign ? ThreatClosing.stands : ThreatClosing(of: id, all)
        let closed = closing.isClosed
        let exploited = live.compactMap(\.statement.exploitation)
        return ThreatAssessment(
            id: id, kind: kind, title: title, summary: summary, aliases: aliases(isClosed: closed),
            presence: reasons.isEmpty ? .potential : .existing, presenceReasons: reasons,
            exploitedSince: exploited.compactMap(\.listed).min(), ransomware: exploited.contains(where: \.ransomware),
            products: ThreatProducts.merged(live), severity: SeverityAssessment.best(live),
            weaknesses: Set(live.flatMap(\.statement.weaknesses)).sorted(), remediations: remediations,
            links: links(told), ssvc: ssvc,
            tlp: (all.map(\.tlp) + reasons.map(\.tlp)).max() ?? first.tlp,
            published: told.compactMap(\.published).min(), revised: all.map(\.revised).max() ?? first.revised,
            isClosed: closed, trail: kind == .campaign ? [] : closing.trail(all), sources: all.map(\.asSource))
    }

    /// The freest label speaks first; then what names this vulnerability alone, before round-ups; then the catalogue of
    /// exploited ones, a record with a title, the advisory, a record without, news; then the better source; then the
    /// order of (feed, source id).
    private func title(_ told: [ThreatMention]) -> Sourced<String> {
        let speaker = told.filter(\.mayBeQuoted).min { ($0.eloquence, $0.place) < ($1.eloquence, $1.place) }
        guard let speaker else { return Sourced(id.text, tlp: .clear, source: "") }
        let own = speaker.statement.title ?? ""
        let text = !own.isEmpty ? own : speaker.mentionCount <= 1 ? speaker.title : id.text
        return speaker.sourced(text.isEmpty ? id.text : text)
    }

    private func summary(_ told: [ThreatMention]) -> Sourced<String>? {
        let speakers = told.filter(\.mayBeQuoted).sorted { ($0.eloquence, $0.place) < ($1.eloquence, $1.place) }
        for speaker in speakers {
            let own = speaker.statement.description ?? (speaker.mentionCount <= 1 ? speaker.summary : "")
            if !own.isEmpty { return speaker.sourced(own) }
        }
        return nil
    }

    /// Ids that stand for this one and nothing else. A CVE is never an alias: two CVEs never merge.
    /// A closed threat keeps what rejected records said, so that it is still found by those names.
    private func aliases(isClosed: Bool) -> [String] {
        let stated = (isClosed ? all : live).flatMap {
            $0.statement.aliases + ($0.statement.id == id.text ? [] : [$0.statement.id])
        }
        return Set(stated).filter { $0 != id.text && CVEIdentifier($0) == nil }.sorted()
    }

    private var presenceReasons: [PresenceReason] {
        var reasons = Set<PresenceReason>()
        for mention in live {
            if let listing = mention.statement.exploitation {
                let since = listing.listed.map { " since \($0)" } ?? ""
                let text = "\(mention.place) lists it as exploited\(since)"
                reasons.insert(PresenceReason(rule: .listed, evidence: text, tlp: mention.tlp))
            }
            if mention.statement.ssvc["Exploitation"]?.lowercased() == "active" {
                let text = "\(mention.place) states Exploitation: active"
                reasons.insert(PresenceReason(rule: .active, evidence: text, tlp: mention.tlp))
            }
        }
        if let observed { reasons.insert(PresenceReason(rule: .observed, evidence: observed, tlp: .amber)) }
        return reasons.sorted()
    }

    private var remediations: [Sourced<String>] {
        var seen = Set<String>()
        return live.flatMap { mention in
            let required = mention.statement.exploitation?.requiredAction.map { [$0] } ?? []
            return (mention.statement.remediations + required)
                .filter { !$0.isEmpty && seen.insert("\(mention.tlp.rank)" + $0).inserted }.map(mention.sourced)
        }
    }

    private func links(_ told: [ThreatMention]) -> [Sourced<String>] {
        var seen = Set<String>()
        let all = told.flatMap { mention in
            mention.links.filter { seen.insert("\(mention.tlp.rank)" + $0).inserted }.map(mention.sourced)
        }
        return Array(all.prefix(100))
    }

    /// Of each decision point the newest statement.
    private var ssvc: [String: String] {
        var out: [String: String] = [:]
        for mention in live.sorted(by: { ($0.revised, $0.place) < ($1.revised, $1.place) }) {
            out.merge(mention.statement.ssvc) { _, newer in newer }
        }
        return out
    }
}

extension ThreatMention {
    /// `feed/source id`: names the report.
    package var place: String { "\(feed)/\(sourceID)" }

    /// Later revisions stand before; then a total order over content.
    fileprivate var rank: (Instant, String) { (revised, title + "\u{0}" + String(statement.hashText)) }

    func sourced<Value>(_ value: Value) -> Sourced<Value> { Sourced(value, tlp: tlp, source: place) }

    fileprivate var asSource: ThreatSource {
        ThreatSource(
            feed: feed, sourceID: sourceID, source: source, reliability: reliability, kind: reportKind, status: status,
            tlp: tlp, revised: revised, published: published)
    }

    /// What a person tells us in trust, or anybody writes to us, is for an analyst: no notice speaks in its words.
    fileprivate var mayBeQuoted: Bool { reportKind != .incident }

    /// Lower speaks first. The label counts before all else: a text that anyone may read serves every rendering.
    fileprivate var eloquence: Int {
        let alone = mentionCount <= 1 || statement.title != nil ? 0 : 1
        let kind = switch reportKind {
        case .vulnerability: statement.title == nil ? 3 : 1
        case .exploitation: 0
        case .advisory: 2
        case .incident, .indicator, .observation: 5
        case .news: 4
        }
        let grade = Reliability.allCases.firstIndex(of: reliability) ?? 5
        return ((tlp.rank * 2 + alone) * 8 + kind) * 8 + grade
    }
}

extension VulnerabilityStatement {
    /// A text that differs when the statement differs in what the fold shows; orders two revisions of one instant.
    fileprivate var hashText: String {
        let parts = [id, title ?? "", description ?? ""] + aliases + weaknesses + remediations + scores.map(\.vector)
            + products.map { "\($0.vendor) \($0.product) \($0.status.rawValue) \($0.versions.count)" }
        return parts.joined(separator: "\u{1}")
    }
}
