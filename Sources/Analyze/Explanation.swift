package import Vocabulary

/// Why we hold what we hold about a threat: what `ess threat explain` shows.
package struct ThreatExplanation: Sendable, Hashable, Codable {
    package var threat: ThreatID
    package var presence: ThreatPresence
    package var reasons: [PresenceReason]
    /// 0–100.
    package var score: Int
    package var contributions: [Contribution]
    package var severity: SeverityAssessment?
    package var sources: [ThreatSource]
    /// Why it is closed; empty while it is not.
    package var trail: [String]
    package var tlp: TLP

    package init(_ threat: ThreatAssessment, score: ThreatScore) {
        self.threat = threat.id
        presence = threat.presence
        reasons = threat.presenceReasons
        self.score = score.total
        contributions = score.contributions
        severity = threat.severity
        sources = threat.sources
        trail = threat.trail
        tlp = threat.tlp
    }
}

/// Why an entity has a finding: what `ess finding explain` shows, and what is stored with it.
package struct FindingExplanation: Sendable, Hashable, Codable {
    package var entity: EntityID
    package var threat: ThreatID
    /// ``Locus/text``.
    package var locus: String
    package var rule: MatchRule
    package var confidence: Confidence
    /// Facts, one sentence each: `192.0.2.7 lies in 192.0.2.0/24, registered by city-hospital`, `row 17 of document 4`.
    package var evidence: [String]
    /// For software: the verdict on each asset.
    package var assets: [AssetVerdict]
    package var record: FindingRecord
    package var standing: FindingStanding

    package init(
        key: FindingKey, rule: MatchRule, confidence: Confidence, evidence: [String], assets: [AssetVerdict] = [],
        record: FindingRecord, standing: FindingStanding
    ) {
        entity = key.entity
        threat = key.threat
        locus = key.locus.text
        self.rule = rule
        self.confidence = confidence
        self.evidence = evidence
        self.assets = assets
        self.record = record
        self.standing = standing
    }
}
