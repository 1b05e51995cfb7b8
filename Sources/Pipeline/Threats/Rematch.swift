import Analyze
import Storage
import Vocabulary

extension Engine {
    /// Threats that one worker looks at before the result is stored.
    private static let rematchMax: Int64 = 1000
    /// Workers at once: reading and comparing of one goes on while the other matches.
    private static let rematchWidth = 2

    /// Looks at the next threats after the register changed, and makes those due whose judgement would differ.
    /// False when there is nothing left to look at.
    ///
    /// Most of a country's vulnerabilities concern nobody, and of the others most concern the same ones as before: so
    /// they are matched and compared here, and written by the judge alone.
    func rematchSome() async throws -> Bool {
        guard let place = try await store.rematchPlace() else { return false }
        // As new as the place at least: the register is read after it.
        let register = try await register()
        let end = min(place.last, place.after + Engine.rematchMax * Int64(Engine.rematchWidth))
        let differing = try await withThrowingTaskGroup(of: [Int64].self) { workers in
            for first in stride(from: place.after + 1, through: end, by: Int64.Stride(Engine.rematchMax)) {
                let numbers = first..<min(end + 1, first + Engine.rematchMax)
                workers.addTask { try await self.differing(numbers, register) }
            }
            return try await workers.reduce(into: [Int64]()) { $0 += $1 }
        }
        try await store.rematched(place, through: end, differing: differing)
        return true
    }

    private func differing(_ numbers: Range<Int64>, _ register: RegisterState) async throws -> [Int64] {
        let threats = try await store.standingThreats(numbers)
        // What reports tell is read by the judge alone; of all threats these are few.
        let told = threats.filter(\.isTold).map(\.no)
        let matched = threats.filter { !$0.isTold }.map { threat in
            let heard = threat.isClosed ? HeardProducts() : register.matching.hear(threat.products, of: threat.sources)
            let decided = Engine.decided(heard, of: threat.names, threat.products, register)
            let inventory = inventory(decided.holding, of: threat.no, threat.sources, register)
            let reach = ThreatScore.national(reach(of: inventory, register), policies.scoring)
            return RematchedThreat(
                no: threat.no, inventory: inventory, reach: threat.isClosed ? nil : reach,
                ended: EndedMatches(
                    isRejected: threat.isClosed, refused: decided.refused, excluded: decided.excluded))
        }
        return try await told + store.differing(matched, feed: Engine.inventoryFeed)
    }
}
