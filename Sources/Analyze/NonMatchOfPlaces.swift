package import Constituency
package import Vocabulary

extension NonMatch {
    /// Of an address or a name, with or without a threat: whose it is, or that nobody says anything of it.
    ///
    /// - Parameter position: the entity's in the register.
    package static func at(_ locus: Locus, of position: Int, in register: RegisterIndex) -> NonMatch {
        let entity = register.entities[position]
        return switch locus {
        case .service(let address, _, _): at(address, position, entity, register)
        case .domain(let name): at(name: name, position, entity, register)
        case .inventory, .entity: unseen("\(entity.id)", entity)
        }
    }

    /// Of a condition, wherever it may stand: it is found by addresses and names alone.
    package static func ofCondition(_ threat: ThreatID, at entity: Entity) -> NonMatch {
        let places = entity.assets.filter { if case .software = $0.fact { false } else { true } }
        let verified = places.filter(\.isVerified).count
        if verified > 0 { return unseen("a network or name of \(entity.id)", entity) }
        let wanted = "would match a row at a verified network, autonomous system or domain of \(entity.id)"
        guard let first = places.first else {
            return NonMatch(.network, "\(entity.id) has no network or domain in the register", wouldMatch: wanted)
        }
        return NonMatch(
            .verification, "`\(first.fact.shown)` of \(entity.id) is \(first.state.name), not verified",
            wouldMatch: wanted)
    }

    private static func unseen(_ place: String, _ entity: Entity) -> NonMatch {
        NonMatch(
            .observation, "no list or scan that was read says so of \(place)",
            wouldMatch: "would match a row or listing that names it")
    }

    private static func at(
        _ address: IPAddress, _ position: Int, _ entity: Entity, _ register: RegisterIndex
    ) -> NonMatch {
        let around = register.networks(containing: address)
        let closest = around.first.map { first in around.filter { $0.network == first.network } } ?? []
        if closest.contains(where: { $0.entity == position }) { return unseen("\(address)", entity) }
        let unverified = entity.assets.compactMap { asset -> (IPNetwork, String)? in
            guard case .network(let network) = asset.fact, !asset.isVerified, network.contains(address) else {
                return nil
            }
            return (network, asset.state.name)
        }.max { ($0.0.prefixLength, $0.1) < ($1.0.prefixLength, $1.1) }
        if let (network, state) = unverified, network.prefixLength >= closest.first?.network.prefixLength ?? -1 {
            return NonMatch(
                .verification, "\(address) lies in \(network), which \(entity.id) has \(state), not verified",
                wouldMatch: "would match once somebody has verified it: ess entity coverage \(entity.id)")
        }
        guard let other = closest.first else {
            let systems = entity.assets.compactMap { asset -> String? in
                if case .asn(let number) = asset.fact, asset.isVerified { "AS\(number)" } else { nil }
            }
            let row = systems.isEmpty ? "" : ", or a row that states \(systems.joined(separator: " or "))"
            return NonMatch(
                .network, "\(address) lies in no network of the register",
                wouldMatch: "would match a verified network of \(entity.id) that holds it\(row)")
        }
        let owner = register.entities[other.entity].id
        let own = around.first { $0.entity == position }.map { ", closer than \($0.network) of \(entity.id)" } ?? ""
        return NonMatch(
            .network, "\(address) lies in \(other.network) of \(owner)\(own)",
            wouldMatch: "would match a verified network of \(entity.id) within \(other.network) that holds it")
    }

    private static func at(
        name: String, _ position: Int, _ entity: Entity, _ register: RegisterIndex
    ) -> NonMatch {
        let found = register.domain(of: name)
        if let found, found.owners.contains(Int32(position)) { return unseen(name, entity) }
        let wanted = DomainName.normalised(name)
        let unverified = entity.assets.compactMap { asset -> (String, String)? in
            guard case .domain(let domain) = asset.fact, !asset.isVerified else { return nil }
            let own = DomainName.normalised(domain)
            return wanted == own || wanted.hasSuffix("." + own) ? (own, asset.state.name) : nil
        }.max { ($0.0.utf8.count, $0.1) < ($1.0.utf8.count, $1.1) }
        if let (domain, state) = unverified, domain.utf8.count >= found?.domain.utf8.count ?? -1 {
            return NonMatch(
                .verification, "\(name) stands at or below \(domain), which \(entity.id) has \(state), not verified",
                wouldMatch: "would match once somebody has verified it: ess entity coverage \(entity.id)")
        }
        guard let found, let owner = found.owners.first else {
            return NonMatch(
                .domain, "\(name) stands at or below no domain of the register",
                wouldMatch: "would match a verified domain of \(entity.id) that it is or stands below")
        }
        return NonMatch(
            .domain, "\(name) stands at or below \(found.domain) of \(register.entities[Int(owner)].id)",
            wouldMatch: "would match a verified domain of \(entity.id) within \(found.domain) "
                + "that it is or stands below")
    }
}
