import Analyze
import GRDB
import Vocabulary

extension ReportStatements {
    /// Puts what a threat's reports say together, and makes it due for judgement.
    ///
    /// `reopens`: it has news, which brings back what a person had put aside.
    func put(
        _ assessment: ThreatAssessment, of no: Int64, at now: Instant, reopens: Bool, _ text: inout StoredText
    ) throws {
        moveThreat.bind(assessment.kind.rawValue, 1)
        moveThreat.bind(assessment.presence.rawValue, 2)
        moveThreat.bind(assessment.title.value, 3)
        moveThreat.bind(assessment.isClosed ? "closed" : "current", 4)
        moveThreat.bind(now.microseconds, 5)
        moveThreat.bind(!assessment.isClosed && reopens ? 1 : 0 as Int64, 6)
        moveThreat.bind(assessment.isClosed ? 1 : 0 as Int64, 7)
        moveThreat.bind(no, 8)
        try moveThreat.run()
        text.clear()
        text.put(assessment)
        putAssessment.bind(no, 1)
        putAssessment.bind(text: text.bytes, 2)
        try putAssessment.run()
    }

    /// The number of the threat of an id, made at first use.
    func number(of id: String, title: String, at now: Instant, in db: Database) throws -> Int64 {
        if let known = try knownNumber(of: id) { return known }
        insertThreat.bind(id, 1)
        insertThreat.bind(title, 2)
        insertThreat.bind(now.microseconds, 3)
        insertThreat.bind(now.microseconds, 4)
        try insertThreat.run()
        return db.lastInsertedRowID
    }

    /// The number of the threat of an id; nil when there is none.
    func knownNumber(of id: String) throws -> Int64? {
        findThreat.bind(id, 1)
        guard try findThreat.next() else { return nil }
        defer { findThreat.reset() }
        return findThreat.int(0)
    }
}
