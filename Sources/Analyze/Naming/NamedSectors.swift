package import Constituency
package import Vocabulary

/// That a threat's reports speak of a sector of the country; stored with the threat as JSON.
package struct NamedSector: Sendable, Hashable, Codable {
    package var sector: Sector
    /// The words for the sector and for the country, as the report writes them.
    package var words: String
    package var country: String
    /// The report; of several the one with the freest label, then by feed and id.
    package var feed: FeedID
    package var sourceID: String
    package var tlp: TLP
    /// Reports that speak of it.
    package var reports: Int

    private enum CodingKeys: String, CodingKey {
        case sector, words, country, feed, sourceID = "source_id", tlp, reports
    }
}

/// Which sectors of the country the reports of a threat speak of: a function of the set of reports and of the words.
///
/// A sentence counts that names the country and the sector. It concerns all entities of the sector, none of them for
/// sure, and so it makes no finding: an analyst decides whether they are told.
package enum NamedSectors {
    /// In the order of ``Sector``.
    package static func of(_ kind: ThreatKind, _ reports: [NamingReport], words: SectorWords) -> [NamedSector] {
        guard !words.phrases.isEmpty else { return [] }
        let countries = words.countries.flatMap(NameWords.words)
        var found: [Sector: NamedSector] = [:]
        let order = reports.filter { $0.refusal(for: kind) == nil }.sorted {
            ($0.source.tlp.rank, $0.place) < ($1.source.tlp.rank, $1.place)
        }
        for report in order {
            var own: [Sector: NamedSector] = [:]
            for part in [report.title, report.text] {
                let bytes = Array(part.utf8)
                for (sector, mention) in mentions(in: bytes, report, words, countries) where own[sector] == nil {
                    own[sector] = mention
                }
            }
            for (sector, mention) in own {
                if found[sector] == nil { found[sector] = mention } else { found[sector]?.reports += 1 }
            }
        }
        return Sector.allCases.compactMap { found[$0] }
    }

    /// The first words of each sector in a sentence that names the country.
    private static func mentions(
        in bytes: [UInt8], _ report: NamingReport, _ words: SectorWords, _ countries: [[UInt32]]
    ) -> [Sector: NamedSector] {
        let text = FoldedText(bytes)
        var country: [Int32: Range<Int>] = [:]
        for word in text.words where country[word.sentence] == nil {
            let letters = text.letters[word.letters]
            if countries.contains(where: { letters.starts(with: $0) && letters.count - $0.count <= 5 }) {
                country[word.sentence] = word.source
            }
        }
        guard !country.isEmpty else { return [:] }
        var found: [Sector: NamedSector] = [:]
        NameScan.phrases(in: text, words.tree, { words.phrases[Int($0)].words }) { number, range, _ in
            let sector = words.phrases[Int(number)].sector
            guard found[sector] == nil, let place = country[text.words[range.lowerBound].sentence] else { return }
            let source = text.words[range.lowerBound].source.lowerBound
                ..< text.words[range.upperBound - 1].source.upperBound
            found[sector] = NamedSector(
                sector: sector, words: String(decoding: bytes[source], as: UTF8.self),
                country: String(decoding: bytes[place], as: UTF8.self), feed: report.source.feed,
                sourceID: report.source.sourceID, tlp: report.source.tlp, reports: 1)
        }
        return found
    }
}
