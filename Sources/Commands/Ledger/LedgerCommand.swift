import ArgumentParser
import Pipeline
import Vocabulary

/// `ess ledger`.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "The record that cannot be changed unseen.",
        subcommands: [
            List.self, Show.self, Prove.self, Checkpoint.self, LedgerVerifyCommand.self, ReceiptVerifyCommand.self,
        ])

    /// `ess ledger list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Entries in order.")
        @Option(help: "Only of this subject: ESS-2026-0042, city-hospital, document:17.") var subject: String?
        @Option(help: "From this index on.") var from = 0
        @Option(help: "At most so many.") var limit = 100
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let columns: [Column<EntryView>] = [
                Column("INDEX") { "\($0.index)" }, Column("AT") { ShortTime.text($0.at) },
                Column("KIND") { $0.kind.rawValue }, Column("SUBJECT") { $0.subject },
                Column("#") { "\($0.sequence)" }, Column("EVENT") { $0.event },
            ]
            let act = LedgerList(subject: subject, from: from, limit: limit)
            try Output.list(try await Desk.open(desk).perform(act), columns, as: desk.format)
        }
    }

    /// `ess ledger show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One entry, or all of a subject, with what they say.")
        @Argument(help: "An index, or a subject.") var entry: String
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let open = try await Desk.open(desk)
            let index = Int(entry)
            let act = LedgerList(subject: index == nil ? entry : nil, from: index ?? 0, limit: index == nil ? 5000 : 1)
            let rows = try await open.perform(act).filter { index == nil || $0.index == index }
            guard !rows.isEmpty else {
                throw ActFailure(.notFound, "the ledger knows nothing of `\(entry)`", hint: "see `ess ledger list`")
            }
            try Output.several(rows, as: desk.format) { row in
                [
                    "\(row.index)  \(ShortTime.text(row.at))  \(row.subject): \(row.event)",
                    "  leaf \(row.leaf)", "  " + (row.payload ?? "erased"),
                ]
            }
        }
    }

    /// `ess ledger prove`.
    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A receipt that anybody can check offline, as JSON.",
            discussion: "Check it with `ess ledger verify-receipt FILE --key KEY`.")
        @Argument(help: "An index, or a subject, whose newest entry is meant.") var entry: String
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let receipt = try await Desk.open(desk).perform(LedgerProve(entry: entry))
            // A receipt is a document: it has one form, for people too.
            try Output.one(receipt, as: desk.format == .table ? .json : desk.format) { _ in [] }
        }
    }

    /// `ess ledger checkpoint`.
    struct Checkpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The newest signed note, as it is; the key that checks it goes to standard error.")
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let answer = try await Desk.open(desk).perform(LedgerCheckpoint())
            switch desk.format {
            case .json, .jsonl: try Output.one(answer, as: desk.format) { _ in [] }
            case .table:
                try StandardStreams.write(Array(answer.note.utf8), to: StandardStreams.output)
                Output.note("verifier key: " + answer.verifierKey)
            }
        }
    }
}
