package import Vocabulary

/// What an import would change, shown before it is applied. Manual data beats imported.
package struct RegisterDiff: Sendable, Hashable, Codable {
    /// What happens to an entity.
    package enum Change: String, Sendable, Hashable, Codable, CaseIterable {
        case added, changed
    }

    /// One line of the diff.
    package struct Item: Sendable, Hashable, Codable {
        package var entity: EntityID
        package var change: Change
        /// What in words, one for each fact: `asset network 192.0.2.0/24 added`. Empty behind the first ``wordedMax``.
        package var details: [String]
    }

    /// Items of which each fact is told in words. Nobody reads more, and the words of a country's first import would
    /// take more memory than its register.
    package static let wordedMax = 200

    /// Sorted by entity; an entity without change is not listed.
    package private(set) var items: [Item] = []
    /// The entities as they would be after the import, sorted by id: unchanged ones too.
    package private(set) var result: [Entity] = []
    /// Of what the import adds or changes with the assets of ``result``, whatever their state.
    package private(set) var overlaps = RegisterOverlaps()

    /// - Parameters:
    ///   - stated: what the import says of the entities themselves; only that is compared.
    ///   - removesMissing: the import is the whole list: imported assets it does not name are removed, and contacts of
    ///     the entities it names. Manual assets and the entities themselves stay.
    package init(
        current: [Entity], importing: [Entity], stated: [EntityID: Set<EntityFact>] = [:], removesMissing: Bool
    ) {
        let old = Dictionary(current.map { ($0.id, $0) }) { first, _ in first }
        let new = Dictionary(importing.map { ($0.id, $0) }) { first, _ in first }
        var moved: [EntityID: Set<Asset.Fact>] = [:]
        for id in Set(old.keys).union(new.keys).sorted() {
            switch (old[id], new[id]) {
            case (nil, let entity?):
                tell(id, .added, entity.assets.map { "asset \($0.fact.shown) added" })
                result.append(entity)
                moved[id] = Set(entity.assets.map(\.fact).filter(\.isPlace))
            case (let entity?, nil): keep(entity, removesMissing)
            case (let before?, let after?): moved[id] = merge(before, after, stated[id] ?? [], removesMissing)
            case (nil, nil): continue
            }
        }
        overlaps = RegisterOverlaps(among: result, moved: moved)
    }

    private mutating func tell(_ entity: EntityID, _ change: Change, _ details: @autoclosure () -> [String]) {
        let isWorded = items.count < RegisterDiff.wordedMax
        items.append(Item(entity: entity, change: change, details: isWorded ? details() : []))
    }

    private mutating func keep(_ entity: Entity, _ removesMissing: Bool) {
        let manual = entity.assets.filter { $0.source == .manual }
        guard removesMissing, manual.count < entity.assets.count else { return result.append(entity) }
        // The entity stays: what it was told and what it answered stays too.
        tell(entity.id, .changed, entity.assets.filter { $0.source == .imported }.map {
            "asset \($0.fact.shown) removed"
        })
        var kept = entity
        kept.assets = manual
        result.append(kept)
    }

    /// Returns the places that are added or changed.
    private mutating func merge(
        _ before: Entity, _ after: Entity, _ stated: Set<EntityFact>, _ removesMissing: Bool
    ) -> Set<Asset.Fact> {
        var merged = before
        var details: [String] = []
        var moved: Set<Asset.Fact> = []
        merged.mergeFacts(of: after, stated, &details)
        let known = Dictionary(before.assets.enumerated().map { ($0.element.fact, $0.offset) }) { first, _ in first }
        for asset in after.assets {
            guard let place = known[asset.fact] else {
                if asset.fact.isPlace { moved.insert(asset.fact) }
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
            if asset.fact.isPlace { moved.insert(asset.fact) }
            merged.assets[place] = asset
            merged.assets[place].origins = was.origins
        }
        if removesMissing {
            let named = Set(after.assets.map(\.fact))
            let gone = merged.assets.filter { $0.source == .imported && !named.contains($0.fact) }
            details += gone.map { "asset \($0.fact.shown) removed" }
            // Asked first: removing nothing would still copy the assets of a whole country.
            if !gone.isEmpty { merged.assets.removeAll { $0.source == .imported && !named.contains($0.fact) } }
        }
        merged.mergeContacts(of: after, removesMissing, &details)
        merged.mergeNames(of: after, removesMissing, &details)
        if !details.isEmpty { tell(before.id, .changed, details) }
        result.append(merged)
        return moved
    }
}

extension Entity {
    /// A contact is known by its id: one that the import states otherwise is replaced, so that nothing goes on to an
    /// address that was corrected. The same address under another id is the same contact.
    fileprivate mutating func mergeContacts(of after: Entity, _ removesMissing: Bool, _ details: inout [String]) {
        let channels = Set(contacts.map(\.channel))
        for contact in after.contacts {
            if let place = contacts.firstIndex(where: { $0.id == contact.id }) {
                var same = contact
                // A repeated import vouches again; that alone is no change. Who suspended it stays with us.
                let before = contacts[place]
                if contact.channel == before.channel {
                    if before.verified != nil, contact.verified != nil { same.verified = before.verified }
                    same.suspended = before.suspended
                }
                guard same != before else { continue }
                details.append("contact \(contact.id) changed: \(before.shown) to \(contact.shown)")
                contacts[place] = same
            } else if !channels.contains(contact.channel) {
                details.append("contact \(contact.id) added: \(contact.shown)")
                contacts.append(contact)
            }
        }
        guard removesMissing else { return }
        let (ids, ways) = (Set(after.contacts.map(\.id)), Set(after.contacts.map(\.channel)))
        contacts.removeAll { contact in
            guard !ids.contains(contact.id), !ways.contains(contact.channel) else { return false }
            details.append("contact \(contact.id) removed: \(contact.shown)")
            return true
        }
    }
}

extension Contact {
    /// `technical it@hospital.example`.
    package var shown: String {
        switch channel {
        case .mail(let address): "\(role.rawValue) \(address)"
        case .phone(let number): "\(role.rawValue) \(number)"
        case .maildrop(let name): "\(role.rawValue) mail drop \(name)"
        }
    }
}

extension Asset.Fact {
    /// Whether it is a place on the net, which may be another's too; the same software is many entities' by nature.
    fileprivate var isPlace: Bool {
        switch self {
        case .network, .asn, .domain: true
        case .software: false
        }
    }

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
