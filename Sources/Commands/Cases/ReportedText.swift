import Pipeline
import Vocabulary

extension CaseText {
    /// Lines of a report's text that a case shows; all of it stands behind the command.
    private static let linesMax = 12

    /// What a person reported, so that who takes the case can begin.
    static func describe(_ report: ReportedInCase) -> [String] {
        var lines = [
            "report \(report.id), \(ShortTime.text(report.at)), by \(report.contact ?? "somebody who left no contact")"
        ]
        if let type = report.type { lines.append("  type       \(type)") }
        if let entity = report.entity { lines.append("  concerns   \(entity)") }
        if !report.addresses.isEmpty { lines.append("  addresses  " + short(report.addresses.map(\.description))) }
        if !report.domains.isEmpty { lines.append("  domains    " + short(report.domains)) }
        if report.attachments > 0 { lines.append("  attached   " + Counted.text(report.attachments, "file")) }
        if report.encrypted { lines.append("  encrypted: a person must open it") }
        let text = TerminalText.lines(report.text)
        lines += text.prefix(linesMax).map { "  | \($0.prefix(400))" }
        let more = text.count > linesMax ? ", \(text.count - linesMax) more lines" : ""
        return lines + ["  all of it\(more): ess report show \(report.feed) \(report.id)", ""]
    }

    private static func short(_ values: [String]) -> String {
        values.prefix(10).joined(separator: " ") + (values.count > 10 ? " and \(values.count - 10) more" : "")
    }
}
