import Foundation
import Logging

/// Log lines on standard error, logfmt, one line each; the journal adds the time.
struct LogfmtHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    init(level: Logger.Level) { logLevel = level }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = "level=\(event.level.rawValue) msg=\(LogfmtHandler.value(event.message.description))"
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in facts.sorted(by: { $0.key < $1.key }) {
            line += " \(LogfmtHandler.key(key))=\(LogfmtHandler.value(value.description))"
        }
        // Proof that dropping is harmless: when standard error is closed there is nowhere left to say so.
        try? StandardStreams.write(Array((line + "\n").utf8), to: 2)
    }

    private static func key(_ text: String) -> String {
        String(decoding: text.utf8.map { isPlain($0) ? $0 : 0x5F }, as: UTF8.self)
    }

    /// Printable ASCII without space, `=`, `"` and `\`.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && byte != 0x3D && byte != 0x22 && byte != 0x5C
    }

    /// As it is when it is one plain word, else quoted. No control character reaches the journal (I11).
    static func value(_ text: String) -> String {
        if !text.isEmpty && text.utf8.allSatisfy(isPlain) { return text }
        var out = "\""
        for scalar in TerminalText.safe(text).unicodeScalars {
            if scalar == "\"" || scalar == "\\" { out.unicodeScalars.append("\\") }
            out.unicodeScalars.append(scalar)
        }
        return out + "\""
    }
}
