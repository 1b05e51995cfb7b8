import Analyze
package import Constituency
import Crypto
import Foundation
import Storage
package import Vocabulary

/// A possible match, why it is no more than that, and what to type.
package struct GapView: Codable, Sendable {
    /// `g-` and ten hexadecimal digits of the digest of entity, locus and threat.
    package var gap: String
    package var entity: String
    package var locus: String
    package var threat: String
    package var state: FindingState
    package var rule: MatchRule
    package var confidence: Confidence
    package var firstSeen: Instant
    package var lastSeen: Instant
    package var feed: String
    /// Why a person has to look.
    package var why: String
    /// The lesson that would settle it and all like it, as `--alias` takes it; nil where names are not the doubt.
    package var alias: String?
    /// The command to type, with the verdict to be chosen.
    package var command: String

    private enum CodingKeys: String, CodingKey {
        case gap, entity, locus, threat, state, rule, confidence, firstSeen = "first_seen", lastSeen = "last_seen"
        case feed, why, alias, command
    }

    init(_ row: FindingRow) {
        gap = GapView.id(of: row)
        entity = row.entity.text
        locus = row.locus.text
        threat = row.threat.text
        state = row.state
        rule = row.rule
        confidence = row.confidence
        firstSeen = row.firstSeen
        lastSeen = row.lastSeen
        feed = row.feed.text
        let evidence = GapView.evidence(of: row).first
        why = evidence.map { "\($0.stated) / \($0.asset): \($0.reason)" } ?? row.naming?.doubt ?? row.reportDoubt
            ?? "the match is only possible"
        alias = evidence?.alias
        let option = alias.map { " --alias \"\($0)\"" } ?? ""
        command = "ess gap resolve \(gap) --as match|no-match\(option) --reason \"…\""
    }

    /// A function of what the gap is about, so that it is the same tomorrow.
    static func id(of row: FindingRow) -> String {
        let text = "\(row.entity.text)\n\(row.locus.text)\n\(row.threat.text)"
        return "g-" + Hex.encode(Array(SHA256.hash(data: Data(text.utf8)).prefix(5)))
    }

    private static func verdicts(of row: FindingRow) -> [AssetVerdict] {
        guard row.locus == .inventory else { return [] }
        return (try? JSONDecoder().decode([AssetVerdict].self, from: Data(row.evidence.utf8))) ?? []
    }

    private static func evidence(of row: FindingRow) -> [ProductEvidence] {
        verdicts(of: row).compactMap { if case .matched(let evidence) = $0.verdict { evidence } else { nil } }
    }
}

/// `ess gap list`: matches that only a person can decide; they never leave the house before.
package struct GapList: Act {
    package static let name = "gap list"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package init() {}

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [GapView] {
        try await engine.gaps { _ in true }.map(GapView.init)
    }
}

extension Engine {
    /// The open possible matches that are asked for, in the order of findings; read in pages.
    func gaps(where isAsked: (FindingRow) -> Bool) async throws -> [FindingRow] {
        var query = FindingQuery()
        query.confidence = .possible
        query.state = .open
        var found: [FindingRow] = []
        while true {
            let page = try await store.findings(query)
            found += page.filter(isAsked)
            guard page.count == query.limit, let last = page.last else { return found }
            query.after = last.cursor
            try Task.checkCancellation()
        }
    }
}

/// `ess gap lessons`: what was taught about names of products; in JSON also the export of it.
package struct GapLessons: Act {
    package static let name = "gap lessons"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package init() {}

    /// One lesson with its teacher.
    package struct Lesson: Codable, Sendable {
        package var stated: String
        package var registered: String
        /// `match` or `no-match`.
        package var verdict: GapVerdict
        package var reason: String
        package var by: String
        /// Nil where a file does not say.
        package var at: Instant?
        /// Where it stands.
        package var origin: Origin
    }

    /// Taught on this data directory, or read from the file of the settings.
    package enum Origin: String, Codable, Sendable, CaseIterable {
        case taught, file
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [Lesson] {
        let taught = try await engine.store.productLessons().map { stored in
            Lesson(
                stated: stored.lesson.stated.text, registered: stored.lesson.registered.text,
                verdict: stored.lesson.isSame ? .match : .noMatch, reason: stored.reason, by: stored.actor,
                at: stored.at, origin: .taught)
        }
        let known = Set(taught.map { [$0.stated, $0.registered] })
        let given = engine.policies.aliases.aliases.map { alias in
            Lesson(
                stated: alias.lesson.stated.text, registered: alias.lesson.registered.text,
                verdict: alias.lesson.isSame ? .match : .noMatch, reason: alias.reason, by: alias.by, at: alias.at,
                origin: .file)
        }.filter { !known.contains([$0.stated, $0.registered]) }
        return (taught + given).sorted { ($0.stated, $0.registered) < ($1.stated, $1.registered) }
    }
}

extension GapLessons.Lesson {
    /// As the file of the settings states it; nil when its names are none.
    package var alias: AliasBook.Alias? {
        guard let stated = ProductName(stated), let registered = ProductName(registered) else { return nil }
        return AliasBook.Alias(
            lesson: ProductLesson(stated: stated, registered: registered, isSame: verdict == .match), reason: reason,
            by: by, at: at)
    }
}
