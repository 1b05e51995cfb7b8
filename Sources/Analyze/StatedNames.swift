import Constituency
import Vocabulary

/// What a product statement names, in normal spelling. Read before its versions, because most of what the world states
/// names nothing that anybody registered.
struct StatedNames {
    let name: ProductName
    /// Its own name, then its CPE's where that is literal.
    let names: [ProductName]
    let cpe: CPEName?
    /// Nil where it has none that can be read.
    let purl: PackageURL?
    /// Products under whose name a registered piece of software may be meant; each once.
    ///
    /// By product alone: the verdict looks at the vendor, so that a missing one becomes `possible`.
    let products: [String]
    let breadth: StatedBreadth
    private let cut: CutWords

    init(_ statement: ProductStatement) {
        let cpe = statement.cpe.flatMap { CPEName($0) }
        let name = ProductName(vendor: statement.vendor, product: statement.product)
        let coded = cpe.flatMap { $0.product.isPattern ? nil : $0.product.plain }
        var names = [name]
        if let vendor = cpe?.vendor.plain, let coded { names.append(ProductName(vendor: vendor, product: coded)) }
        var products: [String] = []
        for product in [name.product, coded.map(ProductName.normalised) ?? ""]
        where !product.isEmpty && !products.contains(product) {
            products.append(product)
        }
        (self.cpe, self.name, self.names, self.products) = (cpe, name, names, products)
        purl = statement.purl.flatMap(PackageURL.init(reading:))
        breadth = StatedBreadth(statement, name, cpe)
        cut = CutWords(names)
    }

    /// The words of each of ``names``, cut when they are first asked for.
    var words: [ProductWords] { cut.words }

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

    /// The statements of a threat as they are heard: `Multiple Products` of a vendor says nothing beside a statement
    /// that names the products of that vendor.
    static func heard(
        _ products: [Sourced<ProductStatement>]
    ) -> [(names: StatedNames, product: Sourced<ProductStatement>)] {
        let all = products.map { (names: StatedNames($0.value), product: $0) }
        guard all.contains(where: { $0.names.breadth == .some }) else { return all }
        let named = all.filter { $0.names.breadth == .one && $0.product.value.status == .affected }
        let vendors = Set(named.flatMap(\.names.vendors))
        return all.filter { $0.names.breadth != .some || vendors.isDisjoint(with: $0.names.vendors) }
    }
}

/// Words that most statements are never asked for.
private final class CutWords {
    private let names: [ProductName]
    lazy var words: [ProductWords] = names.map(ProductWords.init)

    init(_ names: [ProductName]) { self.names = names }
}
