extension Instant {
    /// As people read it, everywhere the same: `2026-11-24 14:00 (UTC+4; 10:00 UTC)`. Azerbaijan keeps UTC+04:00 all
    /// year.
    package var localText: String {
        let local = adding(seconds: 4 * 3600).description
        return "\(local.prefix(10)) \(local.dropFirst(11).prefix(5)) "
            + "(UTC+4; \(description.dropFirst(11).prefix(5)) UTC)"
    }
}
