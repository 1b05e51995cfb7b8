import Constituency
import Vocabulary

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
    /// The statement's ranges; when it has none, what its CPE says of the version.
    let versions: [VersionRange]
    /// Where the statement has no ranges and its CPE means versions by a pattern that is no line of versions: `7.3?`.
    let versionPattern: CPEName.Value?
    /// The same for a package: what its URL says of the version, in the order of its ecosystem.
    let packageVersions: [VersionRange]
    let breadth: StatedBreadth
    private let cut: CutWords

    /// The words of each of ``names``, cut when they are first asked for.
    var words: [ProductWords] { cut.words }

    init(_ statement: ProductStatement) {
        self.statement = statement
        shown = [statement.vendor, statement.product].filter { !$0.isEmpty }.joined(separator: " ")
        let cpe = statement.cpe.flatMap { CPEName($0) }
        let name = ProductName(vendor: statement.vendor, product: statement.product)
        var names = [name]
        if let cpe, !cpe.product.isPattern, let vendor = cpe.vendor.plain, let product = cpe.product.plain {
            names.append(ProductName(vendor: vendor, product: product))
        }
        (self.cpe, self.name, self.names) = (cpe, name, names)
        breadth = StatedBreadth(statement, name, cpe)
        cut = CutWords(names)
        let pattern = statement.versions.isEmpty ? cpe.flatMap(StatedProduct.pattern) : nil
        let named = pattern != nil ? [] : cpe?.version.plain.map { [VersionRange(exact: $0)] } ?? []
        versionPattern = pattern
        let stated = statement.versions.map { VersionReading.range($0, of: names) }
        versions = statement.versions.isEmpty ? named : stated
        guard let purl = statement.purl.flatMap(PackageURL.init(reading:)) else {
            (package, packageVersions) = (nil, [])
            return
        }
        package = purl.package
        let ranges = statement.versions.isEmpty
            ? purl.orderedVersion.map { [VersionRange(exact: $0)] } ?? [] : stated
        packageVersions = ranges.map { StatedProduct.ordered($0, as: purl.type) }
    }

    /// Products (in their normal spelling) under whose name a registered piece of software may be meant; each once.
    ///
    /// By product alone: the verdict looks at the vendor, so that a missing one becomes `possible`.
    var products: [String] {
        var found: [String] = []
        let coded = cpe.flatMap { $0.product.isPattern ? nil : $0.product.plain }
        let plain = coded.map(ProductName.normalised) ?? ""
        for product in [name.product, plain] where !product.isEmpty && !found.contains(product) {
            found.append(product)
        }
        return found
    }

    /// Letters of the vendors that it names, each once; as ``ProductWords/vendor`` has them.
    var vendors: [String] {
        var found: [String] = []
        for vendor in names.map(\.vendor) + [codedVendor ?? ""] {
            let letters = ProductWords.letters(vendor)
            if !letters.isEmpty, !found.contains(letters) { found.append(letters) }
        }
        return found
    }

    /// The vendor of its CPE in its normal spelling; nil where that is no literal.
    var codedVendor: String? {
        guard let cpe, !cpe.vendor.isPattern, let vendor = cpe.vendor.plain else { return nil }
        return ProductName(vendor: vendor, product: "").vendor
    }

    private static func pattern(_ cpe: CPEName) -> CPEName.Value? {
        guard cpe.version.isPattern, cpe.version.plain.flatMap(VersionLine.init) == nil else { return nil }
        return cpe.version
    }

    /// A range that names no order takes the one of its package's ecosystem, where we know that.
    private static func ordered(_ range: VersionRange, as type: String) -> VersionRange {
        guard range.scheme.isEmpty, VersionScheme(named: type) != nil else { return range }
        var out = range
        out.scheme = type
        return out
    }
}

/// Words that most statements are never asked for.
private final class CutWords {
    private let names: [ProductName]
    lazy var words: [ProductWords] = names.map(ProductWords.init)

    init(_ names: [ProductName]) { self.names = names }
}
