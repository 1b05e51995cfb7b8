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

    /// The number of the vulnerability or campaign of an id, made at first use.
    ///
    /// Nil for an id that is another kind's, or would be when a source states it of a vulnerability: what is stated is
    /// never taken for what we observed or put together ourselves. Readers refuse such ids with a reject.
    func number(
        of id: String, as kind: ThreatKind = .vulnerability, title: String, at now: Instant, in db: Database
    ) throws -> Int64? {
        if kind == .vulnerability, ThreatID.isOwn(id) { return nil }
        findThreat.bind(id, 1)
        if try findThreat.next() {
            defer { findThreat.reset() }
            return findThreat.holds(kind.rawValue, 1) ? findThreat.int(0) : nil
        }
        insertThreat.bind(id, 1)
        insertThreat.bind(kind.rawValue, 2)
        insertThreat.bind(title, 3)
        insertThreat.bind(now.microseconds, 4)
        insertThreat.bind(now.microseconds, 5)
        try insertThreat.run()
        return db.lastInsertedRowID
    }
}
