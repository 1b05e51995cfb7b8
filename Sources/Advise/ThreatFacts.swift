package import Vocabulary

/// What is known of one threat, gathered for a draft. Texts are the sources' own: hostile until rendered.
package struct ThreatFacts: Sendable, Hashable, Codable {
    /// Words of one source about the threat.
    package struct Statement: Sendable, Hashable, Codable {
        /// Publisher's name as shown: `CISA`.
        package var source: String
        package var tlp: TLP
        package var text: String

        package init(source: String, tlp: TLP, text: String) {
            self.source = source
            self.tlp = tlp
            self.text = text
        }
    }

    /// A product and its version ranges, as one source states them.
    package struct Product: Sendable, Hashable, Codable {
        package var statement: ProductStatement
        package var tlp: TLP
        /// Publisher's name as shown; empty where it is not known.
        package var source: String

        package init(statement: ProductStatement, tlp: TLP, source: String = "") {
            self.statement = statement
            self.tlp = tlp
            self.source = source
        }
    }

    /// A report that tells of a campaign: `text` is its title.
    package struct Told: Sendable, Hashable, Codable {
        package var statement: Statement
        /// Nil where the source gives none.
        package var link: String?

        package init(statement: Statement, link: String?) {
            self.statement = statement
            self.link = link
        }
    }

    package var id: ThreatID
    package var kind: ThreatKind
    package var title: Statement
    package var presence: ThreatPresence
    /// Descriptions, best source first.
    package var summaries: [Statement] = []
    /// Day a source listed it as exploited, and the label of that source.
    package var exploitedSince: UTCDay?
    package var exploitation: Statement?
    package var ransomware = false
    /// Highest recomputed CVSS base score × 10.
    package var baseTenths: Int?
    package var contributions: [Contribution] = []
    /// Strictest label of the sources behind presence, ransomware use, score and contributions; RED until it is said.
    package var assessmentTLP: TLP = .red
    package var products: [Product] = []
    /// What sources say to do.
    package var remediations: [Statement] = []
    /// `text` is the address.
    package var links: [Statement] = []
    /// Of a campaign: the reports that tell of it, in the order of time.
    package var reports: [Told] = []
    package var weaknesses: [String] = []
    package var types: [RSIT] = []

    private enum CodingKeys: String, CodingKey {
        case id, kind, title, presence, summaries, exploitedSince = "exploited_since", exploitation, ransomware
        case baseTenths = "base_tenths", contributions, assessmentTLP = "assessment_tlp", products, remediations
        case links, reports, weaknesses, types
    }

    package init(id: ThreatID, kind: ThreatKind, title: Statement, presence: ThreatPresence) {
        self.id = id
        self.kind = kind
        self.title = title
        self.presence = presence
    }
}
