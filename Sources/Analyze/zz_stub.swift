package import Vocabulary
extension ThreatAssessment { package static func fold(_ id: ThreatID, _ m: [ThreatMention]) -> ThreatAssessment? { nil } }
