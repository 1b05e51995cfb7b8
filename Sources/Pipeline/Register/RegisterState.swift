import Analyze
package import Constituency
package import Storage
import Synchronization
import Vocabulary

/// The register as the stages see it: an immutable index, and the store's number of each of its entities.
package struct RegisterState: Sendable {
    package let index: RegisterIndex
    /// Store number by position in `index.entities`.
    package let numbers: [Int64]
    /// Position by store number.
    package let positions: [Int64: Int]
    /// Inventory lists that nobody confirmed for too long.
    let staleLists: [StaleList]
    /// Threats' products against the register's software.
    let matching: ProductMatching
    /// What people decided of single possible matches.
    let decisions: [GapKey: GapDecision]
    /// As ``Store/registerRound()`` counts.
    let round: Int64
    /// Digests of the entities' bodies by store number.
    let digests: [Int64: Digest]

    /// - Parameter base: an earlier state, from which come the entities that the stored one leaves out.
    package init(
        _ stored: StoredRegister, base: RegisterState? = nil, aliases: AliasBook = .empty,
        suffixes: PublicSuffixes = .builtIn, countries: [String] = NameWords.countries
    ) {
        var byID: [EntityID: Int64] = [:]
        var entities: [Entity] = []
        var digests: [Int64: Digest] = [:]
        for row in stored.entities {
            let known = base.flatMap { base in base.positions[row.no].map { base.index.entities[$0] } }
            guard let entity = row.entity ?? known else { continue }
            entities.append(entity)
            byID[entity.id] = row.no
            digests[row.no] = row.digest
        }
        // What a person taught here wins over the file, which may be an older export or another site's.
        let taught = Set(stored.lessons.map { [$0.lesson.stated, $0.lesson.registered] })
        let given = aliases.aliases.map(\.lesson).filter { !taught.contains([$0.stated, $0.registered]) }
        index = RegisterIndex(
            entities, aliases: ProductAliases(given + stored.lessons.map(\.lesson)), suffixes: suffixes,
            countries: countries)
        matching = ProductMatching(index)
        decisions = Dictionary(stored.decisions.map { ($0.key, $0) }) { first, _ in first }
        staleLists = StaleList.all(in: index.entities)
        numbers = index.entities.map { byID[$0.id] ?? 0 }
        positions = Dictionary(numbers.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        round = stored.round
        self.digests = digests
    }
}

extension Engine {
    /// The register as it stands; built again after each change, of which only what changed is read.
    package func register() async throws -> RegisterState {
        let cached = registerCache.withLock { $0 }
        if let cached, try await store.registerRound() == cached.round { return cached }
        let stored = try await store.register(
            knowing: cached?.digests ?? [:], sharing: cached?.index.software.facts ?? [])
        let built = RegisterState(
            stored, base: cached, aliases: policies.aliases, suffixes: policies.suffixes,
            countries: policies.sectorWords.countries)
        registerCache.withLock { now in
            if now.map({ $0.round < built.round }) ?? true { now = built }
        }
        return built
    }
}
