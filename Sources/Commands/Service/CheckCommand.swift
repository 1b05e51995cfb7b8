import Analyze
import ArgumentParser
import Pipeline
import Storage
import Vocabulary

/// `ess check`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Reads settings, feeds and policies as the service does.",
        discussion: "Every problem goes to standard error as FILE:LINE: KEY: MESSAGE; the exit code then is 78.")
    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        let path = LocalSettings.path(settings)
        let (loaded, problems) = try Settings.examine(path)
        let policies: Policies
        do throws(SettingsFailure) { policies = try Policies.load(loaded) } catch {
            // The usual place of feeds is no news while the settings may be about to name another.
            let others = error.problems.filter { problems.isEmpty || $0.file != Settings.usualFeedsDirectory }
            throw SettingsFailure(problems + others)
        }
        guard problems.isEmpty else { throw SettingsFailure(problems) }
        try Output.write("\(path): OK")
        try Output.write("\(loaded.feedsDirectory): OK, \(policies.feeds.count) feeds")
        if let folder = loaded.warningListsDirectory {
            try Output.write("\(folder): OK, \(Counted.text(policies.warnings.lists.count, "warning list"))")
        }
        let others = [
            loaded.nationalSpacePath, loaded.scoringPath, loaded.directivesPath, loaded.deadlinesPath,
            loaded.guidanceDirectory, loaded.aliasesPath, loaded.sectorsPath, loaded.publicSuffixesPath,
        ]
        for file in others.compactMap({ $0 }) { try Output.write("\(file): OK") }
        for list in policies.warnings.lists where !list.leftOut.isEmpty {
            let count = Counted.text(list.leftOut.count, "entry", "entries")
            Output.note("note: the warning list `\(list.name)` has \(count) that cannot be read, left out: "
                + list.leftOut.prefix(3).map { "`\($0.prefix(60))`" }.joined(separator: ", "))
        }
        for warning in warnings(loaded) + lostFeeds(loaded, policies) { Output.note("note: " + warning) }
    }

    /// Released feeds that the data directory knows and no file describes. What cannot be read is no fault of the
    /// settings.
    private func lostFeeds(_ settings: Settings, _ policies: Policies) -> [String] {
        let described = Set(policies.feeds.keys)
        do {
            return try Store.keptFeeds(in: settings.dataDirectory, without: described).map { kept in
                let what = Counted.text(kept.documents, "document")
                return "no file describes the feed `\(kept.feed)` any more, which brought \(what): put "
                    + "\(kept.feed).yaml back into \(settings.feedsDirectory), or `ess feed pause \(kept.feed)`"
            }
        } catch {
            return ["whether a file of a known feed is missing could not be looked up in \(settings.dataDirectory)"]
        }
    }

    private func warnings(_ settings: Settings) -> [String] {
        var found: [String] = []
        if settings.roles[.approver, default: []].count + settings.roles[.analyst, default: []].count < 2 {
            found.append("fewer than two people have the roles analyst and approver: no advisory can be issued")
        }
        if settings.mail == nil && settings.maildrop == nil {
            found.append("neither mail nor maildrop: no notice leaves")
        }
        if let lost = Assembly.lostKey(in: settings.dataDirectory) { found.append(lost) }
        if !settings.requireLoginUID { found.append("four_eyes: relaxed; for demonstrations only") }
        return found
    }
}
