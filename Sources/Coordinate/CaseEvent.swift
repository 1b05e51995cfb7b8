package import Vocabulary

/// What a case is about; fixed when it is opened.
package enum CaseKind: String, Sendable, Hashable, Codable, CaseIterable {
    case advisory, findings, incident, referral, help
}

/// How somebody told us something. Opening a link is none of these.
package enum AnswerChannel: String, Sendable, Hashable, Codable, CaseIterable {
    case portal, phone, mail
}

/// What an entity answers about one vulnerability or finding.
package enum AnswerKind: String, Sendable, Hashable, Codable, CaseIterable {
    case investigating, affected
    case notAffected = "not-affected"
    case mitigated, fixed
    case cannotFix = "cannot-fix"
    /// Wrong owner: leads to a correction of the register.
    case notOurs = "not-ours"
    /// Opens a request for help.
    case helpNeeded = "help-needed"

    /// Nothing more is owed for this subject.
    package var isSettled: Bool {
        switch self {
        case .notAffected, .mitigated, .fixed, .notOurs: true
        case .investigating, .affected, .cannotFix, .helpNeeded: false
        }
    }
}

/// One thing that happened in a case. Immutable; a case is nothing but the fold of its events.
package struct CaseEvent: Sendable, Hashable, Codable {
    /// What happened, with what the fold needs of it; times are the event's.
    package enum Change: Sendable, Hashable {
        case opened(kind: CaseKind, title: String, advisory: SpokenNumber?, tlp: TLP)
        /// A notice was made due for the participant; its clocks run from the event's time.
        case notified(notice: SpokenNumber, clocks: Clocks)
        /// That notice was cancelled before any of it left, so its clocks run for nobody.
        case cancelled(notice: SpokenNumber, reason: String)
        /// `by` is a person's name when it came by phone or mail.
        case acknowledged(by: String, channel: AnswerChannel)
        /// `subject` is a CVE, a finding's id, or `all`.
        case answered(subject: String, answer: AnswerKind, by: String, channel: AnswerChannel, text: String)
        /// The entity tells of an incident at itself, one stage of it.
        case reported(IncidentReport)
        /// The dates of an incident that was just told, with the row that gave them.
        case clocked(IncidentClocks)
        case note(text: String)
        case assigned(to: String)
        case escalated(step: Int, to: String, reason: String)
        case reminded(step: Int, notice: SpokenNumber?)
        case referred(body: String, reason: String)
        case closed(reason: String)
        case reopened(reason: String)
    }

    /// Unique within the case; with the time it gives the total order of the fold.
    package var id: String
    package var at: Instant
    /// `user:1001:leyla`, `entity:city-hospital`, `service`.
    package var actor: String
    /// Nil when the event concerns the case as a whole.
    package var entity: EntityID?
    package var change: Change

    package init(id: String, at: Instant, actor: String, entity: EntityID?, change: Change) {
        self.id = id
        self.at = at
        self.actor = actor
        self.entity = entity
        self.change = change
    }

    /// One word: `opened`, `acknowledged`, … the event of the ledger's entry.
    package var name: String {
        switch change {
        case .opened: "opened"
        case .notified: "notified"
        case .cancelled: "cancelled"
        case .acknowledged: "acknowledged"
        case .answered: "answered"
        case .reported: "reported"
        case .clocked: "clocked"
        case .note: "noted"
        case .assigned: "assigned"
        case .escalated: "escalated"
        case .reminded: "reminded"
        case .referred: "referred"
        case .closed: "closed"
        case .reopened: "reopened"
        }
    }
}

/// The two dates a participant is asked to keep, with the rule that gave them.
package struct Clocks: Sendable, Hashable, Codable {
    /// What is owed for the repair.
    package enum Fix: Sendable, Hashable {
        case by(Instant)
        /// Never late.
        case onNextUpgrade
        /// A date, and a forensic triage with its own three dates.
        case withTriage(by: Instant, scope: Instant, evidence: Instant, decision: Instant)
        case none
    }

    package var ackBy: Instant?
    package var fix: Fix
    /// Id of the policy row: `national:N2`.
    package var row: String
    /// One sentence: which facts chose the row.
    package var reason: String

    private enum CodingKeys: String, CodingKey { case ackBy = "ack_by", fix, row, reason }

    package init(ackBy: Instant?, fix: Fix, row: String, reason: String) {
        self.ackBy = ackBy
        self.fix = fix
        self.row = row
        self.reason = reason
    }

    /// The date of the repair, if it has one.
    package var fixBy: Instant? {
        switch fix {
        case .by(let date): date
        case .withTriage(let date, _, _, _): date
        case .onNextUpgrade, .none: nil
        }
    }
}
