import Vocabulary

/// Which members of an archive are documents of a format, by name and first bytes; and which names are refused.
enum MemberScreening {
    /// Why a name could lead outside of where it belongs or fool a reader of screens; nil when it is harmless.
    static func danger(in name: [UInt8]) -> String? {
        if name.isEmpty { return "a member without a name" }
        if name.count > 4096 { return "a name longer than 4096 bytes" }
        if name.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "a control character in the name" }
        if name.contains(UInt8(ascii: "\\")) { return "a backslash in the name" }
        if name[0] == UInt8(ascii: "/") { return "an absolute path" }
        if name.count >= 2, name[1] == UInt8(ascii: ":") { return "a drive letter" }
        let parts = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.contains { $0.elementsEqual("..".utf8) } ? "a path that climbs with `..`" : nil
    }

    /// A name that is fit for screens and rejects: repaired UTF-8, control characters as `?`, at most 200 bytes.
    static func shown(_ name: some Sequence<UInt8>) -> String {
        let cleaned = name.prefix(200).map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }
        return cleaned.isEmpty ? "(no name)" : String(decoding: cleaned, as: UTF8.self)
    }

    /// Why a harmless member is no document of this format; nil when it is to be read.
    static func reasonToSkip(_ name: String, head: [UInt8], format: DocumentFormat) -> String? {
        if name.utf8.last == UInt8(ascii: "/") { return "directory" }
        if name.hasPrefix("__MACOSX/") { return "hidden file" }
        let base = name.split(separator: "/").last.map(String.init) ?? name
        if base.hasPrefix(".") { return "hidden file" }
        let dot = base.lastIndex(of: ".")
        let ending = dot.map { base[base.index(after: $0)...].lowercased() } ?? ""
        if !ending.isEmpty, !endings(of: format).contains(ending) {
            return "a .\(ending) file is no \(format) document"
        }
        if listNames.contains(base.lowercased()) { return "an index, no \(format) document" }
        return reasonToSkip(head: head, isNamed: !ending.isEmpty, format: format)
    }

    private static func reasonToSkip(head: [UInt8], isNamed: Bool, format: DocumentFormat) -> String? {
        let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head[3...] : head[...]
        let start = text.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        switch format {
        case .kev, .cve, .csaf, .cyclonedx, .osv, .nvd, .jsonFeed, .stix, .misp, .xarf, .personal:
            // A catalogue is an object; a well-formed list beside it is something else, not a broken catalogue.
            if format == .kev, start.first == UInt8(ascii: "[") { return "a JSON list, no \(format) document" }
            guard start.first == UInt8(ascii: "{") else {
                // Under a document's name this is a broken document, which its reader rejects with the place.
                return isNamed ? nil : "does not begin like a JSON document"
            }
            guard let key = firstKey(in: start), let kind = foreignKeys[key] else { return nil }
            return "\(kind), no \(format) document"
        case .syndication:
            return isNamed || start.first == UInt8(ascii: "<") ? nil : "does not begin like an XML document"
        case .threatfox, .feodo, .urlhaus, .spamhausDrop, .indicatorList, .ipsum, .rpz:
            return isNamed || start.first.map { $0 > 0x20 } ?? false ? nil : "does not begin like a list"
        case .arf, .mail: return isNamed || start.contains(UInt8(ascii: ":")) ? nil : "does not begin like a mail"
        case .intelmq, .json, .euvdKEV:
            let isJSON = start.first == UInt8(ascii: "{") || start.first == UInt8(ascii: "[")
            return isNamed || isJSON ? nil : "does not begin like a JSON document"
        case .csv: return isNamed || start.first.map { $0 > 0x20 } ?? false ? nil : "does not begin like a table"
        case .epss, .scanCSV, .kevCSV, .jpcertPhishing:
            return isNamed || text.contains(UInt8(ascii: ",")) ? nil : "does not begin like a table"
        }
    }

    private static func endings(of format: DocumentFormat) -> [String] {
        switch format {
        case .kev, .euvdKEV, .cve, .csaf, .cyclonedx, .osv, .nvd, .jsonFeed, .stix, .misp, .xarf, .personal:
            ["json", "gz"]
        case .syndication: ["xml", "rss", "atom", "rdf", "gz"]
        case .threatfox, .feodo: ["json", "gz"]
        case .arf, .mail: ["eml", "txt", "gz"]
        case .intelmq, .json: ["json", "jsonl", "ndjson", "gz"]
        case .rpz: ["rpz", "zone", "db", "txt", "gz"]
        case .spamhausDrop: ["txt", "json", "gz"]
        case .indicatorList, .ipsum, .urlhaus: ["txt", "csv", "json", "list", "netset", "ipset", "gz"]
        case .epss, .scanCSV, .kevCSV, .jpcertPhishing: ["csv", "gz"]
        case .csv: ["csv", "tsv", "txt", "gz"]
        }
    }

    /// Lists that stand beside documents: CSAF 2.0 § 7.1.7–7.1.13, § 7.2 and the CVE list's change logs.
    private static let listNames: Set<String> = [
        "provider-metadata.json", "aggregator.json", "index.json", "delta.json", "deltalog.json", "changes.csv",
        "package.json",
    ]

    /// First members by which other JSON documents of a CSAF provider are known (CSAF 2.0 § 7.1.15–7.1.17, RFC 8322).
    private static let foreignKeys: [String: String] = [
        "feed": "a ROLIE feed", "service": "a ROLIE service document", "categories": "a ROLIE category document",
        "canonical_url": "provider metadata", "aggregator": "an aggregator's list",
        "csaf_providers": "an aggregator's list",
    ]

    /// The first member's name of a JSON object, without escapes.
    private static func firstKey(in object: ArraySlice<UInt8>) -> String? {
        let rest = object.dropFirst().drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        return String(decoding: rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }
}
