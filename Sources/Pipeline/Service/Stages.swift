import Synchronization
package import Vocabulary

/// What the service consists of, as the watchdog sees it. Each has a loop of its own but the reader, which works for
/// the analyzer and for whoever hands in a document.
package enum Stage: String, Sendable, CaseIterable {
    case sequencer, analyzer, reader, planner, notifier, clocks, publisher, fetcher, alarms
}

/// Where each stage of the service stands, so that the watchdog can tell "idle" from "stuck".
///
/// A stage that waits for the world works at several pieces at a time (polls, sends, documents). Each is watched alone,
/// so that one that hangs is not hidden by others that move.
package final class Stages: Sendable {
    /// The stage's own loop has the empty name.
    private struct Piece: Hashable {
        let stage: Stage
        let name: String
    }

    private struct Work {
        var since: Instant
        /// Seconds the work may take by its own deadline, before the watchdog's limit begins to run.
        var grace: Int64
        /// How many tasks are at it or wait for their turn with it.
        var holders = 1
    }

    private let works = Mutex<[Piece: Work]>([:])

    package init() {}

    /// The name of a document's reading.
    static func document(_ id: Int64) -> String { "document \(id)" }

    /// The stage's loop begins a piece of work, or goes on with the next one.
    package func moved(_ stage: Stage, at now: Instant) {
        works.withLock { $0[Piece(stage: stage, name: "")] = Work(since: now, grace: 0) }
    }

    /// The stage's loop waits: for work, or for pieces that are watched by themselves.
    package func idle(_ stage: Stage) {
        works.withLock { $0[Piece(stage: stage, name: "")] = nil }
    }

    /// A piece of work begins beside the loop. `grace`: seconds it may take by its own deadline. ``ended(_:of:)`` must
    /// follow, whatever comes of it.
    package func began(_ name: String, of stage: Stage, grace: Int64 = 0, at now: Instant) {
        works.withLock { works in
            let piece = Piece(stage: stage, name: name)
            let others = works[piece]?.holders ?? 0
            works[piece] = Work(since: now, grace: grace, holders: others + 1)
        }
    }

    /// A piece of work goes on with its next part.
    package func moved(_ name: String, of stage: Stage, at now: Instant) {
        works.withLock { $0[Piece(stage: stage, name: name)]?.since = now }
    }

    /// A piece of work has ended, well or not.
    package func ended(_ name: String, of stage: Stage) {
        works.withLock { works in
            let piece = Piece(stage: stage, name: name)
            guard let work = works[piece] else { return }
            works[piece]?.holders -= 1
            if work.holders == 1 { works[piece] = nil }
        }
    }

    /// The documents whose reading has been at one piece for longer than `seconds`; sorted.
    package func stalledDocuments(longerThan seconds: Int64, at now: Instant) -> [Int64] {
        stalledPieces(longerThan: seconds, at: now).filter { $0.stage == .reader }
            .compactMap { Int64($0.name.drop { !$0.isNumber }) }.sorted()
    }

    /// What has been at one piece of work for longer than `seconds` past its own deadline: the stage's name, and the
    /// piece's if it has one; sorted.
    package func stalled(longerThan seconds: Int64, at now: Instant) -> [String] {
        stalledPieces(longerThan: seconds, at: now)
            .map { $0.name.isEmpty ? $0.stage.rawValue : "\($0.stage.rawValue) (\($0.name))" }.sorted()
    }

    private func stalledPieces(longerThan seconds: Int64, at now: Instant) -> [Piece] {
        works.withLock { works in
            Array(works.filter { now.seconds(since: $0.value.since) > $0.value.grace + seconds }.keys)
        }
    }
}
