import Vocabulary

/// Reads components of a CycloneDX bill of materials in JSON, nested ones too.
///
/// Source: CycloneDX 1.6, `components[]` and `metadata.component`: `type`, `name`, `version`, `supplier.name`,
/// `publisher`, `cpe`, `purl`.
enum CycloneDXDocument {
    static func read(_ bytes: [UInt8], into reading: inout InventoryReading) {
        let start = reading
        do throws(JSONFailure) {
            let checked = try CheckedJSON(bytes)
            var found = reading
            try checked.read { cursor throws(JSONFailure) in try document(&cursor, &found) }
            reading = found
        } catch {
            // What stands before the fault is not taken: half a bill of materials would remove the other half.
            reading = start
            reading.reject(error, in: bytes)
        }
    }

    private static func document(
        _ cursor: inout JSONCursor, _ reading: inout InventoryReading
    ) throws(JSONFailure) {
        try cursor.beginObject()
        var isBill = false
        while let key = try cursor.nextKey() {
            switch key {
            case "bomFormat": isBill = try cursor.readString() == "CycloneDX"
            case "metadata": try metadata(&cursor, &reading)
            case "components": try components(&cursor, "components", &reading)
            default: try cursor.skipValue()
            }
        }
        guard isBill else { throw JSONFailure(.notThisFormat, at: 0, "`bomFormat` is not CycloneDX") }
    }

    private static func metadata(
        _ cursor: inout JSONCursor, _ reading: inout InventoryReading
    ) throws(JSONFailure) {
        if try cursor.takeNull() { return }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "component": try component(&cursor, "metadata.component", &reading)
            default: try cursor.skipValue()
            }
        }
    }

    private static func components(
        _ cursor: inout JSONCursor, _ path: String, _ reading: inout InventoryReading
    ) throws(JSONFailure) {
        if try cursor.takeNull() { return }
        try cursor.beginArray()
        var index = 0
        while try cursor.nextElement() {
            try item(&cursor, "\(path)[\(index)]", &reading)
            index += 1
        }
    }

    /// One bad component never spoils the others.
    private static func item(
        _ cursor: inout JSONCursor, _ path: String, _ reading: inout InventoryReading
    ) throws(JSONFailure) {
        let start = try cursor.place()
        do throws(JSONFailure) {
            try component(&cursor, path, &reading)
        } catch {
            reading.reject(error.code, at: path, offset: error.offset, error.message)
            cursor.at = start
            try cursor.skipValue()
        }
    }

    private static func component(
        _ cursor: inout JSONCursor, _ path: String, _ reading: inout InventoryReading
    ) throws(JSONFailure) {
        if try cursor.takeNull() { return }
        try cursor.beginObject()
        var stated = StatedComponent()
        var inner: Int?
        while let key = try cursor.nextKey() {
            switch key {
            case "type": stated.type = try cursor.optionalString() ?? ""
            case "name": stated.name = try cursor.optionalString() ?? ""
            case "version": stated.version = try cursor.optionalString() ?? ""
            case "publisher": if stated.vendor.isEmpty { stated.vendor = try cursor.optionalString() ?? "" }
                else { try cursor.skipValue() }
            case "supplier", "manufacturer":
                let name = try organisation(&cursor)
                if !name.isEmpty { stated.vendor = name }
            case "cpe": stated.cpe = try cursor.optionalString() ?? ""
            case "purl": stated.purl = try cursor.optionalString() ?? ""
            case "components":
                inner = try cursor.place()
                try cursor.skipValue()
            default: try cursor.skipValue()
            }
        }
        stated.put(into: &reading, at: path)
        guard let inner else { return }
        let end = cursor.at
        cursor.at = inner
        try components(&cursor, path + ".components", &reading)
        cursor.at = end
    }

    private static func organisation(_ cursor: inout JSONCursor) throws(JSONFailure) -> String {
        if try cursor.takeNull() { return "" }
        try cursor.beginObject()
        var name = ""
        while let key = try cursor.nextKey() {
            switch key {
            case "name": name = try cursor.optionalString() ?? ""
            default: try cursor.skipValue()
            }
        }
        return name
    }
}
