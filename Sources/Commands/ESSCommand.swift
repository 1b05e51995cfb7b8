import ArgumentParser

/// `ess`: nouns and their verbs.
struct ESSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ess",
        abstract: "Collects threat reports, finds whom they concern, advises, notifies and keeps the record.",
        discussion: """
            Results go to standard output, everything else to standard error. `ess help NOUN VERB` tells more.
            Exit: 0 done, 1 found something wrong, 64 usage, 65 bad data, 69 service not running, 70 our fault,
            75 try later, 77 not permitted, 78 configuration.
            """,
        groupedSubcommands: [
            CommandGroup(name: "Service", subcommands: [
                ServeCommand.self, InitCommand.self, StatusCommand.self, CheckCommand.self,
            ]),
            CommandGroup(name: "What comes in", subcommands: [
                FeedCommand.self, IngestCommand.self, RejectCommand.self, ReportCommand.self,
            ]),
            CommandGroup(name: "What it means, and for whom", subcommands: [
                ThreatCommand.self, FindingCommand.self, GapCommand.self, EntityCommand.self, ContactCommand.self,
            ]),
            CommandGroup(name: "What we say", subcommands: [
                AdvisoryCommand.self, GuidanceCommand.self, NoticeCommand.self, DeliveryCommand.self,
                DirectiveCommand.self,
            ]),
            CommandGroup(name: "What comes of it", subcommands: [CaseCommand.self, LedgerCommand.self]),
            CommandGroup(name: "Line tools", subcommands: [ScoreCommand.self, MatchCommand.self]),
        ])
}
