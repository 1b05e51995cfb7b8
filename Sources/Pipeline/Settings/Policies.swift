package import Advise
package import Analyze
package import Constituency
package import Coordinate
import Durability
package import Ingest
package import Notify
package import Vocabulary

/// Everything that is data in files beside the settings: feeds, national space and the rooms' policies.
package struct Policies: Sendable {
    package var feeds: [FeedID: FeedDescription] = [:]
    package var nationalSpace = NationalSpace(networks: [], asns: [], topLevelDomains: [])

    /// Instructions and recommendations that advisories attach.
    package var guidance = GuidanceShelf.empty
    /// Weights of the score; the code's own when the settings name no file.
    package var scoring = ScoringRules()
    /// Words for the country and its sectors.
    package var sectorWords = SectorWords.none
    /// Below whose names nobody's stand.
    package var suffixes = PublicSuffixes.builtIn

    /// What reports often name and seldom mean; marks, never a reason to drop.
    package var warnings = WarningIndex.empty
    /// Names of products that a file teaches; none when the settings name no file.
    package var aliases = AliasBook.empty

    /// What goes to whom; nothing leaves without one.
    package var directives = DirectiveBook([])
    /// The model of deadlines; the built-in one when the settings name no file.
    package var deadlines = DeadlinePolicy.builtIn

    package init() {}

    /// Reads all of it.
    /// - Throws: ``SettingsFailure`` with the problems of all files at once.
    package static func load(_ settings: Settings) throws(SettingsFailure) -> Policies {
        var policies = Policies()
        var problems: [SettingsProblem] = []
        policies.feeds = feeds(in: settings.feedsDirectory, problems: &problems)
        if let node = node(settings.nationalSpacePath, &problems) {
            policies.nationalSpace = NationalSpace(settings: node, problems: &problems) ?? policies.nationalSpace
        }
        policies.guidance = readGuidance(in: settings.guidanceDirectory, problems: &problems)
        if let node = node(settings.scoringPath, &problems) {
            policies.scoring = ScoringRules(settings: node, problems: &problems) ?? policies.scoring
        }
        if let node = node(settings.aliasesPath, &problems) {
            policies.aliases = AliasBook(settings: node, problems: &problems) ?? policies.aliases
        }
        if let node = node(settings.sectorsPath, &problems) {
            policies.sectorWords = SectorWords(settings: node, problems: &problems) ?? policies.sectorWords
        }
        policies.suffixes = suffixes(settings.publicSuffixesPath, &problems) ?? policies.suffixes
        policies.warnings = readWarningLists(in: settings.warningListsDirectory, problems: &problems)
        for feed in policies.feeds.values { policies.scoring.origins[feed.id.text] = feed.origin }
        if let node = node(settings.directivesPath, &problems) {
            policies.directives = DirectiveBook(settings: node, problems: &problems) ?? policies.directives
        }
        if let node = node(settings.deadlinesPath, &problems) {
            policies.deadlines = DeadlinePolicy(settings: node, problems: &problems) ?? policies.deadlines
        }
        guard problems.isEmpty else { throw SettingsFailure(problems) }
        return policies
    }

    /// Nil when no path is set or the file has problems, which are gathered.
    static func node(_ path: String?, _ problems: inout [SettingsProblem]) -> SettingsNode? {
        guard let path else { return nil }
        do throws(SettingsFailure) {
            return try SettingsFile.load(path)
        } catch {
            problems += error.problems
            return nil
        }
    }

    private static func suffixes(_ path: String?, _ problems: inout [SettingsProblem]) -> PublicSuffixes? {
        guard let path else { return nil }
        do throws(SettingsFailure) {
            return PublicSuffixes(list: Array(try SettingsFile.bytes(path)), file: path, problems: &problems)
        } catch {
            problems += error.problems
            return nil
        }
    }

    /// A file that is meant to be a feed and would be passed over: nobody would miss its source until it is needed.
    private static func misnamed(_ files: [String], in directory: String) -> [SettingsProblem] {
        files.filter { name in
            let plain = name.lowercased()
            return !name.hasSuffix(".yaml") && (plain.hasSuffix(".yml") || plain.hasSuffix(".yaml"))
        }.sorted().map { name in
            let stem = name.prefix { $0 != "." }
            let message = "is not read, because feeds end in .yaml; rename it to \(stem).yaml"
            return SettingsProblem(file: directory + "/" + name, line: 0, key: "id", message: message)
        }
    }

    private static func feeds(
        in directory: String, problems: inout [SettingsProblem]
    ) -> [FeedID: FeedDescription] {
        let names: [String]
        do throws(DurabilityFailure) {
            let files = try DurableFolder.list(directory).filter { $0.kind != .folder }.map(\.name)
            names = files.filter { $0.hasSuffix(".yaml") }
            problems += misnamed(files, in: directory)
        } catch {
            problems.append(
                SettingsProblem(file: directory, line: 0, key: "feeds_dir", message: "cannot be read: \(error)"))
            return [:]
        }
        var feeds: [FeedID: FeedDescription] = [:]
        for name in names {
            let path = directory + "/" + name
            guard let id = FeedID(name.dropLast(5)) else {
                let message = "the file's name is the feed's id: lower-case letters, digits, . _ -"
                problems.append(SettingsProblem(file: path, line: 0, key: "id", message: message))
                continue
            }
            if [Engine.inventoryFeed, Engine.reportsFeed].contains(id) {
                let message = "`\(id)` is what findings that several feeds make together name; rename the file"
                problems.append(SettingsProblem(file: path, line: 0, key: "id", message: message))
                continue
            }
            guard let node = node(path, &problems) else { continue }
            feeds[id] = FeedDescription.read(node, id: id, problems: &problems)
        }
        return feeds
    }
}
