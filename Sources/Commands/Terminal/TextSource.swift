import Foundation
import Pipeline

/// Texts that a command takes from a file or from standard input.
enum TextSource {
    /// - Parameter path: `-` for standard input.
    /// - Throws: ``ActFailure`` `.badData` when it is missing, too large or not UTF-8.
    static func read(_ path: String, bytesMax: Int) throws -> String {
        let data: Data
        do {
            let handle =
                path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            data = try handle.read(upToCount: bytesMax + 1) ?? Data()
        } catch {
            throw ActFailure(.badData, "\(path) cannot be read: \(error.localizedDescription)", hint: "check the path")
        }
        guard data.count <= bytesMax else {
            throw ActFailure(.badData, "\(path) is larger than \(bytesMax >> 10) KiB", hint: "make it smaller")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ActFailure(.badData, "\(path) is not UTF-8 text", hint: "convert it with iconv")
        }
        return text
    }
}
