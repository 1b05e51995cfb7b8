/// A time that a source states of a report and that is not believed, or hardly.
package struct DateDoubt: Sendable, Hashable, Codable {
    /// Which of the report's times it is.
    package enum Field: String, Sendable, Hashable, Codable {
        case published, revised
    }

    /// Why it is not believed, and what becomes of it.
    package enum Reason: String, Sendable, Hashable, Codable {
        /// It lies after the receipt of the document by more than clocks and zones explain: it counts as not stated.
        case future
        /// It lies before there were feeds, as zeros of clocks do: it counts as not stated.
        case beforeFeeds = "before-feeds"
        /// It lies years before the receipt of the document: it counts as stated, so that the report is compared with
        /// those of its time.
        case longPast = "long-past"
    }

    package var field: Field
    package var reason: Reason
    package var stated: Instant

    package init(_ field: Field, _ reason: Reason, stated: Instant) {
        self.field = field
        self.reason = reason
        self.stated = stated
    }
}
