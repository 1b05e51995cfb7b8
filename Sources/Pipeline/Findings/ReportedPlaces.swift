import Storage
import Vocabulary

extension Engine {
    /// Why there is no finding, with the people's reports that name the place all the same: what somebody wrote to us
    /// is for an officer to judge and makes no finding, but it must not read as if nobody had said a word.
    func withReports(
        _ absence: FindingExplain.Explanation, naming locus: Locus?
    ) async throws -> FindingExplain.Explanation {
        guard let locus, case let found = try await store.reports(naming: locus, limit: 5), let first = found.first
        else { return absence }
        var told = absence
        told.reports = found.map { "\($0.feed)/\($0.report.sourceID)" }
        let more = found.count > 1 ? " and \(found.count - 1) more" : ""
        told.because += "; a person's report names it, \(first.report.sourceID) of case \(first.caseNumber)\(more) "
            + "(`ess report show \(first.feed) \(first.report.sourceID)`), which makes no finding by itself"
        return told
    }
}
