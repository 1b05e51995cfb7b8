import Vocabulary

/// Times as tables show them: UTC to the minute. JSON keeps RFC 3339.
enum ShortTime {
    /// `2026-11-23 22:12`, or `-`.
    static func text(_ instant: Instant?) -> String {
        guard let instant else { return "-" }
        return String(instant.description.prefix(16).replacing("T", with: " "))
    }
}
