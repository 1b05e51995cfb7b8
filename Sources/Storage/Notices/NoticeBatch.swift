package import Coordinate
package import Notify
package import Vocabulary

/// A delivery to be made due with its notice: to one contact by one channel.
package struct NewDelivery: Sendable {
    package var contact: String
    package var channel: ChannelKind
    /// Nil for the portal only.
    package var mailbox: Mailbox?
    package var language: Language
    package var format: NoticeFormat
    package var directive: DirectiveID
    /// Why this contact and this channel.
    package var reason: String
    /// Seconds between notices of one group, from the directive.
    package var intervalSeconds: Int64
    package var quiet: QuietHours?
    package var isUrgent: Bool
    /// In the delivery's language, without what the contact may not see; number, case and code are filled in here.
    package var content: NoticeContent
    /// Findings that the message tells of, each by ``FindingCause/names``; what its reader may not see is not told.
    package var findings: [[String]] = []

    package init(routing: Routing, content: NoticeContent) {
        contact = routing.recipient.contact
        channel = routing.channel
        mailbox = routing.channel == .portal ? nil : routing.recipient.mailbox
        language = routing.language
        format = routing.format
        directive = routing.directive
        reason = routing.reason
        intervalSeconds = routing.intervalSeconds
        quiet = routing.recipient.quiet
        isUrgent = routing.isUrgent
        self.content = content
    }

    /// A receipt to somebody who reported by mail; no directive sends it.
    package init(receiptTo mailbox: Mailbox, by channel: ChannelKind, language: Language, content: NoticeContent) {
        contact = EntityID.reporter.text
        self.channel = channel
        self.mailbox = mailbox
        self.language = language
        format = .text
        directive = DirectiveID(unchecked: "receipt")
        reason = "a receipt to who reported by mail"
        intervalSeconds = 0
        isUrgent = false
        self.content = content
    }
}

/// A notice to be made: one entity, its causes, its deliveries.
package struct NewNotice: Sendable {
    package var entity: EntityID
    package var kind: NoticeKind
    package var tlp: TLP
    /// `ESS-2026-0042`, a threat, or the case a reminder is about.
    package var about: String
    package var title: String
    package var group: String
    /// What every delivery tells of, beside the findings of its own.
    package var causes: [String]
    /// At least one.
    package var deliveries: [NewDelivery]
    /// The clocks of the participation; nil opens or moves none.
    package var clocks: Clocks?
    /// An advisory's for an entity that it came to concern after its issue; its entry says so.
    package var isLate = false

    package init(
        entity: EntityID, kind: NoticeKind, tlp: TLP, about: String, title: String, group: String,
        causes: [String] = [], deliveries: [NewDelivery], clocks: Clocks?
    ) {
        self.entity = entity
        self.kind = kind
        self.tlp = tlp
        self.about = about
        self.title = title
        self.group = group
        self.causes = causes
        self.deliveries = deliveries
        self.clocks = clocks
    }
}

/// In which case the notices of a batch stand.
package enum NoticeCase: Sendable, Hashable {
    case none
    case existing(SpokenNumber)
    /// A case is opened in the same transaction; one for the whole batch.
    case open(kind: CaseKind, title: String, advisory: SpokenNumber?, tlp: TLP)
}

/// Notices that become due together, with what is not sent and why.
package struct NoticeBatch: Sendable {
    package var at: Instant
    /// `service` or the officer whose act it was.
    package var actor: String
    package var joins: NoticeCase
    package var notices: [NewNotice]
    package var withheld: [Withheld]
    /// The advisory that must still be in force when the batch is made due, else nothing of it is; nil asks nothing.
    package var inForce: AdvisoryInForce?
    /// Findings (``FindingCause/id``) that must still be open when the batch is made due, else nothing of it is: what
    /// is owed is looked for again.
    package var standing: [String] = []
    /// Most messages one mailbox gets in an hour; urgent ones are not counted out.
    package var capPerHour = 20

    package init(at: Instant, actor: String, joins: NoticeCase, notices: [NewNotice], withheld: [Withheld]) {
        self.at = at
        self.actor = actor
        self.joins = joins
        self.notices = notices
        self.withheld = withheld
    }
}

/// A version of an advisory, as it stood when somebody planned to tell of it.
package struct AdvisoryInForce: Sendable, Hashable {
    package var number: SpokenNumber
    package var version: Int

    package init(number: SpokenNumber, version: Int) {
        self.number = number
        self.version = version
    }
}

/// What a batch made.
package struct NoticeOutcome: Sendable, Hashable {
    package var caseNumber: SpokenNumber?
    /// In the order of the batch; notices all of whose causes had been told before are not made.
    package var notices: [SpokenNumber] = []
    package var deliveries = 0
    package var withheld = 0
    /// Deliveries still waiting for their interval that took further findings in.
    package var joined = 0
}
