import ArgumentParser
import Pipeline

/// `ess finding orphans`.
struct FindingOrphansCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orphans",
        abstract: "Observations in the national space that belong to nobody registered, by operator.",
        discussion: """
            With --asn or --condition: which hosts, read back from the newest fifty documents that hold such rows, \
            with the numbers of these documents. A host counts once, however many documents name it.
            """)
    @Option(help: "Only hosts of this operator; 0 or unknown: of none that a source states.") var asn: OperatorNumber?
    @Option(help: "Only hosts of this condition, as the list names it.") var condition: String?
    @Option(help: "At most so many hosts.") var limit = 1000
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let service = try await Desk.open(desk)
        guard asn == nil, condition == nil else { return try await hosts(service) }
        let columns: [Column<FindingOrphans.Orphan>] = [
            Column("ASN") { OperatorNumber.text($0.asn) },
            Column("HOSTS") { "\($0.hosts)\($0.hostsPartial ? "+" : "")" },
            Column("ROWS") { "\($0.rows)" }, Column("DOCUMENTS") { "\($0.documents)" },
            Column("FEEDS") { $0.feeds.joined(separator: ", ") }, Column("FIRST") { ShortTime.text($0.first) },
            Column("LAST") { ShortTime.text($0.last) }, Column("CONDITION") { $0.condition },
        ]
        let rows = try await service.perform(FindingOrphans())
        try Output.list(rows, columns, as: desk.format)
        if let first = rows.first, desk.format == .table {
            Output.note("which hosts: ess finding orphans --asn \(OperatorNumber.text(first.asn))")
        }
    }

    private func hosts(_ service: Desk) async throws {
        let columns: [Column<OrphanHosts.Host>] = [
            Column("ASN") { OperatorNumber.text($0.asn) }, Column("HOST") { $0.host },
            Column("PORTS") { $0.ports.isEmpty ? "-" : $0.ports.map(String.init).joined(separator: ",") },
            Column("FEEDS") { $0.feeds.joined(separator: ", ") }, Column("FIRST") { ShortTime.text($0.first) },
            Column("LAST") { ShortTime.text($0.last) },
            Column("DOCUMENTS") { $0.documents.map(String.init).joined(separator: ",") },
            Column("CONDITION") { $0.condition },
        ]
        let answer = try await service.perform(OrphanHosts(asn: asn?.value, condition: condition, limit: limit))
        try Output.list(answer.hosts, columns, as: desk.format)
        if answer.more > 0 { Output.note("\(answer.more) more; --limit shows them") }
        if answer.partial { Output.note("older documents, or more hosts than fit, were not read back") }
    }
}

/// An autonomous system as an operator types it.
struct OperatorNumber: ExpressibleByArgument {
    let value: Int

    /// `64500`, `AS64500`, `0`, `unknown`.
    init?(argument: String) {
        let plain = argument.lowercased()
        if plain == "unknown" { value = 0; return }
        guard let number = UInt32(plain.hasPrefix("as") ? String(plain.dropFirst(2)) : plain) else { return nil }
        value = Int(number)
    }

    static func text(_ asn: Int) -> String { asn == 0 ? "unknown" : "\(asn)" }
}
