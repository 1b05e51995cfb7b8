import Testing
import Vocabulary

@Suite struct ConditionPhrases {
    private func condition(_ type: String, _ name: String) throws -> Condition {
        Condition(type: try #require(RSIT(type)), name: name)
    }

    @Test func `a well-known condition has words of its own in each language`() throws {
        let telnet = try condition("vulnerable/potentially-unwanted-accessible", "open-telnet")
        #expect(telnet.phrase(.en) == "Telnet service open to the Internet")
        #expect(telnet.phrase(.az) == "İnternetə açıq Telnet xidməti")
        #expect(telnet.phrase(.ru) == "Служба Telnet, открытая в интернет")
    }

    @Test(arguments: RSIT.all)
    func `every RSIT type has a phrase in each language, and two names of it stay two`(type: RSIT) throws {
        let phrases = Language.allCases.map { Condition(type: type, name: "x1").phrase($0) }
        #expect(Set(phrases).count == 3)
        for phrase in phrases {
            #expect(phrase.hasSuffix(" (x1)"))
            #expect(!phrase.contains("/"))
        }
        #expect(Condition(type: type, name: "x2").phrase(.en) != phrases[1])
    }

    @Test func `a condition is read back from its threat's id, and from no other`() throws {
        let telnet = try condition("vulnerable/potentially-unwanted-accessible", "open-telnet")
        #expect(telnet.threat.condition == telnet)
        for text in ["CVE-2026-0001", "condition:vulnerable/nonsense/x", "condition:test/test", "condition:test/test/",
            "condition:test/test/a/b"]
        {
            #expect(ThreatID(unchecked: text).condition == nil)
        }
    }
}
