import Analyze
import Testing

@Suite struct SSVCTests {
    @Test(arguments: [
        ("cisa-coordinator", 36), ("deployer", 72), ("coordinator-triage", 192), ("coordinator-publish", 27),
        ("bod-26-04", 16),
    ]) func `every row of a tree has the published decision`(name: String, count: Int) throws {
        let tree = try #require(SSVCTree.named(name))
        let points = try #require(SSVCRows.points[name])
        let lines = try #require(SSVCRows.rows[name]).split(separator: "\n")
        let rows = lines.map { $0.split(separator: ",").map(String.init) }
        #expect(tree.points.map(\.name) == points)
        #expect(tree.rowCount == count)
        #expect(Set(rows.map { $0.dropLast() }).count == count)
        for row in rows {
            let values = Dictionary(uniqueKeysWithValues: zip(points, row))
            #expect(try tree.decision(values) == row.last, "\(row)")
        }
    }

    @Test func `the tables are all of the trees`() {
        #expect(Set(SSVCTree.all.map(\.name)) == Set(SSVCRows.rows.keys))
    }

    @Test func `names and values are read as CISA's ADP writes them`() throws {
        let values = [
            "exploitation": "poc", "Automatable": "YES", "Technical_Impact": "total",
            "Mission & Well-Being Impact": "high",
        ]
        #expect(try SSVCTree.cisaCoordinator.decision(values) == "attend")
        #expect(SSVCTree.named("CISA coordinator")?.name == "cisa-coordinator")
        #expect(SSVCTree.named("weather") == nil)
    }

    @Test(arguments: [
        (["Exploitation": "none", "Automatable": "no", "Technical Impact": "total"], SSVCFailure.Code.missingPoint),
        (["Weather": "good"], .unknownPoint),
        (["Exploitation": "none", "exploitation": "active"], .repeatedPoint),
        (["Exploitation": "maybe"], .unknownValue),
    ]) func `what gives no decision says why`(values: [String: String], code: SSVCFailure.Code) {
        #expect { try SSVCTree.cisaCoordinator.decision(values) } throws: { ($0 as? SSVCFailure)?.code == code }
    }
}
