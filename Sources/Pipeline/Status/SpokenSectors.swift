import Analyze
import Constituency
import Storage
import Vocabulary

extension Engine {
    /// One line for each threat whose reports speak of sectors of the country in which somebody is registered.
    ///
    /// That a sector is spoken of is no finding of anybody's, so nobody is told by it: a person issues an advisory for
    /// the sector, or dismisses the threat, and the sector goes from the line.
    func spokenSectors(for login: String) async throws -> [Status.Line] {
        let threats = try await store.spokenThreats(for: login)
        guard !threats.isEmpty else { return [] }
        let entities = try await register().index.entities
        return threats.compactMap { threat in
            let inhabited = Set(entities.map(\.sector))
            let named = Set(threat.sectors.map(\.sector)).intersection(inhabited)
            let concerned = entities.filter { named.contains($0.sector) }.count
            guard concerned > 0 else { return nil }
            let sectors = named.map(\.rawValue).sorted()
            let noun = sectors.count == 1 ? "sector" : "sectors"
            let whom = concerned == 1 ? "1 entity" : "\(concerned) entities"
            return Status.Line(
                need: .gap,
                text: "\(threat.id) names the \(noun) \(sectors.joined(separator: ", ")) of the country: \(whom); "
                    + (threat.isAdvised ? "no advisory is for them yet" : "draft an advisory for them")
                    + ": \(threat.title)",
                command: "ess advisory draft \(threat.id)" + sectors.map { " --sector \($0)" }.joined())
        }
    }
}
