import Ingest
import Testing
import Vocabulary

@Suite struct EPSS {
    private let head = "#model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z\ncve,epss,percentile\n"

    @Test func `scores are exact to five decimals, and the document states its day`() {
        let batch = read((head + "CVE-2026-99001,0.94321,0.99950\nCVE-2026-99002,1.0,0\n").utf8, feed(.epss))
        #expect(batch.scores.map(\.cve) == ["CVE-2026-99001", "CVE-2026-99002"])
        #expect(batch.scores.map(\.probability) == [94_321, 100_000])
        #expect(batch.scores.map(\.percentile) == [99_950, 0])
        #expect(batch.statedTime?.description == "2026-01-30T12:55:00Z")
        #expect(batch.documents == 1)
    }

    @Test(arguments: [("0.5", 50_000), ("9e-05", 9), ("1.5e-4", 15), ("0.000019", 1), ("1", 100_000), (".25", 25_000)])
    func `decimals are read as written`(text: String, expected: Int32) {
        let batch = read((head + "CVE-2026-99001,\(text),\(text)").utf8, feed(.epss))
        #expect(batch.scores.map(\.probability) == [expected])
    }

    @Test(arguments: ["1.00001", "-0.1", "", "0.1.2", "NaN", "1e5", "2", ".", "e", "0x1"])
    func `what is no share of one is a reject with its row`(text: String) {
        let batch = read((head + "CVE-2026-99001,\(text),0.1\nCVE-2026-99002,0.1,0.1\n").utf8, feed(.epss))
        #expect(batch.scores.map(\.cve) == ["CVE-2026-99002"])
        #expect(batch.rejects.map(\.place) == ["row 1"])
        #expect(batch.rejects.map(\.reason) == [.badValue])
    }

    @Test(arguments: [1, 7, 100])
    func `pieces do not matter`(piece: Int) {
        let text = head + (0..<50).map { "CVE-2026-\(99000 + $0),0.\($0),0.1\r\n" }.joined() + "nonsense\nCVE-1,2"
        let (whole, cut) = (read(text.utf8, feed(.epss)), read(text.utf8, feed(.epss), piece: piece))
        #expect(whole.scores == cut.scores)
        #expect(whole.rejects == cut.rejects)
        #expect(whole.scores.count == 50)
        #expect(whole.rejects.count == 2)
    }

    @Test func `another table is one reject`() {
        #expect(read("a,b\n1,2\n3,4\n".utf8, feed(.epss)).rejects.map(\.reason) == [.notThisFormat])
        #expect(read("".utf8, feed(.epss)).rejects.map(\.reason) == [.truncated])
    }

    @Test(.enabled(if: RealDocuments.root != nil, "the corpus ../shared/data is not on this machine"))
    func `the real table of 2026-01-30 has 313,089 scores and no reject`() {
        let batch = read(RealDocuments.bytes("epss/epss_scores.csv.gz"), feed(.epss))
        #expect(batch.scores.count == 313_089)
        #expect(batch.rejects.isEmpty)
        #expect(batch.scores.first == EPSSScore(cve: "CVE-1999-0001", probability: 1151, percentile: 78_086))
    }
}
