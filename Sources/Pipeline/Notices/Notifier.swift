import Advise
import Logging
package import Notify
import Storage
import Vocabulary

/// Sends what is due: claims, seals and starts in one transaction, sends, records the outcome. At most `width` sends at
/// once; one slow relay or mailbox never keeps another delivery waiting (I14).
package struct Notifier: Sendable {
    private let engine: Engine
    private let channels: [ChannelKind: any Channel]
    private let width: Int
    private let schedule: RetrySchedule

    /// `channels`: the live ones of this site; what is due for another channel is deferred with that reason.
    package init(
        engine: Engine, channels: [ChannelKind: any Channel], width: Int = 16, schedule: RetrySchedule = .standard
    ) {
        precondition(width > 0, "a notifier needs at least one worker")
        self.engine = engine
        self.channels = channels
        self.width = width
        self.schedule = schedule
    }

    private enum Event: Sendable {
        case sent(StartedAttempt, SendOutcome)
        case woken
    }

    /// Runs until cancelled. What was started before a crash is sent again first: the same bytes, the next number.
    package func run() async throws {
        try await recover()
        try await withThrowingTaskGroup(of: Event.self) { group in
            var flying = 0
            var isWaiting = false
            while !Task.isCancelled {
                engine.stages.moved(.notifier, at: engine.now())
                flying += try await launch(into: &group, free: width - flying)
                if !isWaiting {
                    isWaiting = true
                    let seconds = try await secondsToNext()
                    group.addTask {
                        await engine.signals.deliveries.wait(seconds: seconds)
                        return .woken
                    }
                }
                // Sends are watched one by one.
                engine.stages.idle(.notifier)
                switch try await group.next() {
                case .sent(let attempt, let outcome)?:
                    flying -= 1
                    engine.stages.moved(.notifier, at: engine.now())
                    try await record(attempt, outcome)
                case .woken?: isWaiting = false
                case nil: break
                }
            }
            // Sends under way end within the channel's deadline or with the process; without an outcome they go again.
            group.cancelAll()
        }
    }

    /// Sends everything that is due now and returns how many tries were made; for single steps and tests.
    @discardableResult
    package func drain() async throws -> Int {
        try await recover()
        var count = 0
        while true {
            let started = try await start(limit: width)
            if started.isEmpty { return count }
            count += started.count
            try await withThrowingTaskGroup(of: (StartedAttempt, SendOutcome).self) { group in
                for (attempt, channel) in started { group.addTask { (attempt, await send(attempt, by: channel)) } }
                for try await (attempt, outcome) in group { try await record(attempt, outcome) }
            }
        }
    }

    private func recover() async throws {
        let count = try await engine.store.recoverStartedAttempts(at: engine.now())
        if count > 0 {
            engine.logger.warning("tries without outcome are made again", metadata: ["count": "\(count)"])
        }
    }

    private func launch(into group: inout ThrowingTaskGroup<Event, any Error>, free: Int) async throws -> Int {
        guard free > 0 else { return 0 }
        let started = try await start(limit: free)
        for (attempt, channel) in started { group.addTask { .sent(attempt, await send(attempt, by: channel)) } }
        return started.count
    }

    private func start(limit: Int) async throws -> [(StartedAttempt, ChannelKind)] {
        let now = engine.now()
        let due = try await engine.store.dueDeliveries(at: now, limit: limit)
        if due.isEmpty { return [] }
        var starts: [AttemptStart] = []
        for delivery in due {
            do {
                starts.append(try seal(delivery, at: now))
            } catch let failure as NotifyFailure where failure.code != .badSender {
                try await giveUp(delivery, failure, at: now)
            }
        }
        let kinds = Dictionary(due.map { ($0.id, $0.channel) }) { first, _ in first }
        let started = try await engine.store.startAttempts(starts, at: now)
        engine.signals.entries.raise()
        return started.compactMap { attempt in kinds[attempt.id].map { (attempt, $0) } }
    }

    private func seal(_ delivery: DueDelivery, at now: Instant) throws -> AttemptStart {
        if let sealed = delivery.sealed { return AttemptStart(id: delivery.id, message: sealed) }
        let site = delivery.content.site
        let text = NoticeText(delivery.content, language: delivery.language) {
            MarkdownHTML.fragment($0, headingLevel: 3, site: site)
        }
        let settings = engine.settings
        let sender = settings.mail?.from ?? settings.authority.mail
        guard let from = Mailbox(sender) else {
            throw NotifyFailure(.badSender, context: "mail.from")
        }
        // Nobody who was not written to can name it in a bounce or an answer; sealed once, it is the same at each try.
        let secret = String(UInt64.random(in: UInt64.min...UInt64.max), radix: 36)
        var message = MailMessage(
            id: "\(delivery.id).\(secret)@\(settings.authority.domain)", date: now,
            fromName: delivery.content.authority, from: from, to: delivery.mailbox, subject: text.subject,
            text: text.text,
            html: delivery.format == .textAndHTML ? text.html : nil, language: delivery.language)
        message.follows = delivery.content.follows
        message.isAnswer = delivery.content.kind == .receipt
        return AttemptStart(id: delivery.id, message: try message.sealed())
    }

    /// One notice that cannot be rendered never delays another (I14): it ends, and `ess status` shows it.
    private func giveUp(_ delivery: DueDelivery, _ failure: NotifyFailure, at now: Instant) async throws {
        engine.logger.error(
            "a notice cannot be sealed", metadata: ["delivery": "\(delivery.id)", "why": "\(failure.code.rawValue)"])
        let entry = Entry(
            kind: .delivery, subject: delivery.id, event: "expired", at: now, actor: "service",
            detail: ["why": .string(failure.code.rawValue)])
        _ = try await engine.store.move(delivery: delivery.id, .giveUp, at: now, entries: [entry])
    }

    private func send(_ attempt: StartedAttempt, by kind: ChannelKind) async -> SendOutcome {
        guard let channel = channels[kind] else {
            return .deferred(text: "this site has no channel \(kind.rawValue)")
        }
        // The relay's deadline, once for waiting for a connection and once for the message itself.
        let grace = 2 * (engine.settings.mail?.deadline ?? 0)
        engine.stages.began(attempt.id, of: .notifier, grace: grace, at: engine.now())
        defer { engine.stages.ended(attempt.id, of: .notifier) }
        return await channel.send(attempt.message)
    }

    private func record(_ attempt: StartedAttempt, _ outcome: SendOutcome) async throws {
        let now = engine.now()
        // From the delivery's own id, so that the schedule is the same after a restart.
        let spread = attempt.id.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % 100
        let next = schedule.next(attempts: attempt.n, first: attempt.firstAt, last: now, spread: spread)
        try await engine.store.endAttempts([
            AttemptEnd(id: attempt.id, n: attempt.n, at: now, outcome: outcome, nextAt: next)
        ])
        engine.signals.entries.raise()
        switch outcome {
        case .accepted, .delivered: break
        case .refused: engine.logger.warning("a delivery was refused", metadata: ["delivery": "\(attempt.id)"])
        case .deferred:
            engine.logger.info("a delivery is to be tried again", metadata: ["delivery": "\(attempt.id)"])
        }
    }

    private func secondsToNext() async throws -> Int64 {
        guard let next = try await engine.store.nextDelivery() else { return 60 }
        return min(60, max(1, next.seconds(since: engine.now()) + 1))
    }
}
