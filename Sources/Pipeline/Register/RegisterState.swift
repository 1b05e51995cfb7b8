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
    /// Threats' products against the register's software.
    let matching: ProductMatching
    /// What people decided of single possible matches.
    let decisions: [GapKey: GapDecision]

    package init(
        _ stored: [(no: Int64, entity: Entity)], lessons: [StoredLesson] = [], decisions: [GapDecision] = [],
        suffixes: PublicSuffixes = .builtIn, countries: [String] = NameWords.countries
    ) {
        index = RegisterIndex(
            stored.map(\.entity), aliases: ProductAliases(lessons.map(\.lesson)), suffixes: suffixes,
            countries: countries)
        matching = ProductMatching(index)
        self.decisions = Dictionary(decisions.map { ($0.key, $0) }) { first, _ in first }
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
            try await store.entities(), lessons: try await store.productLessons(),
            decisions: try await store.gapDecisions(), suffixes: policies.suffixes,
            countries: policies.sectorWords.countries)
        registerCache.withLock { $0 = built }
        return built
    }

    func forgetRegister() { registerCache.withLock { $0 = nil } }
}
