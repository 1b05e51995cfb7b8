import Ingest
import Testing
import Vocabulary

@Suite struct Zip {
    private let one = #"{"a":1}"#

    private func reading(_ change: (inout Packing.ZipEntry) -> Void) -> (read: [String], rejects: [Reject]) {
        var entry = Packing.ZipEntry("odd.json", one)
        change(&entry)
        let result = echoed(Packing.zip([entry, Packing.ZipEntry("ok.json", one)]))
        return (result.read, result.batch.rejects)
    }

    @Test func `an empty zip has no documents and no rejects`() {
        let result = echoed(Packing.zip([]))
        #expect(result.batch.documents == 0)
        #expect(result.batch.rejects.isEmpty)
    }

    @Test func `encrypted members, symbolic links and strange packing are refused by name`() {
        let cases = [
            reading { $0.flags = 1 }, reading { $0.mode = 0o120777 }, reading { $0.method = 14 },
            reading { $0.size = 300 << 20 },
        ]
        for (read, rejects) in cases {
            #expect(read == ["ok.json=\(one)"])
            #expect(rejects.map(\.reason) == [.unsafeArchive])
            #expect(rejects.map(\.place) == ["odd.json"])
        }
    }

    @Test func `a member that is more than the directory says is cut there`() {
        let (read, rejects) = reading {
            $0.method = 8
            $0.size = 3
        }
        #expect(read == [#"odd.json={"a"#, "ok.json=\(one)"])
        #expect(rejects.map(\.reason) == [.brokenOff])
    }

    @Test func `members that overlap are refused, all of them`() {
        var twin = Packing.ZipEntry("odd.json", one)
        twin.start = 0
        let result = echoed(Packing.zip([Packing.ZipEntry("odd.json", one), twin, Packing.ZipEntry("ok.json", one)]))
        #expect(result.read == ["ok.json=\(one)"])
        #expect(result.batch.rejects.map(\.reason) == [.unsafeArchive, .unsafeArchive])
    }

    @Test func `a directory that names another member than the local header is refused`() {
        var odd = Packing.ZipEntry("odd.json", one)
        odd.start = 3
        let result = echoed(Packing.zip([odd, Packing.ZipEntry("ok.json", one)]))
        #expect(result.read == ["ok.json=\(one)"])
        #expect(result.batch.rejects.map(\.reason) == [.unsafeArchive])
    }

    @Test func `a zip without its end is one reject`() {
        let bytes = Packing.zip([Packing.ZipEntry("ok.json", one)])
        let result = echoed(bytes.dropLast(3))
        #expect(result.read.isEmpty)
        #expect(result.batch.rejects.map(\.reason) == [.brokenOff])
    }

    @Test func `no byte flipped and no cut in a zip makes the reader trap`() {
        var packed = Packing.ZipEntry("two.json", one)
        packed.method = 8
        let bytes = Packing.zip([Packing.ZipEntry("ok.json", one), packed])
        for at in bytes.indices {
            for bit in [1, 0x80, 0xFF] as [UInt8] {
                var broken = bytes
                broken[at] ^= bit
                _ = echoed(broken)
            }
            _ = echoed(bytes[..<at])
        }
    }

    @Test func `a large zip comes out in parts`() {
        let big = #"{"a":""# + String(repeating: "x", count: 700_000) + #""}"#
        let bytes = Packing.zip((0..<4).map { Packing.ZipEntry("\($0).json", big) })
        let context = DocumentContext(feed: feed(.csaf), name: "z", received: received)
        let reading = DocumentReading(context: context) { EchoReader(context: $0) }
        var batch = ReadBatch()
        bytes.withUnsafeBytes { reading.push($0, into: &batch) }
        var parts: [Int] = []
        while reading.finishPart(into: &batch) {
            parts.append(batch.reports.count)
            batch.removeItems()
        }
        #expect(parts == [2])
        #expect(batch.reports.count == 2)
        #expect(batch.documents == 4)
    }
}
