/// Spelling of domain names, so that two spellings of one name are equal.
package enum DomainName {
    /// Lower case without a trailing dot. Internationalised names are expected as A-labels.
    package static func normalised(_ name: String) -> String {
        var text = name.lowercased()
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// A name as the register keeps it, however it is written (`şirkət.example`, `xn--…`); nil when it is none.
    package static func registered(_ text: String) -> String? {
        guard let name = ASCIIName.of(normalised(text)), isWellFormed(name), ASCIIName.isValid(name) else { return nil }
        return name
    }

    /// Why an entity cannot register a name: nobody owns a public suffix, but the registry that runs it.
    package static func refusal(of name: String, isRegistry: Bool, _ suffixes: PublicSuffixes) -> String? {
        guard suffixes.isSuffix(name) else {
            return isRegistry
                ? "`\(name)` is no public suffix; only a registry's own suffix is marked as registry" : nil
        }
        return isRegistry ? nil
            : "`\(name)` is a public suffix: other people's names stand below it. Register the entity's own name, "
                + "or mark `registry: true` when the entity is the registry that runs it"
    }

    /// Whether a name has the shape of RFC 1035 § 2.3.1, with underscores allowed; at least two labels unless `tld`.
    package static func isWellFormed(_ name: String, topLevel: Bool = false) -> Bool {
        let labels = name.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard (1...253).contains(name.utf8.count), topLevel || labels.count >= 2 else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != 0x2D && label.last != 0x2D
                && label.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
                }
        }
    }
}
