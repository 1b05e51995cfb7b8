/// Lets equal facts of many entities share their memory: a country's register names few kinds of software, each many
/// times.
package struct SharedFacts {
    private var software: Set<Software>
    private var texts: Set<String> = []

    /// - Parameter known: what is in memory already.
    package init(_ known: some Sequence<Software> = []) { software = Set(known) }

    /// The entity with facts that are equal to ones seen before in their place; nothing of what it says changes.
    package mutating func shared(_ entity: Entity) -> Entity {
        var out = entity
        for place in out.assets.indices {
            if case .software(let own) = out.assets[place].fact {
                out.assets[place].fact = .software(software.insert(own).memberAfterInsert)
            }
            if case .verified(var verification) = out.assets[place].state {
                verification.by = shared(verification.by)
                verification.how = shared(verification.how)
                out.assets[place].state = .verified(verification)
            }
        }
        return out
    }

    private mutating func shared(_ text: String) -> String { texts.insert(text).memberAfterInsert }
}
