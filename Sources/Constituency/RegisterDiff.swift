package import Vocabulary

/// What an import would change, shown before it is applied. Manual data beats imported.
package struct RegisterDiff: Sendable, Hashable, Codable {
    /// What happens to an entity.
    package enum Change: String, Sendable, Hashable, Codable, CaseIterable {
        case added, changed, removed
    }

    /// One line of the diff.
    package struct Item: Sendable, Hashable, Codable {
        package var entity: EntityID
        package var change: Change
        /// What in words, one for each fact: `asset network 192.0.2.0/24 added`.
        package var details: [String]
    }

    /// Two entities that state the same or nested networks.
    package struct Overlap: Sendable, Hashable, Codable {
        package var network: IPNetwork
        package var entity: EntityID
        package var within: IPNetwork
        package var other: EntityID
    }

    /// Sorted by entity; an entity without change is not listed.
    package private(set) var items: [Item] = []
    /// The entities as they would be after the import, sorted by id: unchanged ones too.
    package private(set) var result: [Entity] = []
    /// Among the networks of ``result``, whatever their state; sorted by network.
    package private(set) var overlaps: [Overlap] = []

    /// - Parameter removesMissing: the import is the whole list: imported assets it does not name are removed, and
    ///   entities
    ///   that have nothing else. Manual assets and entities with manual assets stay.
    package init(current: [Entity], importing: [Entity], removesMissing: Bool) {
        let old = Dictionary(current.map { ($0.id, $0) }) { first, _ in first }
        let new = Dictionary(importing.map { ($0.id, $0) }) { first, _ in first }
        for id in Set(old.keys).union(new.keys).sorted() {
            switch (old[id], new[id]) {
            case (nil, let entity?):
                let details = entity.assets.map { "asset \($0.fact.shown) added" }
                items.append(Item(entity: id, change: .added, details: details))
                result.append(entity)
            case (let entity?, nil): keep(entity, removesMissing)
            case (let before?, let after?): merge(before, after, removesMissing)
            case (nil, nil): continue
            }
        }
        overlaps = RegisterDiff.overlaps(of: result)
    }

    private mutating func keep(_ entity: Entity, _ removesMissing: Bool) {
        let manual = entity.assets.filter { $0.source == .manual }
        guard removesMissing, manual.count < entity.assets.count else { return result.append(entity) }
        let gone = entity.assets.filter { $0.source == .imported }.map { "asset \($0.fact.shown) removed" }
        items.append(Item(entity: entity.id, change: manual.isEmpty ? .removed : .changed, details: gone))
        guard !manual.isEmpty else { return }
        var kept = entity
        kept.assets = manual
        result.append(kept)
    }

    private mutating func merge(_ before: Entity, _ after: Entity, _ removesMissing: Bool) {
        var merged = before
        var details: [String] = []
        let known = Dictionary(before.assets.enumerated().map { ($0.element.fact, $0.offset) }) { first, _ in first }
        for asset in after.assets {
            guard let place = known[asset.fact] else {
                details.append("asset \(asset.fact.shown) added")
                merged.assets.append(asset)
                continue
            }
            let was = before.assets[place]
            // A repeated import vouches again; that alone is no change.
            guard was.source == .imported, was.exposed != asset.exposed || was.state.name != asset.state.name else {
                continue
            }
            details.append("asset \(asset.fact.shown) changed: \(was.state.name) to \(asset.state.name)")
            merged.assets[place] = asset
            merged.assets[place].origins = was.origins
        }
        if removesMissing {
            let named = Set(after.assets.map(\.fact))
            for asset in before.assets where asset.source == .imported && !named.contains(asset.fact) {
                details.append("asset \(asset.fact.shown) removed")
            }
            merged.assets.removeAll { $0.source == .imported && !named.contains($0.fact) }
        }
        let channels = Set(before.contacts.map(\.channel))
        var ids = Set(before.contacts.map(\.id))
        for var contact in after.contacts where !channels.contains(contact.channel) {
            let stem = contact.id
            var number = 2
            while !ids.insert(contact.id).inserted {
                contact.id = "\(stem)-\(number)"
                number += 1
            }
            details.append("contact \(contact.id) added")
            merged.contacts.append(contact)
        }
        if !details.isEmpty { items.append(Item(entity: before.id, change: .changed, details: details)) }
        result.append(merged)
    }

    /// Same or nested networks of two different entities.
    /// - Complexity: O(n log n + nested pairs).
    package static func overlaps(of entities: [Entity]) -> [Overlap] {
        var owned: [(network: IPNetwork, entity: EntityID)] = []
        for entity in entities {
            for asset in entity.assets {
                if case .network(let network) = asset.fact { owned.append((network, entity.id)) }
            }
        }
        owned.sort { ($0.network, $0.entity) < ($1.network, $1.entity) }
        var open: [(network: IPNetwork, entity: EntityID)] = []
        var found: [Overlap] = []
        for item in owned {
            while let top = open.last, !top.network.contains(item.network.first) { open.removeLast() }
            for outer in open where outer.entity != item.entity {
                found.append(
                    Overlap(network: item.network, entity: item.entity, within: outer.network, other: outer.entity))
            }
            open.append(item)
        }
        return found
    }
}

extension Asset.Fact {
    /// `network 192.0.2.0/24`, `AS64500`, `domain example.az`, `software Vendor Product 1.0`.
    package var shown: String {
        switch self {
        case .network(let network): "network \(network)"
        case .asn(let number): "AS\(number)"
        case .domain(let name): "domain \(name)"
        case .software(let software): "software \(software.shown)"
        }
    }
}
