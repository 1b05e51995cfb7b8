import Vocabulary

/// Which signed note the public sees: it changes on the full hour only, and then to one that stood before the hour.
///
/// A note per event would tell, by its size and pace, that a warning to many is being issued while it is still under
/// embargo. Who was told needs no public note: a receipt carries its own.
struct PublicationGrid: Sendable {
    /// What is published; nil before the first note ever.
    private(set) var published: String?
    /// The newest note of the hour under way.
    private var seen: String?
    private var hour: Int64

    /// `published`: what a run before this one left public. It stays until the next full hour.
    init(published: String?, at now: Instant) {
        self.published = published
        hour = PublicationGrid.hour(of: now)
    }

    /// Told the ledger's newest note, says which one is public now. Asked at least once a minute.
    ///
    /// The first note ever is published at once: it tells of nothing but the beginning.
    mutating func note(newest: String?, at now: Instant) -> String? {
        let present = PublicationGrid.hour(of: now)
        if published == nil {
            published = newest
        } else if present > hour, let seen {
            published = seen
        }
        // A clock that was set back does not make the same hour come twice.
        hour = max(hour, present)
        seen = newest
        return published
    }

    private static func hour(of instant: Instant) -> Int64 { instant.microseconds / 3_600_000_000 }
}
