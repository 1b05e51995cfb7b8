import Vocabulary

/// Which of the due feeds may be polled now, so that no source delays another (I14) and none is pressed.
///
/// Two lanes of the same width: feeds whose last poll went well, and the others (new ones, failing ones). A poll that
/// takes long leaves the first lane's count, so even a feed that was well until now holds a place there only briefly.
struct PollLanes {
    /// A feed as the lanes see it.
    struct Candidate: Sendable, Hashable {
        var feed: FeedID
        /// `host:port` of its URL, lower case.
        var host: String
        /// Whether its last poll went well.
        var isWell: Bool
    }

    private struct Flight {
        let candidate: Candidate
        let since: Instant
    }

    /// Polls at once in each lane.
    let width: Int
    /// Polls at once of one host.
    let perHost: Int
    /// Seconds between the beginnings of two polls of one host.
    let pause: Int64
    private var flying: [FeedID: Flight] = [:]
    private var begun: [String: Instant] = [:]

    /// Seconds after which a poll no longer holds a place of the well.
    static let briefSeconds: Int64 = 5
    /// All polls at once are at most this many times the width, however slow the well ones are.
    static let lanes = 4

    init(width: Int, perHost: Int, pause: Int64) {
        self.width = width
        self.perHost = perHost
        self.pause = pause
    }

    var feeds: Set<FeedID> { Set(flying.keys) }

    /// Takes those of `due` (the longest overdue first) that may begin now.
    mutating func take(_ due: [Candidate], at now: Instant) -> [Candidate] {
        begun = begun.filter { now.seconds(since: $0.value) < pause }
        return due.filter { candidate in
            guard mayBegin(candidate, at: now) else { return false }
            flying[candidate.feed] = Flight(candidate: candidate, since: now)
            if pause > 0 { begun[candidate.host] = now }
            return true
        }
    }

    mutating func ended(_ feed: FeedID) { flying[feed] = nil }

    private func mayBegin(_ candidate: Candidate, at now: Instant) -> Bool {
        guard flying[candidate.feed] == nil, begun[candidate.host] == nil,
            flying.count < width * PollLanes.lanes,
            flying.values.count(where: { $0.candidate.host == candidate.host }) < perHost
        else { return false }
        let held = flying.values.count { flight in
            guard flight.candidate.isWell == candidate.isWell else { return false }
            return !candidate.isWell || now.seconds(since: flight.since) < PollLanes.briefSeconds
        }
        return held < width
    }
}
