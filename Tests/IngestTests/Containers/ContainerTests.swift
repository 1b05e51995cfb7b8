import Ingest
import Testing
import Vocabulary

@Suite struct Containers {
    private let one = #"{"a":1}"#
    private let two = #"{"b":2}"#

    @Test func `a plain document goes to the reader as it is, also an empty one`() {
        #expect(echoed(one.utf8).read == ["document=\(one)"])
        #expect(echoed("".utf8).read == ["document="])
        #expect(echoed(one.utf8).batch.documents == 1)
    }

    @Test(arguments: [1, 2, 3, 7, 511, 512, 513, 65536])
    func `every container gives the same members however its bytes are cut`(piece: Int) {
        var packed = Packing.ZipEntry("x/two.json", two)
        packed.method = 8
        let tar = Packing.tar([("one.json", one), ("x/two.json", two), ("three.json.gz", "")])
        let documents = [
            tar, Packing.gzip(tar), Packing.zip([Packing.ZipEntry("one.json", one), packed]),
            Packing.gzip(Array(one.utf8)) + Packing.gzip(Array(two.utf8)),
        ]
        let whole = documents.map { echoed($0) }
        let cut = documents.map { echoed($0, piece: piece) }
        #expect(cut.map(\.read) == whole.map(\.read))
        #expect(cut.map(\.batch.rejects) == whole.map(\.batch.rejects))
        #expect(whole[2].read == ["one.json=\(one)", "x/two.json=\(two)"])
        #expect(whole[3].read == ["document=\(one)\(two)"])
    }

    @Test func `a gzip loses its ending in the name, and a tar in it counts as one with it`() {
        #expect(echoed(Packing.gzip(Array(one.utf8)), name: "a.json.gz").read == ["a.json=\(one)"])
        let inner = Packing.tarMember("b.json.gz", Packing.gzip(Array(two.utf8))) + Packing.tarEnd
        #expect(echoed(Packing.gzip(inner)).read == ["b.json=\(two)"])
    }

    @Test func `an archive in an archive in an archive is refused by name, and the rest is read`() {
        let deep = Packing.gzip(Packing.gzip(Array(one.utf8)))
        let tar = Packing.tarMember("deep.json.gz", deep) + Packing.tarMember("ok.json", Array(two.utf8))
        let result = echoed(tar + Packing.tarEnd)
        #expect(result.read == ["ok.json=\(two)"])
        #expect(result.batch.rejects.map(\.reason) == [.unsafeArchive])
        #expect(result.batch.rejects.map(\.place) == ["deep.json"])
    }

    @Test(arguments: ["../up.json", "/etc/passwd", "a/../../b.json", "a\\b.json", "c:/x.json", "bell\u{7}.json"])
    func `a member whose name could lead elsewhere is refused by name`(name: String) {
        for bytes in [Packing.tar([(name, one), ("ok.json", two)]),
            Packing.zip([Packing.ZipEntry(name, one), Packing.ZipEntry("ok.json", two)])]
        {
            let result = echoed(bytes)
            #expect(result.read == ["ok.json=\(two)"])
            #expect(result.batch.rejects.map(\.reason) == [.unsafeArchive])
            #expect(result.batch.rejects.map(\.place) == [name.replacing("\u{7}", with: "?")])
        }
    }

    @Test func `members that are no documents are named with the reason and are no rejects`() {
        let members = [
            ("a.json", one), ("a.json.asc", "-----"), ("a.json.sha512", "00"), ("index.txt", "a.json"),
            ("changes.csv", "a"), (".hidden.json", one), ("feed.json", #"{ "feed": {}}"#), ("README", "words"),
            ("provider-metadata.json", one),
        ]
        let result = echoed(Packing.tarMember("dir/", [], type: "5") + Packing.tar(members))
        #expect(result.read == ["a.json=\(one)"])
        #expect(result.batch.rejects.isEmpty)
        #expect(result.batch.documents == 1)
        #expect(
            result.batch.skipped == [
                "dir/: directory", "a.json.asc: a .asc file is no csaf document",
                "a.json.sha512: a .sha512 file is no csaf document", "index.txt: a .txt file is no csaf document",
                "changes.csv: a .csv file is no csaf document", ".hidden.json: hidden file",
                "feed.json: a ROLIE feed, no csaf document", "README: does not begin like a JSON document",
                "provider-metadata.json: an index, no csaf document",
            ])
    }

    @Test func `a document beyond its limit in decoded bytes is cut with one reject`() {
        let small = feed(.csaf) { $0.limits.documentBytesMax = 10 }
        let result = echoed(Array("0123456789abc".utf8), small, piece: 4)
        #expect(result.read == ["document=0123456789"])
        #expect(result.batch.rejects.map(\.reason) == [.overLimit])
    }

    @Test func `members beyond the limit are not read and one reject says so`() {
        let few = feed(.csaf) { $0.limits.membersMax = 2 }
        let names = ["a.json", "b.json", "c.json", "d.json"]
        for bytes in [Packing.tar(names.map { ($0, one) }), Packing.zip(names.map { Packing.ZipEntry($0, one) })] {
            let result = echoed(bytes, few)
            #expect(result.read.count == 2)
            #expect(result.batch.rejects.map(\.reason) == [.overLimit])
            #expect(result.batch.rejects.map(\.place) == ["c.json"])
        }
    }

    @Test func `items beyond the limit are cut with one reject`() {
        let few = feed(.csaf) { $0.limits.itemsMax = 2 }
        let result = echoed(Packing.tar(["a.json", "b.json", "c.json", "d.json"].map { ($0, one) }), few)
        #expect(result.read.count == 2)
        #expect(result.batch.rejects.map(\.reason) == [.overLimit])
    }
}
