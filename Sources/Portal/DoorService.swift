import Glibc
import Logging
import Pipeline
import ServiceLifecycle

/// Runs both doors together; a graceful shutdown lets requests end for ``grace``, then ends them (I13: SIGTERM ≤ 5 s).
///
/// One service for both, because a group ends its services one after the other and the times would add up.
struct DoorService: Service {
    let engine: Engine
    let doors: [@Sendable () async throws -> Void]
    static let grace = Duration.seconds(2)

    func run() async throws {
        let path = engine.settings.socketPath
        try checkFolder(of: path)
        // So that a client sees at once that nobody answers. A crash leaves the file; the next start replaces it.
        defer { unlink(path) }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await runDoors() }
                group.addTask {
                    try await gracefulShutdown()
                    try await Task.sleep(for: DoorService.grace)
                    engine.logger.notice("requests were cut off at the end of the shutdown's grace")
                }
                // Whichever ends first ends the other: the doors by themselves, or the grace.
                try await group.next()
                group.cancelAll()
                try await group.waitForAll()
            }
        } catch is CancellationError {
            // The order to end came from us or from the group; ending is what it asked for.
            return
        }
    }

    private func runDoors() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for door in doors { group.addTask { try await door() } }
            try await group.waitForAll()
        }
    }

    private func checkFolder(of path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        guard access(folder.isEmpty ? "/" : folder, W_OK) == 0 else {
            throw ActFailure(
                .configuration, "the socket \(path) cannot be made: its folder is missing or not ours",
                hint: "create \(folder) for the service's user, or change the socket's path in the settings")
        }
    }
}
