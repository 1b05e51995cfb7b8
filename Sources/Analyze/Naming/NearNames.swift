import Constituency
import Vocabulary

/// Words of a text that come near an entity's name or domain and do not count.
package struct NearName: Sendable, Hashable {
    /// As the text writes them.
    package var words: String
    package var because: String
    package var wouldMatch: String
}

extension TextMatcher {
    /// What in the texts comes near the entity without naming it, at most 20, in the order of the text; one line that
    /// says so when nothing does.
    package func nearMisses(title: String, text: String, for entity: Int32) -> [NearName] {
        let owner = register.entities[Int(entity)]
        var found: [NearName] = []
        for part in [title, text] {
            let bytes = Array(part.utf8)
            for host in HostScan.hosts(in: bytes) { found += near(host, bytes, owner) }
            found += partial(FoldedText(bytes), bytes, entity)
        }
        guard found.isEmpty else { return Array(found.prefix(20)) }
        let wanted = register.names.patterns.filter { $0.entity == entity }.map { "`\($0.shown)`" }
            + owner.assets.filter(\.isVerified).compactMap { asset -> String? in
                switch asset.fact {
                case .domain(let name): "\(name) or a name below it"
                case .network(let network): "an address in \(network)"
                case .asn, .software: nil
                }
            }
        let names = wanted.prefix(6).joined(separator: ", ")
        return [NearName(
            words: "", because: "nothing in it comes near a registered name, domain or network",
            wouldMatch: names.isEmpty ? "nothing: no name, domain or network of it can be looked for" : names)]
    }

    /// A host that holds a registered domain without standing at or below it, or an address beside a network.
    private func near(_ host: NamedHost, _ bytes: [UInt8], _ owner: Entity) -> [NearName] {
        guard case .domain(let name) = host.subject else { return [] }
        return owner.assets.compactMap { asset in
            guard asset.isVerified, case .domain(let own) = asset.fact, name != own, !name.hasSuffix("." + own),
                name.contains(own) || name.split(separator: ".").first == own.split(separator: ".").first
            else { return nil }
            return NearName(
                words: String(decoding: bytes[host.source], as: UTF8.self),
                because: "\(name) looks like \(own) and does not stand at or below it", wouldMatch: "\(own), x.\(own)")
        }
    }

    /// Beginnings of the entity's names, of two words and more, that do not go on as the name does; and names whose
    /// doubt keeps them from meaning anybody.
    private func partial(_ text: FoldedText, _ bytes: [UInt8], _ entity: Int32) -> [NearName] {
        let patterns = register.names.patterns.filter { $0.entity == entity }
        var found: [NearName] = []
        for start in text.words.indices {
            for pattern in patterns {
                let met = zip(text.words[start...], pattern.words).prefix { word, registered in
                    Inflection.form(of: text.letters[word.letters], registered: registered) != nil
                }.count
                let isWhole = met == pattern.words.count
                guard met >= 2 || isWhole else { continue }
                let more = isWhole ? ", in capitals, not cut by a stop or comma, in a text that names the country" : ""
                let source = text.words[start].source.lowerBound..<text.words[start + met - 1].source.upperBound
                found.append(NearName(
                    words: String(decoding: bytes[source], as: UTF8.self),
                    because: isWhole ? NearName.doubt(pattern.weight)
                        : "the first \(met) of \(pattern.words.count) words of `\(pattern.shown)`",
                    wouldMatch: "`\(pattern.shown)`\(more)"))
            }
        }
        return found
    }
}

extension NearName {
    fileprivate static func doubt(_ weight: NameWeight) -> String {
        switch weight {
        case .generic: "a name of common words, which means somebody only in a text that names the country"
        case .single, .shared, .distinct, .full: "written in small letters or across the end of a sentence"
        case .none: "one word of the trade, which is not looked for"
        }
    }
}
