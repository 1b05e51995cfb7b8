package import Constituency
import Vocabulary

/// Finds in a report's title and text the entities it names, by domain, address or name.
///
/// Pure and linear in the text. Says nothing of which threat the report is about; ``NamedFindings`` does.
package struct TextMatcher: Sendable {
    let register: RegisterIndex

    package init(register: RegisterIndex) { self.register = register }

    /// Every entity that the texts name, each place once with its surest words; sorted by entity, place, rule.
    package func matches(title: String, text: String) -> [TextMatch] {
        let parts = [(TextPlace.Part.title, Array(title.utf8)), (.text, Array(text.utf8))]
        let folded = parts.map { FoldedText($0.1) }
        let namesCountry = folded.contains { part in
            part.words.contains { register.names.isCountry(part.letters[$0.letters]) }
        }
        var all: [TextMatch] = []
        for ((part, bytes), words) in zip(parts, folded) {
            for host in HostScan.hosts(in: bytes) { all += owners(of: host, part, bytes) }
            for name in NameScan.names(in: words, register.names) {
                if let match = match(name, words, part, bytes, namesCountry) { all.append(match) }
            }
        }
        return TextMatcher.settled(all)
    }

    private func owners(of host: NamedHost, _ part: TextPlace.Part, _ bytes: [UInt8]) -> [TextMatch] {
        let place = TextPlace(part: part, offset: host.source.lowerBound)
        let words = TextMatcher.shown(bytes, host.source)
        switch host.subject {
        case .domain(let name):
            guard let found = register.domain(of: name) else { return [] }
            return found.owners.map {
                TextMatch(
                    entity: $0, locus: .domain(name), rule: .domain, confidence: .certain, words: words,
                    registered: found.domain, reason: .domain, place: place)
            }
        case .address(let address, let port):
            let slot = register.prefixes.slot(of: address)
            return networkOwners(
                slot, .service(address, port: port, transport: port == 0 ? .none : .tcp), words, place)
        case .network(let network):
            var slot = register.prefixes.slot(of: network.first)
            // A network wider than the registered one is not the entity's.
            while slot >= 0, register.prefixes.networks[Int(slot)].prefixLength > network.prefixLength {
                slot = register.prefixes.parents[Int(slot)]
            }
            return networkOwners(slot, .service(network.first, port: 0, transport: .none), words, place)
        }
    }

    private func networkOwners(_ slot: Int32, _ locus: Locus, _ words: String, _ place: TextPlace) -> [TextMatch] {
        guard slot >= 0 else { return [] }
        return register.owners(ofNetwork: slot).map {
            TextMatch(
                entity: $0, locus: locus, rule: .network, confidence: .certain, words: words,
                registered: register.prefixes.networks[Int(slot)].description, reason: .address, place: place)
        }
    }

    private func match(
        _ name: NamedWords, _ text: FoldedText, _ part: TextPlace.Part, _ bytes: [UInt8], _ namesCountry: Bool
    ) -> TextMatch? {
        let pattern = register.names.patterns[Int(name.pattern)]
        guard let reason = TextMatcher.reason(pattern, name, namesCountry) else { return nil }
        let source = text.words[name.words.lowerBound].source.lowerBound
            ..< text.words[name.words.upperBound - 1].source.upperBound
        let isSure = reason == .fullName || reason == .distinctName
        return TextMatch(
            entity: pattern.entity, locus: .entity, rule: .named, confidence: isSure ? .probable : .possible,
            words: TextMatcher.shown(bytes, source), registered: pattern.shown, reason: reason,
            place: TextPlace(part: part, offset: source.lowerBound))
    }

    /// Nil where the words mean nobody.
    private static func reason(
        _ pattern: NameIndex.Pattern, _ name: NamedWords, _ namesCountry: Bool
    ) -> NamingReason? {
        switch pattern.weight {
        case .distinct:
            if !name.isCapital { return .smallLetters }
            return pattern.words.count == 1 && name.isInflected ? .inflectedWord : .distinctName
        case .full: return name.isCapital ? .fullName : .smallLetters
        case .single: return !name.isCapital ? nil : name.isInflected ? .inflectedWord : .oneWord
        case .generic: return name.isCapital && namesCountry ? .genericName : nil
        case .shared: return name.isCapital ? .sharedName : nil
        case .none: return nil
        }
    }

    /// Each place of an entity once: the surest, then the first. A doubtful name beside a certain place of the same
    /// entity is no longer doubtful.
    private static func settled(_ all: [TextMatch]) -> [TextMatch] {
        let sure = Set(all.filter { $0.confidence == .certain }.map(\.entity))
        var best: [Key: TextMatch] = [:]
        for var match in all {
            if match.confidence == .possible, sure.contains(match.entity) {
                match.confidence = .probable
                match.reason = .corroborated
            }
            let key = Key(entity: match.entity, locus: match.locus)
            if best[key].map({ match.isSurer(than: $0) }) ?? true { best[key] = match }
        }
        return best.values.sorted { ($0.entity, $0.locus, $0.place) < ($1.entity, $1.locus, $1.place) }
    }

    private struct Key: Hashable {
        var entity: Int32
        var locus: Locus
    }

    /// At most 200 bytes, ended at a character.
    private static func shown(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        let text = String(decoding: bytes[range], as: UTF8.self)
        guard text.utf8.count > 200 else { return text }
        var cut = ""
        for character in text {
            guard cut.utf8.count + character.utf8.count <= 197 else { break }
            cut.append(character)
        }
        return cut + "…"
    }
}

extension TextMatch {
    /// Surer first, then what stands earlier, then a total order.
    func isSurer(than other: TextMatch) -> Bool {
        if confidence != other.confidence { return confidence.rank > other.confidence.rank }
        if place != other.place { return place < other.place }
        return (registered, words) < (other.registered, other.words)
    }
}

extension Confidence {
    /// 0 for possible to 2 for certain.
    var rank: Int {
        switch self {
        case .certain: 2
        case .probable: 1
        case .possible: 0
        }
    }
}
