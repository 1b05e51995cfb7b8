import Vocabulary

/// Who states which place on the net, for ``RegisterOverlaps``.
struct OwnedPlaces {
    struct Owner {
        let entity: EntityID
        /// Whether the change in question adds or changes the place.
        let isMoved: Bool
    }

    private(set) var networks: [(network: IPNetwork, owner: Owner)] = []
    private(set) var numbers: [UInt32: [EntityID: Bool]] = [:]
    private(set) var domains: [String: [EntityID: Bool]] = [:]
    /// Public suffixes that a registry runs: nothing lies in them.
    private var registries: Set<String> = []

    mutating func gather(_ entity: Entity, moved: Set<Asset.Fact>) {
        for asset in entity.assets {
            switch asset.fact {
            case .software: continue
            case .network(let network):
                networks.append((network, Owner(entity: entity.id, isMoved: moved.contains(asset.fact))))
            case .asn(let number): numbers[number, default: [:]][entity.id] = moved.contains(asset.fact)
            case .domain(let name):
                domains[name, default: [:]][entity.id] = moved.contains(asset.fact)
                if asset.registry == true { registries.insert(name) }
            }
        }
    }

    static func sorted(_ owners: [EntityID: Bool]) -> [Owner] {
        owners.sorted { $0.key < $1.key }.map { Owner(entity: $0.key, isMoved: $0.value) }
    }

    /// The registered names that a name lies below, the longest first.
    func above(_ name: String) -> [String] {
        var found: [String] = []
        var rest = name[...]
        while let dot = rest.firstIndex(of: ".") {
            rest = rest[rest.index(after: dot)...]
            let upper = String(rest)
            if domains[upper] != nil, !registries.contains(upper) { found.append(upper) }
        }
        return found
    }

    /// A registered name as what others lie in.
    func outer(_ name: String) -> OuterPlaces {
        var places = OuterPlaces()
        for owner in OwnedPlaces.sorted(domains[name] ?? [:]) { places.append(.domain(name), owner) }
        return places
    }
}

/// Places that the next ones lie in, or are the same as, and how many of them are whose.
struct OuterPlaces {
    struct Pile {
        private(set) var places: [(fact: Asset.Fact, entity: EntityID)] = []
        private(set) var counts: [EntityID: Int] = [:]

        mutating func append(_ fact: Asset.Fact, _ entity: EntityID) {
            places.append((fact, entity))
            counts[entity, default: 0] += 1
        }

        mutating func removeLast() {
            let entity = places.removeLast().entity
            let left = (counts[entity] ?? 1) - 1
            counts[entity] = left > 0 ? left : nil
        }
    }

    private(set) var all = Pile()
    /// Those of them that the change adds or changes, in the same order.
    private(set) var moved = Pile()
    private var marks: [Bool] = []

    mutating func append(_ fact: Asset.Fact, _ owner: OwnedPlaces.Owner) {
        all.append(fact, owner.entity)
        if owner.isMoved { moved.append(fact, owner.entity) }
        marks.append(owner.isMoved)
    }

    mutating func removeLast() {
        all.removeLast()
        if marks.removeLast() { moved.removeLast() }
    }
}
