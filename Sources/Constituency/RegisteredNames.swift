/// The different names of registered software, found by vendor and by word.
///
/// Versions of a product share a name, so there are far fewer names than pieces of software; words are cut once for
/// each.
package struct RegisteredNames: Sendable {
    /// Each once, in the order in which ``SoftwareIndex/distinct`` has them.
    private let names: [ProductName]
    private let words: [ProductWords]
    /// Positions in ``SoftwareIndex/distinct`` of the software of each name; rising.
    private let software: [[Int32]]
    /// By ``ProductWords/vendor``: the names, and those that have a word.
    private let vendors: [String: Vendor]

    private struct Vendor {
        var names: [Int32] = []
        var byWord: [String: [Int32]] = [:]
    }

    /// A name that is meant by another, or may be.
    package struct Found: Sendable, Hashable {
        /// Its position among the registered names.
        package let name: Int32
        /// How it stands to the name that was asked for.
        package let relation: ProductWords.Relation
    }

    init(_ distinct: [RegisteredSoftware]) {
        var numbers: [ProductName: Int32] = [:]
        var names: [ProductName] = []
        var words: [ProductWords] = []
        var software: [[Int32]] = []
        var vendors: [String: Vendor] = [:]
        for (piece, registered) in distinct.enumerated() {
            for (name, own) in zip(registered.names, registered.words) where !own.vendor.isEmpty {
                let number = numbers[name] ?? Int32(names.count)
                if number == names.count {
                    numbers[name] = number
                    names.append(name)
                    words.append(own)
                    software.append([])
                    vendors[own.vendor, default: Vendor()].names.append(number)
                    for word in Set(own.all) {
                        vendors[own.vendor]?.byWord[word, default: []].append(number)
                    }
                }
                if software[Int(number)].last != Int32(piece) { software[Int(number)].append(Int32(piece)) }
            }
        }
        (self.names, self.words, self.software, self.vendors) = (names, words, software, vendors)
    }

    /// Whether anything of a vendor is registered; its name in letters as ``ProductWords/vendor`` has it.
    package func has(vendor: String) -> Bool { vendors[vendor] != nil }

    /// The names that are the same as this one or near it; by position.
    package func found(_ stated: ProductWords) -> [Found] {
        guard let vendor = vendors[stated.vendor] else { return [] }
        let shared = stated.all.reduce(into: Set<Int32>()) { $0.formUnion(vendor.byWord[$1] ?? []) }
        return shared.sorted().compactMap { name in
            stated.relation(to: words[Int(name)]).map { Found(name: name, relation: $0) }
        }
    }

    /// All names of a vendor, by position.
    package func names(vendor: String) -> [Int32] { vendors[vendor]?.names ?? [] }

    /// The name at a position.
    package func name(_ position: Int32) -> ProductName { names[Int(position)] }

    /// Positions in ``SoftwareIndex/distinct`` of what has the name at a position; rising.
    package func software(_ position: Int32) -> [Int32] { software[Int(position)] }
}
