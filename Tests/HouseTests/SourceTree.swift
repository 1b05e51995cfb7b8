import Foundation

/// Something in the source tree that breaks a rule of the house.
struct Breach: CustomStringConvertible {
    let path: String
    let line: Int
    /// What is wrong, and what to do.
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}

/// The Swift files of this package, as they stand on disk.
enum SourceTree {
    static let root: URL = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// All of `Sources/` and `Tests/`, sorted by path.
    static let files: [SourceText] = ["Sources", "Tests"].flatMap(read)
    static var sources: [SourceText] { files.filter { !$0.isTest } }
    static let manifest = (try? String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)) ?? ""

    private static func read(_ folder: String) -> [SourceText] {
        let base = root.appending(path: folder)
        let names = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
            guard let text = try? String(contentsOf: base.appending(path: name), encoding: .utf8) else { return nil }
            return SourceText(path: folder + "/" + name, text: text)
        }
    }
}
