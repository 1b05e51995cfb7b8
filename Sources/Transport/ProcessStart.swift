import CCurl
import Glibc
import Synchronization

/// Starts a child with posix_spawn.
enum ProcessStart {
    struct Fault: Error { let number: Int32 }

    /// Held while a child starts and while a pipe is not yet marked close-on-exec (glibc shows `pipe2` only to GNU
    /// sources): so no child inherits a pipe of another.
    static let lock = Mutex(())

    /// The child sees three descriptors (ours are all close-on-exec), default signals and a process group of its own.
    static func spawn(
        _ command: ProcessRunner.Command, input: Int32, output: Int32, errors: Int32
    ) -> Result<pid_t, Fault> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let environment = command.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        var child = pid_t()
        let error = withVector([command.program] + command.arguments) { arguments in
            withVector(environment) { variables in
                lock.withLock { _ in
                    posix_spawn(&child, command.program, &actions, &attributes, arguments, variables)
                }
            }
        }
        return error == 0 ? .success(child) : .failure(Fault(number: error))
    }

    private static func withVector<Answer>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Answer
    ) -> Answer {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
