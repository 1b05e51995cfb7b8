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

/// Verified software assets by the names under which a threat may mean them.
package struct SoftwareIndex: Sendable {
    private var byName: [ProductName: [SoftwareReference]] = [:]
    private var byProduct: [String: [SoftwareReference]] = [:]
    private var byPackage: [String: [SoftwareReference]] = [:]

    init(_ entities: [Entity]) {
        for (position, entity) in entities.enumerated() {
            for (number, asset) in entity.assets.enumerated() where asset.isVerified {
                guard case .software(let software) = asset.fact else { continue }
                add(software, SoftwareReference(entity: Int32(position), asset: Int32(number)))
            }
        }
    }

    /// Assets of exactly this vendor and product after normalising; sorted.
    package func assets(vendor: String, product: String) -> [SoftwareReference] {
        byName[ProductName(vendor: vendor, product: product)] ?? []
    }

    /// Assets of this product whoever the vendor is; sorted. For what names no vendor, or another spelling of it.
    package func assets(product: String) -> [SoftwareReference] { byProduct[ProductName.normalised(product)] ?? [] }

    /// Assets that the package URL names, versions and qualifiers left aside; sorted.
    package func assets(purl: String) -> [SoftwareReference] {
        PackageURL(reading: purl).flatMap { byPackage[$0.package] } ?? []
    }

    private mutating func add(_ software: Software, _ reference: SoftwareReference) {
        var names = [ProductName(vendor: software.vendor, product: software.product)]
        if let vendor = software.cpe?.vendor.plain, let product = software.cpe?.product.plain {
            names.append(ProductName(vendor: vendor, product: product))
        }
        for (place, name) in names.enumerated() where !name.product.isEmpty && names.firstIndex(of: name) == place {
            byName[name, default: []].append(reference)
        }
        for product in Set(names.map(\.product)) where !product.isEmpty {
            byProduct[product, default: []].append(reference)
        }
        if let purl = software.purl.flatMap(PackageURL.init(reading:)) {
            byPackage[purl.package, default: []].append(reference)
        }
    }
}

/// A vendor and product as they are compared: `Apache Software Foundation` / `HTTP Server` and `http_server` meet.
package struct ProductName: Sendable, Hashable, Comparable {
    package let vendor: String
    package let product: String

    package init(vendor: String, product: String) {
        self.vendor = ProductName.withoutLegalForm(ProductName.normalised(vendor))
        self.product = ProductName.normalised(product)
    }

    /// By vendor, then by product.
    package static func < (left: Self, right: Self) -> Bool {
        (left.vendor, left.product) < (right.vendor, right.product)
    }

    /// Lower case; runs of anything but letters, digits, `+`, `#`, `.` become one space; ends trimmed.
    package static func normalised(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.lowercased().utf8 {
            let kept = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte >= 0x80
                || byte == 0x2B || byte == 0x23 || byte == 0x2E
            if kept { out.append(byte) } else if out.last != 0x20, !out.isEmpty { out.append(0x20) }
        }
        if out.last == 0x20 { out.removeLast() }
        return String(decoding: out, as: UTF8.self)
    }

    /// A vendor without the words that only say what kind of company it is.
    private static func withoutLegalForm(_ vendor: String) -> String {
        var words = vendor.split(separator: " ")
        let forms: Set<Substring> = [
            "inc", "inc.", "llc", "ltd", "ltd.", "gmbh", "ag", "corp", "corp.", "corporation", "co", "co.",
            "foundation", "software", "systems", "technologies", "company", "sa", "s.a.", "bv", "b.v.", "project",
        ]
        while words.count > 1, let last = words.last, forms.contains(last) { words.removeLast() }
        return words.joined(separator: " ")
    }
}
