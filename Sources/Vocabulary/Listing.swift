/// One row of an indicator list that is about something else than one address.
///
/// A row is never a report; it becomes a finding where a registered entity is meant, an orphan in the national space,
/// or a count. Rows about one address are ``Observation``s.
package struct Listing: Sendable {
    /// What a row names.
    package enum Subject: Sendable, Hashable {
        /// Lower case, A-labels, no dot at the end.
        case domain(String)
        case network(IPNetwork)
        /// A hash, a mailbox, a name that can be none: counted, matched with nothing.
        case other

        /// The name or network as it is written; empty for what is neither.
        package var text: String {
            switch self {
            case .domain(let name): name
            case .network(let network): network.description
            case .other: ""
            }
        }
    }

    package var at: Instant
    package var subject: Subject
    /// Index into ``ObservationBatch/conditions``.
    package var condition: Int
    /// 64-bit hash of the row's bytes, for counting distinct rows only; never identity.
    package var rowHash: UInt64
    /// Row number in the document, from 1; shared with the observations of the document.
    package var row: Int
    /// The row's bytes in ``ObservationBatch/bytes``.
    package var source: Range<Int>

    package init(at: Instant, subject: Subject, condition: Int, rowHash: UInt64, row: Int, source: Range<Int>) {
        self.at = at
        self.subject = subject
        self.condition = condition
        self.rowHash = rowHash
        self.row = row
        self.source = source
    }
}
