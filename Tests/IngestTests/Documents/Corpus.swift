import Foundation
import Vocabulary

@testable import Ingest

/// Real documents beside the package; absent on most machines.
enum Corpus {
    static let root: String = {
        if let path = ProcessInfo.processInfo.environment["ESS_CORPUS"] { return path }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return package.appendingPathComponent("../shared/data").standardizedFileURL.path
    }()

    static let isPresent = FileManager.default.fileExists(atPath: root + "/kev")

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: root + "/" + path)))
    }

    /// JSON files below a folder of the corpus, sorted.
    static func json(below folder: String) -> [String] {
        let walker = FileManager.default.enumerator(atPath: root + "/" + folder)
        let names = (walker?.allObjects as? [String]) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map { folder + "/" + $0 }
    }
}

/// Reads whole documents as a feed would.
enum Reading {
    static func context(_ format: DocumentFormat) -> DocumentContext {
        let feed = FeedDescription(
            id: FeedID(unchecked: "sample"), publisher: "Sample", sourceKind: .foreignCERT, country: "INT", url: nil,
            format: format, interval: 3600, licence: "none", defaultTLP: .clear, reliability: .completelyReliable)
        return DocumentContext(feed: feed, name: "sample.json", received: Instant(seconds: 1_800_000_000))
    }

    static func batch(_ bytes: [UInt8], with reader: some DocumentReader, chunk: Int = 65_536) -> ReadBatch {
        var reader = reader
        var batch = ReadBatch()
        bytes.withUnsafeBytes { all in
            var at = 0
            while at < all.count {
                reader.push(UnsafeRawBufferPointer(rebasing: all[at..<min(at + chunk, all.count)]), into: &batch)
                at += chunk
            }
        }
        reader.finish(into: &batch)
        return batch
    }
}
