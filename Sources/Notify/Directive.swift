package import Vocabulary

/// Names a directive.
package struct DirectiveID: ChosenName {
    package let text: String
    package init(unchecked text: String) { self.text = text }
}

/// What a notice is about.
package enum NoticeKind: String, Sendable, Hashable, Codable, CaseIterable {
    case advisory, findings, drill, reminder, incident
    /// To a person who reported by mail; no directive sends it.
    case receipt

    /// Those that directives are about.
    static let directed = allCases.filter { $0 != .receipt }
}

/// The way a notice leaves.
package enum ChannelKind: String, Sendable, Hashable, Codable, CaseIterable {
    case smtp, maildrop
    /// Nothing is sent; the notice waits behind the entity's token.
    case portal
}

/// The shape of a message.
package enum NoticeFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case text
    /// Plain text with an HTML alternative.
    case textAndHTML = "text+html"
}

/// By what the causes of one entity are gathered into notices.
package enum GroupKey: String, Sendable, Hashable, Codable, CaseIterable {
    /// One notice for all of it.
    case entity
    /// One per threat.
    case threat
    /// One per RSIT type.
    case rsit
    /// One per cause.
    case cause
}

/// Policy as data: what goes to whom, by which channel, in which form, how often. Never code.
///
/// An empty selector selects everything. Findings leave only where ``standingOrder`` is set *and* two people have
/// approved exactly these bytes (``canonical``); any change voids that.
package struct Directive: Sendable, Hashable {
    package var id: DirectiveID
    /// At least one.
    package var kinds: Set<NoticeKind>
    package var entities: Set<EntityID> = []
    package var sectors: Set<Sector> = []
    /// Least criticality of the entity; nil for all.
    package var criticality: Criticality?
    /// RSIT types of the cause; a cause without one is selected only when this is empty.
    package var rsit: Set<RSIT> = []
    package var threatKinds: Set<ThreatKind> = []
    /// Contact roles in order of preference; the first role with a usable contact is told, all its contacts.
    package var roles: [String]
    package var channel: ChannelKind
    package var format: NoticeFormat = .textAndHTML
    /// Nil: the contact's own first language.
    package var language: Language?
    /// Name of the phrase table, `default` as shipped.
    package var template = "default"
    package var group: GroupKey = .entity
    /// Least seconds between two notices of one group to one contact; 0 sends at once.
    package var intervalSeconds: Int64 = 0
    /// Strictest label that may leave under this directive.
    package var tlpMax: TLP = .amberStrict
    package var standingOrder = false

    package init(id: DirectiveID, kinds: Set<NoticeKind>, roles: [String], channel: ChannelKind) {
        self.id = id
        self.kinds = kinds
        self.roles = roles
        self.channel = channel
    }

    /// The bytes that an approval binds: every field, RFC 8785. Hash them with SHA-256.
    package var canonical: [UInt8] {
        let value: JSONValue = [
            "channel": .string(channel.rawValue), "criticality": .string(criticality?.rawValue ?? ""),
            "entities": names(entities.map(\.text)), "format": .string(format.rawValue),
            "group": .string(group.rawValue), "id": .string(id.text), "interval_s": .int(Int(intervalSeconds)),
            "kinds": names(kinds.map(\.rawValue)), "language": .string(language?.rawValue ?? ""),
            "roles": .array(roles.map { .string($0) }), "rsit": names(rsit.map(\.description)),
            "sectors": names(sectors.map(\.rawValue)), "standing_order": .bool(standingOrder),
            "template": .string(template), "threat_kinds": names(threatKinds.map(\.rawValue)),
            "tlp_max": .string(tlpMax.rawValue),
        ]
        return value.canonical
    }

    /// Whether the selectors take this cause for this entity; nil when they do, else the selector that does not.
    package func mismatch(_ cause: Cause, _ entity: EntityFacts) -> String? {
        if !kinds.contains(cause.kind) { return "kinds" }
        if !entities.isEmpty, !entities.contains(entity.id) { return "entities" }
        if !sectors.isEmpty, !sectors.contains(entity.sector) { return "sectors" }
        if let criticality, entity.criticality < criticality { return "criticality" }
        if !rsit.isEmpty, cause.rsit.map({ !rsit.contains($0) }) ?? true { return "rsit" }
        if !threatKinds.isEmpty, cause.threatKind.map({ !threatKinds.contains($0) }) ?? true { return "threat_kinds" }
        return nil
    }

    private func names(_ texts: [String]) -> JSONValue { .array(texts.sorted().map { .string($0) }) }
}
