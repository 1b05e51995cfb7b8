import Constituency
import Synchronization
import Vocabulary

/// The registered software that a statement may mean by its names, before it is judged.
///
/// What statements say of names is asked again for each of a product's vulnerabilities, so it is kept; a vendor of whom
/// nothing is registered costs one look-up.
final class ProductLeads: Sendable {
    private let register: RegisterIndex
    private let ladders: VersionLadders
    private let known = Mutex<[ProductName: [RegisteredNames.Found]]>([:])
    private static let knownMax = 1 << 16

    init(_ register: RegisterIndex) {
        self.register = register
        ladders = VersionLadders(register.software)
    }

    private var names: RegisteredNames { register.software.names }

    /// The software that a statement may mean for sure or probably, each once: all but what its ranges leave out for
    /// certain.
    func direct(_ stated: StatedProduct) -> [Int32] {
        var found: [Int32] = []
        var lists = 0
        func take(_ list: VersionLadders.List, _ versions: [VersionRange]) {
            let within = ladders.within(versions, list)
            if within.isEmpty { return }
            lists += 1
            found = lists == 1 ? within : found + within
        }
        if let package = stated.package { take(.package(package), stated.packageVersions) }
        let products = stated.products
        for name in products {
            take(.product(name), stated.versions)
            for other in register.aliases.others(of: name) { take(.product(other), stated.versions) }
        }
        for one in related(stated) where one.relation == .same && !products.contains(names.name(one.name).product) {
            take(.name(one.name), stated.versions)
        }
        for name in patterned(stated) { take(.name(name), stated.versions) }
        return lists > 1 ? Set(found).sorted() : found
    }

    /// Whether it has a name that is near another registered one, or names no product.
    func mayBeVague(_ stated: StatedProduct) -> Bool {
        stated.breadth != .one || related(stated).contains { !stated.names.contains(names.name($0.name)) }
    }

    /// The software that it may mean by a name that is only near, or by the vendor's; rising, each once.
    /// - Parameter named: names that statements of the threat bear. What has such a name is not asked about.
    func vague(_ stated: StatedProduct, named: Set<ProductName>) -> [Int32] {
        var found = Set<Int32>()
        for one in related(stated) where !named.contains(names.name(one.name)) {
            found.formUnion(ladders.within(stated.versions, .name(one.name)))
        }
        guard stated.breadth != .one else { return found.sorted() }
        for vendor in stated.vendors {
            for name in names.names(vendor: vendor) where !named.contains(names.name(name)) {
                found.formUnion(names.software(name))
            }
        }
        return found.sorted()
    }

    /// The software that a statement names or may name, each once, whatever its version.
    func all(_ stated: StatedProduct) -> Set<Int32> {
        var found = Set<Int32>()
        if let package = stated.package { found.formUnion(register.software.software(package: package)) }
        for name in stated.products {
            found.formUnion(register.software.software(product: name))
            for other in register.aliases.others(of: name) {
                found.formUnion(register.software.software(product: other))
            }
        }
        for name in related(stated).map(\.name) + patterned(stated) { found.formUnion(names.software(name)) }
        return found
    }

    /// The registered names that are a statement's or near it.
    private func related(_ stated: StatedProduct) -> [RegisteredNames.Found] {
        var found: [RegisteredNames.Found] = []
        for (place, name) in stated.names.enumerated() where !name.product.isEmpty && !name.vendor.isEmpty {
            // Where both names are one, it is asked once.
            if place > 0, name == stated.names[0] { continue }
            guard names.has(vendor: ProductWords.letters(name.vendor)) else { continue }
            if let own = known.withLock({ $0[name] }) {
                found += own
                continue
            }
            let own = names.found(stated.words[place])
            known.withLock { if $0.count < ProductLeads.knownMax { $0[name] = own } }
            found += own
        }
        return found
    }

    /// All names of the vendor, where the product of its CPE has wildcards.
    private func patterned(_ stated: StatedProduct) -> [Int32] {
        guard let cpe = stated.cpe, cpe.product.isPattern, let vendor = stated.codedVendor else { return [] }
        return names.names(vendor: ProductWords.letters(vendor))
    }
}
