import Glibc

/// Runs one program: an argument vector (never a shell), a deadline, byte limits, nothing inherited but what is given.
package struct ProcessRunner: Sendable {
    /// What to run.
    package struct Command: Sendable, Hashable {
        /// Absolute path of the program.
        package var program: String
        /// Without the program's own name.
        package var arguments: [String]
        /// The whole environment of the child.
        package var environment: [String: String]
        /// Given on standard input, which is then closed.
        package var input: [UInt8]
        package var deadlineSeconds: Int
        /// Bytes of standard output; one more ends the program.
        package var outputBytesMax: Int

        package init(
            program: String, arguments: [String] = [], environment: [String: String] = ["PATH": "/usr/bin:/bin"],
            input: [UInt8] = [], deadlineSeconds: Int = 30, outputBytesMax: Int = 1 << 20
        ) {
            self.program = program
            self.arguments = arguments
            self.environment = environment
            self.input = input
            self.deadlineSeconds = deadlineSeconds
            self.outputBytesMax = outputBytesMax
        }
    }

    /// How it ended by itself.
    package struct Ending: Sendable, Hashable {
        /// Exit status, or 128 + the signal that ended it.
        package let status: Int32
        package let output: [UInt8]
        /// The first 64 KiB of standard error.
        package let errors: [UInt8]
    }

    package init() {}

    /// Runs to the end on a thread of its own. The child has a process group of its own, which is killed at the
    /// deadline, over a limit, on cancellation, and when the child has ended.
    /// - Throws: `.local` when it cannot be started or was cancelled, `.deadline`, `.overLimit`.
    package func run(_ command: Command) async throws(TransportFailure) -> Ending {
        guard command.program.hasPrefix("/") else {
            throw TransportFailure(.local, subject: command.program, detail: "the program needs an absolute path")
        }
        let texts = [command.program] + command.arguments + command.environment.map { "\($0.key)=\($0.value)" }
        guard texts.allSatisfy({ !$0.utf8.contains(0) }) else {
            throw TransportFailure(.local, subject: command.program, detail: "an argument holds a NUL")
        }
        let stop = StopMark()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<ProcessResult, Never>) in
                let work = ProcessWork(command: command, stop: stop, continuation: continuation)
                if let error = work.startThread() {
                    let detail = SystemError.text(error)
                    continuation.resume(
                        returning: .failure(TransportFailure(.local, subject: "a thread", detail: detail)))
                }
            }
        } onCancel: {
            stop.set()
        }
        return try result.get()
    }
}

typealias ProcessResult = Result<ProcessRunner.Ending, TransportFailure>
