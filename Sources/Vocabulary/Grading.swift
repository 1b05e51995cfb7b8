/// Reliability of a source in the Admiralty system (NATO AJP-2.1): A completely reliable … F cannot be judged.
package enum Reliability: String, Sendable, Hashable, Codable, CaseIterable {
    case completelyReliable = "A"
    case usuallyReliable = "B"
    case fairlyReliable = "C"
    case notUsuallyReliable = "D"
    case unreliable = "E"
    case unjudged = "F"

    /// Whether a source so graded is believed alone: that something is not so or is no more, or whom it names. A to C.
    package var isBelieved: Bool {
        switch self {
        case .completelyReliable, .usuallyReliable, .fairlyReliable: true
        case .notUsuallyReliable, .unreliable, .unjudged: false
        }
    }
}

/// Kind of source, as the statute names them.
package enum SourceKind: String, Sendable, Hashable, Codable, CaseIterable {
    case user
    case manufacturer
    case foreignCERT = "foreign-cert"
    case `operator`
    case research
}
