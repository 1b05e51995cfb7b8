/// Type, name and version of a package URL; namespace, qualifiers and subpath are left out.
struct PackageURLParts {
    let type: String
    let name: String
    let version: String?

    /// Nil when the text does not begin like a package URL.
    init?(_ purl: String) {
        guard purl.hasPrefix("pkg:") else { return nil }
        let path = purl.dropFirst(4).prefix { $0 != "?" && $0 != "#" }
        let parts = path.split(separator: "/")
        guard parts.count >= 2, let first = parts.first, let last = parts.last else { return nil }
        let pieces = last.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = pieces.first, !name.isEmpty else { return nil }
        let type = first.lowercased()
        self.type = type
        self.name = CSAFVersions.percentDecoded(name)
        let stated = pieces.count == 2 ? CSAFVersions.percentDecoded(pieces[1]) : nil
        version = stated.map { PackageURLParts.epoch(in: purl, type: type) + $0 }
    }

    /// `2:` for an rpm with `epoch=2`; the purl definition of rpm keeps the epoch out of the version.
    private static func epoch(in purl: String, type: String) -> String {
        guard type == "rpm", let query = purl.split(separator: "?", maxSplits: 1).dropFirst().first else { return "" }
        for pair in query.split(separator: "&") where pair.hasPrefix("epoch=") {
            let digits = pair.dropFirst(6).prefix { $0.isASCII && $0.isNumber }
            return digits.isEmpty || digits == "0" ? "" : digits + ":"
        }
        return ""
    }
}

/// An rpm's name, epoch, version, release and architecture in one word: `bash-0:5.1-2.el9.x86_64`.
struct RPMName {
    private static let architectures = [
        "x86_64", "aarch64", "noarch", "src", "ppc64le", "ppc64", "s390x", "s390", "i686", "i386", "armv7hl", "riscv64",
    ]
    let name: String
    /// `5.1-2.el9`, or `1:5.1-2.el9` with an epoch other than 0.
    let version: String

    /// Nil when no `-epoch:` stands in the text.
    init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), let dash = text[..<colon].lastIndex(of: "-"), dash > text.startIndex
        else { return nil }
        let epoch = text[text.index(after: dash)..<colon]
        guard !epoch.isEmpty, epoch.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        var rest = text[text.index(after: colon)...]
        if let dot = rest.lastIndex(of: "."), RPMName.architectures.contains(String(rest[rest.index(after: dot)...])) {
            rest = rest[..<dot]
        }
        guard !rest.isEmpty else { return nil }
        name = String(text[..<dash])
        version = epoch == "0" ? String(rest) : epoch + ":" + rest
    }
}
