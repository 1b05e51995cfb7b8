import Testing
import Vocabulary

@testable import Ingest

@Suite struct PlaceSearchTests {
    private static let feed = FeedDescription(
        id: FeedID(unchecked: "scores"), publisher: "p", sourceKind: .foreignCERT, country: "US", url: nil,
        format: .epss, interval: 3600, licence: "l", defaultTLP: nil, reliability: .completelyReliable)

    private static let header = "#model_version:v2025.03.14,score_date:2026-11-01T00:00:00Z\ncve,epss,percentile\n"

    private func context(_ name: String) -> DocumentContext {
        DocumentContext(feed: PlaceSearchTests.feed, name: name, received: Instant(seconds: 1_767_225_600))
    }

    /// The rejects of a document, and what is found of each.
    private func search(_ bytes: [UInt8], _ name: String) -> [(reject: Reject, found: ByteExcerpt?)] {
        var batch = ReadBatch()
        let reading = DocumentReading(context: context(name))
        bytes.withUnsafeBytes { reading.push($0, into: &batch) }
        reading.finish(into: &batch)
        return batch.rejects.map { reject in
            let search = PlaceSearch(for: reject, in: context(name))
            var at = 0
            while at < bytes.count {
                let end = min(bytes.count, at + 7)
                guard bytes[at..<end].withUnsafeBytes({ search.push($0) }) else { break }
                at = end
            }
            return (reject, search.finish())
        }
    }

    @Test func `the bytes around a row that cannot be read are those of the row`() throws {
        let rows = (1...200).map { "CVE-2026-\(1000 + $0),0.1,0.2\n" }.joined()
        let text = PlaceSearchTests.header + rows + "CVE-2026-5000,no number,0.2\n" + rows
        let (reject, found) = try #require(search(Array(text.utf8), "scores.csv").first)
        let excerpt = try #require(found)
        #expect(excerpt.isMet && excerpt.member == "scores.csv")
        let offset = PlaceSearchTests.header.utf8.count + rows.utf8.count
        #expect(reject.offset == offset && excerpt.start == offset - PlaceSearch.reach)
        #expect(excerpt.bytes == Array(Array(text.utf8)[offset - 256..<offset + 256]))
        let line = try #require(excerpt.lines.last { $0.offset <= offset })
        #expect(line == ByteExcerpt.Line(offset: offset, text: "CVE-2026-5000,no number,0.2\\n"))
    }

    @Test func `in an archive they are those of the member that holds the place`() throws {
        let good = PlaceSearchTests.header + "CVE-2026-1000,0.1,0.2\n"
        let bad = PlaceSearchTests.header + "CVE-2026-2000,zero,0.2\n"
        let tar = Packing.tar([("a.csv", good), ("b.csv", bad), ("c.csv", good)])
        for (packed, name) in [(tar, "all.tar"), (Packing.gzip(tar), "all.tar.gz")] {
            let found = search(packed, name)
            #expect(found.count == 1)
            let excerpt = try #require(found.first?.found)
            #expect(excerpt.isMet && excerpt.member == "b.csv" && excerpt.start == 0)
            #expect(excerpt.bytes == Array(bad.utf8))
        }
    }

    @Test func `a reject that no reader meets any more still has its bytes`() throws {
        let text = PlaceSearchTests.header + "CVE-2026-1000,0.1,0.2\n"
        let gone = Reject(.badValue, place: "row 2", offset: 5, message: "of an earlier release")
        let search = PlaceSearch(for: gone, in: context("scores.csv"))
        _ = Array(text.utf8).withUnsafeBytes { search.push($0) }
        let excerpt = try #require(search.finish())
        #expect(!excerpt.isMet && excerpt.bytes == Array(text.utf8))
    }

    @Test func `nothing in the lines acts on a terminal, and all of it can be read`() {
        let bytes: [UInt8] = Array("a\\b\t\u{1B}[2J\u{202E}x\u{85}é漢\r\n".utf8) + [0xFF, 0xC3, 0x28]
        let excerpt = ByteExcerpt(member: "m", start: 10, bytes: bytes, isMet: true)
        #expect(excerpt.lines == [
            ByteExcerpt.Line(offset: 10, text: "a\\\\b\\t\\x1b[2J\\xe2\\x80\\xaex\\xc2\\x85é漢\\r\\n"),
            ByteExcerpt.Line(offset: 10 + 21, text: "\\xff\\xc3("),
        ])
    }
}
