import Vocabulary

/// What an inventory list would change of one entity, shown before it is applied.
///
/// Manual data beats imported: an asset that a person registered is never changed or removed by a list. An asset stays
/// while any list names it. What a list names again keeps its state, except that it is no longer stale; a dispute is
/// settled by people. The outcome depends on the entity, the list and the origin alone.
package struct InventoryDiff: Sendable {
    /// One stated asset.
    package struct Statement: Sendable, Hashable {
        package var fact: Asset.Fact
        package var exposed: Bool

        package init(_ fact: Asset.Fact, exposed: Bool) {
            self.fact = fact
            self.exposed = exposed
        }
    }

    /// What becomes of assets that this list named before and names no more.
    package enum Missing: String, Sendable, Hashable, Codable, CaseIterable {
        /// They leave the register, unless another list names them.
        case remove
        /// They stay, stale, with the list's owner to look.
        case stale
        /// They stay as they are: part of the list could not be read, and they may stand there.
        case keep
    }

    /// An asset with another version, exposure or state than before.
    package struct Change: Sendable, Hashable {
        package var before: Asset
        package var after: Asset
        package var why: String
    }

    /// In the order of the list.
    package private(set) var added: [Asset] = []
    /// In the order of the register.
    package private(set) var removed: [Asset] = []
    package private(set) var changed: [Change] = []
    /// Named by the list before, not now, and kept.
    package private(set) var kept: [Asset] = []
    /// Assets that the list names and that stay as they are.
    package private(set) var unchanged = 0
    /// Of them, those that stay because a person registered them.
    package private(set) var manual = 0
    /// The entity as it would be.
    package private(set) var result: Entity

    private let origin: AssetOrigin
    private let state: AssetState

    /// - Parameters:
    ///   - stated: each fact at most once.
    ///   - state: of what is new: `.claimed`, or `.verified` when the importing operator vouches.
    package init(
        _ entity: Entity, stated: [Statement], origin: AssetOrigin, state: AssetState, missing: Missing
    ) {
        result = entity
        self.origin = origin
        self.state = state
        var places: [Asset.Fact: Int] = [:]
        for (place, asset) in entity.assets.enumerated() where places[asset.fact] == nil { places[asset.fact] = place }
        let named = Set(stated.map(\.fact))
        var gone = Set(
            entity.assets.indices.filter { isOurs(entity.assets[$0]) && !named.contains(entity.assets[$0].fact) })
        // Where part of the list could not be read, the old version may stand there: it is no predecessor.
        let before = gone.isEmpty || missing == .keep
            ? [:] : predecessors(gone, stated.map(\.fact).filter { places[$0] == nil })
        for statement in stated {
            if let place = places[statement.fact] {
                meet(statement, at: place)
            } else if let place = before[statement.fact] {
                gone.remove(place)
                replace(place, by: statement)
            } else {
                let asset = Asset(
                    statement.fact, exposed: statement.exposed, source: .imported, state: state, origins: [origin])
                added.append(asset)
                result.assets.append(asset)
            }
        }
        settle(gone.sorted(), missing)
    }

    /// Whether a list holds the asset and this list is one of them.
    private func isOurs(_ asset: Asset) -> Bool {
        asset.source == .imported && asset.origins?.contains { $0.list == origin.list } ?? false
    }

    private mutating func meet(_ statement: Statement, at place: Int) {
        let before = result.assets[place]
        guard before.source == .imported else {
            unchanged += 1
            manual += 1
            return
        }
        var after = before
        // What came with a register file belongs to no list, so that no list can take it away.
        if before.origins != nil { after.origins = InventoryDiff.merged(before.origins ?? [], origin) }
        after.exposed = before.exposed || statement.exposed
        var reasons: [String] = []
        if before.exposed != after.exposed { reasons.append("exposed") }
        switch (before.state, state) {
        case (.claimed, .verified), (.stale, .verified): after.state = state
        // What was made sure of before it grew old is so again.
        case (.stale(let old), _): after.state = old?.verified.map(AssetState.verified) ?? state
        case (.disputed, _), (.verified, _), (.claimed, _): break
        }
        if before.state.name != after.state.name { reasons.append("\(before.state.name) to \(after.state.name)") }
        result.assets[place] = after
        guard reasons.isEmpty else {
            return changed.append(Change(before: before, after: after, why: reasons.joined(separator: ", ")))
        }
        unchanged += 1
    }

    private mutating func replace(_ place: Int, by statement: Statement) {
        let before = result.assets[place]
        let after = Asset(
            statement.fact, exposed: before.exposed || statement.exposed, source: .imported, state: state,
            origins: InventoryDiff.merged(before.origins ?? [], origin))
        result.assets[place] = after
        changed.append(Change(before: before, after: after, why: InventoryDiff.versions(before.fact, after.fact)))
    }

    private mutating func settle(_ gone: [Int], _ missing: Missing) {
        var leaving = Set<Int>()
        for place in gone {
            let before = result.assets[place]
            let others = (before.origins ?? []).filter { $0.list != origin.list }
            switch missing {
            case .keep: kept.append(before)
            case .remove where others.isEmpty:
                removed.append(before)
                leaving.insert(place)
            case .remove: result.assets[place].origins = others
            case .stale:
                kept.append(before)
                if case .stale = before.state { continue }
                var after = before
                after.state = .stale(Staleness(
                    owner: origin.owner, since: origin.imported, reason: "the list \(origin.list) no longer names it",
                    cause: .missing, verified: before.state.verification))
                result.assets[place] = after
                changed.append(Change(before: before, after: after, why: "\(before.state.name) to stale"))
            }
        }
        guard !leaving.isEmpty else { return }
        result.assets = result.assets.enumerated().filter { !leaving.contains($0.offset) }.map(\.element)
    }

    /// For new facts the place of the asset that was the same software in another version: where of its product exactly
    /// one asset went and one came, and no other list holds the old one.
    private func predecessors(_ gone: Set<Int>, _ new: [Asset.Fact]) -> [Asset.Fact: Int] {
        var old: [String: [Int]] = [:]
        for place in gone {
            guard let key = InventoryDiff.product(result.assets[place].fact) else { continue }
            old[key, default: []].append(place)
        }
        var came: [String: [Asset.Fact]] = [:]
        for fact in new {
            guard let key = InventoryDiff.product(fact) else { continue }
            came[key, default: []].append(fact)
        }
        var found: [Asset.Fact: Int] = [:]
        for (key, facts) in came {
            guard facts.count == 1, let places = old[key], places.count == 1,
                (result.assets[places[0]].origins?.count ?? 0) <= 1
            else { continue }
            found[facts[0]] = places[0]
        }
        return found
    }

    /// What stays the same when a product gets another version; nil for what is no software.
    private static func product(_ fact: Asset.Fact) -> String? {
        guard case .software(let software) = fact else { return nil }
        if let purl = software.purl.flatMap(PackageURL.init(reading:)) { return "purl " + purl.package }
        if let cpe = software.cpe {
            return "cpe \(CPEFormattedString.write(cpe.vendor)):\(CPEFormattedString.write(cpe.product))"
        }
        let name = ProductName(vendor: software.vendor, product: software.product)
        return "name \(name.vendor)/\(name.product)"
    }

    private static func versions(_ before: Asset.Fact, _ after: Asset.Fact) -> String {
        guard case .software(let old) = before, case .software(let new) = after, old.version != new.version else {
            return "names"
        }
        return "version \(old.version ?? "-") to \(new.version ?? "-")"
    }

    private static func merged(_ origins: [AssetOrigin], _ origin: AssetOrigin) -> [AssetOrigin] {
        (origins.filter { $0.list != origin.list } + [origin]).sorted { $0.list < $1.list }
    }
}
