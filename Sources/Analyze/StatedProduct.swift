import Constituency
import Vocabulary

/// What a product statement names, in normal spelling. Read before its versions, because most of what the world states
/// names nothing that anybody registered.
struct StatedNames {
    let name: ProductName
    /// Its own name, then its CPE's.
    let names: [ProductName]
    let cpe: CPEName?
    /// Nil where it has none that can be read.
    let purl: PackageURL?
    /// Products under whose name a registered piece of software may be meant; each once.
    ///
    /// By product alone: the verdict looks at the vendor, so that a missing one becomes `possible`.
    let products: [String]

    init(_ statement: ProductStatement) {
        let cpe = statement.cpe.flatMap { CPEName($0) }
        let name = ProductName(vendor: statement.vendor, product: statement.product)
        var names = [name]
        if let vendor = cpe?.vendor.plain, let product = cpe?.product.plain {
            names.append(ProductName(vendor: vendor, product: product))
        }
        let plain = cpe?.product.plain.map(ProductName.normalised) ?? ""
        var products: [String] = []
        for product in [name.product, plain] where !product.isEmpty && !products.contains(product) {
            products.append(product)
        }
        (self.cpe, self.name, self.names, self.products) = (cpe, name, names, products)
        purl = statement.purl.flatMap(PackageURL.init(reading:))
    }
}

/// A product statement read once: its names in their normal spelling, and the versions it means by each kind of name.
struct StatedProduct {
    let statement: ProductStatement
    /// As the source names it.
    let shown: String
    let name: ProductName
    /// Its own name, then its CPE's.
    let names: [ProductName]
    let cpe: CPEName?
    /// Type and name of its package URL; nil where it has none that can be read.
    let package: String?
    /// As ``StatedNames/products``.
    let products: [String]
    /// The statement's ranges; when it has none, what its CPE says of the version.
    let versions: [VersionRange]
    /// The same for a package: what its URL says of the version, in the order of its ecosystem.
    let packageVersions: [VersionRange]

    init(_ statement: ProductStatement) { self.init(statement, StatedNames(statement)) }

    init(_ statement: ProductStatement, _ named: StatedNames) {
        self.statement = statement
        shown = [statement.vendor, statement.product].filter { !$0.isEmpty }.joined(separator: " ")
        (cpe, name, names, products) = (named.cpe, named.name, named.names, named.products)
        let exact = named.cpe?.version.plain.map { [VersionRange(exact: $0)] } ?? []
        let stated = statement.versions.map { VersionReading.range($0, of: named.names) }
        versions = statement.versions.isEmpty ? exact : stated
        guard let purl = named.purl else {
            (package, packageVersions) = (nil, [])
            return
        }
        package = purl.package
        let ranges = statement.versions.isEmpty
            ? purl.orderedVersion.map { [VersionRange(exact: $0)] } ?? [] : stated
        packageVersions = ranges.map { StatedProduct.ordered($0, as: purl.type) }
    }

    /// A range that names no order takes the one of its package's ecosystem, where we know that.
    private static func ordered(_ range: VersionRange, as type: String) -> VersionRange {
        guard range.scheme.isEmpty, VersionScheme(named: type) != nil else { return range }
        var out = range
        out.scheme = type
        return out
    }
}
