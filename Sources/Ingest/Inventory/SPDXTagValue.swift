import Vocabulary

/// Reads packages of an SPDX document in its tag-value form.
///
/// Source: SPDX 2.3 § 7; a value in `<text>…</text>` may have many lines (§ 4.5).
enum SPDXTagValue {
    static func read(_ bytes: [UInt8], into reading: inout InventoryReading) {
        var package: (stated: SPDXPackage, line: Int)?
        var isDocument = false
        var isInText = false
        for (number, line) in InventoryLines.lines(bytes) {
            if isInText {
                isInText = !line.contains("</text>")
                continue
            }
            let bare = line.trimmingBlanks
            guard !bare.isEmpty, !bare.hasPrefix("#") else { continue }
            guard let colon = bare.firstIndex(of: ":") else {
                reading.reject(.malformed, at: "line \(number)", "a line is `Tag: value`")
                continue
            }
            let tag = bare[..<colon]
            let value = String(bare[bare.index(after: colon)...]).trimmingBlanks
            isInText = value.contains("<text>") && !value.contains("</text>")
            switch tag {
            case "SPDXVersion": isDocument = value.hasPrefix("SPDX-2.")
            // A package ends where another part of the document begins (§ 7.1, § 8.1, § 10.1).
            case "PackageName", "FileName", "SnippetSPDXID", "LicenseID":
                package?.stated.put(into: &reading, at: "line \(package?.line ?? number)")
                package = nil
                guard tag == "PackageName" else { continue }
                var stated = SPDXPackage()
                stated.component.name = value
                package = (stated, number)
            case "PackageVersion": package?.stated.component.version = SPDXPackage.stated(value)
            case "PackageSupplier": package?.stated.component.vendor = SPDXPackage.organisation(value)
            case "ExternalRef":
                let words = value.split(separator: " ", maxSplits: 2)
                guard words.count == 3 else {
                    reading.reject(.malformed, at: "line \(number)", "ExternalRef has category, type and locator")
                    continue
                }
                package?.stated.refer(String(words[1]), String(words[2]).trimmingBlanks)
            default: continue
            }
        }
        package?.stated.put(into: &reading, at: "line \(package?.line ?? 0)")
        if isInText { reading.reject(.truncated, at: "document", "a `<text>` does not end") }
        if !isDocument { reading.reject(.notThisFormat, at: "document", "no line `SPDXVersion: SPDX-2.x`") }
    }
}
