import CCurl
import Dispatch
import Glibc
import Ingest
import Synchronization

/// One mailbox's connection on a thread of its own: orders go in one at a time, outcomes come out. libcurl is asked and
/// the server read without yielding, so a server that hangs holds up its own lane alone.
final class MailboxLane: Sendable {
    /// Seconds that a connection waits for the next order.
    static let idleSeconds = 20

    private struct Entry {
        let id: Int
        let work: MailboxWork
        let waiter: CheckedContinuation<FetchOutcome, Never>
    }

    private struct State: ~Copyable {
        var queue: [Entry] = []
        var count = 0
        /// The order that the thread is at.
        var current = 0
        var cancelled: Set<Int> = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let bell = DispatchSemaphore(value: 0)

    /// - Throws: `.local` when no thread can be started.
    static func begin() throws(TransportFailure) -> MailboxLane {
        let lane = MailboxLane()
        var thread = pthread_t()
        let context = Unmanaged.passRetained(lane).toOpaque()
        let error = pthread_create(&thread, nil, { context in
            guard let context else { return nil }
            let lane = Unmanaged<MailboxLane>.fromOpaque(context).takeRetainedValue()
            MailboxThread(lane: lane).run()
            return nil
        }, context)
        guard error == 0 else {
            Unmanaged<MailboxLane>.fromOpaque(context).release()
            throw TransportFailure(.local, subject: "a thread", detail: SystemError.text(error))
        }
        pthread_detach(thread)
        return lane
    }

    /// Runs one order to its end; nil when the lane has ended and another one is needed. A cancelled task gets its
    /// answer within a fifth of a second.
    func run(_ work: MailboxWork) async -> FetchOutcome? {
        let id = state.withLock { state in
            state.count += 1
            return state.isClosed ? 0 : state.count
        }
        guard id > 0 else { return nil }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: CheckedContinuation<FetchOutcome, Never>) in
                let isTaken = state.withLock { state in
                    guard !state.isClosed else { return false }
                    state.queue.append(Entry(id: id, work: work, waiter: waiter))
                    return true
                }
                guard isTaken else {
                    return waiter.resume(returning: .failed(.network("the connection has ended"), retryAfter: nil))
                }
                bell.signal()
            }
        } onCancel: {
            state.withLock { state in _ = state.cancelled.insert(id) }
        }
    }

    /// Whether nobody waits any more for what the thread is at.
    fileprivate var isCancelled: Bool { state.withLock { $0.cancelled.contains($0.current) } }

    /// The next order, for the thread; nil when none came in time. The lane is closed then.
    fileprivate func take() -> (work: MailboxWork, waiter: CheckedContinuation<FetchOutcome, Never>)? {
        _ = bell.wait(timeout: .now() + .seconds(MailboxLane.idleSeconds))
        return state.withLock { state in
            state.cancelled.remove(state.current)
            guard !state.queue.isEmpty else {
                state.isClosed = true
                return nil
            }
            let entry = state.queue.removeFirst()
            state.current = entry.id
            return (entry.work, entry.waiter)
        }
    }
}

/// The lane's thread: owns the connection, in a class that is not Sendable.
private final class MailboxThread {
    private let lane: MailboxLane
    private var talk: MailboxTalk?
    private var deadline = ContinuousClock.now

    init(lane: MailboxLane) { self.lane = lane }

    func run() {
        // As on libcurl's other threads: signals are the main one's, and OpenSSL writes without MSG_NOSIGNAL.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        while let (work, waiter) = lane.take() { waiter.resume(returning: outcome(of: work)) }
        talk?.connection.leave()
    }

    private func outcome(of work: MailboxWork) -> FetchOutcome {
        if lane.isCancelled { return .failed(.local("cancelled"), retryAfter: nil) }
        deadline = .now.advanced(by: .milliseconds(work.milliseconds))
        do throws(FetchFailure) {
            let isKept = talk != nil
            do throws(FetchFailure) {
                return try answer(work)
            } catch {
                // Hung up while nobody asked: once more, on a new connection.
                guard isKept, case .network = error, lseek(work.descriptor, 0, SEEK_CUR) == 0 else { throw error }
                return try answer(work)
            }
        } catch {
            guard case .deadline = error else { return .failed(error, retryAfter: nil) }
            return .failed(.deadline(seconds: Int64(work.milliseconds / 1000)), retryAfter: nil)
        }
    }

    private func answer(_ work: MailboxWork) throws(FetchFailure) -> FetchOutcome {
        var current: MailboxTalk
        if let talk { current = talk } else {
            let connection = try MailboxConnection(
                work.opening, secrets: work.secrets,
                end: { [unowned self] in ContinuousClock.now.duration(to: deadline).milliseconds },
                isCancelled: { [lane] in lane.isCancelled })
            current = MailboxTalk(connection)
        }
        // Taken out meanwhile: what fails in the middle is not spoken to again.
        talk = nil
        defer { if !current.connection.isBroken { talk = current } }
        let count = try current.run(work)
        return .document(bytes: count, etag: nil, lastModified: nil, serverTime: nil)
    }
}
