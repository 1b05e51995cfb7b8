import Constituency
import Vocabulary

/// The components of a bill of materials by their `bom-ref`, as products of statements.
///
/// Source: CycloneDX 1.6, `components[]`, `metadata.component`; nested ones too.
struct CycloneDXComponents {
    private(set) var products: [String: CSAFProduct] = [:]

    /// `metadata.component` or one of `components[]`; returns its name and version. The checked text holds at most 64
    /// containers within each other, and a level is two: the recursion ends there.
    @discardableResult
    mutating func read(_ cursor: inout JSONCursor) throws(JSONFailure) -> String {
        if try cursor.takeNull() { return "" }
        var reference = "", name = "", group = "", version = "", vendor = "", publisher = ""
        var cpe: String?, purl: String?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "bom-ref": reference = try cursor.optionalString() ?? ""
            case "name": name = try cursor.optionalLine() ?? ""
            case "group": group = try cursor.optionalLine() ?? ""
            case "version": version = try cursor.optionalLine() ?? ""
            case "publisher": publisher = try cursor.optionalLine() ?? ""
            case "supplier", "manufacturer":
                let stated = try organisation(&cursor)
                if !stated.isEmpty { vendor = stated }
            case "cpe": cpe = try cursor.optionalLine(limit: 1024)
            case "purl": purl = try cursor.optionalLine(limit: 2048)
            case "components": try cursor.eachElement { cursor throws(JSONFailure) in try read(&cursor) }
            default: try cursor.skipValue()
            }
        }
        let package = purl.flatMap { PackageURL(reading: $0) }
        if vendor.isEmpty { vendor = !publisher.isEmpty ? publisher : package == nil ? group : "" }
        let title = [name, version].filter { !$0.isEmpty }.joined(separator: " ")
        guard !reference.isEmpty, products[reference] == nil else { return title }
        let ordered = package?.orderedVersion ?? (version.isEmpty ? nil : version)
        products[reference] = CSAFProduct(
            vendor: vendor, product: package?.name ?? name,
            ranges: ordered.map { [VersionRange(exact: $0, scheme: package?.type ?? "")] }, cpe: cpe, purl: purl)
        return title
    }

    /// What a reference means: a component of this document, or a package URL or CPE name that stands in its place,
    /// also behind the address of another document (BOM-Link, `urn:cdx:serial/version#reference`). Nil for a component
    /// of another document that is named by a mark of its own.
    ///
    /// - Parameter serial: this document's serial number, as `urn:uuid:…`; empty when it has none.
    func product(_ reference: String, serial: String) -> CSAFProduct? {
        if let product = products[reference] { return product }
        guard reference.hasPrefix("urn:cdx:"), let mark = reference.firstIndex(of: "#") else {
            return CycloneDXComponents.named(reference)
        }
        let inner = CSAFVersions.percentDecoded(reference[reference.index(after: mark)...])
        let other = reference.dropFirst(8).prefix { $0 != "/" && $0 != "#" }
        if !serial.isEmpty, serial.lowercased() == "urn:uuid:" + other.lowercased() { return products[inner] }
        return CycloneDXComponents.named(inner)
    }

    private static func named(_ text: String) -> CSAFProduct? {
        if let package = PackageURL(reading: text) {
            let ranges = package.orderedVersion.map { [VersionRange(exact: $0, scheme: package.type)] }
            return CSAFProduct(vendor: "", product: package.name, ranges: ranges, cpe: nil, purl: text)
        }
        guard text.hasPrefix("cpe:"), let name = CPEName(text), let product = name.product.plain else { return nil }
        return CSAFProduct(
            vendor: name.vendor.plain ?? "", product: product,
            ranges: name.version.plain.map { [VersionRange(exact: $0)] }, cpe: text, purl: nil)
    }

    private func organisation(_ cursor: inout JSONCursor) throws(JSONFailure) -> String {
        if try cursor.takeNull() { return "" }
        var name = ""
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if case "name" = key { name = try cursor.optionalLine() ?? "" } else { try cursor.skipValue() }
        }
        return name
    }
}
