import Analyze
import Constituency
import Crypto
import Foundation
import Storage
import Vocabulary

/// `ess threat score --rules FILE`: which threats would move, and by which rules, if the weights were these.
///
/// Changes nothing; the new weights count when the file stands where the settings name it and the service starts.
package struct ScoringTrial: Act {
    package static let name = "threat score-trial"
    package static let roles = Role.anyone
    package static let readsOnly = true
    private static let pageSize = 1000

    /// The file's text, and its name for messages.
    package var rules: String
    package var file: String
    /// Threats that move by at least so many points are listed.
    package var by: Int
    package var limit: Int

    package init(rules: String, file: String, by: Int = 1, limit: Int = 100) {
        self.rules = rules
        self.file = file
        self.by = by
        self.limit = limit
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        let node = try SettingsFile.parse(Data(rules.utf8), file: file)
        var problems: [SettingsProblem] = []
        guard var rules = ScoringRules(settings: node, problems: &problems) else { throw SettingsFailure(problems) }
        rules.origins = engine.policies.scoring.origins
        let register = try await engine.register()
        var answer = Answer(threats: 0, moved: 0, overridden: 0, moves: [])
        var place: Int64 = 0
        while true {
            let page = try await engine.store.scored(after: place, limit: ScoringTrial.pageSize)
            guard let last = page.last else { break }
            place = last.no
            for threat in page { take(threat, rules, register, call.now, engine, &answer) }
            try Task.checkCancellation()
        }
        answer.moves.sort { (-abs($0.to - $0.from), $0.id) < (-abs($1.to - $1.from), $1.id) }
        answer.moves.removeLast(max(0, answer.moves.count - max(0, limit)))
        return answer
    }

    private func take(
        _ threat: ScoredThreat, _ rules: ScoringRules, _ register: RegisterState, _ now: Instant, _ engine: Engine,
        _ answer: inout Answer
    ) {
        answer.threats += 1
        if threat.isOverridden { answer.overridden += 1 }
        // Both for the same day, so that only the weights differ.
        let before = engine.score(threat, register, at: now, rules: engine.policies.scoring)
        let after = engine.score(threat, register, at: now, rules: rules)
        guard before.total != after.total else { return }
        answer.moved += 1
        guard abs(after.total - before.total) >= by else { return }
        answer.moves.append(
            Move(
                id: threat.id.text, from: before.total, to: after.total, overridden: threat.isOverridden,
                points: Move.differences(before, after)))
        guard answer.moves.count > 2 * max(limit, 1000) else { return }
        answer.moves.sort { (-abs($0.to - $0.from), $0.id) < (-abs($1.to - $1.from), $1.id) }
        answer.moves.removeLast(answer.moves.count - max(limit, 1000))
    }

    /// How many threats there are, how many would score otherwise, and the greatest moves.
    package struct Answer: Codable, Sendable {
        package var threats: Int
        package var moved: Int
        /// Of all: those whose number an operator set, which stays.
        package var overridden: Int
        package var moves: [Move]
    }

    /// A threat whose sum would change.
    package struct Move: Codable, Sendable {
        package var id: String
        package var from: Int
        package var to: Int
        package var overridden: Bool
        /// Points each rule would add or take, by rule; rules that give the same are left out.
        package var points: [String: Int]

        static func differences(_ before: ThreatScore, _ after: ThreatScore) -> [String: Int] {
            var sums: [String: Int] = [:]
            for part in after.contributions { sums[part.rule, default: 0] += part.points }
            for part in before.contributions { sums[part.rule, default: 0] -= part.points }
            return sums.filter { $0.value != 0 }
        }
    }
}

extension Engine {
    /// A stored threat's score under other rules.
    func score(
        _ threat: ScoredThreat, _ register: RegisterState, at now: Instant, rules: ScoringRules
    ) -> ThreatScore {
        let reach = reach(of: Set(threat.reach), register)
        guard let assessment = threat.assessment else {
            return ThreatScore.of(condition: threat.id, reach: reach, rules: rules)
        }
        return ThreatScore.of(
            assessment, epss: threat.epss, reach: reach, sectors: register.sectors(threat.sectors), at: now,
            rules: rules)
    }

    /// Has all threats judged again when the weights, the words for sectors or the public suffixes are not those of the
    /// last start.
    func noticeScoringRules() async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var text = try encoder.encode(policies.scoring)
        text += Data(policies.sectorWords.lines.joined(separator: "\n").utf8)
        text += Data(policies.suffixes.lines.joined(separator: "\n").utf8)
        let digest = SHA256.hash(data: text)
        let number = digest.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) } & .max
        try await store.judgeAgain(ifRulesDifferFrom: number)
    }
}
