import Foundation
import Ingest
import Testing
import Vocabulary
@testable import Commands

/// A folder handed in as one document.
struct TarStreamTests {
    /// Keeps each member's name and bytes as a report.
    private struct MemberReader: DocumentReader {
        let context: DocumentContext
        private var bytes: [UInt8] = []

        init(context: DocumentContext) { self.context = context }

        mutating func push(_ more: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
            bytes.append(contentsOf: more)
        }

        mutating func finish(into batch: inout ReadBatch) {
            guard let digest = Digest(bytes: [UInt8](repeating: 0, count: 32)) else { return }
            var report = Report(
                sourceID: context.name, kind: .news, digest: digest, revised: context.received, title: "member")
            report.summary = String(decoding: bytes, as: UTF8.self)
            batch.reports.append(report)
        }
    }

    private func bytes(of source: DocumentSource, piece: Int) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: piece)
        while case let count = buffer.withUnsafeMutableBytes({ source.read(into: $0) }), count > 0 {
            all += buffer[..<count]
        }
        return all
    }

    private func members(_ bytes: [UInt8]) -> ReadBatch {
        let feed = FeedDescription(
            id: FeedID(unchecked: "sample"), publisher: "Example", sourceKind: .foreignCERT, country: "INT", url: nil,
            format: .kev, interval: 3600, licence: "none", defaultTLP: .clear, reliability: .fairlyReliable)
        let context = DocumentContext(feed: feed, name: "folder", received: Instant(seconds: 1_780_000_000))
        let reading = DocumentReading(context: context) { MemberReader(context: $0) }
        var batch = ReadBatch()
        bytes.withUnsafeBytes { reading.push($0, into: &batch) }
        reading.finish(into: &batch)
        return batch
    }

    @Test func `every regular file of a folder comes back with its path and bytes, in order`() throws {
        let scratch = try Scratch()
        let long = String(repeating: "d", count: 120) + "/" + String(repeating: "f", count: 130) + ".json"
        let contents = [
            "f/b.json": "{\"b\":\"" + String(repeating: "x", count: 70_000) + "\"}",
            "f/a.json": "{}", "f/sub/c.json": "{\"c\":1}" + String(repeating: " ", count: 505),
            "f/\(long)": "{\"l\":2}",
            "f/empty.json": "",
        ]
        for (name, text) in contents { try scratch.write(name, text) }
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path + "/f/link.json", withDestinationPath: "/etc/passwd")
        let source = try DocumentSource(path: scratch.path + "/f/")
        #expect(source.name == "f")
        #expect(source.otherCount == 1)
        let stream = bytes(of: source, piece: 777)
        #expect(stream.count % 512 == 0)
        let batch = members(stream)
        #expect(batch.rejects.isEmpty)
        let read = batch.reports.map { "f/" + $0.sourceID }
        let expected = contents.keys.filter { $0 != "f/empty.json" }.sorted()
        // Names are shown up to 200 bytes.
        let shown = { (names: [String]) in names.map { String($0.prefix(150)) } }
        #expect(shown(read.filter { $0 != "f/empty.json" }) == shown(expected))
        for report in batch.reports where report.sourceID.utf8.count < 150 {
            #expect(report.summary == contents["f/" + report.sourceID])
        }
    }

    @Test func `the same files give the same bytes wherever they lie and however they are read`() throws {
        let scratch = try Scratch()
        for folder in ["one", "two/deep"] {
            for name in ["x.json", "y/z.json"] { try scratch.write(folder + "/" + name, "{\"n\":\"\(name)\"}") }
        }
        let one = bytes(of: try DocumentSource(path: scratch.path + "/one"), piece: 512)
        let two = bytes(of: try DocumentSource(path: scratch.path + "/two/deep"), piece: 100_000)
        #expect(one == two)
    }

    @Test func `a pax record counts its own digits`() {
        // POSIX.1-2001: "the length field is the total length of the record including itself": 9 + 1 + 5 + 991 + 1.
        let headers = TarStream.headers(path: [UInt8](repeating: 0x61, count: 991), size: 3)
        let record = String(decoding: headers[512..<(512 + 12)], as: UTF8.self)
        #expect(record == "1002 path=aa")
    }

    @Test func `a missing file is named before anything is stored`() throws {
        let scratch = try Scratch()
        #expect(throws: (any Error).self) { try DocumentSource(path: scratch.path + "/none") }
        try FileManager.default.createDirectory(atPath: scratch.path + "/bare", withIntermediateDirectories: true)
        #expect(throws: (any Error).self) { try DocumentSource(path: scratch.path + "/bare") }
    }
}
