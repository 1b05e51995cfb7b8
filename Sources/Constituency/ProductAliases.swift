/// What people taught about names of products: that two of them mean the same one, or that they do not.
///
/// Names that are the same form classes, so that what is taught of two holds for all that are the same as they. Two
/// names told apart stay apart, whatever class they stand in. A function of the set of lessons.
package struct ProductAliases: Sendable {
    /// Nothing taught.
    package static let none = ProductAliases([])

    private var classOf: [ProductName: Int] = [:]
    private var productsOf: [Int: Set<String>] = [:]
    private var classesOf: [String: Set<Int>] = [:]
    private var apart: Set<[ProductName]> = []

    package init(_ lessons: [ProductLesson]) {
        for lesson in lessons.sorted(by: { ($0.stated, $0.registered) < ($1.stated, $1.registered) }) {
            guard lesson.isSame else {
                apart.insert([lesson.stated, lesson.registered].sorted())
                continue
            }
            let classes = [lesson.stated, lesson.registered].compactMap { classOf[$0] }
            let joined = classes.min() ?? classOf.count
            for (name, number) in classOf where classes.contains(number) { classOf[name] = joined }
            classOf[lesson.stated] = joined
            classOf[lesson.registered] = joined
        }
        for (name, number) in classOf {
            productsOf[number, default: []].insert(name.product)
            classesOf[name.product, default: []].insert(number)
        }
    }

    /// Whether two names mean the same product; nil where nothing was taught.
    package func isSame(_ left: ProductName, _ right: ProductName) -> Bool? {
        if !apart.isEmpty, apart.contains([left, right].sorted()) { return false }
        guard let known = classOf[left], known == classOf[right] else { return nil }
        return true
    }

    /// Further products under whose name a registered asset may stand that is meant by `product` (normalised); sorted.
    package func others(of product: String) -> [String] {
        guard let classes = classesOf[product] else { return [] }
        return classes.reduce(into: Set<String>()) { $0.formUnion(productsOf[$1] ?? []) }
            .subtracting([product]).sorted()
    }

    /// Whether anything was taught of a name.
    package func knows(_ name: ProductName) -> Bool { classOf[name] != nil }
}

/// One lesson: how a source names a product, and how the register does.
package struct ProductLesson: Sendable, Hashable {
    package var stated: ProductName
    package var registered: ProductName
    /// False: they are told apart.
    package var isSame: Bool

    package init(stated: ProductName, registered: ProductName, isSame: Bool) {
        self.stated = stated
        self.registered = registered
        self.isSame = isSame
    }
}

extension ProductName {
    /// Reads `vendor/product`; the vendor may be missing (`/product`), the product may hold a `/`. Nil without product.
    package init?(_ text: some StringProtocol) {
        guard let slash = text.firstIndex(of: "/") else { return nil }
        self.init(vendor: String(text[..<slash]), product: String(text[text.index(after: slash)...]))
        if product.isEmpty { return nil }
    }

    /// `vendor/product`.
    package var text: String { "\(vendor)/\(product)" }

    /// Whether one vendor may be another spelling of the other: the same letters, or one begins with the other.
    package func hasKinVendor(of other: ProductName) -> Bool {
        let (left, right) = (ProductName.squeezed(vendor), ProductName.squeezed(other.vendor))
        guard min(left.count, right.count) >= 4 else { return !left.isEmpty && left == right }
        return left.starts(with: right) || right.starts(with: left)
    }

    static func squeezed(_ text: String) -> [UInt8] {
        text.utf8.filter { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 >= 0x80 }
    }
}
