/// Lets equal parts of many assets share their memory: a country's register names few kinds of software, each many
/// times, and one import vouches for all that it brings.
package struct SharedFacts {
    private var software: Set<Asset.Fact>
    private var states: Set<AssetState> = []
    private var origins: Set<[AssetOrigin]> = []

    /// - Parameter known: software that is in memory already.
    package init(_ known: some Sequence<Asset.Fact> = []) { software = Set(known) }

    /// The entity with assets whose parts were seen before in their place; nothing of what it says changes.
    package mutating func shared(_ entity: Entity) -> Entity {
        var out = entity
        for place in out.assets.indices {
            out.assets[place].fact = sharedFact(out.assets[place].fact)
            out.assets[place].state = states.insert(out.assets[place].state).memberAfterInsert
            if let own = out.assets[place].origins {
                out.assets[place].origins = origins.insert(own).memberAfterInsert
            }
        }
        return out
    }

    /// The same fact, seen before where it was; others than software take no more room than the look-up would.
    mutating func sharedFact(_ fact: Asset.Fact) -> Asset.Fact {
        guard case .software = fact else { return fact }
        return software.insert(fact).memberAfterInsert
    }
}
