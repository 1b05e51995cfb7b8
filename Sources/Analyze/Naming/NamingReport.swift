package import Vocabulary

/// A current report with its text, as far as names are looked for in it.
package struct NamingReport: Sendable, Hashable {
    package var source: ThreatSource
    package var title: String
    package var text: String
    /// The report's canonical web address; nil where it has none.
    package var link: String?
    /// Vulnerabilities that the report names, counted up to 101; what names more than one is about none of them alone.
    package var subjects: Int

    package init(source: ThreatSource, title: String, text: String, link: String?, subjects: Int) {
        self.source = source
        self.title = title
        self.text = text
        self.link = link
        self.subjects = subjects
    }

    /// `feed/source id`.
    package var place: String { source.place }
}

extension ThreatSource {
    /// Whether its report tells of events and of those concerned, so that a name in it may be a victim's.
    ///
    /// Records of catalogues (CVE, NVD, KEV) describe software. Who is named there found the fault or made the product.
    package var tellsOfEvents: Bool {
        guard status == .published else { return false }
        return switch kind {
        case .news, .advisory, .incident, .indicator: true
        case .vulnerability, .exploitation, .observation: false
        }
    }
}

/// What a report's text does not count for, although it may hold names.
package enum NamingRefusal: Sendable, Hashable {
    /// A record of a catalogue, or one that its source has withdrawn.
    case noTelling
    /// It names so many vulnerabilities; whose threat the entity's is, it does not say.
    case manySubjects(Int)

    /// One sentence for people.
    package var sentence: String {
        switch self {
        case .noTelling: "a record of a catalogue, or withdrawn: it tells of no event"
        case .manySubjects(let count):
            "it names \(count > 100 ? "more than 100" : "\(count)") vulnerabilities, so a name in it belongs to "
                + "none of them alone; would count for a report about this threat only"
        }
    }
}

extension NamingReport {
    /// Nil when the report is about the threat, so that whom it names the threat concerns.
    ///
    /// A round-up of a hundred vulnerabilities that also names an entity says of none that it stands there: a finding
    /// for each would be a hundred alarms for one sentence. A campaign's reports are about the campaign.
    package func refusal(for kind: ThreatKind) -> NamingRefusal? {
        if !source.tellsOfEvents { return .noTelling }
        switch kind {
        case .vulnerability: return subjects > 1 ? .manySubjects(subjects) : nil
        case .campaign, .infrastructure, .condition: return nil
        }
    }
}
