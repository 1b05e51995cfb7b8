import Constituency
import Vocabulary

/// How many products of a vendor a statement means by its name.
enum StatedBreadth {
    /// The one that it names.
    case one
    /// Those that another statement names, if one does: `Multiple Products`.
    case some
    /// Whatever the vendor makes: `All products`, or a CPE name whose product is ANY.
    case all

    init(_ statement: ProductStatement, _ name: ProductName, _ cpe: CPEName?) {
        let isUnnamed = name.product.isEmpty
        guard isUnnamed || name.product.utf8.count <= StatedBreadth.longest, statement.purl == nil,
            cpe == nil || cpe?.product == .any
        else {
            self = .one
            return
        }
        let isVendorKnown = cpe.map { $0.vendor.plain != nil && !$0.vendor.isPattern } ?? !name.vendor.isEmpty
        if isVendorKnown, StatedBreadth.someWords.contains(name.product) {
            self = .some
        } else if isVendorKnown, StatedBreadth.allWords.contains(name.product) || isUnnamed
            && (cpe != nil || statement.product == "*")
        {
            self = .all
        } else {
            self = .one
        }
    }

    /// In their normal spelling, as sources write them.
    private static let someWords: Set<String> = [
        "multiple", "multiple products", "multiple devices", "multiple models", "multiple routers", "various",
        "various products", "various devices", "various models", "several", "several products", "many products",
        "certain products", "some products", "products",
    ]
    private static let allWords: Set<String> = [
        "all", "all products", "all devices", "all models", "all software", "any", "any product",
    ]
    private static let longest = someWords.union(allWords).map(\.utf8.count).max() ?? 0
}
