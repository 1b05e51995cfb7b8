import Analyze
import ArgumentParser
import Foundation
import Ingest
import Pipeline
import Storage
import Vocabulary

/// `ess report`.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Items exactly as their sources stated them.",
        subcommands: [List.self, Show.self, Submit.self, Mails.self, Original.self])

    /// `ess report list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Reports by feed, newest revision each.")
        @Option(help: "Only of this feed.") var feed: FeedID?
        @Option(help: "Only of this kind.") var kind: ReportKind?
        @Option(help: "Only those with at least so many revisions.") var revisions = 1
        @Option(help: "At most so many.") var limit = 100
        @Option(help: "Leave out so many first.") var offset = 0
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            var query = ReportQuery()
            query.feed = feed
            query.kind = kind
            query.minimumRevisions = revisions
            query.limit = limit
            query.offset = offset
            let columns: [Column<ReportView>] = [
                Column("FEED") { $0.feed }, Column("ID") { $0.id }, Column("KIND") { $0.kind.rawValue },
                Column("STATUS") { $0.status.rawValue }, Column("REVISED") { ShortTime.text($0.revised) },
                Column("REVISIONS") { "\($0.revisions)" }, Column("TITLE") { $0.title },
            ]
            try Output.list(try await Desk.open(desk).perform(ReportList(query: query)), columns, as: desk.format)
        }
    }

    /// `ess report show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every revision of a report, newest first.")
        @Argument(help: "The feed's id, as `ess feed list` shows it.") var feed: FeedID
        @Argument(help: "The source's own id of the report.") var id: String
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let revisions = try await Desk.open(desk).perform(ReportShow(feed: feed, id: id))
            try Output.several(revisions, as: desk.format, describe)
        }

        private func describe(_ revision: ReportRevision) -> [String] {
            let report = revision.report
            var lines = [
                "\(report.sourceID)  \(report.title)",
                "  revised \(ShortTime.text(report.revised)), published \(ShortTime.text(report.published)), "
                    + "\(report.status.rawValue), \(report.tlp?.marking ?? "not marked")",
                "  digest \(report.digest), document \(revision.document)",
            ]
            lines += (report.dateDoubts ?? []).map { doubt in
                let counts = doubt.reason == .longPast ? "" : ", counts as not stated"
                return "  \(doubt.field.rawValue) \(ShortTime.text(doubt.stated)) is doubtful: "
                    + doubt.reason.rawValue + counts
            }
            if let check = revision.check {
                let compared = check.compared.isEmpty ? "" : " (\(check.compared.joined(separator: ", ")))"
                let said = [check.signature.key, check.signature.detail].compactMap { $0 }.joined(separator: ", ")
                lines.append("  hash \(check.hashes.rawValue)\(compared)")
                lines.append("  signature \(check.signature.state.rawValue)" + (said.isEmpty ? "" : ": \(said)"))
            }
            if !report.summary.isEmpty { lines.append("  " + report.summary) }
            for statement in report.vulnerabilities {
                let scores = statement.scores.map(\.vector).joined(separator: " ")
                lines.append("  \(statement.id) \(scores) \(statement.title ?? "")")
            }
            if let incident = report.incident { lines += ReportCommand.lines(of: incident) }
            lines += revision.listed.map { value in
                "  warning: \(value.value) on " + value.warningLists.map(\.text).joined(separator: "; ")
            }
            return lines + report.links.map { "  " + $0 }
        }
    }

    /// What a person said of kind and places, and how to reach them.
    private static func lines(of incident: IncidentStatement) -> [String] {
        var lines: [String] = []
        if let type = incident.type { lines.append("  type \(type)") }
        if let entity = incident.entity { lines.append("  concerns \(entity)") }
        if !incident.addresses.isEmpty {
            lines.append("  addresses " + incident.addresses.map(\.description).joined(separator: " "))
        }
        if !incident.domains.isEmpty { lines.append("  domains " + incident.domains.joined(separator: " ")) }
        if let contact = incident.contact { lines.append("  reported by \(contact)") }
        for file in incident.attachments ?? [] {
            let name = file.name.isEmpty ? "-" : file.name
            lines.append("  attached \(name), \(file.type), \(file.bytes) bytes, \(file.sha256)")
        }
        if let encryption = incident.encryption { lines.append("  encrypted by \(encryption.rawValue)") }
        if let original = incident.original { lines.append("  mail \(original): `ess report original`") }
        return lines
    }

    /// `ess report submit`.
    struct Submit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes down what a person reports; it becomes a report like any other.")
        @Option(help: "One line that says what it is.") var title: String
        @Option(help: "What happened, in full.") var text: String?
        @Option(help: ArgumentHelp("File with the text; - for standard input.", valueName: "path")) var file: String?
        @Option(
            help: ArgumentHelp("RSIT type: class/type, such as malicious-code/infected-system.", valueName: "type"),
            transform: RSIT.typed)
        var type: RSIT?
        @Option(help: "The registered entity that it concerns.") var entity: EntityID?
        @Option(help: "An affected address; may be repeated.") var address: [IPAddress] = []
        @Option(help: "An affected name; may be repeated.") var domain: [String] = []
        @Option(help: "How it may be shared: CLEAR, GREEN, AMBER, AMBER+STRICT, RED.") var tlp: TLP?
        @Option(help: "Who reports and how to reach them, at most 200 bytes.") var contact: String?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let words = try text ?? file.map { try TextSource.read($0, bytesMax: 16 << 10) } ?? ""
            let act = ReportSubmit(
                title: title, text: words, type: type, entity: entity, addresses: address, domains: domain, tlp: tlp,
                contact: contact)
            let answer = try await Desk.open(desk).perform(act, change)
            try Output.outcome(answer, of: change, as: desk.format) { answer in
                guard let number = answer.number else { return Submit.planned(act) }
                let taken = "\(number) taken down as document \(answer.document.map(String.init) ?? "-")"
                let shown = "all of it: ess report show user-reports \(number)"
                guard let opened = answer.caseNumber else { return [taken, shown] }
                return ["\(taken), case \(opened)", "next: ess case assign \(opened) ; ess case show \(opened)"]
            }
        }

        /// What would be taken down.
        private static func planned(_ act: ReportSubmit) -> [String] {
            var lines = ["a report and its case: \(act.title)", "  text       \(act.text.utf8.count) bytes"]
            if let type = act.type { lines.append("  type       \(type)") }
            if let entity = act.entity { lines.append("  concerns   \(entity)") }
            if !act.addresses.isEmpty {
                lines.append("  addresses  " + act.addresses.map(\.description).joined(separator: " "))
            }
            if !act.domains.isEmpty { lines.append("  domains    " + act.domains.joined(separator: " ")) }
            lines.append("  label      " + (act.tlp?.marking ?? "as the feed user-reports says"))
            if let contact = act.contact { lines.append("  by         \(contact)") }
            return lines
        }
    }
}
