package import Constituency
package import Vocabulary

/// A finding that the texts of a threat's current reports give together.
package struct NamedFinding: Sendable, Hashable {
    /// Position in ``RegisterIndex/entities``.
    package var entity: Int32
    package var locus: Locus
    package var rule: MatchRule
    package var confidence: Confidence
    /// Times that the speaking reports state: of their first publication and their newest revision.
    package var firstSeen: Instant
    package var lastSeen: Instant
    /// UTC days of the speaking reports' revisions; sorted, unique.
    package var days: [UTCDay]
    package var evidence: NamedEvidence
}

/// What a finding by a report's text rests on; stored with it as JSON.
package struct NamedEvidence: Sendable, Hashable, Codable {
    /// The registered domain, network or name.
    package var registered: String
    /// As the first speaking report writes it.
    package var words: String
    package var reason: NamingReason
    /// The freest label among the reports that say it as surely: what may be told of the finding.
    package var tlp: TLP
    /// Who says so: the speaking ones first, then by feed and id; at most ``NamedFindings/reportsMax``.
    package var reports: [NamedReport]
    /// Reports beyond those.
    package var moreReports: Int

    private enum CodingKeys: String, CodingKey {
        case registered, words, reason, tlp, reports, moreReports = "more_reports"
    }
}

/// One report that names the entity at a place.
package struct NamedReport: Sendable, Hashable, Codable {
    package var feed: FeedID
    package var sourceID: String
    package var tlp: TLP
    package var revised: Instant
    package var confidence: Confidence
    package var reason: NamingReason
    package var words: String
    package var part: TextPlace.Part
    /// Byte of the part, from 0.
    package var offset: Int

    private enum CodingKeys: String, CodingKey {
        case feed, sourceID = "source_id", tlp, revised, confidence, reason, words, part, offset
    }
}

/// Whom the reports of a threat name: a function of the set of reports and of the register.
///
/// The reports that say it most surely speak, of these the ones with the freest label: their times and words make the
/// finding, so that what a notice tells is what its readers may know. The others are listed for the desk.
package enum NamedFindings {
    package static let reportsMax = 20
    /// Places of one entity in one threat; the surest are kept, for a notice is read by a person.
    package static let placesMax = 20
    /// Entities that one report names by itself; where it names more, each match waits for a person.
    package static let entitiesMax = 20
    /// The same for a report of a source graded D to F, of which even one name is never certain.
    package static let unbelievedEntitiesMax = 5

    /// Sorted by entity and place.
    package static func of(
        _ kind: ThreatKind, _ reports: [NamingReport], in register: RegisterIndex
    ) -> [NamedFinding] {
        let matcher = TextMatcher(register: register)
        var said: [Key: [(NamingReport, TextMatch)]] = [:]
        for report in reports where report.refusal(for: kind) == nil {
            let own = publishers(of: report, in: register)
            let matches = matcher.matches(title: report.title, text: report.text).filter { !own.contains($0.entity) }
            let most = ceiling(of: report, naming: Set(matches.map(\.entity)).count)
            for var match in matches {
                if match.confidence.strength > most.strength { match.confidence = most }
                said[Key(entity: match.entity, locus: match.locus), default: []].append((report, match))
            }
        }
        let all = said.compactMap { finding($0.key, $0.value) }.sorted { ($0.entity, $0.locus) < ($1.entity, $1.locus) }
        return bounded(all)
    }

    /// How sure a report can make a match at most.
    private static func ceiling(of report: NamingReport, naming entities: Int) -> Confidence {
        let isBelieved = report.source.reliability.isBelieved
        // Anybody may write to us, and one article must not wake a country: a person decides both.
        let isDoubtful =
            report.source.kind == .incident || entities > (isBelieved ? entitiesMax : unbelievedEntitiesMax)
        return isDoubtful ? .possible : isBelieved ? .certain : .probable
    }

    /// Entities on whose own site the report stands: they publish it and are not its subject.
    package static func publishers(of report: NamingReport, in register: RegisterIndex) -> Set<Int32> {
        guard let link = report.link, let host = HostScan.hosts(in: Array(link.utf8)).first,
            case .domain(let name) = host.subject, let owned = register.domain(of: name)
        else { return [] }
        return Set(owned.owners)
    }

    private struct Key: Hashable {
        var entity: Int32
        var locus: Locus
    }

    private static func finding(_ key: Key, _ said: [(NamingReport, TextMatch)]) -> NamedFinding? {
        let order = said.sorted { left, right in
            let rank = { (one: (NamingReport, TextMatch)) in (-one.1.confidence.rank, one.0.source.tlp.rank) }
            return rank(left) == rank(right) ? left.0.place < right.0.place : rank(left) < rank(right)
        }
        guard let (head, match) = order.first else { return nil }
        let speaking = order.prefix {
            $0.1.confidence == match.confidence && $0.0.source.tlp == head.source.tlp
        }.map(\.0.source)
        guard let times = SourceTimes.joined(speaking.map(\.times)) else { return nil }
        let evidence = NamedEvidence(
            registered: match.registered, words: match.words, reason: match.reason, tlp: head.source.tlp,
            reports: order.prefix(reportsMax).map { NamedReport($0.0, $0.1) },
            moreReports: max(0, order.count - reportsMax))
        return NamedFinding(
            entity: key.entity, locus: key.locus, rule: match.rule, confidence: match.confidence,
            firstSeen: times.first, lastSeen: times.last, days: times.days.sorted(), evidence: evidence)
    }

    private static func bounded(_ all: [NamedFinding]) -> [NamedFinding] {
        var kept: [NamedFinding] = []
        for (_, group) in Dictionary(grouping: all, by: \.entity) {
            let surest = group.sorted {
                ($1.confidence.rank, $0.locus) < ($0.confidence.rank, $1.locus)
            }
            kept += surest.prefix(placesMax)
        }
        return kept.sorted { ($0.entity, $0.locus) < ($1.entity, $1.locus) }
    }
}

extension NamedReport {
    fileprivate init(_ report: NamingReport, _ match: TextMatch) {
        feed = report.source.feed
        sourceID = report.source.sourceID
        tlp = report.source.tlp
        revised = report.source.revised
        confidence = match.confidence
        reason = match.reason
        words = match.words
        part = match.place.part
        offset = match.place.offset
    }
}
