import Analyze
import Testing
import Vocabulary

/// Which names are one, by hand from the rule of `AliasPart`.
@Suite struct `Alias links` {
    private func names(
        _ id: String, _ aliases: [String], kind: ReportKind = .advisory, source: SourceKind = .research,
        grade: Reliability = .usuallyReliable
    ) -> [String] {
        var statement = VulnerabilityStatement(id: id)
        statement.aliases = aliases
        return AliasLinks.names(statement, in: kind, from: source, grade)
    }

    @Test func `of each scheme one name is linked`() {
        #expect(names("CVE-2031-0001", ["GHSA-a", "GO-1", "PYSEC-1"]) == ["GHSA-a", "GO-1", "PYSEC-1"])
        #expect(names("CVE-2031-0001", ["GHSA-a", "GHSA-b", "GO-1"]) == ["GO-1"])
        #expect(names("GHSA-a", ["GHSA-b", "CVE-2031-0001"]) == ["CVE-2031-0001"])
    }

    @Test func `a statement of two CVEs links nothing`() {
        #expect(names("CVE-2031-0001", ["CVE-2031-0002", "GHSA-a"]) == [])
        #expect(names("GHSA-a", ["CVE-2031-0001", "CVE-2031-0002"]) == [])
    }

    @Test func `a statement of more than thirty-two names links nothing`() {
        let many = (1...32).map { "V\($0)-1" }
        #expect(names("CVE-2031-0001", Array(many.dropLast())).count == 31)
        #expect(names("CVE-2031-0001", many) == [])
    }

    @Test func `names of ours are nobody's aliases`() {
        #expect(names("CVE-2031-0001", ["condition:vulnerable/vulnerable-system/open-telnet", "GHSA-a"]) == [])
        #expect(names("CVE-2031-0001", ["campaign:0011", "GHSA-a"]) == [])
    }

    @Test func `only records and advisories of sources graded A to C are asked`() {
        for grade in Reliability.allCases {
            let isBelieved = ["A", "B", "C"].contains(grade.rawValue)
            #expect(names("CVE-2031-0001", ["GHSA-a"], grade: grade) == (isBelieved ? ["GHSA-a"] : []))
        }
        for source in SourceKind.allCases {
            #expect(names("CVE-2031-0001", ["GHSA-a"], source: source) == (source == .user ? [] : ["GHSA-a"]))
        }
        for kind in ReportKind.allCases {
            let isAsked = ["advisory", "vulnerability", "exploitation"].contains(kind.rawValue)
            #expect(names("CVE-2031-0001", ["GHSA-a"], kind: kind) == (isAsked ? ["GHSA-a"] : []))
        }
    }

    @Test func `a part with one CVE is that CVE's`() {
        let part = AliasPart(names: ["GHSA-a": [], "PYSEC-1": ["CVE-2031-0001"], "V7": []], isWhole: true)
        #expect(Set(part.heads.values) == ["CVE-2031-0001"])
    }

    @Test(arguments: [
        (["V-7", "GO-2", "EUVD-9", "GHSA-b", "GHSA-a"], "GHSA-a"), (["V-7", "GO-2", "EUVD-9"], "EUVD-9"),
        (["ACME-1", "V-7", "PYSEC-2", "GO-3"], "GO-3"), (["b", "V-7", "B"], "B"),
    ])
    func `a part without a CVE is called by the first of its families`(names: [String], head: String) {
        let part = AliasPart(names: Dictionary(uniqueKeysWithValues: names.map { ($0, []) }), isWhole: true)
        #expect(part.heads == Dictionary(uniqueKeysWithValues: names.map { ($0, head) }))
    }

    @Test(arguments: [true, false])
    func `where several CVEs meet a name goes with the only one that it is linked with itself`(isWhole: Bool) {
        let (one, two) = ("CVE-2031-0001", "CVE-2031-0002")
        let part = AliasPart(names: ["GHSA-a": [one, two], "GO-1": [one], "V-7": [], "W": [two]], isWhole: isWhole)
        #expect(part.heads == ["GHSA-a": "GHSA-a", "GO-1": one, "V-7": "V-7", "W": two])
    }

    @Test func `what is too large a part is none`() {
        let part = AliasPart(names: ["GHSA-a": [], "GO-1": ["CVE-2031-0001"]], isWhole: false)
        #expect(part.heads == ["GHSA-a": "GHSA-a", "GO-1": "CVE-2031-0001"])
    }
}
