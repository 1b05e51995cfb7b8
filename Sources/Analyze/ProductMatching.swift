package import Constituency
package import Vocabulary

/// Matches the products that threats name with all registered software; made once for a state of the register.
///
/// A statement leads by its names to pieces of software, each of which is judged once, however many entities run it.
/// Of a product with many versions only those that the statement's ranges may mean are judged.
package final class ProductMatching: Sendable {
    private let register: RegisterIndex
    private let ladders: VersionLadders

    package init(_ register: RegisterIndex) {
        self.register = register
        ladders = VersionLadders(register.software)
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
            for software in leads(stated) {
                let judgement = ProductJudgement(
                    stated, register.software.distinct[Int(software)], register.aliases)
                if case .missed = judgement.verdict { continue }
                hearings[software, default: ProductHearing()].hear(judgement, product)
            }
        }
        hearBounds(all, &hearings)
        let grades = SourceGrades(sources)
        let decided = hearings.sorted { $0.key < $1.key }.compactMap { software, hearing in
            hearing.decision(of: 0, grades).map { (software: software, decision: $0) }
        }
        return HeardProducts(matches: spread(decided), excluded: excluded(decided))
    }

    /// Whether a statement's names lead to any registered software; what leads nowhere can match nothing.
    package func concerns(_ products: [Sourced<ProductStatement>]) -> Bool {
        products.contains { concerns(StatedNames($0.value)) }
    }

    private func concerns(_ names: StatedNames) -> Bool {
        names.purl.map { !register.software.software(package: $0.package).isEmpty } ?? false
            || names.products.contains { name in
                ([name] + register.aliases.others(of: name)).contains {
                    !register.software.software(product: $0).isEmpty
                }
            }
    }

    /// The statements whose names lead to registered software; of the others the versions need not be read. A register
    /// of networks alone has none.
    private func led(
        _ products: [Sourced<ProductStatement>]
    ) -> [(stated: StatedProduct, product: Sourced<ProductStatement>)] {
        if register.software.distinct.isEmpty { return [] }
        return products.compactMap { product in
            let names = StatedNames(product.value)
            return concerns(names) ? (stated: StatedProduct(product.value, names), product: product) : nil
        }
    }

    /// The software that a statement may mean, each once: all but what its ranges leave out for certain.
    private func leads(_ stated: StatedProduct) -> [Int32] {
        var found: [Int32] = []
        var lists = 0
        func take(_ list: VersionLadders.List, _ versions: [VersionRange]) {
            let within = ladders.within(versions, list)
            if within.isEmpty { return }
            lists += 1
            found = lists == 1 ? within : found + within
        }
        if let package = stated.package { take(.package(package), stated.packageVersions) }
        for name in stated.products {
            take(.product(name), stated.versions)
            for other in register.aliases.others(of: name) { take(.product(other), stated.versions) }
        }
        return lists > 1 ? Set(found).sorted() : found
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
            for software in named(stated) where unbounded.contains(software) {
                let judgement = ProductJudgement(
                    stated, register.software.distinct[Int(software)], register.aliases)
                if case .missed = judgement.verdict { hearings[software]?.hear(judgement, product) }
            }
        }
    }

    /// The software that a statement names, each once, whatever its version.
    private func named(_ stated: StatedProduct) -> Set<Int32> {
        var found = Set<Int32>()
        if let package = stated.package { found.formUnion(register.software.software(package: package)) }
        for name in stated.products {
            found.formUnion(register.software.software(product: name))
            for other in register.aliases.others(of: name) {
                found.formUnion(register.software.software(product: other))
            }
        }
        return found
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
        var places: [(asset: SoftwareReference, verdict: Int)] = []
        for (software, decision) in decided {
            guard case .matched = decision.verdict.verdict else { continue }
            places += register.software.assets(of: software).lazy.map { (asset: $0, verdict: verdicts.count) }
            verdicts.append(decision.verdict)
            reports.append(decision.reports)
        }
        if verdicts.count > 1 { places.sort { $0.asset < $1.asset } }
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

extension EntityMatch {
    /// Mostly the same reports speak of all assets, and share their memory.
    fileprivate mutating func add(_ others: [String]) {
        if reports != others { reports = Set(reports).union(others).sorted() }
    }
}
