import Foundation
import Ingest
import Synchronization
import Vocabulary

/// Answers from a table of addresses; what is not in it is 404. Counts the memory that its callers hold.
final class TableFetcher: Fetcher {
    struct Memory {
        var held = 0
        var most = 0
    }

    let asked = Mutex<[String]>([])
    let memory = Mutex(Memory())
    let bodies: [String: String]
    /// The server's `Date`.
    let serverTime: Instant?

    init(_ bodies: [String: String], serverTime: Instant? = nil) {
        self.bodies = bodies
        self.serverTime = serverTime
    }

    func fetch(_ request: FetchRequest) async -> FetchOutcome {
        asked.withLock { $0.append(request.url) }
        guard let body = bodies[request.url] else { return .failed(.status(404), retryAfter: nil) }
        do { try Data(body.utf8).write(to: URL(fileURLWithPath: request.destination)) } catch {
            return .failed(.local("\(error)"), retryAfter: nil)
        }
        return .document(bytes: body.utf8.count, etag: nil, lastModified: nil, serverTime: serverTime)
    }

    func hold(_ bytes: Int) async -> Bool {
        memory.withLock { memory in
            memory.held += bytes
            memory.most = max(memory.most, memory.held)
        }
        return true
    }

    func letGo(_ bytes: Int) { memory.withLock { $0.held -= bytes } }
}
