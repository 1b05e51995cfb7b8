import Foundation
import Pipeline

/// Texts that a command takes from a file or from standard input.
enum TextSource {
    /// - Parameter path: `-` for standard input.
    /// - Throws: ``ActFailure`` `.badData` when it is missing, too large or not UTF-8.
    static func read(_ path: String, bytesMax: Int) throws -> String {
        let data: Data
        if path == "-" {
            data = try FileHandle.standardInput.read(upToCount: bytesMax + 1) ?? Data()
        } else {
            data = Data(try OpenFile(path).bytes(max: bytesMax + 1))
        }
        guard data.count <= bytesMax else {
            throw ActFailure(.badData, "\(path) is larger than \(bytesMax >> 10) KiB", hint: "make it smaller")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ActFailure(.badData, "\(path) is not UTF-8 text", hint: "is it the right file?")
        }
        return text
    }
}
