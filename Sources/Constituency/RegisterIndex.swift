package import Vocabulary

/// The register as a look-up table: an immutable value that any number of workers read at once.
///
/// Only verified assets are in it. Entities are named by their position in ``entities`` so that hot code handles
/// numbers.
package struct RegisterIndex: Sendable {
    /// Sorted by id, unique.
    package let entities: [Entity]
    /// All verified networks; its slots are the network slots below.
    package let prefixes: PrefixTable
    /// Verified software, by entity and asset.
    package let software: SoftwareIndex
    /// What people taught about names of products.
    package let aliases: ProductAliases
    /// Names by which texts mean entities.
    package let names: NameIndex
    /// Below whose names nobody's stand.
    package let suffixes: PublicSuffixes
    private let positions: [EntityID: Int32]
    private let networkOwners: OwnerTable
    private let asnSlots: [UInt32: Int32]
    private let asns: [UInt32]
    private let asnOwners: OwnerTable
    private let domains: [String: [Int32]]

    /// Later entities of the same id are ignored.
    package init(
        _ register: [Entity], aliases: ProductAliases = .none, suffixes: PublicSuffixes = .builtIn,
        countries: [String] = NameWords.countries
    ) {
        var positions: [EntityID: Int32] = [:]
        var entities: [Entity] = []
        for entity in register.sorted(by: { $0.id < $1.id }) where positions[entity.id] == nil {
            positions[entity.id] = Int32(entities.count)
            entities.append(entity)
        }
        var facts = RegisterFacts()
        for (position, entity) in entities.enumerated() { facts.gather(entity, at: Int32(position)) }
        let prefixes = PrefixTable(facts.networks.map(\.0))
        networkOwners = OwnerTable(count: prefixes.networks.count, facts.networks.compactMap { network, owner in
            prefixes.slot(of: network).map { ($0, owner) }
        })
        var asnSlots: [UInt32: Int32] = [:]
        var asns: [UInt32] = []
        for (asn, _) in facts.asns where asnSlots[asn] == nil {
            asnSlots[asn] = Int32(asnSlots.count)
            asns.append(asn)
        }
        asnOwners = OwnerTable(count: asnSlots.count, facts.asns.map { (Int(asnSlots[$0.0] ?? 0), $0.1) })
        var domains: [String: [Int32]] = [:]
        for (name, owner) in facts.domains where domains[name]?.last != owner {
            domains[name, default: []].append(owner)
        }
        self.asnSlots = asnSlots
        self.asns = asns
        self.domains = domains
        self.prefixes = prefixes
        self.positions = positions
        self.entities = entities
        self.aliases = aliases
        self.suffixes = suffixes
        names = NameIndex(entities, countries: countries)
        software = SoftwareIndex(entities)
    }

    /// Position of an entity; nil when it is not registered.
    package func position(of id: EntityID) -> Int? { positions[id].map(Int.init) }

    /// Owners of exactly this network slot, rising positions.
    package func owners(ofNetwork slot: Int32) -> ArraySlice<Int32> { networkOwners[slot] }

    /// Slot of an autonomous system that entities registered; -1 for none.
    package func asnSlot(of asn: UInt32) -> Int32 { asn == 0 ? -1 : asnSlots[asn] ?? -1 }

    /// The autonomous system of a slot.
    package func asn(of slot: Int32) -> UInt32 { asns[Int(slot)] }

    /// Owners of an autonomous system slot, rising positions.
    package func owners(ofASN slot: Int32) -> ArraySlice<Int32> { asnOwners[slot] }

    /// Every network that contains the address with its owners, the most specific first. Empty when none does.
    package func networks(containing address: IPAddress) -> [NetworkMatch] {
        var found: [NetworkMatch] = []
        var slot = prefixes.slot(of: address)
        while slot >= 0 {
            for owner in networkOwners[slot] {
                found.append(NetworkMatch(entity: Int(owner), network: prefixes.networks[Int(slot)], rule: .network))
            }
            slot = prefixes.parents[Int(slot)]
        }
        return found
    }

    /// The registered domain that the name is or stands below, the longest first found, with its owners.
    ///
    /// A registered public suffix is its registry's and stands for itself: what stands below it is others'.
    package func domain(of name: String) -> (domain: String, owners: [Int32])? {
        let whole = DomainName.normalised(name)
        var rest = whole[...]
        while !rest.isEmpty {
            if let owners = domains[String(rest)], rest.count == whole.count || !suffixes.isSuffix(String(rest)) {
                return (String(rest), owners)
            }
            guard let dot = rest.firstIndex(of: ".") else { return nil }
            rest = rest[rest.index(after: dot)...]
        }
        return nil
    }
}

/// That an address belongs to an entity, and by which registered network.
package struct NetworkMatch: Sendable, Hashable {
    /// Position in ``RegisterIndex/entities``.
    package let entity: Int
    package let network: IPNetwork
    package let rule: MatchRule

    package init(entity: Int, network: IPNetwork, rule: MatchRule) {
        self.entity = entity
        self.network = network
        self.rule = rule
    }
}

/// The verified facts of all entities, each with its owner's position.
private struct RegisterFacts {
    var networks: [(IPNetwork, Int32)] = []
    var asns: [(UInt32, Int32)] = []
    var domains: [(String, Int32)] = []

    mutating func gather(_ entity: Entity, at position: Int32) {
        for asset in entity.assets where asset.isVerified {
            switch asset.fact {
            case .network(let network): networks.append((network, position))
            case .asn(let number): asns.append((number, position))
            case .domain(let name): domains.append((DomainName.normalised(name), position))
            case .software: continue
            }
        }
    }
}

/// Lists of owners by slot in two flat arrays.
private struct OwnerTable: Sendable {
    private var offsets: [Int32]
    private var owners: [Int32] = []

    /// `pairs` may stand in any order; owners come out rising and unique.
    init(count: Int, _ pairs: [(Int, Int32)]) {
        offsets = [0]
        offsets.reserveCapacity(count + 1)
        let sorted = pairs.sorted { $0 < $1 }
        var at = 0
        for slot in 0..<count {
            let begin = owners.count
            while at < sorted.count, sorted[at].0 == slot {
                if owners.count == begin || owners[owners.count - 1] != sorted[at].1 { owners.append(sorted[at].1) }
                at += 1
            }
            offsets.append(Int32(owners.count))
        }
    }

    subscript(_ slot: Int32) -> ArraySlice<Int32> { owners[Int(offsets[Int(slot)])..<Int(offsets[Int(slot) + 1])] }
}
