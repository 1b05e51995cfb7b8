import ArgumentParser
import Notify
import Pipeline
import Storage
import Vocabulary

/// `ess notice`.
struct NoticeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notice", abstract: "What is owed to entities, and why.",
        subcommands: [List.self, Show.self, Explain.self, Cancel.self])

    /// `ess notice list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Notices, newest first.")
        @Option(help: "Only to this entity.") var entity: EntityID?
        @Option(help: "Only about this advisory, case or threat.") var about: String?
        @Option(help: "At most so many.") var limit = 100
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let columns: [Column<NoticeRecord>] = [
                Column("NUMBER") { "\($0.number)" }, Column("MADE") { ShortTime.text($0.made) },
                Column("ENTITY") { $0.entity.text }, Column("KIND") { $0.kind.rawValue },
                Column("TLP") { $0.tlp.rawValue }, Column("ABOUT") { $0.about },
                Column("CASE") { $0.caseNumber.map { "\($0)" } ?? "-" },
                Column("DELIVERIES") { NoticeCommand.counts($0.deliveries) }, Column("TITLE") { $0.title },
            ]
            let act = NoticeList(entity: entity, about: about, limit: limit)
            try Output.list(try await Desk.open(desk).perform(act), columns, as: desk.format)
        }
    }

    /// `ess notice show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Causes, deliveries and tries of a notice.")
        @Argument(
            help: "The notice's number with its check digit, as `ess notice list` shows it.",
            transform: SpokenNumber.typed)
        var number: SpokenNumber
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let story = try await Desk.open(desk).perform(NoticeShow(number: number))
            try Output.one(story, as: desk.format, describe)
        }

        private func describe(_ story: NoticeStory) -> [String] {
            let notice = story.notice
            var lines = [
                "\(notice.number)  \(notice.title)",
                "\(notice.kind.rawValue) to \(notice.entity), \(notice.tlp.marking), "
                    + "made \(ShortTime.text(notice.made)), about \(notice.about)"
                    + (notice.caseNumber.map { ", case \($0)" } ?? ""),
                "causes: \(story.causes.count)",
            ]
            lines += story.causes.prefix(20).map { "  " + $0 }
            for delivery in story.deliveries {
                lines.append(
                    "delivery \(delivery.id): \(delivery.channel.rawValue) to contact \(delivery.contact), "
                        + "\(delivery.state.rawValue)")
                lines += (story.attempts[delivery.id] ?? []).map { attempt in
                    "  try \(attempt.n) at \(ShortTime.text(attempt.started)): \(attempt.outcome ?? "started") "
                        + (attempt.text ?? "")
                }
            }
            return lines
        }
    }

    /// `ess notice explain`.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Why it went to whom, by which way and when; and who was left out, and why.")
        @Argument(
            help: "The notice's number with its check digit, as `ess notice list` shows it.",
            transform: SpokenNumber.typed)
        var number: SpokenNumber
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let answer = try await Desk.open(desk).perform(NoticeExplain(number: number))
            try Output.one(answer, as: desk.format) { answer in
                var lines = ["\(answer.number)"] + answer.sentences.map { "  " + $0 }
                lines.append("withheld of the same causes: \(answer.withheld.count)")
                lines += answer.withheld.map { "  \($0.entity): \($0.reason.rawValue), \($0.detail)" }
                return lines
            }
        }
    }

    /// `ess notice cancel`.
    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What has not left does not leave any more; --reason is required.")
        @Argument(
            help: "The notice's number with its check digit, as `ess notice list` shows it.",
            transform: SpokenNumber.typed)
        var number: SpokenNumber
        @OptionGroup var change: ChangeOptions
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let answer = try await Desk.open(desk).perform(NoticeCancel(number: number), change)
            try Output.outcome(answer, of: change, as: desk.format) { answer in
                answer.cancelled.map { "cancelled " + $0 } + answer.left.map { "too late for " + $0 }
            }
        }
    }

    /// `delivered 2, due 1`.
    static func counts(_ states: [String: Int]) -> String {
        states.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}

/// `ess delivery`.
struct DeliveryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery", abstract: "One notice, one recipient, one channel.",
        subcommands: [List.self, Retry.self, Test.self])

    /// `ess delivery list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Deliveries, latest change first.")
        @Option(help: "Only those that stand so; may be repeated.") var state: [DeliveryState] = []
        @Option(help: "At most so many.") var limit = 100
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let columns: [Column<DeliveryRecord>] = [
                Column("ID") { $0.id }, Column("NOTICE") { "\($0.notice)" }, Column("ENTITY") { $0.entity.text },
                Column("CHANNEL") { $0.channel.rawValue }, Column("STATE") { $0.state.rawValue },
                Column("TRIES") { "\($0.attempts)" }, Column("NEXT") { ShortTime.text($0.nextAt) },
                Column("CHANGED") { ShortTime.text($0.changed) }, Column("LAST WORDS") { $0.lastText ?? "-" },
            ]
            let act = DeliveryList(states: state, limit: limit)
            try Output.list(try await Desk.open(desk).perform(act), columns, as: desk.format)
        }
    }

    /// `ess delivery retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What bounced or expired goes again: the same bytes under the same id.")
        @Argument(help: "The delivery's id, as `ess delivery list` shows it.") var id: String
        @OptionGroup var change: ChangeOptions
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let answer = try await Desk.open(desk).perform(DeliveryRetry(id: id), change)
            try Output.outcome(answer, of: change, as: desk.format) { ["\($0.id): \($0.state.rawValue)"] }
        }
    }

    /// `ess delivery test`.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A drill to one contact by one channel, the whole way a real notice goes.")
        @Argument(help: "The entity's id, as `ess entity list` shows it.") var entity: EntityID
        @Argument(help: "The contact's id, as `ess entity show` has it.") var contact: String
        @Option(help: "By this channel.") var channel: ChannelKind
        @OptionGroup var change: ChangeOptions
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let act = DeliveryTest(entity: entity, contact: contact, channel: channel.rawValue)
            let answer = try await Desk.open(desk).perform(act, change)
            try Output.outcome(answer, of: change, as: desk.format) {
                [$0.notice.map { "\($0) is on its way" } ?? "a drill is sent"]
            }
        }
    }
}
