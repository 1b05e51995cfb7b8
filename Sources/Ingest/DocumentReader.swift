package import Vocabulary

/// What every reader is told about the document it reads.
package struct DocumentContext: Sendable {
    package var feed: FeedDescription
    /// File or member name, for places in rejects; never used as a path.
    package var name: String
    /// When we received the document; stands in where the document states no time of its own.
    package var received: Instant
    /// A member of an archive or folder: what is no document of the format is skipped there, and rejected alone.
    package var isMember: Bool

    package init(feed: FeedDescription, name: String, received: Instant, isMember: Bool = false) {
        self.feed = feed
        self.name = name
        self.received = received
        self.isMember = isMember
    }
}

/// What has been read so far and not yet taken; items stand in document order within each list.
package struct ReadBatch: Sendable {
    package var reports: [Report] = []
    package var observations = ObservationBatch()
    package var scores: [EPSSScore] = []
    package var rejects: [Reject] = []
    /// Mails of a mailbox for people; what becomes of each is decided when it is stored.
    package var mails: [MailStatement] = []
    /// Members that are no documents of this format by their name or first bytes (checksums, indexes): named, not
    /// counted as rejects. Each `name: reason`.
    package var skipped: [String] = []
    /// The time the document itself states (`dateReleased`, `score_date`); for scan reports the latest row's time.
    package var statedTime: Instant?
    /// Rows whose time lies after the receipt, or before there were feeds: it counts as not stated.
    package var doubtedTimes = 0
    /// Documents inside (members of an archive that were read; 1 for a plain document that was readable).
    package var documents = 0

    package init() {}

    /// Items read: reports, rows, scores, rejects, mails. Grows by the same steps whenever the same bytes are pushed.
    package var itemCount: Int {
        reports.count + rowCount + scores.count + rejects.count + mails.count
    }

    /// Rows of the observations lane among the items.
    package var rowCount: Int { observations.rows.count + observations.listings.count }

    /// Empties the lists after they were taken, keeping `observations.conditions` and `.columns`, which rows refer to.
    package mutating func removeItems() {
        reports.removeAll(keepingCapacity: true)
        observations.rows.removeAll(keepingCapacity: true)
        observations.listings.removeAll(keepingCapacity: true)
        observations.bytes.removeAll(keepingCapacity: true)
        scores.removeAll(keepingCapacity: true)
        rejects.removeAll(keepingCapacity: true)
        mails.removeAll(keepingCapacity: true)
        skipped.removeAll(keepingCapacity: true)
        doubtedTimes = 0
    }
}

/// Turns the bytes of one document into reports and rejects: synchronous, without input or output of its own.
///
/// Pushing the same bytes in other pieces gives the same items. A reader never throws and never traps: what it cannot
/// read becomes a reject with place and reason, and it goes on with the next item.
package protocol DocumentReader {
    /// Takes the next bytes of the document; appends what became complete.
    mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch)
    /// Says that the document has ended; appends what was still open, as items or as `.truncated` rejects.
    mutating func finish(into batch: inout ReadBatch)
}
