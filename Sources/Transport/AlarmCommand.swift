package import Vocabulary

/// The command of the settings that carries an alarm by a second path (I4).
package struct AlarmCommand: Sendable, Hashable {
    /// Absolute path, then arguments; the alarm's text comes on standard input.
    package let vector: [String]
    package let deadlineSeconds: Int

    /// Nil without a program of an absolute path.
    package init?(vector: [String], deadlineSeconds: Int = 30) {
        guard let program = vector.first, program.hasPrefix("/") else { return nil }
        self.vector = vector
        self.deadlineSeconds = deadlineSeconds
    }

    /// Reads `alarm:` with `command: [PROGRAM, ARGUMENT…]` and `deadline_seconds`; nil when something is wrong, which
    /// then stands in the map's problems.
    package init?(settings map: inout SettingsMap) {
        let vector = map.list("command", accepts: "an absolute path, then arguments") { $0 }
        let seconds = map.optional("deadline_seconds", accepts: "1–300") { FetchSettings.number($0, 1...300) }
        if vector.first?.hasPrefix("/") != true { map.fail("command", "accepted: an absolute path, then arguments") }
        guard map.problems.isEmpty else { return nil }
        self.init(vector: vector, deadlineSeconds: seconds ?? 30)
    }

    /// Runs it once with the alarm's name as the last argument and its text on standard input.
    /// - Throws: as ``ProcessRunner/run(_:)``, and `.local` when the program ends with another status than 0.
    package func raise(name: String, text: String) async throws(TransportFailure) {
        let command = ProcessRunner.Command(
            program: vector[0], arguments: vector.dropFirst() + [name], input: Array(text.utf8) + [0x0A],
            deadlineSeconds: deadlineSeconds, outputBytesMax: 64 << 10)
        let ending = try await ProcessRunner().run(command)
        guard ending.status == 0 else {
            throw TransportFailure(.local, subject: vector[0], detail: "ended with status \(ending.status)")
        }
    }
}
