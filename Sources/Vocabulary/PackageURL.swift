/// A package URL: `pkg:type/namespace/name@version?qualifiers#subpath`, read, decoded and in its type's normal form.
///
/// Source: package-url/purl-spec, "Rules for each purl component", "How to parse a purl", "How to build a purl". What a
/// type's definition forbids beyond that is not refused here: ``typeFault`` says it.
package struct PackageURL: Sendable, Hashable {
    /// Lower case.
    package let type: String
    /// Segments, decoded; empty when there is none.
    package let namespace: [String]
    package let name: String
    package let version: String?
    /// Keys in lower case; no empty value.
    package let qualifiers: [String: String]
    /// Segments, decoded, without `.` and `..`; empty when there is none.
    package let subpath: [String]

    /// Bytes of the text, and of the canonical form.
    static let bytesMax = 4_096

    /// - Throws: what is wrong with the text.
    package init(_ text: String) throws(PackageURLFailure) {
        guard text.utf8.count <= PackageURL.bytesMax else {
            throw PackageURLFailure("a package URL has at most 4,096 bytes")
        }
        var rest = text[...]
        subpath = try PackageURL.segments(PackageURL.cut(&rest, atLast: "#") ?? "").filter { ![".", ".."].contains($0) }
        qualifiers = try PackageURL.qualifiers(PackageURL.cut(&rest, atLast: "?") ?? "")
        guard rest.prefix(4).lowercased() == "pkg:" else { throw PackageURLFailure("a package URL begins with `pkg:`") }
        rest = rest.dropFirst(4).drop { $0 == "/" }
        guard let slash = rest.firstIndex(of: "/") else { throw PackageURLFailure("no `/` stands after the type") }
        type = rest[..<slash].lowercased()
        guard PackageURL.isType(type) else {
            throw PackageURLFailure("a type has letters, digits, `.` and `-`, and begins with a letter")
        }
        rest = rest[rest.index(after: slash)...]
        // An `@` before the last `/` belongs to a scope that is not percent-encoded: `@angular/core`.
        var stated: String?
        if let at = rest.lastIndex(of: "@"), at > (rest.lastIndex(of: "/") ?? rest.startIndex) || !rest.contains("/") {
            stated = try PackageURL.decoded(rest[rest.index(after: at)...])
            rest = rest[..<at]
        }
        while rest.last == "/" {
            guard stated == nil else { throw PackageURLFailure("a name is required") }
            rest = rest.dropLast()
        }
        let last = rest.lastIndex(of: "/").map { rest.index(after: $0) } ?? rest.startIndex
        let rules = PackageURLType.of(type)
        let plain = try PackageURL.decoded(rest[last...])
        guard !plain.isEmpty else { throw PackageURLFailure("a name is required") }
        name = rules.normalName(plain, qualifiers)
        namespace = try PackageURL.segments(rest[..<last]).map(rules.normalNamespace)
        version = stated.flatMap { $0.isEmpty ? nil : rules.lowersVersion ? $0.lowercased() : $0 }
        // Coding makes three bytes of one; what we write must be read again.
        guard text.utf8.count < PackageURL.bytesMax / 4 || description.utf8.count <= PackageURL.bytesMax else {
            throw PackageURLFailure("a package URL has at most 4,096 bytes, also when it is percent-encoded")
        }
    }

    /// Nil for a text that is no package URL: feeds state such texts beside other names of the same product.
    package init?(reading text: String) {
        do throws(PackageURLFailure) { self = try PackageURL(text) } catch { return nil }
    }

    /// Type, namespace and name in lower case, as packages are compared: `npm/@angular/core`.
    package var package: String { ([type] + namespace + [name]).joined(separator: "/").lowercased() }

    /// The version as its ecosystem orders it: for rpm with the epoch, which the type keeps in a qualifier.
    package var orderedVersion: String? {
        guard type == "rpm", let epoch = qualifiers["epoch"], epoch != "0",
            epoch.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return version }
        return version.map { "\(epoch):\($0)" }
    }

    /// What the type's definition forbids in this URL; nil when nothing, or the type is not registered.
    package var typeFault: String? { PackageURLType.of(type).fault(self) }

    /// Takes what stands after the last mark away, with the mark.
    private static func cut(_ text: inout Substring, atLast mark: Character) -> Substring? {
        guard let place = text.lastIndex(of: mark) else { return nil }
        defer { text = text[..<place] }
        return text[text.index(after: place)...]
    }

    private static func isType(_ text: String) -> Bool {
        let isLetter = { (byte: UInt8) in (0x61...0x7A).contains(byte) }
        return text.utf8.first.map(isLetter) ?? false
            && text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
    }

    private static func segments(_ text: Substring) throws(PackageURLFailure) -> [String] {
        var out: [String] = []
        for part in text.split(separator: "/") { out.append(try decoded(part)) }
        return out
    }

    /// Keys are letters, digits, `.`, `-`, `_`, read in lower case, and begin with no digit; a key without value is
    /// nothing.
    private static func qualifiers(_ text: Substring) throws(PackageURLFailure) -> [String: String] {
        var out: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let equals = pair.firstIndex(of: "=") ?? pair.endIndex
            let key = pair[..<equals].lowercased()
            guard let first = key.utf8.first, !(0x30...0x39).contains(first), key.utf8.allSatisfy(isKey) else {
                throw PackageURLFailure("`\(key)` is no qualifier's key")
            }
            let value = try decoded(pair[equals...].dropFirst())
            if value.isEmpty { continue }
            guard out.updateValue(value, forKey: key) == nil else { throw PackageURLFailure("`\(key)` stands twice") }
        }
        return out
    }

    private static func isKey(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || ".-_".utf8.contains(byte)
    }

    private static func decoded(_ text: Substring) throws(PackageURLFailure) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var out: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                out.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hex), let low = rest.popFirst().flatMap(hex) else {
                throw PackageURLFailure("`\(text)` is not percent-encoded")
            }
            out.append(high << 4 | low)
        }
        guard let decoded = String(validating: out, as: UTF8.self) else {
            throw PackageURLFailure("`\(text)` is not UTF-8 when decoded")
        }
        return decoded
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46, 0x61...0x66: (byte | 0x20) - 0x57
        default: nil
        }
    }
}

extension PackageURL: CustomStringConvertible {
    /// The canonical form.
    package var description: String {
        var out = "pkg:" + ([type] + (namespace + [name]).map(PackageURL.encoded)).joined(separator: "/")
        if let version { out += "@" + PackageURL.encoded(version) }
        let pairs = qualifiers.sorted { $0.key < $1.key }.map { "\($0.key)=\(PackageURL.encoded($0.value))" }
        if !pairs.isEmpty { out += "?" + pairs.joined(separator: "&") }
        if !subpath.isEmpty { out += "#" + subpath.map(PackageURL.encoded).joined(separator: "/") }
        return out
    }

    /// Everything but letters, digits, `.`, `-`, `_`, `~` and `:` is percent-encoded.
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            let isPlain = (0x61...0x7A).contains(byte | 0x20) && byte < 0x80 || (0x30...0x39).contains(byte)
            if isPlain || ".-_~:".utf8.contains(byte) { out.append(byte) }
            else { out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

/// Why a text is no package URL.
package struct PackageURLFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence without a full stop.
    package let description: String

    init(_ description: String) { self.description = description }
}
