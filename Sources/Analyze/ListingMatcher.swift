import Constituency
package import Vocabulary

/// All listings of a batch that mean the same finding, as one.
package struct ListingSighting: Sendable, Hashable {
    /// Position in ``RegisterIndex/entities``.
    package var entity: Int32
    /// Index into ``ObservationBatch/conditions``.
    package var condition: Int32
    /// The listed name; for a listed network, its first address or that of the registered network within it.
    package var locus: Locus
    package var rule: MatchRule
    /// The registered domain or network.
    package var registered: String
    /// The name or network as the list names it.
    package var listed: String
    package var firstSeen: Instant
    package var lastSeen: Instant
    /// Distinct, sorted.
    package var days: [UTCDay]
    /// The lowest row number that says so: the evidence shown.
    package var evidenceRow: Int
}

extension ObservationMatcher {
    /// Matches rows and listings of a batch and folds them by finding. A function of the multiset of both.
    ///
    /// A domain is whose registered domain it is or stands below, the longest first. A listed network is of the owner
    /// of the most specific registered network around it, and of the owner of each registered network within it.
    package func match(_ batch: ObservationBatch) -> MatchedBatch {
        var out = match(batch.rows)
        guard !batch.listings.isEmpty else { return out }
        var places: [ListingKey: Int] = [:]
        var orphans: [Int: Int] = [:]
        for listed in spans(of: batch.listings) {
            let owned = owners(of: listed.subject)
            for owner in owned { add(listed, owner, &places, &out.listings) }
            if !owned.isEmpty {
                out.matchedRows += listed.rows
            } else if isNational(listed.subject) {
                out.orphanRows += listed.rows
                orphans[listed.condition, default: 0] += listed.rows
            } else {
                out.outsideRows += listed.rows
            }
        }
        out.listings.sort { ($0.entity, $0.condition, $0.locus) < ($1.entity, $1.condition, $1.locus) }
        for (condition, rows) in orphans.sorted(by: { $0.key < $1.key }) {
            if let place = out.orphans.firstIndex(where: { $0.asn == 0 && $0.condition == condition }) {
                out.orphans[place].rows += rows
            } else {
                out.orphans.append(OrphanCount(asn: 0, condition: condition, rows: rows))
            }
        }
        out.orphans.sort { ($0.asn, $0.condition) < ($1.asn, $1.condition) }
        return out
    }

    /// Whether a listing is in the national space and no entity's.
    package func isOrphan(_ listing: Listing) -> Bool {
        owners(of: listing.subject).isEmpty && isNational(listing.subject)
    }

    /// Listings of one network are one, so that a wide one that stands in many rows is looked up once.
    private func spans(of listings: [Listing]) -> [ListingSpan] {
        var spans: [ListingSpan] = []
        var places: [ListedNetwork: Int] = [:]
        for listing in listings {
            if case .network(let network) = listing.subject {
                let place = places[ListedNetwork(network: network, condition: listing.condition)]
                if let place {
                    spans[place].include(listing)
                    continue
                }
                places[ListedNetwork(network: network, condition: listing.condition)] = spans.count
            }
            spans.append(ListingSpan(listing))
        }
        return spans
    }

    private struct ListedNetwork: Hashable {
        let network: IPNetwork
        let condition: Int
    }

    struct Owner {
        let entity: Int32
        let locus: Locus
        let rule: MatchRule
        let registered: String
    }

    private struct ListingKey: Hashable {
        let entity: Int32
        let condition: Int
        let locus: Locus
    }

    private func isNational(_ subject: Listing.Subject) -> Bool {
        switch subject {
        case .domain(let name): space.contains(domain: name)
        case .network(let network): space.contains(network.first)
        case .other: false
        }
    }

    func owners(of subject: Listing.Subject) -> [Owner] {
        switch subject {
        case .other: return []
        case .domain(let name):
            guard let found = register.domain(of: name) else { return [] }
            return found.owners.map {
                Owner(entity: $0, locus: .domain(name), rule: .domain, registered: found.domain)
            }
        case .network(let network): return owners(around: network) + owners(within: network)
        }
    }

    private func owners(around network: IPNetwork) -> [Owner] {
        var slot = register.prefixes.slot(of: network.first)
        while slot >= 0, register.prefixes.networks[Int(slot)].prefixLength > network.prefixLength {
            slot = register.prefixes.parents[Int(slot)]
        }
        guard slot >= 0 else { return [] }
        return register.owners(ofNetwork: slot).map { owner($0, slot: Int(slot), at: network.first) }
    }

    /// Registered networks are sorted by first address, so those within stand together.
    private func owners(within network: IPNetwork) -> [Owner] {
        let networks = register.prefixes.networks
        var (low, high) = (0, networks.count)
        while low < high {
            let middle = (low + high) / 2
            if networks[middle] < network { low = middle + 1 } else { high = middle }
        }
        var found: [Owner] = []
        while low < networks.count, network.contains(networks[low].first) {
            // One that is the listed network itself has been found around it.
            if networks[low].prefixLength > network.prefixLength {
                found += register.owners(ofNetwork: Int32(low)).map { owner($0, slot: low, at: networks[low].first) }
            }
            low += 1
        }
        return found
    }

    private func owner(_ entity: Int32, slot: Int, at address: IPAddress) -> Owner {
        Owner(
            entity: entity, locus: .service(address, port: 0, transport: .none), rule: .network,
            registered: register.prefixes.networks[slot].description)
    }

    private func add(
        _ listing: ListingSpan, _ owner: Owner, _ places: inout [ListingKey: Int], _ sightings: inout [ListingSighting]
    ) {
        let key = ListingKey(entity: owner.entity, condition: listing.condition, locus: owner.locus)
        guard let place = places[key] else {
            places[key] = sightings.count
            sightings.append(
                ListingSighting(
                    entity: owner.entity, condition: Int32(listing.condition), locus: owner.locus, rule: owner.rule,
                    registered: owner.registered, listed: listing.subject.text, firstSeen: listing.firstSeen,
                    lastSeen: listing.lastSeen, days: listing.days, evidenceRow: listing.row))
            return
        }
        sightings[place].include(listing, owner.registered)
    }
}
