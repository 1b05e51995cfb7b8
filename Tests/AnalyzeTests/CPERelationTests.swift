import Analyze
import Constituency
import Testing

@Suite struct CPERelationTests {
    /// NISTIR 7696 Table 6-2, all seventeen rows; `i`, `k` texts, `m` with wildcards.
    @Test(arguments: [
        ("*", "*", CPERelation.equal), ("*", "-", .superset), ("*", "8", .superset), ("*", "8*", .undefined),
        ("-", "*", .subset), ("-", "-", .equal), ("-", "8", .disjoint), ("-", "8*", .undefined),
        ("8", "8", .equal), ("8", "9", .disjoint), ("8", "8*", .undefined), ("8", "-", .disjoint), ("8", "*", .subset),
        ("8*", "8.1", .superset), ("8*", "9.1", .disjoint), ("8*", "*", .subset), ("8*", "-", .disjoint),
        ("8*", "8*", .undefined), ("8?", "81", .superset), ("8?", "8", .superset), ("8?", "812", .disjoint),
        ("*8", "18", .superset), ("??8", "118", .superset), ("??8", "1118", .disjoint),
    ]) func `an attribute relates as in the table`(source: String, target: String, relation: CPERelation) throws {
        let read = { (text: String) in CPEName("cpe:2.3:a:v:p:\(text):*:*:*:*:*:*:*") }
        let (left, right) = (try #require(read(source)), try #require(read(target)))
        #expect(CPERelation.attribute(left.version, right.version) == relation)
        #expect(CPERelation.of(left, right) == relation)
    }

    @Test func `one disjoint attribute parts the names; superset and subset together are undefined`() throws {
        let read = { (text: String) in try #require(CPEName("cpe:2.3:" + text)) }
        let one = try read("a:adobe:*:9.*:*:*:*:*:*:*:*")
        #expect(CPERelation.of(one, try read("a:adobe:reader:9.3.2:-:*:*:*:*:*:*")) == .superset)
        #expect(CPERelation.of(one, try read("a:other:reader:9.3.2:-:*:*:*:*:*:*")) == .disjoint)
        let mixed = try read("a:*:reader:9.3.2:*:*:*:*:*:*:*")
        #expect(CPERelation.of(mixed, try read("a:adobe:*:9.3.2:*:*:*:*:*:*:*")) == .undefined)
    }
}
