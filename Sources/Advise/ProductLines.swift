package import Vocabulary

/// Products as their sources name them, put together so that no statement contradicts another unseen.
struct ProductLines {
    /// What is said of one product under one label.
    struct Line {
        let name: String
        let tlp: TLP
        /// Version ranges with the sources that state them; sorted. An empty range: the source names no version.
        let ranges: [(versions: String, sources: [String])]
        /// Whether a reader of this label sees a range of the product, here or under a weaker label.
        let hasRange: Bool
    }

    /// By name, then label.
    let lines: [Line]

    init(_ products: [ThreatFacts.Product]) {
        var names: [String: String] = [:]
        var said: [String: [TLP: [String: Set<String>]]] = [:]
        for product in products where product.statement.status == .affected {
            let name = ProductLines.name(product.statement)
            if name.isEmpty { continue }
            let key = name.lowercased()
            names[key] = min(names[key] ?? name, name)
            let versions = ProductLines.versions(product.statement)
            said[key, default: [:]][product.tlp, default: [:]][versions, default: []].insert(
                CleanText.cell(product.source))
        }
        lines = said.sorted { $0.key < $1.key }.flatMap { key, labels in
            labels.sorted { $0.key < $1.key }.compactMap { tlp, ranges in
                // What a less strict source says in the same words needs no second telling.
                let fresh = ranges.filter { range in !labels.contains { $0.key < tlp && $0.value[range.key] != nil } }
                let sorted = fresh.sorted { ($0.key.isEmpty ? 1 : 0, $0.key) < ($1.key.isEmpty ? 1 : 0, $1.key) }
                guard !sorted.isEmpty else { return nil }
                return Line(
                    name: names[key] ?? key, tlp: tlp,
                    ranges: sorted.map { ($0.key, $0.value.filter { !$0.isEmpty }.sorted()) },
                    hasRange: labels.contains { $0.key <= tlp && $0.value.keys.contains { !$0.isEmpty } })
            }
        }
    }

    /// Up to three products that may be named to `audience`, nil when there is none.
    func names(for audience: TLP) -> String? {
        var seen: Set<String> = []
        let readable = lines.filter { $0.tlp <= audience && seen.insert($0.name.lowercased()).inserted }.map(\.name)
        if readable.isEmpty { return nil }
        return readable.prefix(3).joined(separator: ", ") + (readable.count > 3 ? ", …" : "")
    }

    /// `Acme EdgeGate: < 7.4 (NVD); no version named (CISA)`; a single statement needs no source behind it, and nothing
    /// but statements without versions means all of them.
    static func text(_ line: Line, _ language: Language) -> String {
        let isOne = line.ranges.count == 1
        let parts = line.ranges.map { range in
            let none: DraftPhrase = line.hasRange ? .noVersion : .allVersions
            let words = range.versions.isEmpty ? none.text(language) : range.versions
            return words + (isOne || range.sources.isEmpty ? "" : " (\(range.sources.joined(separator: ", ")))")
        }
        return "\(line.name): \(parts.joined(separator: "; "))"
    }

    /// Vendor and product, as far as they are named.
    static func name(_ statement: ProductStatement) -> String {
        let (vendor, product) = (CleanText.cell(statement.vendor), CleanText.cell(statement.product))
        return vendor.isEmpty || product.isEmpty ? vendor + product : "\(vendor) \(product)"
    }

    /// Readable ranges; empty when the source names no version or says only "all".
    static func versions(_ statement: ProductStatement) -> String {
        let ranges = statement.versions.map(\.readable)
        return ranges.contains { $0 != "*" } ? CleanText.cell(ranges.joined(separator: ", ")) : ""
    }
}

extension AffectedProduct {
    /// Whether it names no version where another statement gives the same readers a range of the same product: "all
    /// versions" is then what nobody says.
    func isContradicted(by all: [AffectedProduct]) -> Bool {
        guard versions.isEmpty else { return false }
        let name = "\(vendor)|\(product)".lowercased()
        return all.contains {
            !$0.versions.isEmpty && $0.tlp <= tlp && "\($0.vendor)|\($0.product)".lowercased() == name
        }
    }
}

extension VersionRange {
    /// `≥ 2.0, < 3.1`; `4.2` for exactly one; `*` for all.
    package var readable: String {
        if let exact { return exact }
        var parts: [String] = []
        if let from, from != "0", from != "*" { parts.append("≥ \(from)") }
        if let after { parts.append("> \(after)") }
        if let before { parts.append("< \(before)") }
        if let through { parts.append("≤ \(through)") }
        return parts.isEmpty ? "*" : parts.joined(separator: " ")
    }
}
