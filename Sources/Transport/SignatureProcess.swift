import Durability
import Foundation
package import Ingest

/// Checks detached OpenPGP signatures with gpg: an argument vector, a deadline, a byte limit, and a home of its own
/// that holds only the keys of the question and is thrown away.
package struct SignatureProcess: Sendable {
    private let program: String
    private let folder: String
    private let deadlineSeconds: Int

    /// `folder`: where the throw-away homes are made.
    package init(program: String = "/usr/bin/gpg", folder: String, deadlineSeconds: Int = 20) {
        self.program = program
        self.folder = folder
        self.deadlineSeconds = deadlineSeconds
    }

    /// What the signature says of the file at `path`, which is absolute. Never throws: what prevents an answer is one.
    package func verify(_ path: String, _ question: SignatureQuestion) async -> SignatureVerdict {
        var template = Array("\(folder)/ess-gpg-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            return SignatureVerdict(.unchecked, detail: "no folder for gpg: \(SystemError.text(errno))")
        }
        let home = String(cString: made)
        defer {
            // Nothing in it is wanted; what cannot be removed is empty of secrets.
            try? FileManager.default.removeItem(atPath: home)
        }
        do {
            try Data(question.signature).write(to: URL(fileURLWithPath: home + "/signature"))
            var files: [String] = []
            for (index, key) in question.keys.enumerated() {
                files.append(home + "/key-\(index)")
                try Data(key).write(to: URL(fileURLWithPath: files[index]))
            }
            if !files.isEmpty { _ = try await run(home, ["--import", "--"] + files) }
            let said = try await run(home, ["--verify", "--", home + "/signature", path])
            return question.verdict(status: String(decoding: said, as: UTF8.self))
        } catch {
            return SignatureVerdict(.unchecked, detail: "gpg: \(error)")
        }
    }

    /// Standard output of one run: the status lines.
    private func run(_ home: String, _ arguments: [String]) async throws(TransportFailure) -> [UInt8] {
        let common = [
            "--homedir", home, "--no-options", "--batch", "--no-tty", "--no-autostart", "--disable-dirmngr",
            "--no-auto-key-retrieve", "--no-auto-key-locate", "--trust-model", "always", "--status-fd", "1",
        ]
        return try await ProcessRunner().run(
            ProcessRunner.Command(
                program: program, arguments: common + arguments,
                environment: ["PATH": "/usr/bin:/bin", "HOME": home, "LC_ALL": "C"], deadlineSeconds: deadlineSeconds,
                outputBytesMax: 256 << 10)
        ).output
    }
}
