package import Vocabulary

/// What is remembered of a source's parts (documents, collections, windows), by the part's name.
package struct SourceMarks: Sendable, Hashable {
    /// Where we stand with a part; what is durable up to there.
    package var reached: [String: String]
    /// Parts that could not be taken in, with the mark they would have reached; tried again, but not for ever.
    package var failed: [String: String]

    package init(reached: [String: String] = [:], failed: [String: String] = [:]) {
        self.reached = reached
        self.failed = failed
    }
}

/// What earlier polls remembered of one part.
package struct SourceMemory: Sendable, Hashable {
    /// Nil when nothing of it is durable.
    package var mark: String?
    /// The mark of the last tries that failed, and how many there were in a row.
    package var tried: String?
    package var failures: Int
    /// When the last of them was; nil when none failed.
    package var triedAt: Instant?
    /// Since when the source's lists, read whole, no longer name it; nil while they do.
    package var unlisted: Instant?

    package init(
        mark: String?, tried: String? = nil, failures: Int = 0, triedAt: Instant? = nil, unlisted: Instant? = nil
    ) {
        self.mark = mark
        self.tried = tried
        self.failures = failures
        self.triedAt = triedAt
        self.unlisted = unlisted
    }

    /// Polls that try one part at one mark before it counts as given up.
    package static let triesMax = 8
    /// Seconds after which one that was given up, or whose age no list tells, is asked for again.
    static let againSeconds: Int64 = 86_400
    /// Such parts of one poll: a slow round, so that it costs a large source no storm of requests.
    static let againMax = 200

    /// Whether the part was tried often enough at this mark.
    func isGivenUp(at mark: String) -> Bool { tried == mark && failures >= SourceMemory.triesMax }

    /// Whether a part that was given up may be tried once more; also true where no time is known.
    func isRested(at now: Instant) -> Bool {
        triedAt.map { now.seconds(since: $0) >= SourceMemory.againSeconds } ?? true
    }
}

/// What a whole reading of a source's lists changes in what is remembered of its parts.
///
/// A part that is listed no longer is forgotten a month later, not at once: lists come back, and what was forgotten is
/// fetched anew. Lists that name nothing, or less than half of what is known, change nothing.
package struct SourceSweep: Sendable, Hashable {
    /// Listed no longer, since now; sorted.
    package var gone: [String] = []
    /// Listed again; sorted.
    package var back: [String] = []
    /// Not listed for ``graceSeconds``; sorted.
    package var forgotten: [String] = []

    package static let graceSeconds: Int64 = 30 * 86_400

    /// Whether there is nothing to do.
    package var isEmpty: Bool { gone.isEmpty && back.isEmpty && forgotten.isEmpty }

    package init(memory: [String: SourceMemory], listed: Set<String>, now: Instant) {
        let known = memory.count { $0.value.unlisted == nil }
        let stay = memory.count { $0.value.unlisted == nil && listed.contains($0.key) }
        guard !listed.isEmpty, stay * 2 >= known else { return }
        for (part, memory) in memory {
            switch (listed.contains(part), memory.unlisted) {
            case (true, .some): back.append(part)
            case (true, nil): break
            case (false, nil): gone.append(part)
            case (false, .some(let since)):
                if now.seconds(since: since) >= SourceSweep.graceSeconds { forgotten.append(part) }
            }
        }
        gone.sort()
        back.sort()
        forgotten.sort()
    }
}
