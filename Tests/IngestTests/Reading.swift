import Foundation
import Ingest
import Vocabulary

/// A feed of invented origin for tests.
func feed(
    _ format: DocumentFormat, kind: SourceKind = .foreignCERT, condition: String? = nil,
    _ change: (inout FeedDescription) -> Void = { _ in }
) -> FeedDescription {
    var feed = FeedDescription(
        id: FeedID(unchecked: "sample"), publisher: "Example", sourceKind: kind, country: "INT", url: nil,
        format: format, interval: 3600, licence: "none", defaultTLP: .clear, reliability: .fairlyReliable)
    if let condition, let type = RSIT("vulnerable/potentially-unwanted-accessible") {
        feed.condition = Condition(type: type, name: condition)
    }
    change(&feed)
    return feed
}

/// Behind all dates of the documents that are made up here: 2031-02-27T23:06:40Z.
let received = Instant(seconds: 1_930_000_000)

/// Reads bytes in pieces of the given size.
func read(
    _ bytes: some Sequence<UInt8>, _ feed: FeedDescription, name: String = "document", piece: Int = 64 << 10,
    selection: @escaping DocumentReading.Selection = DocumentReading.reader(for:)
) -> ReadBatch {
    let context = DocumentContext(feed: feed, name: name, received: received)
    let reading = DocumentReading(context: context, selection: selection)
    var batch = ReadBatch()
    let all = Array(bytes)
    var at = 0
    while at < all.count {
        let end = min(all.count, at + piece)
        all.withUnsafeBytes { reading.push(UnsafeRawBufferPointer(rebasing: $0[at..<end]), into: &batch) }
        at = end
    }
    reading.finish(into: &batch)
    return batch
}

/// A reader that makes one report of each document: its title is the content, its id the member's name.
struct EchoReader: DocumentReader {
    let context: DocumentContext
    private var bytes: [UInt8] = []

    init(context: DocumentContext) { self.context = context }

    mutating func push(_ more: UnsafeRawBufferPointer, into batch: inout ReadBatch) { bytes.append(contentsOf: more) }

    mutating func finish(into batch: inout ReadBatch) {
        guard let digest = Digest(bytes: [UInt8](repeating: 0, count: 32)) else { return }
        batch.reports.append(
            Report(
                sourceID: context.name, kind: .news, digest: digest, revised: context.received,
                title: String(decoding: bytes, as: UTF8.self)))
    }
}

/// `name=content` of every member read by ``EchoReader``.
func echoed(
    _ bytes: some Sequence<UInt8>, _ feed: FeedDescription = feed(.csaf), name: String = "document", piece: Int = 65536
) -> (read: [String], batch: ReadBatch) {
    let batch = read(bytes, feed, name: name, piece: piece) { EchoReader(context: $0) }
    return (batch.reports.map { "\($0.sourceID)=\($0.title)" }, batch)
}

/// The corpus of real documents, when it is on this machine.
enum RealDocuments {
    static let root: URL? = {
        let stated = ProcessInfo.processInfo.environment["ESS_CORPUS"]
        let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data")
        let url = stated.map { URL(fileURLWithPath: $0) } ?? beside
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }()

    static func bytes(_ path: String) -> [UInt8] {
        guard let data = root.flatMap({ try? Data(contentsOf: $0.appendingPathComponent(path)) }) else { return [] }
        return Array(data)
    }

    /// Paths of all files below a folder, sorted.
    static func files(_ folder: String) -> [String] {
        if let root, (try? Data(contentsOf: root.appendingPathComponent(folder))) != nil { return [folder] }
        guard let root, let walk = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
        else { return [] }
        var found: [String] = []
        for case let path as String in walk {
            var isFolder: ObjCBool = false
            let full = root.appendingPathComponent(folder).appendingPathComponent(path).path
            _ = FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
            if !isFolder.boolValue { found.append(folder + "/" + path) }
        }
        return found.sorted()
    }
}
