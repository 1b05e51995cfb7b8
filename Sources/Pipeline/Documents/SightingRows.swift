import Analyze
import Constituency
import Storage
import Vocabulary

/// Sightings of a batch in the store's numbers.
struct SightingRows {
    let register: RegisterState
    /// The threats' numbers, by ``ObservationBatch/conditions``.
    let conditions: [Int64]
    let confidence: Confidence

    /// As the findings table is sorted.
    func sorted(_ matched: MatchedBatch) -> [Sighting] {
        let rows = matched.sightings.map { sighting in
            Sighting(
                entity: register.numbers[Int(sighting.entity)], locus: LocusCode.encode(sighting.locus),
                threat: conditions[Int(sighting.condition)], rule: sighting.outcome.rule, confidence: confidence,
                firstSeen: sighting.firstSeen, lastSeen: sighting.lastSeen, days: sighting.days.map(\.number),
                item: sighting.evidenceRow, evidence: evidence(sighting))
        }
        return (rows + matched.listings.map(sighting)).sorted {
            $0.entity != $1.entity
                ? $0.entity < $1.entity
                : $0.locus == $1.locus ? $0.threat < $1.threat : $0.locus.lexicographicallyPrecedes($1.locus)
        }
    }

    /// The finding of a name or network that an indicator list names.
    private func sighting(_ listing: ListingSighting) -> Sighting {
        let kind = listing.rule == .domain ? "domain" : "network"
        let evidence: JSONValue = [
            "listed": .string(listing.listed), kind: .string(listing.registered), "row": .int(listing.evidenceRow),
        ]
        return Sighting(
            entity: register.numbers[Int(listing.entity)], locus: LocusCode.encode(listing.locus),
            threat: conditions[Int(listing.condition)], rule: listing.rule, confidence: confidence,
            firstSeen: listing.firstSeen, lastSeen: listing.lastSeen, days: listing.days.map(\.number),
            item: listing.evidenceRow, evidence: String(decoding: evidence.canonical, as: UTF8.self))
    }

    /// What matched, as JSON; written by hand because a hundred thousand of them are written in a second.
    private func evidence(_ sighting: FindingSighting) -> String {
        switch sighting.outcome {
        case .network(let slot):
            "{\"network\":\"\(register.index.prefixes.networks[Int(slot)])\",\"row\":\(sighting.evidenceRow)}"
        case .asn(let slot): "{\"asn\":\(register.index.asn(of: slot)),\"row\":\(sighting.evidenceRow)}"
        case .orphan, .outside: "{\"row\":\(sighting.evidenceRow)}"
        }
    }
}

extension RowOutcome {
    var rule: MatchRule {
        switch self {
        case .network, .orphan, .outside: .network
        case .asn: .asn
        }
    }
}
