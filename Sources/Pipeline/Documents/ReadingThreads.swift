import Dispatch
import Foundation
import Synchronization

/// Threads beside those that all tasks share, for work that computes long without a pause.
///
/// There are as many shared threads as processors: two documents at which readers compute would keep the whole service,
/// its watchdog and its pages, from running. A queue of Dispatch would not do, for its threads are the shared ones.
final class ReadingThreads: TaskExecutor {
    /// The process's own; they run until it ends.
    static let shared = ReadingThreads(count: 4)

    private let jobs = Mutex<[UnownedJob]>([])
    private let ready = DispatchSemaphore(value: 0)

    private init(count: Int) {
        for _ in 0..<count { Thread.detachNewThread { [self] in work() } }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        ready.signal()
    }

    private func work() {
        while true {
            ready.wait()
            let job = jobs.withLock { $0.removeFirst() }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
