package import Vocabulary

/// What the passing of time makes of an entity's inventory lists, and what a confirmation undoes.
///
/// An asset grows stale when no list that names it was imported or confirmed for long. It keeps its verification, and
/// so its findings: an old inventory is no reason to warn nobody. What a person registered has no list and does not
/// age; nor does what is disputed.
package struct InventoryAge: Sendable {
    /// The entity as it is afterwards.
    package private(set) var result: Entity
    /// By list, how many assets changed their state; sorted.
    package private(set) var lists: [String: Int] = [:]

    package var isChanged: Bool { !lists.isEmpty }

    /// Lets the assets grow stale whose lists all were last held `seconds` or more before `now`.
    package init(_ entity: Entity, after seconds: Int64, at now: Instant) {
        result = entity
        for place in entity.assets.indices {
            let asset = entity.assets[place]
            guard let newest = asset.origins?.max(by: { ($0.held, $0.list) < ($1.held, $1.list) }),
                now.seconds(since: newest.held) >= seconds, asset.state.mayAge
            else { continue }
            result.assets[place].state = .stale(
                Staleness(
                    owner: newest.owner, since: newest.held.adding(seconds: seconds),
                    reason: "the list \(newest.list) was last confirmed on \(newest.held.day)", cause: .age,
                    verified: asset.state.verification))
            lists[newest.list, default: 0] += 1
        }
    }

    /// Confirms one list, or all: what it names is held from `now` on, and what had only grown old is as it was.
    ///
    /// What a list no longer names stays stale. Nil when the entity has no such list.
    package init?(confirming list: String?, of entity: Entity, at now: Instant) {
        result = entity
        var isKnown = false
        for place in entity.assets.indices {
            guard let origins = entity.assets[place].origins else { continue }
            for (number, origin) in origins.enumerated() where list == nil || origin.list == list {
                isKnown = true
                result.assets[place].origins?[number].confirmed = now
                lists[origin.list, default: 0] += 1
            }
            guard result.assets[place].origins != origins,
                case .stale(let staleness?) = entity.assets[place].state, staleness.cause == .age
            else { continue }
            result.assets[place].state = staleness.verified.map(AssetState.verified) ?? .claimed
        }
        guard isKnown else { return nil }
    }
}

extension AssetState {
    fileprivate var mayAge: Bool {
        switch self {
        case .claimed, .verified: true
        case .disputed, .stale: false
        }
    }
}

/// A list whose assets have grown stale, and who is to be asked.
package struct StaleList: Sendable, Hashable {
    package let entity: EntityID
    package let list: String
    package let owner: String
    /// Since when the first of its assets is stale.
    package let since: Instant
    package let assets: Int

    /// The stale lists of a register, by entity and list.
    package static func all(in entities: [Entity]) -> [StaleList] {
        entities.flatMap { entity -> [StaleList] in
            var found: [String: (owner: String, since: Instant, assets: Int)] = [:]
            for asset in entity.assets {
                guard case .stale(let staleness?) = asset.state, staleness.cause == .age,
                    let newest = asset.origins?.max(by: { ($0.held, $0.list) < ($1.held, $1.list) })
                else { continue }
                let before = found[newest.list] ?? (staleness.owner, staleness.since, 0)
                found[newest.list] = (before.owner, min(before.since, staleness.since), before.assets + 1)
            }
            return found.sorted { $0.key < $1.key }.map { list, what in
                StaleList(entity: entity.id, list: list, owner: what.owner, since: what.since, assets: what.assets)
            }
        }
    }
}
