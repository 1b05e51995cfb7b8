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
        let products = stated.said.products
        for name in products {
            take(.product(name), stated.versions)
            for other in register.aliases.others(of: name) { take(.product(other), stated.versions) }
        }
        for one in related(stated.said) where one.relation == .same {
            if !products.contains(names.name(one.name).product) { take(.name(one.name), stated.versions) }
        }
        for name in patterned(stated.said) { take(.name(name), stated.versions) }
        return lists > 1 ? Set(found).sorted() : found
    }

    /// Whether it leads to anything; what leads nowhere can match nothing.
    func concern(_ said: StatedNames) -> Bool {
        if let purl = said.purl, !register.software.software(package: purl.package).isEmpty { return true }
        let isNamed = said.products.contains { name in
            ([name] + register.aliases.others(of: name)).contains {
                !register.software.software(product: $0).isEmpty
            }
        }
        return isNamed || !related(said).isEmpty || !patterned(said).isEmpty
            || said.breadth != .one && said.vendors.contains(where: names.has)
    }

    /// Whether it has a name that is near another registered one, or names no product.
    func mayBeVague(_ said: StatedNames) -> Bool {
        said.breadth != .one || related(said).contains { !said.names.contains(names.name($0.name)) }
    }

    /// The software that it may mean by a name that is only near, or by the vendor's; rising, each once.
    /// - Parameter named: names that statements of the threat bear. What has such a name is not asked about.
    func vague(_ stated: StatedProduct, named: Set<ProductName>) -> [Int32] {
        var found = Set<Int32>()
        for one in related(stated.said) where !named.contains(names.name(one.name)) {
            found.formUnion(ladders.within(stated.versions, .name(one.name)))
        }
        guard stated.said.breadth != .one else { return found.sorted() }
        for vendor in stated.said.vendors {
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
        for name in stated.said.products {
            found.formUnion(register.software.software(product: name))
            for other in register.aliases.others(of: name) {
                found.formUnion(register.software.software(product: other))
            }
        }
        for name in related(stated.said).map(\.name) + patterned(stated.said) { found.formUnion(names.software(name)) }
        return found
    }

    /// The registered names that are a statement's or near it.
    private func related(_ said: StatedNames) -> [RegisteredNames.Found] {
        var found: [RegisteredNames.Found] = []
        for (place, name) in said.names.enumerated() where !name.product.isEmpty && !name.vendor.isEmpty {
            // Where both names are one, it is asked once.
            if place > 0, name == said.names[0] { continue }
            guard names.has(vendor: ProductWords.letters(name.vendor)) else { continue }
            if let own = known.withLock({ $0[name] }) {
                found += own
                continue
            }
            let own = names.found(said.words[place])
            known.withLock { if $0.count < ProductLeads.knownMax { $0[name] = own } }
            found += own
        }
        return found
    }

    /// All names of the vendor, where the product of its CPE has wildcards.
    private func patterned(_ said: StatedNames) -> [Int32] {
        guard let cpe = said.cpe, cpe.product.isPattern, let vendor = said.codedVendor else { return [] }
        return names.names(vendor: ProductWords.letters(vendor))
    }
}
