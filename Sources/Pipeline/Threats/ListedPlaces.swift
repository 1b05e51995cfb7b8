package import Analyze
import Storage
import Vocabulary

/// A value with the warning lists it stands on, and what follows for preventive measures.
package struct ListedValue: Codable, Sendable {
    /// As its source or the finding writes it.
    package var value: String
    package var warningLists: [WarningMark]
    /// Whether a measure at the operator may name it.
    package var blockable: Bool

    private enum CodingKeys: String, CodingKey { case value, warningLists = "warning_lists", blockable }

    /// What lists say of a written value; a web address is looked up with its host.
    package init(_ text: String, _ lists: WarningIndex) {
        value = text
        warningLists = Set(WarningSubject.all(in: text).flatMap { lists.marks(of: $0) }).sorted()
        blockable = WarningSubject.all(in: text).allSatisfy { lists.blocking(of: $0) == .allowed }
    }
}

/// Which places of a threat's open findings stand on warning lists.
///
/// Looked up when somebody asks; nothing of it is stored.
package struct ListedPlaces: Codable, Sendable {
    /// A place of an entity's.
    package struct Place: Codable, Sendable {
        package var entity: String
        package var locus: String
        package var warningLists: [WarningMark]
        /// Never true here: what is listed is not blocked.
        package var blockable: Bool

        private enum CodingKeys: String, CodingKey { case entity, locus, warningLists = "warning_lists", blockable }
    }

    /// Places of open findings that were looked at: all, or the first 10,000.
    package var lookedAt = 0
    /// Of these, how many stand on a list.
    package var hits = 0
    /// The first of them, by entity and place; at most 100.
    package var places: [Place] = []

    private enum CodingKeys: String, CodingKey { case lookedAt = "looked_at", hits, places }

    static let lookedAtMax = 10_000
    static let shownMax = 100
}

extension Engine {
    private static let placesAtOnce = 1000

    /// The places of a threat's open findings that stand on warning lists.
    func listedPlaces(of threat: Int64) async throws -> ListedPlaces {
        var found = ListedPlaces()
        let lists = policies.warnings
        guard !lists.isEmpty else { return found }
        var last: FindingPlace?
        repeat {
            let page = try await store.places(of: threat, after: last, limit: Engine.placesAtOnce)
            last = page.count < Engine.placesAtOnce ? nil : page.last
            for place in page {
                found.lookedAt += 1
                let marks = lists.marks(of: place.locus)
                guard !marks.isEmpty else { continue }
                found.hits += 1
                guard found.places.count < ListedPlaces.shownMax else { continue }
                found.places.append(
                    ListedPlaces.Place(
                        entity: place.entity.text, locus: place.locus.text, warningLists: marks, blockable: false))
            }
        } while last != nil && found.lookedAt < ListedPlaces.lookedAtMax
        found.places.sort { ($0.entity, $0.locus) < ($1.entity, $1.locus) }
        return found
    }

    /// Set when every open finding of a threat stands at a listed place. The first that does not ends the search; more
    /// places than we look at are no mistake of a few lists.
    func listedThroughout(_ threat: Int64) async throws -> ListedThroughout? {
        let lists = policies.warnings
        guard !lists.isEmpty else { return nil }
        var found = ListedThroughout()
        var last: FindingPlace?
        repeat {
            let size = last == nil ? 50 : Engine.placesAtOnce
            let page = try await store.places(of: threat, after: last, limit: size)
            last = page.count < size ? nil : page.last
            for place in page {
                let marks = lists.marks(of: place.locus)
                if marks.isEmpty { return nil }
                found.include(marks)
            }
            if found.places > ListedPlaces.lookedAtMax { return nil }
        } while last != nil
        return found.places == 0 ? nil : found
    }
}
