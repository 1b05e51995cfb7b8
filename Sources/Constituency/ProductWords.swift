/// A product's name in words, to be compared with others of the same vendor that are spelt longer or shorter.
package struct ProductWords: Sendable, Hashable {
    /// How two names of one vendor stand to each other.
    package enum Relation: Sendable, Hashable {
        /// The same words in the same order once the vendor's name before them is left out: `Acme Gate` and `Gate`.
        case same
        /// All words of one stand in the other, and one of them tells a product: `Gateway` and `Gateway Pro`.
        case near
    }

    /// Letters and digits of the vendor's name; empty where it has none.
    package let vendor: String
    /// In the order of the name, without the vendor's words before them, unless nothing else is there. Empty where the
    /// name has no product, or more words than a name has.
    let core: [String]
    /// With the vendor's words.
    let all: [String]
    /// Whether ``core`` says which product it is: `server`, `pro`, `2019`, `for windows` alone do not.
    private let isTelling: Bool

    /// Longer ones are sentences.
    private static let wordsMax = 24

    package init(_ name: ProductName) {
        vendor = ProductWords.letters(name.vendor)
        let words = name.product.split(separator: " ", maxSplits: ProductWords.wordsMax).map(String.init)
        all = words.count > ProductWords.wordsMax ? [] : words
        core = all.isEmpty ? [] : name.bare.product.split(separator: " ").map(String.init)
        let isForPlatform = core.contains { $0 == "for" || $0 == "on" }
        isTelling = core.contains { word in
            word.utf8.count > 1 && word.utf8.contains { !(0x2B...0x39).contains($0) }
                && !ProductWords.common.contains(word) && !(isForPlatform && ProductWords.platforms.contains(word))
        }
    }

    /// Nil where the vendors have other letters, or the words say nothing of each other.
    package func relation(to other: ProductWords) -> Relation? {
        guard vendor == other.vendor, !vendor.isEmpty, !core.isEmpty, !other.core.isEmpty else { return nil }
        if core == other.core { return .same }
        let isNear = isTelling && core.allSatisfy(other.all.contains)
            || other.isTelling && other.core.allSatisfy(all.contains)
        return isNear ? .near : nil
    }

    /// A vendor's name without what spellings differ in: `Palo Alto Networks` and `paloaltonetworks` meet.
    package static func letters(_ vendor: String) -> String {
        String(decoding: ProductName.squeezed(vendor), as: UTF8.self)
    }

    /// Words that stand in names of many products.
    private static let common: Set<String> = [
        "agent", "and", "app", "appliance", "application", "basic", "by", "client", "cloud", "community", "console",
        "desktop", "device", "devices", "driver", "drivers", "edition", "enterprise", "essential", "essentials",
        "firmware", "for", "free", "from", "hardware", "home", "in", "lite", "lts", "management", "manager",
        "mobile", "module", "of", "on", "online", "os", "package", "plugin", "platform", "plus", "premium", "pro",
        "product", "products", "professional", "program", "series", "server", "service", "services", "software",
        "solution", "standard", "standalone", "suite", "system", "systems", "the", "tool", "tools", "ultimate",
        "update", "version", "versions", "web", "with", "x64", "x86", "arm64", "64-bit", "32-bit", "bit",
    ]

    /// What software runs on; a product of that name is told by it, one `for` it is not.
    private static let platforms: Set<String> = [
        "windows", "linux", "mac", "macos", "unix", "android", "ios", "solaris", "aix", "freebsd",
    ]
}

extension ProductName {
    /// The name without its vendor's words before the product, unless nothing else is there: `acme/acme gate` is
    /// `acme/gate`.
    package var bare: ProductName {
        guard !vendor.isEmpty, product.utf8.count > vendor.utf8.count + 1, product.hasPrefix(vendor + " ") else {
            return self
        }
        return ProductName(vendor: vendor, product: String(product.dropFirst(vendor.count + 1)))
    }
}
