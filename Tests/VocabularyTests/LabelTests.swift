import Testing
import Vocabulary

@Suite struct TLPLabels {
    @Test(arguments: [
        ("TLP:CLEAR", TLP.clear), ("tlp:white", .clear), ("WHITE", .clear), ("Green", .green), ("TLP:AMBER", .amber),
        ("tlp:amber+strict", .amberStrict), ("RED", .red),
    ])
    func `both versions' names are read in either case`(label: String, expected: TLP) {
        #expect(TLP(label: label) == expected)
    }

    @Test(arguments: ["", "TLP:", "TLP", "ORANGE", "TLP:TLP:RED", "AMBER STRICT", "RED ", "TLP: RED"])
    func `what is no label is refused, so that the caller takes the strictest`(label: String) {
        #expect(TLP(label: label) == nil)
    }

    @Test func `strictness rises from clear to red`() {
        #expect(TLP.allCases == [.clear, .green, .amber, .amberStrict, .red])
        #expect(TLP.allCases == TLP.allCases.sorted())
        #expect(TLP.green.strictest(.amberStrict) == .amberStrict && TLP.red.strictest(.clear) == .red)
        #expect(TLP.amberStrict.marking == "TLP:AMBER+STRICT")
    }
}

@Suite struct Taxonomy {
    @Test func `RSIT 1003 has 11 classes and 39 types`() {
        #expect(RSIT.all.count == 39)
        #expect(Set(RSIT.all).count == 39)
        #expect(Set(RSIT.all.map(\.class)).count == 11)
        #expect(RSIT.all.first?.description == "abusive-content/spam" && RSIT.all.last?.description == "test/test")
    }

    @Test(arguments: RSIT.all) func `every type reads its own name`(type: RSIT) {
        #expect(RSIT(type.description) == type)
    }

    @Test(arguments: ["", "spam", "fraud/spam", "fraud/", "/phishing", "Fraud/phishing", "fraud/phishing/x"])
    func `a type outside the taxonomy is refused`(text: String) {
        #expect(RSIT(text) == nil)
    }
}

@Suite struct ChosenNames {
    @Test(arguments: ["a", "cisa-kev", "0day.example_az", String(repeating: "a", count: 64)])
    func `a name is lower-case ASCII`(text: String) {
        #expect(FeedID(text)?.text == text)
    }

    @Test(arguments: [
        "", "-a", ".a", "_a", "A", "a b", "a/b", "a\r\nb", "ə", "a\u{0}", "..", String(repeating: "a", count: 65),
    ])
    func `what could act in a path, a header or a terminal is refused`(text: String) {
        #expect(EntityID(text) == nil)
    }
}

@Suite struct Digests {
    @Test func `hex is read in either case and written in lower case`() throws {
        let hex = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
        let digest = try #require(Digest(hex: hex))
        #expect(digest.description == hex.lowercased() && digest.short == "e3b0c442")
    }

    @Test(arguments: ["", "e3", String(repeating: "g", count: 64), String(repeating: "a", count: 63)])
    func `what is no digest is refused`(hex: String) {
        #expect(Digest(hex: hex) == nil)
    }

    @Test func `a digest has 32 bytes`() {
        #expect(Digest(bytes: [UInt8](repeating: 1, count: 31)) == nil)
        #expect(Digest(bytes: [UInt8](repeating: 1, count: 32))?.description == String(repeating: "01", count: 32))
        #expect(Hex.decode("0g") == nil && Hex.decode("012") == nil && Hex.decode("fF00") == [255, 0])
    }
}
