/// What a pattern compares with.
///
/// No pattern is evaluated: each literal is an indicator by itself, whatever operators join them.
/// Source: STIX Version 2.1 § 9.5, § 9.6; of 2.0 the spelling `<>` for *not equal*.
enum STIXPattern {
    private static let literalsMax = 1000

    /// Literals that an address, a name, a web address or a hash equals, is one of, or lies within (`=`, `==`, `IN`,
    /// `ISSUBSET`), in order, each once. A negated comparison names nothing.
    static func literals(_ pattern: String) -> [[UInt8]] {
        let bytes = Array(pattern.utf8)
        var comparison = Comparison()
        var found: [[UInt8]] = []
        var seen = Set<[UInt8]>()
        var at = 0
        while at < bytes.count, found.count < literalsMax {
            let start = at
            switch bytes[at] {
            case 0...0x20, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","): at += 1
            case UInt8(ascii: "'"):
                let (literal, end) = self.literal(bytes, from: at + 1)
                at = end
                if comparison.path.hasSuffix(".") {
                    comparison.path += String(decoding: literal, as: UTF8.self)
                } else if comparison.isWanted, !literal.isEmpty, seen.insert(literal).inserted {
                    found.append(literal)
                }
            case let byte where isSign(byte):
                at = bytes[at...].firstIndex { !isSign($0) } ?? bytes.count
                comparison.operation = String(decoding: bytes[start..<at], as: UTF8.self)
            case let byte where isBracket(byte):
                // `extensions[0]`, `values[*]`: a place in a list, part of the path before it.
                at += 1
                if start == 0 || !isWord(bytes[start - 1]) { comparison = Comparison() }
            default:
                at = bytes[(at + 1)...].firstIndex { !isWord($0) } ?? bytes.count
                comparison.take(String(decoding: bytes[start..<at], as: UTF8.self))
            }
        }
        return found
    }

    /// The comparison that a literal stands in.
    private struct Comparison {
        var path = ""
        var operation = ""
        private var isNegated = false

        mutating func take(_ word: String) {
            switch word {
            case "AND", "OR", "FOLLOWEDBY": self = Comparison()
            case "NOT": isNegated = true
            case "IN", "ISSUBSET", "ISSUPERSET", "LIKE", "MATCHES", "EXISTS": operation = word
            case let path where path.contains(":"):
                self = Comparison()
                self.path = path
            // The rest of a path after a quoted name or a place in a list.
            case let rest where rest.hasPrefix("."): path += rest
            default: break
            }
        }

        /// Whether a literal here is something that we match.
        var isWanted: Bool {
            guard !isNegated, ["=", "==", "IN", "ISSUBSET"].contains(operation) else { return false }
            if path.hasPrefix("file:hashes") || path.contains(":hashes.") { return true }
            return ["ipv4-addr:value", "ipv6-addr:value", "domain-name:value", "url:value"].contains(path)
                || (path.hasPrefix("network-traffic:") && path.hasSuffix("_ref.value"))
        }
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "=") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
    }

    private static func isBracket(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte > 0x20 && !isSign(byte) && !isBracket(byte) && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "(")
            && byte != UInt8(ascii: ")") && byte != UInt8(ascii: ",")
    }

    /// The text up to the closing quote, escapes resolved, and the place after it.
    private static func literal(_ bytes: [UInt8], from: Int) -> ([UInt8], Int) {
        var out: [UInt8] = []
        var at = from
        while at < bytes.count, bytes[at] != UInt8(ascii: "'") {
            if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count { at += 1 }
            out.append(bytes[at])
            at += 1
        }
        return (out, min(bytes.count, at + 1))
    }
}
