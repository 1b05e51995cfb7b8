import Ingest
import Testing
import Vocabulary

@testable import Analyze
@testable import Storage

@Suite struct AssessmentReadingTests {
    private static func read<Value>(
        _ text: [UInt8], _ body: (inout JSONCursor) throws(JSONFailure) -> Value
    ) throws -> Value {
        try text.withUnsafeBufferPointer { bytes in try JSONCursor.read(trusted: bytes, body) }
    }

    private static func written(_ assessment: ThreatAssessment) -> [UInt8] {
        var text = StoredText()
        text.put(assessment)
        return text.bytes
    }

    @Test func `a threat is read back with every member it was written with`() throws {
        let full = try #require(Samples.assessment)
        let read = try Self.read(Self.written(full)) { cursor throws(JSONFailure) in try cursor.readAssessment() }
        #expect(read == full)
        var blank = ThreatAssessment(blank: ThreatID(unchecked: "CVE-2026-0001"))
        blank.revised = Instant(seconds: 1)
        let again = try Self.read(Self.written(blank)) { cursor throws(JSONFailure) in try cursor.readAssessment() }
        #expect(again == blank)
    }

    @Test func `what matching needs of a threat is read alone`() throws {
        let full = try #require(Samples.assessment)
        var threat = StandingThreat(no: 7, id: full.id)
        try Self.read(Self.written(full)) { cursor throws(JSONFailure) in try cursor.readProducts(of: &threat) }
        #expect(threat.products == full.products && !full.products.isEmpty)
        #expect(threat.sources == full.sources && threat.isClosed == full.isClosed)
    }

    @Test func `a damaged text ends in a failure`() throws {
        let text = Self.written(try #require(Samples.assessment))
        for end in stride(from: 0, to: text.count, by: 37) {
            #expect(throws: JSONFailure.self) {
                try Self.read(Array(text[..<end])) { cursor throws(JSONFailure) in try cursor.readAssessment() }
            }
        }
    }
}
