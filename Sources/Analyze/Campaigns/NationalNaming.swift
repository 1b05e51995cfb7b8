package import Constituency
package import Vocabulary

/// Where the reports of a campaign name us: the country, a sector of ours, a registered entity.
package struct NationalNaming: Sendable, Hashable {
    /// The first report, in the order of sources, that names the country, and by which word.
    package var country: Named?
    /// By sector; only sectors in which somebody is registered.
    package var sectors: [Sector: Named] = [:]
    /// By position in ``RegisterIndex/entities``.
    package var entities: [EntityNaming] = []

    /// A name as it was looked for, and the report that has it.
    package struct Named: Sendable, Hashable {
        package var name: String
        /// `feed/source id`
        package var source: String
    }

    package init() {}
}

/// That a campaign's reports seem to name a registered entity.
package struct EntityNaming: Sendable, Hashable {
    /// Position in ``RegisterIndex/entities``.
    package var entity: Int
    /// A verified domain is nobody else's; a name may be somebody else's too, so a person decides.
    package var confidence: Confidence
    package var named: NationalNaming.Named
}

/// Looks for names of ours in titles and the summary: the country's, sectors', entities' names and domains.
///
/// Words are compared folded, as titles are clustered: no case, no accents. The last word of a name may be inflected.
package struct NationalNames: Sendable {
    private struct Name: Sendable {
        var words: [String]
        var shown: String
        var entity: Int
    }

    private let country: [Name]
    private let domains: [String]
    /// By first word.
    private let entities: [String: [Name]]
    private let register: RegisterIndex
    private let sectors: Set<Sector>

    /// Letters from which on a word may go on with an ending, and how long that may be.
    private static let stemMin = 5
    private static let endingMax = 6
    /// A name without a word that tells this much (`The Bank`) names nobody.
    private static let tellingWeight = 60

    package init(register: RegisterIndex, space: NationalSpace, weights: RarityWeights = .standard) {
        self.register = register
        country = space.names.map { Name(words: TitleWords($0).all, shown: $0, entity: 0) }.filter { !$0.words.isEmpty }
        domains = space.topLevelDomains
        sectors = Set(register.entities.map(\.sector))
        var entities: [String: [Name]] = [:]
        for (place, entity) in register.entities.enumerated() {
            for text in entity.name.texts.values.sorted() {
                let name = Name(words: TitleWords(text).all, shown: text, entity: place)
                guard let first = name.words.first, name.words.contains(where: { word in
                    word.count >= NationalNames.stemMin && weights.weight(of: word) >= NationalNames.tellingWeight
                }) else { continue }
                entities[name.words.count == 1 ? NationalNames.stem(first) : first, default: []].append(name)
            }
        }
        self.entities = entities
    }

    /// Reads a campaign's titles, and the summary of its best source.
    package func named(in threat: ThreatAssessment) -> NationalNaming {
        var found = NationalNaming()
        var entities: [Int: EntityNaming] = [:]
        let texts = (threat.headlines ?? [threat.title]) + [threat.summary].compactMap { $0 }
        for text in texts.sorted(by: { ($0.source, $0.value) < ($1.source, $1.value) }) {
            read(text, &found, &entities)
        }
        found.entities = entities.values.sorted { $0.entity < $1.entity }
        return found
    }

    private func read(_ text: Sourced<String>, _ found: inout NationalNaming, _ entities: inout [Int: EntityNaming]) {
        let words = TitleWords(text.value).all
        for at in words.indices {
            let name = country.first { NationalNames.stands($0.words, in: words, at) }
            if found.country == nil, let name {
                found.country = NationalNaming.Named(name: name.shown, source: text.source)
            }
            for (sector, stems) in NationalNames.sectorWords where found.sectors[sector] == nil {
                guard sectors.contains(sector), stems.contains(where: { words[at].hasPrefix($0) }) else { continue }
                found.sectors[sector] = NationalNaming.Named(name: words[at], source: text.source)
            }
            let stem = NationalNames.stem(words[at])
            let candidates = (self.entities[words[at]] ?? []) + (stem == words[at] ? [] : self.entities[stem] ?? [])
            for name in candidates where NationalNames.stands(name.words, in: words, at) {
                let naming = NationalNaming.Named(name: name.shown, source: text.source)
                put(EntityNaming(entity: name.entity, confidence: .possible, named: naming), &entities)
            }
        }
        for host in NationalNames.hosts(text.value) {
            let named = NationalNaming.Named(name: host, source: text.source)
            if found.country == nil, domains.contains(where: { host.hasSuffix("." + $0) }) { found.country = named }
            for owner in register.domain(of: host)?.owners ?? [] {
                put(EntityNaming(entity: Int(owner), confidence: .probable, named: named), &entities)
            }
        }
    }

    /// The surer one counts; of two equal ones the first.
    private func put(_ naming: EntityNaming, _ entities: inout [Int: EntityNaming]) {
        let known = entities[naming.entity]
        if known == nil || known?.confidence == .possible && naming.confidence != .possible {
            entities[naming.entity] = naming
        }
    }

    private static func stands(_ name: [String], in words: [String], _ at: Int) -> Bool {
        guard at + name.count <= words.count, let last = name.last else { return false }
        guard words[at..<at + name.count - 1].elementsEqual(name.dropLast()) else { return false }
        let word = words[at + name.count - 1]
        return word == last || last.count >= stemMin && word.hasPrefix(last) && word.count <= last.count + endingMax
    }

    /// What an inflected word and its plain form share.
    private static func stem(_ word: String) -> String { String(word.prefix(stemMin)) }

    /// Names with a dot in a text, in lower case: `www.hospital.example`.
    private static func hosts(_ text: String) -> [String] {
        let runs = text.lowercased().utf8.split { byte in
            let isName = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
            return !isName && byte < 0x80
        }
        return runs.prefix(2_000).map { String(decoding: $0, as: UTF8.self) }.map { run in
            String(run.drop { $0 == "." }.reversed().drop { $0 == "." }.reversed())
        }.filter { $0.contains(".") && $0.utf8.count <= 253 }
    }
}
