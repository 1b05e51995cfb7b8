/// An http or https address that a source's list names, strict enough that libcurl cannot read it otherwise.
///
/// Refused: user names, control and non-ASCII bytes, backslashes, hosts of other characters than letters, digits, `-`,
/// `.` and `_` (or an IPv6 literal). The fragment is dropped. Source: RFC 3986 §§ 3, 5.2.
package struct WebLink: Sendable, Hashable {
    package let isSecure: Bool
    /// Lower case; an IPv6 literal with its brackets.
    package let host: String
    package let port: Int
    /// From the first slash, without the query; dots resolved.
    package let path: String
    /// With its question mark; empty when there is none.
    package let query: String

    private static let bytesMax = 2048

    /// Reads an absolute address; nil when it is none of ours.
    package init?(_ text: String) {
        guard text.utf8.count <= WebLink.bytesMax, WebLink.isClean(text) else { return nil }
        let lower = text.prefix(8).lowercased()
        let scheme = lower.hasPrefix("https://") ? 8 : lower.hasPrefix("http://") ? 7 : 0
        guard scheme > 0 else { return nil }
        let rest = text.dropFirst(scheme)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let (host, port) = WebLink.hostAndPort(authority, standard: scheme == 8 ? 443 : 80) else { return nil }
        isSecure = scheme == 8
        self.host = host
        self.port = port
        (path, query) = WebLink.pathAndQuery(rest.dropFirst(authority.count))
    }

    private init(on link: WebLink, path: String, query: String) {
        isSecure = link.isSecure
        host = link.host
        port = link.port
        self.path = path
        self.query = query
    }

    /// The address as it is asked for: the standard port is left out.
    package var text: String {
        let scheme = isSecure ? "https://" : "http://"
        let shown = port == (isSecure ? 443 : 80) ? "" : ":\(port)"
        return scheme + host + shown + path + query
    }

    /// Scheme, host and port (RFC 6454), always with the port.
    package var origin: String { "\(isSecure ? "https" : "http")://\(host):\(port)" }

    /// The last part of the path; empty for a folder.
    package var fileName: String { String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...]) }

    /// The folder in which the file stands, with its slash.
    package var folder: WebLink {
        WebLink(on: self, path: String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]), query: "")
    }

    /// The same address as a folder: with a slash at the end and no query.
    package var asFolder: WebLink {
        WebLink(on: self, path: path.hasSuffix("/") ? path : path + "/", query: "")
    }

    /// The same path with another query, whose values are percent-encoded; empty ones are left out.
    package func asking(_ items: [(name: String, value: String?)]) -> WebLink {
        let pairs = items.compactMap { item in item.value.map { item.name + "=" + WebLink.encode($0) } }
        return WebLink(on: self, path: path, query: pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    /// The same address with `suffix` at the end of its path: `advisory.json` + `.asc`.
    package func appending(_ suffix: String) -> WebLink { WebLink(on: self, path: path + suffix, query: "") }

    /// What a reference in a document at this address means (RFC 3986 § 5.2); nil when it is no web address.
    package func resolve(_ reference: String) -> WebLink? {
        if reference.contains("://") { return WebLink(reference) }
        guard !reference.isEmpty, reference.utf8.count <= WebLink.bytesMax, WebLink.isClean(reference) else {
            return nil
        }
        if reference.hasPrefix("//") { return WebLink((isSecure ? "https:" : "http:") + reference) }
        // A colon before the first slash would be another scheme.
        let first = reference.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !first.contains(":") else { return nil }
        let whole = reference.hasPrefix("/") ? reference : folder.path + reference
        let (path, query) = WebLink.pathAndQuery(Substring(whole))
        return WebLink(on: self, path: path, query: query)
    }

    private static func isClean(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E }
    }

    private static func hostAndPort(_ authority: Substring, standard: Int) -> (String, Int)? {
        var host = authority.lowercased()
        var port = standard
        let colon = host.lastIndex(of: ":")
        if let colon, !host.hasSuffix("]") {
            guard let number = UInt16(host[host.index(after: colon)...]), number > 0 else { return nil }
            port = Int(number)
            host = String(host[..<colon])
        }
        let isLiteral = host.hasPrefix("[") && host.hasSuffix("]")
        let isHost = host.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
                || byte == 0x5F || isLiteral && (byte == 0x3A || byte == 0x5B || byte == 0x5D)
        }
        return isHost && (1...253).contains(host.utf8.count) ? (host, port) : nil
    }

    /// RFC 3986 § 5.2.4: dots go, and none climbs above the root.
    private static func pathAndQuery(_ text: Substring) -> (path: String, query: String) {
        let whole = text.prefix { $0 != "#" }
        let path = whole.prefix { $0 != "?" }
        let query = whole.count > path.count + 1 ? String(whole.dropFirst(path.count)) : ""
        var parts: [Substring] = []
        let pieces = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, piece) in pieces.enumerated() {
            let isLast = index == pieces.count - 1
            let plain = piece.replacing("%2e", with: ".").replacing("%2E", with: ".")
            if plain == ".." { _ = parts.popLast() }
            if plain == "." || plain == ".." {
                if isLast { parts.append("") }
            } else {
                parts.append(piece)
            }
        }
        return ("/" + parts.joined(separator: "/"), query)
    }

    /// RFC 3986 § 2.3: all but unreserved characters become `%XX`.
    private static func encode(_ value: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in value.utf8 {
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            if isPlain || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E {
                out.append(byte)
            } else {
                out += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
