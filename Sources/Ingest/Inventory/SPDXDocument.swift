import Vocabulary

/// Reads packages of an SPDX document in JSON.
///
/// Source: SPDX 2.3 § 7 (package information) and § 7.21 (external references of categories SECURITY and
/// PACKAGE-MANAGER, which JSON also writes PACKAGE_MANAGER).
enum SPDXDocument {
    static func read(_ bytes: [UInt8], into reading: inout InventoryReading) {
        let start = reading
        do throws(JSONFailure) {
            let checked = try CheckedJSON(bytes)
            var found = reading
            try checked.read { cursor throws(JSONFailure) in try document(&cursor, &found) }
            reading = found
        } catch {
            // As with CycloneDX: half a list would remove the other half.
            reading = start
            reading.reject(error, in: bytes)
        }
    }

    private static func document(
        _ cursor: inout JSONCursor, _ reading: inout InventoryReading
    ) throws(JSONFailure) {
        try cursor.beginObject()
        var version = ""
        while let key = try cursor.nextKey() {
            switch key {
            case "spdxVersion": version = try cursor.readString()
            case "packages":
                var index = 0
                try cursor.eachElement { cursor throws(JSONFailure) in
                    try item(&cursor, "packages[\(index)]", &reading)
                    index += 1
                }
            default: try cursor.skipValue()
            }
        }
        guard version.hasPrefix("SPDX-2.") else {
            throw JSONFailure(.notThisFormat, at: 0, "`spdxVersion` is not SPDX-2.x")
        }
    }

    private static func item(
        _ cursor: inout JSONCursor, _ path: String, _ reading: inout InventoryReading
    ) throws(JSONFailure) {
        let start = try cursor.place()
        do throws(JSONFailure) {
            try package(&cursor, path, &reading)
        } catch {
            reading.reject(error.code, at: path, offset: error.offset, error.message)
            cursor.at = start
            try cursor.skipValue()
        }
    }

    private static func package(
        _ cursor: inout JSONCursor, _ path: String, _ reading: inout InventoryReading
    ) throws(JSONFailure) {
        try cursor.beginObject()
        var stated = SPDXPackage()
        while let key = try cursor.nextKey() {
            switch key {
            case "name": stated.component.name = try cursor.optionalString() ?? ""
            case "versionInfo": stated.component.version = SPDXPackage.stated(try cursor.optionalString() ?? "")
            case "supplier": stated.component.vendor = SPDXPackage.organisation(try cursor.optionalString() ?? "")
            case "externalRefs":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    let (type, locator) = try reference(&cursor)
                    stated.refer(type, locator)
                }
            default: try cursor.skipValue()
            }
        }
        stated.put(into: &reading, at: path)
    }

    private static func reference(
        _ cursor: inout JSONCursor
    ) throws(JSONFailure) -> (type: String, locator: String) {
        try cursor.beginObject()
        var (type, locator) = ("", "")
        while let key = try cursor.nextKey() {
            switch key {
            case "referenceType": type = try cursor.optionalString() ?? ""
            case "referenceLocator": locator = try cursor.optionalString() ?? ""
            default: try cursor.skipValue()
            }
        }
        return (type, locator)
    }
}

/// One package as SPDX states it, in whichever of its forms.
struct SPDXPackage {
    var component = StatedComponent()
    private var further = 0

    /// An external reference; the first CPE name and the first package URL are taken.
    mutating func refer(_ type: String, _ locator: String) {
        // In RDF a type is an address that ends in its name.
        switch type.split(separator: "/").last ?? "" {
        case "cpe23Type", "cpe22Type": if component.cpe.isEmpty { component.cpe = locator } else { further += 1 }
        case "purl": if component.purl.isEmpty { component.purl = locator } else { further += 1 }
        default: break
        }
    }

    func put(into reading: inout InventoryReading, at place: String) {
        for _ in 0..<further { reading.passOver("further CPE name or package URL of one package") }
        component.put(into: &reading, at: place)
    }

    /// § 4.3: NOASSERTION and NONE say nothing.
    static func stated(_ text: String) -> String { ["NOASSERTION", "NONE"].contains(text) ? "" : text }

    /// § 7.5: `Organization: Example (desk@example.org)`; a person is no vendor.
    static func organisation(_ text: String) -> String {
        guard let colon = text.firstIndex(of: ":"), text[..<colon] == "Organization" else { return "" }
        let name = text[text.index(after: colon)...]
        return String(name.prefix { $0 != "(" }).trimmingBlanks
    }
}
