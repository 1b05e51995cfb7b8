import Analyze
import Foundation
import Storage
import Synchronization
import Vocabulary

/// How far the findings were looked at since the register changed. A start begins anew.
struct PlacesLooked: Sendable {
    var round: Int64
    var last: ObservedPlace?
}

extension Engine {
    /// Findings that are looked at in one turn of the judge, and that end in one transaction.
    static let placesMax = 5000
    private static let placesEndedMax = 2000

    /// Looks at the next findings by observation after the register changed, and ends those whose place is not their
    /// entity's any more. False when there is nothing left to look at.
    ///
    /// Scanning the kept documents again makes the findings that the register now asks for; this takes back what it no
    /// longer does. So the findings are those of the register as it is, whatever it was before.
    func checkSomePlaces() async throws -> Bool {
        guard let owed = try await store.placesOwed() else { return false }
        if !owed.isScanned { _ = try await scanAgain() }
        // As new as the round at least: the register is read after it.
        let register = try await register()
        let matcher = ObservationMatcher(register: register.index, space: nationalSpace)
        let looked = placesLooked.withLock { $0 }
        let after = looked?.round == owed.round ? looked?.last : nil
        let page = try await store.observedPlaces(after: after, limit: Engine.placesMax)
        let ended = page.filter { place in
            guard let position = register.positions[place.entity], let locus = LocusCode.decode(place.locus) else {
                return true
            }
            return !place.words.contains { matcher.holds(locus, of: Int32(position), $0.match) }
        }
        for start in stride(from: 0, to: ended.count, by: Engine.placesEndedMax) {
            try Task.checkCancellation()
            try await store.endPlaces(Array(ended[start...].prefix(Engine.placesEndedMax)), at: now())
            signals.entries.raise()
        }
        if page.count == Engine.placesMax {
            placesLooked.withLock { $0 = PlacesLooked(round: owed.round, last: page.last) }
        } else {
            placesLooked.withLock { $0 = nil }
            try await store.placesChecked(owed.round)
        }
        return true
    }
}

extension ObservedPlace.Word {
    /// What the evidence says of the match. Read as JSON only where more than the place decides.
    var match: ObservedMatch {
        guard rule == .asn || evidence.hasPrefix("{\"listed\"") else { return ObservedMatch(rule: rule) }
        let stated = (try? JSONDecoder().decode(JSONValue.self, from: Data(evidence.utf8))) ?? .null
        return ObservedMatch(
            rule: rule, asn: stated["asn"]?.number.flatMap { UInt32(exactly: $0) } ?? 0,
            listed: stated["listed"]?.text.flatMap { IPNetwork($0) })
    }
}
