import Foundation
import Glibc
import Pipeline

/// A text in a file of its own while a person edits it. Kept when what comes of it is refused.
struct EditedText {
    let path: String

    /// Makes a file of mode 0600 in the folder for temporary files: a draft may be above TLP:CLEAR.
    init(named name: String, holding text: String) throws {
        let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(folder)/ess-\(name)-XXXXXX.txt".utf8CString)
        let descriptor = mkstemps(&template, 4)
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard descriptor >= 0 else { throw OpenFile.failure(folder) }
        defer { close(descriptor) }
        try StandardStreams.write(Array(text.utf8), to: descriptor)
    }

    /// Waits until the editor ends, and gives the text.
    /// - Throws: ``ActFailure`` when no editor is set, or it ends with another status than 0.
    func edit() async throws -> String {
        let environment = ProcessInfo.processInfo.environment
        guard let editor = environment["VISUAL"] ?? environment["EDITOR"], !editor.isEmpty else {
            throw ActFailure(.usage, "no editor is set", hint: "set $EDITOR, or take the form from --file")
        }
        let status = try run(editor)
        guard status == 0 else {
            throw ActFailure(.badData, "`\(editor)` ended with status \(status)", hint: "your text is kept in \(path)")
        }
        return try TextSource.read(path, bytesMax: AdvisoryEditCommand.formBytesMax)
    }

    func remove() { unlink(path) }

    /// The editor is the user's own choice and gets his terminal; a shell splits it, as in every program with $EDITOR.
    /// It is started here and not in Transport, whose processes have deadlines and no terminal.
    private func run(_ editor: String) throws -> Int32 {
        let words = ["/bin/sh", "-c", editor + " \"$1\"", "sh", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        let environment = ProcessInfo.processInfo.environment.sorted { $0.key < $1.key }
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/bin/sh", nil, nil, &arguments, &variables) == 0 else {
            throw ActFailure(.ourFault, "`\(editor)` cannot be started", hint: "set $EDITOR to a program that exists")
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
