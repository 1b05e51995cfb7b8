import Vocabulary

/// Takes times that cannot be out of reports, and says so in them.
///
/// A time of next year would make a revision current until then, whatever the source corrects meanwhile, and a report
/// the newest of all until then. Such a time counts as not stated. Judged by the receipt of the document, which is
/// stored with it, so that reading it again gives the same.
enum DateDoubting {
    /// Clocks go wrong, zones are left out, and next week's notice is announced.
    static let aheadMax: Int64 = 7 * 86_400
    /// Behind this age a date of news is marked.
    static let behindMax: Int64 = 2 * 366 * 86_400
    /// The first vulnerabilities of NVD are of 1988.
    private static let firstYear = Instant(seconds: 315_532_800)

    /// How far the time of an observation may lie after its receipt: zones are left out. One of next year would be the
    /// latest until then, and what the source says meanwhile would count for nothing.
    static let observedAheadMax: Int64 = 86_400

    /// The time of an observation or a list; nil when it cannot be, so that it counts as not stated.
    static func observed(_ time: Instant?, received: Instant) -> Instant? {
        guard let time, time >= firstYear, time <= received.adding(seconds: observedAheadMax) else { return nil }
        return time
    }

    /// Takes a time that a list states of itself into its batch, unless it cannot be; the latest counts.
    ///
    /// Each time is judged alone: a clamped one would outrank those that follow it, as the document happens to be cut.
    static func state(_ time: Instant?, received: Instant, in batch: inout ReadBatch) {
        guard let time = observed(time, received: received) else { return }
        batch.statedTime = max(batch.statedTime ?? time, time)
    }

    static func check(_ report: inout Report, received: Instant) {
        if let stated = report.stated, reason(stated, received) != nil { report.stated = nil }
        if let published = report.published {
            if let reason = reason(published, received) {
                note(DateDoubt(.published, reason, stated: published), in: &report)
                report.published = nil
            } else if isTakenAtItsWords(report), received.seconds(since: published) > behindMax {
                note(DateDoubt(.published, .longPast, stated: published), in: &report)
            }
        }
        guard let reason = reason(report.revised, received) else { return }
        note(DateDoubt(.revised, reason, stated: report.revised), in: &report)
        // What an item without such a time has.
        report.revised = report.published ?? received
    }

    private static func reason(_ time: Instant, _ received: Instant) -> DateDoubt.Reason? {
        if time > received.adding(seconds: aheadMax) { return .future }
        return time < firstYear ? .beforeFeeds : nil
    }

    /// Only there does its age decide with what it is compared.
    private static func isTakenAtItsWords(_ report: Report) -> Bool {
        (report.kind == .news || report.kind == .advisory) && report.vulnerabilities.isEmpty
    }

    private static func note(_ doubt: DateDoubt, in report: inout Report) {
        report.dateDoubts = (report.dateDoubts ?? []) + [doubt]
    }
}
