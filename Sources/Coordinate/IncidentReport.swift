package import Vocabulary

/// What a registered entity says of an incident at itself, at one stage of telling it.
package struct IncidentReport: Sendable, Hashable, Codable {
    /// The stages in their order; the next one tells more of the same incident. When each is due is a matter of the
    /// deadlines' data (``DeadlinePolicy/IncidentRow``); no date is built in.
    package enum Stage: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
        case earlyWarning = "early-warning"
        case notification
        case finalReport = "final-report"

        package static func < (left: Stage, right: Stage) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    package var stage: Stage
    /// One line, at most 512 bytes.
    package var title: String
    /// At most 16 KiB.
    package var text: String
    package var type: RSIT?
    /// At most 100 each.
    package var addresses: [IPAddress]
    package var domains: [String]
    /// When the entity noticed it, as it says.
    package var detected: Instant?
    /// How this stage is labelled; nil when it does not say. A stricter label than the case's becomes the case's.
    package var tlp: TLP?

    package init(
        stage: Stage, title: String, text: String, type: RSIT?, addresses: [IPAddress], domains: [String],
        detected: Instant?, tlp: TLP? = nil
    ) {
        self.stage = stage
        self.title = title
        self.text = text
        self.type = type
        self.addresses = addresses
        self.domains = domains
        self.detected = detected
        self.tlp = tlp
    }

    /// How far ahead of ours the clock may be by which an entity says when it noticed something.
    package static let clockSkewSeconds: Int64 = 300

    /// Whether it says that it noticed what had not happened yet when we were told.
    package func isAhead(of told: Instant) -> Bool {
        detected.map { $0 > told.adding(seconds: IncidentReport.clockSkewSeconds) } ?? false
    }

    /// In one line, for the story of a case.
    package var line: String {
        var parts = ["\(stage.rawValue): \(title)"]
        if let type { parts.append(type.description) }
        if let detected { parts.append("noticed \(detected)") }
        if !addresses.isEmpty { parts.append(addresses.map(\.description).joined(separator: ", ")) }
        if !domains.isEmpty { parts.append(domains.joined(separator: ", ")) }
        if !text.isEmpty { parts.append(text) }
        return parts.joined(separator: "; ")
    }
}
