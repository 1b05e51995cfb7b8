import Vocabulary

/// What the lists of a feed ended when one of them came to count; each finding counts once.
package struct ListEffect: Sendable, Hashable {
    /// Ended: the three newest lists that count do not name them.
    package var closed = 0
    /// Were open; the newest list does not name them, and they are not ended yet.
    package var notSeen = 0

    /// Counts one finding that went from one state to another. What stands again is no end of anything.
    mutating func add(_ before: FindingState, _ after: FindingState) {
        switch (before, after) {
        case (.open, .closed), (.notSeen, .closed): closed += 1
        case (.open, .notSeen): notSeen += 1
        case (_, .open), (.closed, _), (.notSeen, .notSeen): break
        }
    }
}
