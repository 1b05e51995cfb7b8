/// What became of the parts that a source names, in the poll so far.
///
/// An answer "not there" for one document is harmless for that document; for all of them it is a source that is broken.
/// Only the sum tells which.
package struct SourceTally: Sendable, Hashable, Codable {
    /// Parts that its lists name, also those that lie elsewhere; 0 where a protocol has no lists.
    package var named = 0
    /// Asked for again, and as they were.
    package var unchanged = 0
    /// Asked for and not had; those that are given up already do not count again.
    package var failed = 0
    /// Not asked for, because they lie where this feed may not go.
    package var elsewhere = 0
    /// Tried often enough at what the lists say of them; they are asked for once a day.
    package var givenUp = 0
    /// Not looked at, because the lists name more than ``namedMax``.
    package var beyond = 0
    /// Origin of the first part that lies elsewhere.
    package var elsewhereOrigin: String?
    /// Why the last of ``failed`` was not had.
    package var reason: FetchFailure?

    /// Parts of one source that are looked at.
    package static let namedMax = 200_000

    private enum CodingKeys: String, CodingKey {
        case named, unchanged, failed, elsewhere, givenUp = "given_up", beyond, elsewhereOrigin = "elsewhere_origin"
    }

    package init() {}

    /// Why a poll failed in which every answer by itself was harmless; nil when it did not.
    ///
    /// `documents`: those that it made durable.
    package func failure(documents: Int) -> FetchFailure? {
        guard documents + unchanged == 0 else { return nil }
        if failed > 0, let reason { return reason }
        guard named > 0 else { return nil }
        if elsewhere == named {
            return .elsewhere("all \(named) documents that its lists name, first \(elsewhereOrigin ?? "")")
        }
        guard givenUp + elsewhere == named else { return nil }
        return .content("none of the \(named) documents that its lists name could be had")
    }

    mutating func add(elsewhere link: WebLink) {
        named += 1
        elsewhere += 1
        elsewhereOrigin = elsewhereOrigin ?? link.origin
    }

    mutating func add(failed failure: FetchFailure) {
        failed += 1
        reason = failure
    }
}
