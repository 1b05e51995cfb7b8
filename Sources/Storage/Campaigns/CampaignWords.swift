import GRDB
package import Vocabulary

/// A person's word about two reports, with the act that it was said in.
package struct SaidWord: Sendable, Hashable {
    package var word: CampaignWord
    package var verb: CampaignAct.Verb
    package var reason: String
    package var actor: String
    package var at: Instant
}

extension Store {
    /// What persons have said of reports, in the order of their acts: of two words about one pair the later counts.
    package func campaignWords() async throws -> [CampaignWord] {
        try await read("reading what was said of campaigns") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT w.one, w.other, w.together, w.said FROM campaign_word w JOIN campaign_act a ON a.n = w.act
                    ORDER BY w.act, w.one, w.other
                    """
            ).map { CampaignWord($0["one"], $0["other"], together: $0["together"], isSaid: $0["said"]) }
        }
    }

    /// The same, about any of these reports, with reasons.
    package func campaignWords(about names: [String]) async throws -> [SaidWord] {
        try await read("reading what was said of a campaign") { db in
            let names = try StoredJSON.encode(names)
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT w.one, w.other, w.together, w.said, a.verb, a.reason, a.actor, a.at FROM campaign_word w
                    JOIN campaign_act a ON a.n = w.act
                    WHERE w.one IN (SELECT value FROM json_each(?1)) OR w.other IN (SELECT value FROM json_each(?1))
                    ORDER BY w.act, w.one, w.other
                    """, arguments: [names]
            ).compactMap { row in
                guard let verb = CampaignAct.Verb(rawValue: row["verb"]) else { return nil }
                return SaidWord(
                    word: CampaignWord(row["one"], row["other"], together: row["together"], isSaid: row["said"]),
                    verb: verb,
                    reason: row["reason"], actor: row["actor"], at: Instant(microseconds: row["at"]))
            }
        }
    }
}
