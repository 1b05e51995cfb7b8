package import Vocabulary

/// All guidance at hand: by id, with the languages it exists in.
package struct GuidanceShelf: Sendable, Hashable {
    /// By id, then language (az, en, ru); unique.
    package let pieces: [Guidance]

    /// No guidance at all.
    package static let empty = GuidanceShelf()

    private init() { pieces = [] }

    /// Two pieces of the same id and language are a problem; the first stays.
    package init(_ pieces: [Guidance], problems: inout [SettingsProblem]) {
        var kept: [Guidance] = []
        var seen = Set<String>()
        for piece in pieces {
            let name = "\(piece.id).\(piece.language.rawValue).md"
            if seen.insert(name).inserted {
                kept.append(piece)
            } else {
                problems.append(SettingsProblem(file: name, line: 1, key: "id", message: "stands twice"))
            }
        }
        self.pieces = kept.sorted { ($0.id, $0.language.rawValue) < ($1.id, $1.language.rawValue) }
    }

    /// Reads files; what cannot be read is a problem and is left out.
    package init(files: [GuidanceFile], problems: inout [SettingsProblem]) {
        let pieces = files.sorted { $0.name < $1.name }.compactMap { $0.read(problems: &problems) }
        self.init(pieces, problems: &problems)
    }

    /// The piece in every language it exists in; empty when there is none of that id.
    package func languages(of id: GuidanceID) -> [Guidance] { pieces.filter { $0.id == id } }

    /// What fits a threat, by id; the reason is the first key that matched in the order type, weakness, product, word,
    /// mark, kind. A kind alone matches only where nothing closer does, so that every threat gets something to do.
    package func matching(_ facts: ThreatFacts) -> [GuidanceMatch] {
        let close = matches(facts, GuidanceShelf.closeReason)
        return close.isEmpty ? matches(facts, GuidanceShelf.kindReason) : close
    }

    /// Pieces in whose id, title or text every given word occurs, without regard to case.
    package func search(_ words: [String]) -> [Guidance] {
        let wanted = words.map { $0.lowercased() }
        return pieces.filter { piece in
            let text = "\(piece.id) \(piece.title)\n\(piece.markdown)".lowercased()
            return wanted.allSatisfy { text.contains($0) }
        }
    }

    private func matches(
        _ facts: ThreatFacts, _ reason: (GuidanceKeys, ThreatFacts) -> String?
    ) -> [GuidanceMatch] {
        var found: [GuidanceID: String] = [:]
        for piece in pieces where found[piece.id] == nil {
            if let reason = reason(piece.keys, facts) { found[piece.id] = reason }
        }
        return found.map { GuidanceMatch(id: $0.key, reason: $0.value) }.sorted { $0.id < $1.id }
    }

    private static func kindReason(_ keys: GuidanceKeys, _ facts: ThreatFacts) -> String? {
        // A piece with marks speaks of attacks; a kind alone does not say that there are any.
        keys.kinds.contains(facts.kind) && keys.marks.isEmpty ? "kind: \(facts.kind.rawValue)" : nil
    }

    private static func closeReason(_ keys: GuidanceKeys, _ facts: ThreatFacts) -> String? {
        if let type = facts.types.sorted().first(where: keys.types.contains) { return "rsit: \(type)" }
        if let weakness = facts.weaknesses.sorted().first(where: keys.weaknesses.contains) {
            return "weakness: \(weakness)"
        }
        let products = facts.products.flatMap { product -> [String] in
            let vendor = product.statement.vendor.lowercased()
            return [vendor, "\(vendor)/\(product.statement.product.lowercased())"]
        }
        if let product = Set(products).sorted().first(where: keys.products.contains) { return "product: \(product)" }
        let words = Set(wordsOf(facts.title.text) + wordsOf(facts.id.text))
        if let word = keys.words.first(where: words.contains) { return "word: \(word)" }
        if facts.ransomware, keys.marks.contains(.ransomware) { return "mark: ransomware" }
        // Guidance for exploited products is written for certain kinds; the mark counts together with the kind.
        if facts.presence == .existing, keys.marks.contains(.exploited), keys.kinds.contains(facts.kind) {
            return "mark: exploited"
        }
        return nil
    }

    private static func wordsOf(_ text: String) -> [String] {
        text.lowercased().utf8.split { !((0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 >= 0x80) }
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
