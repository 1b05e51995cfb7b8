import Vocabulary

/// Versions as CSAF branches name them: a vers string, a free-text range, or one version.
///
/// Source: CSAF 2.0 § 3.1.2.2.2 (`product_version`, `product_version_range`), vers specification.
enum CSAFVersions {
    private enum Comparator {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    }

    /// The ranges that a branch's name means; nil when it means all versions.
    ///
    /// Read: `vers:scheme/…`, `<V2.1`, `<= 4.0`, `>=1.0|<=2.0`, `>=V2.0<V2.1`, `All versions < V3`. Anything else is
    /// one exact version, as stated.
    static func ranges(_ text: String) -> [VersionRange]? {
        var scheme = ""
        var body = text
        if text.hasPrefix("vers:") {
            let rest = text.dropFirst(5)
            guard let slash = rest.firstIndex(of: "/") else { return [VersionRange(exact: text)] }
            scheme = rest[..<slash] == "all" ? "" : String(rest[..<slash])
            body = percentDecoded(rest[rest.index(after: slash)...])
        }
        let bytes = Array(body.utf8)
        if isAll(bytes) { return nil }
        let constraints = split(withoutIntroduction(bytes))
        guard !constraints.isEmpty else { return nil }
        return paired(constraints, scheme: scheme)
    }

    /// `*`, `all`, `all versions`, `-`, nothing.
    private static func isAll(_ bytes: [UInt8]) -> Bool {
        let word = SourceText.line(bytes).lowercased()
        if ["", "*", "-", "all", "all versions", "all_versions", "any", "n/a"].contains(word) { return true }
        // "All versions with …": a condition that is no version; all of them is the reading that misses nothing.
        let isSentence = word.hasPrefix("all ") || word.hasPrefix("all_")
        return isSentence && withoutIntroduction(bytes).count == bytes.count
    }

    /// Drops `All BIOS versions` before a comparison.
    private static func withoutIntroduction(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard let sign = bytes.firstIndex(where: isSign), sign > bytes.startIndex else { return bytes[...] }
        let introduction = SourceText.line(Array(bytes[..<sign])).lowercased()
        let isPlain = introduction.hasPrefix("all") && (introduction.hasSuffix("versions") || introduction == "all")
        return isPlain || introduction == "versions" ? bytes[sign...] : bytes[...]
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "=")
    }

    /// Cuts at `|` and before each comparison; at most 200 constraints.
    private static func split(_ bytes: ArraySlice<UInt8>) -> [(Comparator, String)] {
        var found: [(Comparator, String)] = []
        for part in bytes.split(separator: UInt8(ascii: "|")) {
            var start = part.startIndex
            var index = start
            while index < part.endIndex {
                let isNew = isSign(part[index]) && index > start && !isSign(part[index - 1])
                    && part[index - 1] != UInt8(ascii: "!")
                if isNew {
                    append(part[start..<index], to: &found)
                    start = index
                }
                index += 1
            }
            append(part[start...], to: &found)
        }
        return Array(found.prefix(200))
    }

    private static func append(_ bytes: ArraySlice<UInt8>, to found: inout [(Comparator, String)]) {
        var rest = bytes
        while let first = rest.first, first == 0x20 { rest.removeFirst() }
        let signs = rest.prefix { isSign($0) || $0 == UInt8(ascii: "!") }
        let comparator: Comparator =
            switch String(decoding: signs, as: UTF8.self) {
            case "<": .less
            case "<=", "=<": .lessOrEqual
            case ">": .greater
            case ">=", "=>": .greaterOrEqual
            case "!=": .notEqual
            default: .equal
            }
        var version = SourceText.line(Array(rest.dropFirst(signs.count)), limit: 1024)
        while version.hasSuffix(",") { version.removeLast() }
        if !version.isEmpty { found.append((comparator, version)) }
    }

    /// A lower bound takes the next upper bound; one without a partner stays open.
    private static func paired(_ constraints: [(Comparator, String)], scheme: String) -> [VersionRange]? {
        var ranges: [VersionRange] = []
        var lower: (from: String?, after: String?) = (nil, nil)
        func close(before: String?, through: String?) {
            ranges.append(
                VersionRange(from: lower.from, after: lower.after, before: before, through: through, scheme: scheme))
            lower = (nil, nil)
        }
        func closeOpen() {
            if lower.from != nil || lower.after != nil { close(before: nil, through: nil) }
        }
        for (comparator, version) in constraints {
            switch comparator {
            case .equal:
                if version == "*" { return nil }
                ranges.append(VersionRange(exact: version, scheme: scheme))
            case .notEqual: break
            case .greater, .greaterOrEqual:
                closeOpen()
                lower = comparator == .greater ? (nil, version) : (version, nil)
            case .less: close(before: version, through: nil)
            case .lessOrEqual: close(before: nil, through: version)
            }
        }
        closeOpen()
        return ranges.isEmpty ? nil : ranges
    }

    /// Resolves `%2B` and the like (RFC 3986 § 2.1); what is no escape stays.
    static func percentDecoded(_ text: Substring) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "%")) else { return String(text) }
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let value = Hex.decode(String(decoding: bytes[index + 1...index + 2], as: UTF8.self))
            {
                out += value
                index += 3
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return SourceText.line(out, limit: 4096)
    }
}
