import Vocabulary

/// Listings of one subject under one condition.
struct ListingSpan {
    let subject: Listing.Subject
    let condition: Int
    var firstSeen: Instant
    var lastSeen: Instant
    /// Distinct, sorted.
    var days: [UTCDay]
    /// The lowest row.
    var row: Int
    var rows = 1

    init(_ listing: Listing) {
        subject = listing.subject
        condition = listing.condition
        (firstSeen, lastSeen) = (listing.at, listing.at)
        days = [listing.at.day]
        row = listing.row
    }

    mutating func include(_ listing: Listing) {
        firstSeen = min(firstSeen, listing.at)
        lastSeen = max(lastSeen, listing.at)
        days.include(listing.at.day)
        row = min(row, listing.row)
        rows += 1
    }
}

extension ListingSighting {
    mutating func include(_ listing: ListingSpan, _ registered: String) {
        firstSeen = min(firstSeen, listing.firstSeen)
        lastSeen = max(lastSeen, listing.lastSeen)
        if listing.row < evidenceRow {
            evidenceRow = listing.row
            self.registered = registered
            listed = listing.subject.text
        }
        for day in listing.days { days.include(day) }
    }
}

extension [UTCDay] {
    /// Keeps the days distinct and sorted.
    fileprivate mutating func include(_ day: UTCDay) {
        let place = firstIndex { $0 >= day } ?? count
        if place == count || self[place] != day { insert(day, at: place) }
    }
}
