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

    package init(
        _ stored: [(no: Int64, entity: Entity)], aliases: AliasBook = .empty, lessons: [StoredLesson] = [],
        decisions: [GapDecision] = [], suffixes: PublicSuffixes = .builtIn,
        countries: [String] = NameWords.countries
    ) {
        // What a person taught here wins over the file, which may be an older export or another site's.
        let taught = Set(lessons.map { [$0.lesson.stated, $0.lesson.registered] })
        let given = aliases.aliases.map(\.lesson).filter { !taught.contains([$0.stated, $0.registered]) }
        index = RegisterIndex(
            stored.map(\.entity), aliases: ProductAliases(given + lessons.map(\.lesson)), suffixes: suffixes,
            countries: countries)
        matching = ProductMatching(index)
        self.decisions = Dictionary(decisions.map { ($0.key, $0) }) { first, _ in first }
        staleLists = StaleList.all(in: index.entities)
        let byID = Dictionary(stored.map { ($0.entity.id, $0.no) }) { first, _ in first }
        numbers = index.entities.map { byID[$0.id] ?? 0 }
        positions = Dictionary(numbers.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
    }
}

extension Engine {
    /// The register as it stands; built once and again after each change.
    package func register() async throws -> RegisterState {
        if let cached = registerCache.withLock({ $0 }) { return cached }
        let built = RegisterState(
            try await store.entities(), aliases: policies.aliases, lessons: try await store.productLessons(),
            decisions: try await store.gapDecisions(), suffixes: policies.suffixes,
            countries: policies.sectorWords.countries)
        registerCache.withLock { $0 = built }
        return built
    }

    func forgetRegister() { registerCache.withLock { $0 = nil } }
}
