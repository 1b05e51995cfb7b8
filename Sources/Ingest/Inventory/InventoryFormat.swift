import Vocabulary

/// The forms in which an entity states what it runs and owns.
package enum InventoryFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// A table whose header names the columns.
    case csv
    /// OWASP CycloneDX 1.x.
    case cycloneDXJSON = "cyclonedx-json"
    case cycloneDXXML = "cyclonedx-xml"
    /// SPDX 2.x.
    case spdxJSON = "spdx-json"
    case spdxTagValue = "spdx-tag-value"
    /// One CPE name a line.
    case cpeList = "cpe-list"
    /// One network, address, AS number or domain a line.
    case networkList = "network-list"

    /// The form that the content shows, whatever the file is called; nil when it shows none.
    package static func sniffed(_ bytes: [UInt8]) -> InventoryFormat? {
        let head = String(decoding: bytes.prefix(64 << 10), as: UTF8.self)
        let first = head.unicodeScalars.first { $0.value > 0x20 && $0.value != 0xFEFF }
        guard let first else { return nil }
        switch first {
        case "{": return ofObject(bytes)
        case "<": return head.contains("cyclonedx.org/schema/bom") ? .cycloneDXXML : nil
        default: return ofLines(head)
        }
    }

    /// `bomFormat` (CycloneDX 1.6 JSON, required) or `spdxVersion` (SPDX 2.3 § 6.1) of the outermost object.
    private static func ofObject(_ bytes: [UInt8]) -> InventoryFormat? {
        let names = try? CheckedJSON(bytes).read { cursor throws(JSONFailure) -> Set<String> in
            var names: Set<String> = []
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                names.insert(key.text)
                try cursor.skipValue()
            }
            return names
        }
        // A text that is no JSON is told as such by the reader of the commoner form.
        guard let names else { return .cycloneDXJSON }
        if names.contains("bomFormat") { return .cycloneDXJSON }
        return names.contains("spdxVersion") ? .spdxJSON : nil
    }

    private static func ofLines(_ head: String) -> InventoryFormat? {
        let lines = head.split(whereSeparator: \.isNewline).map { InventoryLines.bare(String($0)) }
        guard let first = lines.first(where: { !$0.isEmpty }) else { return nil }
        if lines.contains(where: { $0.hasPrefix("SPDXVersion:") }) { return .spdxTagValue }
        if first.lowercased().hasPrefix("cpe:") { return .cpeList }
        if InventoryTable.isHeader(first) { return .csv }
        return lines.contains { InventoryLines.owned($0) != nil } ? .networkList : nil
    }
}
