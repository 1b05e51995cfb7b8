/// Names a threat: a CVE or other vulnerability id, `condition:<class>/<type>/<name>`, `incident:<number>`.
package struct ThreatID: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// NFC, 1–512 bytes.
    package let text: String
    package init(unchecked text: String) { self.text = text }

    /// Beginnings of the ids that we give ourselves: to what was observed, to clusters of texts, to incidents.
    private static let ownBeginnings = ["condition:", "campaign:", "incident:"]

    /// Whether a text begins as the ids that we give ourselves, in any letter case. No source may state such an id of a
    /// vulnerability: it would speak in the place of what we observed.
    package static func isOwn(_ text: String) -> Bool {
        ownBeginnings.contains { beginning in
            text.utf8.count >= beginning.utf8.count
                && zip(text.utf8, beginning.utf8).allSatisfy { ($0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0) == $1 }
        }
    }

    package var description: String { text }
    package static func < (left: ThreatID, right: ThreatID) -> Bool { left.text < right.text }
    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// What kind of thing we hold to be one.
package enum ThreatKind: String, Sendable, Hashable, Codable, CaseIterable {
    case vulnerability, campaign, infrastructure, condition
}

/// The statute's two words: seen to be used or observed with us, or only possible.
package enum ThreatPresence: String, Sendable, Hashable, Codable, CaseIterable {
    case existing, potential
}

/// Where the work on a threat stands.
package enum WorkState: String, Sendable, Hashable, Codable, CaseIterable {
    case new, triaged, watching, advised, dismissed, closed
}

/// One named part of a score, with the rule that gave it and what it rests on.
package struct Contribution: Sendable, Hashable, Codable {
    /// Name of the rule: `cvss`, `kev`, `epss`, `ransomware`, `sources`, `reach`.
    package var rule: String
    /// Whole points; may be negative.
    package var points: Int
    /// One sentence with the facts: `CVSS:3.1/AV:N/… = 9.8 (recomputed), by nvd`.
    package var evidence: String

    package init(rule: String, points: Int, evidence: String) {
        self.rule = rule
        self.points = points
        self.evidence = evidence
    }
}
