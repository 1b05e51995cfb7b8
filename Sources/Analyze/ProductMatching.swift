package import Constituency
package import Vocabulary

/// Matches the products that threats name with all registered software; made once for a state of the register.
///
/// A statement leads by its names to pieces of software, each of which is judged once, however many entities run it.
/// Of a product with many versions only those that the statement's ranges may mean are judged.
package final class ProductMatching: Sendable {
    private let register: RegisterIndex
    private let leads: ProductLeads
    /// Of assets that only a near name or a vendor means, so many stand in an entity's match: one question is enough.
    private static let vagueMax = 8

    package init(_ register: RegisterIndex) {
        self.register = register
        leads = ProductLeads(register)
    }

    /// Every entity with at least one matching verified asset; sorted by position.
    /// - Parameter sources: of the threat, for their grades where statements contradict.
    package func matches(
        _ products: [Sourced<ProductStatement>], of sources: [ThreatSource] = []
    ) -> [EntityMatch] { hear(products, of: sources).matches }

    /// The same, and whose software the statements leave out.
    package func hear(
        _ products: [Sourced<ProductStatement>], of sources: [ThreatSource] = []
    ) -> HeardProducts {
        let all = led(products)
        if all.isEmpty { return HeardProducts() }
        var hearings: [Int32: ProductHearing] = [:]
        for (stated, product) in all {
            for software in leads.direct(stated) {
                let judgement = judged(stated, software)
                if judgement.isVague { continue }
                if case .missed = judgement.verdict { continue }
                hearings[software, default: ProductHearing()].hear(judgement, product)
            }
        }
        hearVague(all, &hearings)
        hearBounds(all, &hearings)
        let grades = SourceGrades(sources)
        let decided = hearings.sorted { $0.key < $1.key }.compactMap { software, hearing in
            hearing.decision(of: 0, grades).map { (software: software, decision: $0) }
        }
        return HeardProducts(matches: spread(decided), excluded: excluded(decided))
    }

    private func judged(_ stated: StatedProduct, _ software: Int32) -> ProductJudgement {
        ProductJudgement(stated, register.software.distinct[Int(software)], register.aliases)
    }

    /// The statements whose names lead to registered software; of the others the versions need not be read. A register
    /// of networks alone has none.
    private func led(
        _ products: [Sourced<ProductStatement>]
    ) -> [(stated: StatedProduct, product: Sourced<ProductStatement>)] {
        if register.software.distinct.isEmpty { return [] }
        return StatedNames.heard(products).compactMap { names, product in
            leads.concern(names) ? (stated: StatedProduct(product.value, names), product: product) : nil
        }
    }

    /// Lets software that no statement speaks of itself hear those that may mean it.
    private func hearVague(
        _ all: [(stated: StatedProduct, product: Sourced<ProductStatement>)], _ hearings: inout [Int32: ProductHearing]
    ) {
        let asking = all.filter { leads.mayBeVague($0.stated.said) }
        if asking.isEmpty { return }
        let named = Set(all.flatMap(\.stated.names))
        // What a statement speaks of itself; asked once of each piece of software.
        var direct: [Int32: Bool] = [:]
        for software in hearings.keys { direct[software] = true }
        for (stated, product) in asking {
            for software in leads.vague(stated, named: named) where direct[software] != true {
                let judgement = judged(stated, software)
                guard judgement.isVague else { continue }
                if case .missed = judgement.verdict { continue }
                if direct[software] == nil {
                    direct[software] = all.contains { judged($0.stated, software).isDirect }
                }
                guard direct[software] == false else { continue }
                hearings[software, default: ProductHearing()].hear(judgement, product)
            }
        }
    }

    /// Lets software that matches without any range hear the ranges that leave it out: these do not lead to it.
    private func hearBounds(
        _ all: [(stated: StatedProduct, product: Sourced<ProductStatement>)], _ hearings: inout [Int32: ProductHearing]
    ) {
        let bounding = all.filter { stated, product in
            product.value.status == .affected && !(stated.versions.isEmpty && stated.packageVersions.isEmpty)
        }
        if bounding.isEmpty { return }
        let unbounded = Set(hearings.lazy.filter(\.value.isUnbounded).map(\.key))
        if unbounded.isEmpty { return }
        for (stated, product) in bounding {
            for software in leads.all(stated) where unbounded.contains(software) {
                let judgement = judged(stated, software)
                if judgement.isVague, hearings[software]?.isVague != true { continue }
                if case .missed = judgement.verdict { hearings[software]?.hear(judgement, product) }
            }
        }
    }

    /// Whose software a statement leaves out that no other brings in.
    private func excluded(_ decided: [(software: Int32, decision: ProductHearing.Decision)]) -> Set<Int> {
        var out: Set<Int> = []
        for (software, decision) in decided {
            guard case .excluded = decision.verdict.verdict else { continue }
            for asset in register.software.assets(of: software) { out.insert(Int(asset.entity)) }
        }
        return out
    }

    /// From pieces of software, rising, to the entities that run them.
    private func spread(_ decided: [(software: Int32, decision: ProductHearing.Decision)]) -> [EntityMatch] {
        var verdicts: [AssetVerdict] = []
        var reports: [[String]] = []
        var vague = Set<Int>()
        var places: [(asset: SoftwareReference, verdict: Int)] = []
        for (software, decision) in decided {
            guard case .matched = decision.verdict.verdict else { continue }
            places += register.software.assets(of: software).lazy.map { (asset: $0, verdict: verdicts.count) }
            if decision.isVague { vague.insert(verdicts.count) }
            verdicts.append(decision.verdict)
            reports.append(decision.reports)
        }
        if verdicts.count > 1 { places.sort { $0.asset < $1.asset } }
        if !vague.isEmpty { places = ProductMatching.bounded(places, vague) }
        var out: [EntityMatch] = []
        out.reserveCapacity(places.count)
        for place in places {
            var verdict = verdicts[place.verdict]
            verdict.asset = Int(place.asset.asset)
            if register.software.isStale(place.asset) {
                let asset = register.entities[Int(place.asset.entity)].assets[verdict.asset]
                verdict.verdict = verdict.verdict.doubted(because: asset.doubt)
            }
            guard case .matched(let evidence) = verdict.verdict else { continue }
            let last = out.count - 1
            if last >= 0, out[last].entity == Int(place.asset.entity) {
                out[last].assets.append(verdict)
                out[last].add(reports[place.verdict])
                if evidence.confidence.strength > out[last].confidence.strength {
                    out[last].confidence = evidence.confidence
                }
            } else {
                out.append(
                    EntityMatch(
                        entity: Int(place.asset.entity), confidence: evidence.confidence, assets: [verdict],
                        reports: reports[place.verdict]))
            }
        }
        return out
    }
}

extension ProductMatching {
    /// Of each entity's assets by vague verdicts the first ones.
    private static func bounded(
        _ places: [(asset: SoftwareReference, verdict: Int)], _ vague: Set<Int>
    ) -> [(asset: SoftwareReference, verdict: Int)] {
        var asked = (entity: Int32(-1), count: 0)
        return places.filter { place in
            guard vague.contains(place.verdict) else { return true }
            asked = (place.asset.entity, asked.entity == place.asset.entity ? asked.count + 1 : 1)
            return asked.count <= vagueMax
        }
    }
}

extension EntityMatch {
    /// Mostly the same reports speak of all assets, and share their memory.
    fileprivate mutating func add(_ others: [String]) {
        if reports != others { reports = Set(reports).union(others).sorted() }
    }
}
