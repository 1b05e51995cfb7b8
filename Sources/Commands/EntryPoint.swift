import ArgumentParser
import Glibc

/// Where the program begins.
package enum EntryPoint {
    /// Runs the command of this process's arguments and ends the process with its exit code.
    package static func main() async -> Never {
        // A closed pipe is an answer of write(), not a reason to die in the middle of an act.
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst())))
    }

    /// Runs one command line; the exit code is one of those that README lists.
    package static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try ESSCommand.parseAsRoot(arguments)
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            return Ending.report(error, of: arguments)
        }
    }
}
