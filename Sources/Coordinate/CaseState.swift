package import Vocabulary

/// A case as its events make it: the fold, nothing else.
package struct CaseState: Sendable, Hashable {
    /// Whether the case as a whole is open; each participation has its own standing beside it.
    package enum Status: String, Sendable, Hashable, Codable { case open, closed }

    package var kind: CaseKind
    package var title: String
    package var advisory: SpokenNumber?
    package var tlp: TLP
    package var status: Status
    package var openedAt: Instant
    package var closedReason: String?
    package var assignee: String?
    /// Sorted by entity; one per entity.
    package var participations: [Participation]
    /// Everything that happened, in order.
    package var story: [CaseEvent]

    /// Folds the events in the order of (time, id), whatever order they are given in; a repeated id counts once.
    ///
    /// Nil when no event opens the case.
    package init?(folding events: [CaseEvent]) {
        var seen = Set<String>()
        let ordered = events.sorted { ($0.at, $0.id) < ($1.at, $1.id) }.filter { seen.insert($0.id).inserted }
        guard let opening = ordered.first(where: { $0.name == "opened" }),
            case .opened(let kind, let title, let advisory, let tlp) = opening.change
        else { return nil }
        self.kind = kind
        self.title = title
        self.advisory = advisory
        self.tlp = tlp
        status = .open
        openedAt = opening.at
        participations = []
        story = ordered
        var byEntity: [EntityID: Participation] = [:]
        for event in ordered {
            apply(event)
            if let entity = event.entity {
                byEntity[entity, default: Participation(entity: entity)].apply(event)
            } else {
                for entity in byEntity.keys { byEntity[entity]?.follow(event) }
            }
        }
        participations = byEntity.values.sorted { $0.entity < $1.entity }
    }

    /// The participation of one entity.
    package subscript(_ entity: EntityID) -> Participation? { participations.first { $0.entity == entity } }

    private mutating func apply(_ event: CaseEvent) {
        switch event.change {
        case .assigned(let to): assignee = to
        case .reported(let report): tlp = report.tlp?.strictest(tlp) ?? tlp
        case .closed(let reason) where event.entity == nil: (status, closedReason) = (.closed, reason)
        case .reopened where event.entity == nil: (status, closedReason) = (.open, nil)
        // A late answer is accepted and reopens nothing by itself; it stands in the story.
        case .opened, .notified, .cancelled, .acknowledged, .answered, .clocked, .note, .escalated, .reminded,
            .referred, .closed, .reopened:
            break
        }
    }
}
