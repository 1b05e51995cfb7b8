import Ingest
import Testing
import Vocabulary

@Suite struct GzipAndTar {
    private let one = #"{"a":1}"#

    @Test func `a gzip cut at any byte keeps what came before and says that it is cut`() {
        let whole = Packing.gzip(Array(one.utf8))
        for end in 2..<whole.count {
            let result = echoed(whole[..<end])
            #expect(result.batch.rejects.map(\.reason) == [.truncated])
            #expect(result.batch.reports.count == 1)
        }
    }

    @Test func `a gzip with a wrong checksum is told as damaged`() {
        var bytes = Packing.gzip(Array(one.utf8))
        bytes[bytes.count - 6] ^= 1
        let result = echoed(bytes)
        #expect(result.batch.rejects.map(\.reason) == [.brokenOff])
    }

    @Test func `zeros after a gzip are padding, other bytes a reject`() {
        let bytes = Packing.gzip(Array(one.utf8))
        #expect(echoed(bytes + [0, 0, 0]).batch.rejects.isEmpty)
        #expect(echoed(bytes + Array("xyz".utf8)).batch.rejects.map(\.reason) == [.brokenOff])
        #expect(echoed(bytes + [0, 0, 1], piece: 1).batch.rejects.map(\.reason) == [.brokenOff])
    }

    @Test func `long names of pax, of GNU and of the prefix field are used`() {
        let long = String(repeating: "d/", count: 80) + "x.json"
        let record = " path=\(long)\n"
        let pax = String(record.utf8.count + 3) + record
        let content = Array(one.utf8)
        let bytes =
            Packing.tarMember("PaxHeader", Array(pax.utf8), type: "x") + Packing.tarMember("short", content)
            + Packing.tarMember("././@LongLink", Array(long.utf8) + [0], type: "L")
            + Packing.tarMember("short", content) + Packing.tarMember("p.json", content, prefix: "pre/fix")
            + Packing.tarMember("pax_global_header", Array("9 a=bcde\n".utf8), type: "g")
            + Packing.tarMember("q.json", content) + Packing.tarEnd
        let result = echoed(bytes)
        #expect(result.batch.reports.map(\.sourceID) == [long, long, "pre/fix/p.json", "q.json"])
        #expect(result.batch.rejects.isEmpty)
    }

    @Test func `links and devices in a tar are refused by name`() {
        let bytes = ["1", "2", "3", "6"].flatMap { Packing.tarMember("l\($0).json", [], type: $0) }
        let result = echoed(bytes + Packing.tarMember("ok.json", Array(one.utf8)) + Packing.tarEnd)
        #expect(result.read == ["ok.json=\(one)"])
        #expect(result.batch.rejects.map(\.place) == ["l1.json", "l2.json", "l3.json", "l6.json"])
        #expect(result.batch.rejects.allSatisfy { $0.reason == .unsafeArchive })
    }

    @Test func `a tar cut within a member or header names the place, and the first members stand`() {
        let whole = Packing.tar([("a.json", one), ("b.json", one)])
        #expect(echoed(whole[..<(1024 + 515)]).batch.rejects.map(\.place) == ["b.json"])
        #expect(echoed(whole[..<(1024 + 515)]).batch.rejects.map(\.reason) == [.truncated])
        #expect(echoed(whole[..<(1024 + 100)]).batch.rejects.map(\.reason) == [.truncated])
        #expect(echoed(whole[..<(1024 + 100)]).read == ["a.json=\(one)"])
    }

    @Test func `a tar header with a wrong checksum or an absurd size ends the tar with one reject`() {
        var broken = Packing.tar([("a.json", one), ("b.json", one)])
        broken[1024] ^= 1
        #expect(echoed(broken).read == ["a.json=\(one)"])
        #expect(echoed(broken).batch.rejects.map(\.reason) == [.brokenOff])
        let huge = Packing.tarBlock("a.json", size: 0, sizeText: "77777777777") + Array(one.utf8)
        #expect(echoed(huge).batch.rejects.map(\.reason) == [.truncated])
        let binary = Packing.tarBlock("a.json", size: 0, sizeText: "\u{7F}\u{7F}")
        #expect(echoed(binary).batch.rejects.map(\.reason) == [.brokenOff])
    }

    @Test func `no byte flipped in a tar or gzip makes the reader trap`() {
        let tar = Packing.tar([("a.json", one), ("b.json.gz", "x")])
        for bytes in [tar, Packing.gzip(tar)] {
            for at in stride(from: 0, to: bytes.count, by: 3) {
                var broken = bytes
                broken[at] ^= UInt8(truncatingIfNeeded: at &* 37 | 1)
                _ = echoed(broken, piece: 100)
            }
        }
    }
}
