package import Vocabulary

/// Routings that leave as one notice: same entity, contact, channel, kind and group.
package struct Bundle: Sendable, Hashable {
    package var kind: NoticeKind
    /// The routing all share; its `cause` is the first of ``causes``.
    package var routing: Routing
    /// At least one; sorted, each once.
    package var causes: [String]
    /// The strictest label of the causes (invariant I7).
    package var tlp: TLP
    package var isUrgent: Bool

    /// Gathers routings; the answer does not depend on their order, and each cause is in exactly one bundle per contact
    /// and channel.
    package static func gather(_ routed: [(cause: Cause, routing: Routing)]) -> [Bundle] {
        let ordered = routed.sorted { ($0.cause.id, $0.routing.directive) < ($1.cause.id, $1.routing.directive) }
        var taken = Set<[String]>()
        var bundles: [[String]: Bundle] = [:]
        for (cause, routing) in ordered {
            let way = [routing.entity.text, routing.recipient.contact, routing.channel.rawValue]
            guard taken.insert(way + [cause.id]).inserted else { continue }
            let key = way + [cause.kind.rawValue, routing.group, routing.language.rawValue, routing.template]
            var bundle = bundles[key] ?? Bundle(
                kind: cause.kind, routing: routing, causes: [], tlp: .clear, isUrgent: false)
            bundle.causes.append(cause.id)
            bundle.tlp = bundle.tlp.strictest(cause.tlp)
            bundle.isUrgent = bundle.isUrgent || cause.isUrgent
            bundles[key] = bundle
        }
        return bundles.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }
}
