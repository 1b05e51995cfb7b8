import Vocabulary

/// One software asset of one entity, by position.
package struct SoftwareReference: Sendable, Hashable, Comparable {
    /// Position in ``RegisterIndex/entities``.
    package let entity: Int32
    /// Position in the entity's assets.
    package let asset: Int32

    package init(entity: Int32, asset: Int32) {
        self.entity = entity
        self.asset = asset
    }

    /// By entity, then by asset.
    package static func < (left: Self, right: Self) -> Bool {
        (left.entity, left.asset) < (right.entity, right.asset)
    }
}

/// A piece of software as registered, with the names under which a threat may mean it, in their normal spelling.
package struct RegisteredSoftware: Sendable {
    package let software: Software
    /// Its own name, then its CPE's. A product may be empty.
    package let names: [ProductName]
    /// The words of each of ``names``.
    package let words: [ProductWords]
    /// Type and name of its package URL (`npm/lodash`); nil where it has none that can be read.
    package let package: String?

    package init(_ software: Software) {
        var known: [[ProductName]: [ProductWords]] = [:]
        self.init(software, &known)
    }

    /// - Parameter known: the words of names that others have too, so that they share their memory.
    init(_ software: Software, _ known: inout [[ProductName]: [ProductWords]]) {
        self.software = software
        var names = [ProductName(vendor: software.vendor, product: software.product)]
        if let vendor = software.cpe?.vendor.plain, let product = software.cpe?.product.plain {
            names.append(ProductName(vendor: vendor, product: product))
        }
        self.names = names
        words = known[names] ?? names.map(ProductWords.init)
        known[names] = words
        package = software.purl.flatMap(PackageURL.init(reading:))?.package
    }
}

/// Verified software by the names under which a threat may mean it.
///
/// A million assets are some ten thousand different products and versions: each is looked at once, whoever runs it.
package struct SoftwareIndex: Sendable {
    /// Each different piece of software once, in the order in which the register names them.
    package let distinct: [RegisteredSoftware]
    /// Each of ``distinct`` as the register holds it, to be shared with what is read next.
    package let facts: [Asset.Fact]
    private let assets: [SoftwareReference]
    /// Those assets whose list grew old: a verdict on them is doubted.
    private let stale: Set<SoftwareReference>
    /// Where the assets of each distinct piece begin in `assets`; one more than there are pieces.
    private let begins: [Int32]
    /// The names that it is registered under, by vendor and word.
    package let names: RegisteredNames
    private let byProduct: [String: [Int32]]
    private let byPackage: [String: [Int32]]

    init(_ entities: [Entity]) {
        var numbers: [Software: Int32] = [:]
        var distinct: [RegisteredSoftware] = []
        var facts: [Asset.Fact] = []
        var pairs: [(software: Int32, asset: SoftwareReference)] = []
        var counts: [Int32] = []
        var stale: Set<SoftwareReference> = []
        var words: [[ProductName]: [ProductWords]] = [:]
        for (position, entity) in entities.enumerated() {
            for (place, asset) in entity.assets.enumerated() {
                guard case .software(let software) = asset.fact, asset.isVerified else { continue }
                let number = numbers[software] ?? Int32(distinct.count)
                if number == distinct.count {
                    numbers[software] = number
                    distinct.append(RegisteredSoftware(software, &words))
                    facts.append(asset.fact)
                    counts.append(0)
                }
                counts[Int(number)] += 1
                let reference = SoftwareReference(entity: Int32(position), asset: Int32(place))
                if case .stale = asset.state { stale.insert(reference) }
                pairs.append((number, reference))
            }
        }
        var begins: [Int32] = [0]
        begins.reserveCapacity(counts.count + 1)
        for count in counts { begins.append(begins[begins.count - 1] + count) }
        var next = begins
        var assets = [SoftwareReference](repeating: SoftwareReference(entity: 0, asset: 0), count: pairs.count)
        for pair in pairs {
            assets[Int(next[Int(pair.software)])] = pair.asset
            next[Int(pair.software)] += 1
        }
        self.distinct = distinct
        self.facts = facts
        self.stale = stale
        self.begins = begins
        self.assets = assets
        names = RegisteredNames(distinct)
        (byProduct, byPackage) = SoftwareIndex.named(distinct)
    }

    /// The assets that are this piece of software, a position in ``distinct``; sorted.
    package func assets(of software: Int32) -> ArraySlice<SoftwareReference> {
        assets[Int(begins[Int(software)])..<Int(begins[Int(software) + 1])]
    }

    /// Whether its list grew old; asked without looking at the asset.
    package func isStale(_ asset: SoftwareReference) -> Bool { !stale.isEmpty && stale.contains(asset) }

    /// Positions in ``distinct`` of this product (in its normal spelling), whoever the vendor is; rising.
    package func software(product: String) -> [Int32] { byProduct[product] ?? [] }

    /// Positions in ``distinct`` of this package, type and name as ``PackageURL/package`` has them; rising.
    package func software(package: String) -> [Int32] { byPackage[package] ?? [] }

    private static func named(_ distinct: [RegisteredSoftware]) -> ([String: [Int32]], [String: [Int32]]) {
        var (products, packages): ([String: [Int32]], [String: [Int32]]) = ([:], [:])
        for (number, software) in distinct.enumerated() {
            for product in Set(software.names.map(\.product)) where !product.isEmpty {
                products[product, default: []].append(Int32(number))
            }
            if let package = software.package { packages[package, default: []].append(Int32(number)) }
        }
        return (products, packages)
    }
}
