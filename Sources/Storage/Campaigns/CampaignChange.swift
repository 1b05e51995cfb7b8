package import Vocabulary

/// Clusters that are not what they were, to be stored with what made them so.
package struct CampaignChange: Sendable {
    /// Each by the names of its reports, the first in time first; every report in one of them at most.
    package var clusters: [[String]] = []
    /// Reports whose changes are in these clusters, with ``TitledRow/due`` as it was read: one that has changed since
    /// stays due.
    package var settled: [String: Int] = [:]
    /// Names of reports that are not to be clustered any more, likewise.
    package var gone: [String: Int] = [:]
    /// Whose act made it, if a person's.
    package var act: CampaignAct?
    package var at: Instant

    package init(at: Instant) { self.at = at }

    package var isEmpty: Bool { clusters.isEmpty && gone.isEmpty && act == nil }
}

/// A person's merge or split.
package struct CampaignAct: Sendable, Hashable {
    /// What the person did.
    package enum Verb: String, Sendable, Hashable, Codable {
        case merged, split
    }

    /// The threat that it is said of.
    package var threat: ThreatID
    package var verb: Verb
    package var reason: String
    package var actor: String
    package var words: [CampaignWord]
    /// For the ledger; the change and it commit together.
    package var entries: [Entry]

    package init(
        threat: ThreatID, verb: Verb, reason: String, actor: String, words: [CampaignWord], entries: [Entry]
    ) {
        self.threat = threat
        self.verb = verb
        self.reason = reason
        self.actor = actor
        self.words = words
        self.entries = entries
    }
}

/// What a person said of two reports, named as in ``TitledRow``: one thing, or two.
package struct CampaignWord: Sendable, Hashable {
    package var one: String
    package var other: String
    package var together: Bool
    /// False where the act is not about these two: the word keeps together what stood together, or takes an earlier
    /// word back.
    package var isSaid: Bool

    package init(_ one: String, _ other: String, together: Bool, isSaid: Bool = false) {
        (self.one, self.other) = one < other ? (one, other) : (other, one)
        self.together = together
        self.isSaid = isSaid
    }
}
