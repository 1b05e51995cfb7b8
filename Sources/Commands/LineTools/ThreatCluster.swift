import Analyze
import ArgumentParser
import Foundation
import Pipeline
import Vocabulary

/// `ess threat cluster`.
struct ThreatCluster: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster", abstract: "Puts titles together that speak of one thing; asks no service.",
        discussion: """
            One {"id","title","text"?,"published"?,"language"?,"source"?} on each line in; {"id","cluster","reason"} \
            on each line out, in order, once the input has ended: a cluster is a function of the whole set. \
            `cluster` is the id of its first member. Identifiers decide first, then telling words, time and source. Of \
            a title the first 512 bytes count, as of a report's; of a text its CVE, GHSA and EUVD ids. The second \
            line of one id is answered with an error.
            """)

    private static let reportsMax = 200_000
    /// Of a title, as of a report's (``Report/title``).
    private static let titleBytesMax = 512

    /// What a line says, or why it could not be read.
    private enum Line {
        case report(TitledReport)
        case unreadable(id: String?, why: String)
    }

    func run() async throws {
        var lines: [Line] = []
        var known = Set<String>()
        var input = InputLines()
        while let next = try input.next() {
            switch next {
            case .text(let text): lines.append(ThreatCluster.once(ThreatCluster.line(text), &known))
            case .tooLong: lines.append(.unreadable(id: nil, why: "longer than 1 MiB"))
            }
            guard lines.count <= ThreatCluster.reportsMax else {
                throw ActFailure(
                    .badData, "more than \(ThreatCluster.reportsMax) lines", hint: "cluster them in parts, by time")
            }
        }
        let reports = lines.compactMap { if case .report(let report) = $0 { report } else { nil } }
        var places = TitleClusters(reports).places.makeIterator()
        var out: [UInt8] = []
        for line in lines {
            switch line {
            case .unreadable(let id, let why):
                out += try ActJSON.encode(["id": id.map { .string($0) } ?? .null, "error": .string(why)] as JSONValue)
            case .report(let report):
                guard let place = places.next() else { preconditionFailure("each report has a place") }
                out += try ActJSON.encode(
                    [
                        "id": .string(report.id), "cluster": .string(place.cluster),
                        "reason": .string(ThreatCluster.reason(place)),
                    ] as JSONValue)
            }
            out.append(0x0A)
        }
        try StandardStreams.write(out, to: StandardStreams.output)
    }

    /// A line, unless an earlier one has its id: a cluster's name must not name two reports.
    private static func once(_ line: Line, _ known: inout Set<String>) -> Line {
        guard case .report(let report) = line, !known.insert(report.id).inserted else { return line }
        return .unreadable(id: report.id, why: "an earlier line has this `id`")
    }

    private static func line(_ text: String) -> Line {
        guard case .object(let fields)? = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
            return .unreadable(id: nil, why: "not a JSON object")
        }
        guard let id = fields["id"]?.text else { return .unreadable(id: nil, why: "`id` must be a text") }
        guard let title = fields["title"]?.text else { return .unreadable(id: id, why: "`title` must be a text") }
        // No text is held for what it does not say: two hundred thousand lines of a mebibyte would be too much.
        let named = TitledReport.identifiers(in: fields["text"]?.text ?? "")
        var report = TitledReport(
            id: id, title: clipped(title), text: named.isEmpty ? nil : named.joined(separator: " "),
            source: fields["source"]?.text)
        if let published = fields["published"], published != .null {
            guard let instant = published.text.flatMap({ Instant($0) }) else {
                return .unreadable(id: id, why: "`published` must be a time as in 2026-11-25T08:00:00Z")
            }
            report.published = instant
        }
        return .report(report)
    }

    /// The first bytes of a title, without half a character at the end.
    private static func clipped(_ title: String) -> String {
        guard title.utf8.count > titleBytesMax else { return title }
        var end = title.utf8.index(title.startIndex, offsetBy: titleBytesMax)
        while end.samePosition(in: title.unicodeScalars) == nil {
            end = title.utf8.index(before: end)
        }
        return String(title[..<end])
    }

    private static func reason(_ place: TitlePlace) -> String {
        let near = place.nearest.map { " (\($0), likeness \(place.likeness) of 100)" } ?? ""
        switch place.reason {
        case .sameIdentifier: return "both name \(place.shared.joined(separator: ", "))" + near
        case .otherIdentifiers: return "the nearest names other identifiers" + near
        case .sharedWords: return "shares \(place.shared.joined(separator: ", "))" + near
        case .otherNoticeOfSource: return "the nearest is another notice of the same source" + near
        case .otherMonth: return "the nearest is another month's notice" + near
        case .otherVictim: return "the nearest is the same wording about another victim" + near
        case .template: return "the nearest has the same wording about something else" + near
        case .otherEvent: return "the nearest names another victim, place or attacker" + near
        case .littleShared: return "the nearest has too little in common" + near
        case .overruled: return "a person said so" + near
        case .nothingShared: return "nothing comes near"
        }
    }
}
