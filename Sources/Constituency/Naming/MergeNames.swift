extension Entity {
    /// Names that an import states join those that are known; where it is the whole register, they replace them.
    mutating func mergeNames(of after: Entity, _ removesMissing: Bool, _ details: inout [String]) {
        Entity.merge(&aliases, after.aliases, "alias", removesMissing, &details)
        Entity.merge(&distinctNames, after.distinctNames, "distinct name", removesMissing, &details)
    }

    private static func merge(
        _ names: inout [String], _ stated: [String], _ noun: String, _ removesMissing: Bool, _ details: inout [String]
    ) {
        for name in stated where !names.contains(name) {
            details.append("\(noun) `\(name)` added")
            names.append(name)
        }
        guard removesMissing else { return }
        for name in names where !stated.contains(name) { details.append("\(noun) `\(name)` removed") }
        names.removeAll { !stated.contains($0) }
    }
}
