import Vocabulary

/// A first version of an advisory from what is known; a person edits it before anybody else sees it.
package enum AdvisoryDrafting {
    /// Languages a draft is written in.
    static let languages: [Language] = [.az, .en]
    /// Products listed by name in the text.
    static let productsShownMax = 50

    /// Fills az and en. Sentences are ours; a source's words are quoted under its name, never mixed into ours. Facts of
    /// different labels go into different paragraphs, each labelled by the strictest source it used.
    package static func draft(from facts: ThreatFacts, guidance shelf: GuidanceShelf) -> AdvisoryContent {
        let matches = shelf.matching(facts)
        let pieces = matches.flatMap { shelf.languages(of: $0.id) }
        let head = facts.title.tlp.strictest(facts.assessmentTLP)
        var paragraphs = [what(facts, tlp: head)] + told(facts) + quotes(.what, .quote, facts.summaries)
        paragraphs += affected(facts) + exploited(facts) + [whatToDo(facts)]
        paragraphs += quotes(.whatToDo, .remedyQuote, facts.remediations) + [howToCheck(facts)]
        paragraphs += matches.compactMap { guidanceParagraph(shelf.languages(of: $0.id)) }

        let titles = languages.map { language in (language, title(facts, language)) }
        var content = AdvisoryContent(
            title: LocalizedText(Dictionary(uniqueKeysWithValues: titles)), headTLP: head, isPublic: false,
            urgency: urgency(facts, pieces), severity: AdvisorySeverity(baseTenths: facts.baseTenths) ?? .none,
            threats: [facts.id], paragraphs: paragraphs)
        content.contributions = facts.contributions.sorted { ($0.rule, $0.evidence) < ($1.rule, $1.evidence) }.map {
            Contribution(
                rule: CleanText.cell($0.rule), points: $0.points, evidence: CleanText.cell($0.evidence))
        }
        content.products = products(facts)
        content.references = references(facts)
        content.guidance = matches.map(\.id)
        // Only what is harmless as a whole is offered to the public unasked; an analyst may decide otherwise.
        // What names victims is for the public only when an officer says so.
        content.isPublic = content.tlp == .clear && facts.kind != .campaign
        return content
    }

    private static func urgency(_ facts: ThreatFacts, _ pieces: [Guidance]) -> Urgency {
        let attached = pieces.map(\.urgency).max() ?? .routine
        let base: Urgency = facts.presence == .existing ? .high : (facts.baseTenths ?? 0) >= 90 ? .elevated : .routine
        return max(base, facts.ransomware ? .high : .routine, attached)
    }

    private static func what(_ facts: ThreatFacts, tlp: TLP) -> Paragraph {
        let lead: DraftPhrase =
            switch facts.kind {
            case .vulnerability: .isVulnerability
            case .campaign: .isCampaign
            case .infrastructure: .isInfrastructure
            case .condition: .isCondition
            }
        let lines = ProductLines(facts.products)
        let existing: DraftPhrase = facts.kind == .condition ? .observed : .exploited
        return paragraph(.what, tlp: tlp) { language in
            let phrase = facts.kind == .campaign ? facts.title.text : facts.id.condition?.phrase(language)
            let called = phrase ?? facts.id.text
            let name = "**\(Markup.markdownLiteral(called, bytesMax: 512))**"
            var sentences = [lead.text(language, name)]
            if facts.kind == .vulnerability, let products = lines.names(for: tlp) {
                let literal = Markup.markdownLiteral(products, bytesMax: 600)
                sentences = [DraftPhrase.isVulnerabilityIn.text(language, name).replacing("§", with: literal)]
            }
            if facts.presence == .existing {
                sentences.append(existing.text(language))
            } else if facts.kind != .campaign {
                // What sources tell of a campaign has happened, whoever it happened to.
                sentences.append(DraftPhrase.notExploited.text(language))
            }
            if facts.ransomware { sentences.append(DraftPhrase.ransomware.text(language)) }
            if let tenths = facts.baseTenths {
                sentences.append(DraftPhrase.severity.text(language, "\(tenths / 10).\(tenths % 10)"))
            }
            return sentences.joined(separator: " ")
        }
    }

    /// One paragraph for each label, in rising order; sources in the given order within.
    private static func quotes(
        _ heading: Paragraph.Heading, _ phrase: DraftPhrase, _ statements: [ThreatFacts.Statement]
    ) -> [Paragraph] {
        TLP.allCases.compactMap { tlp in
            let said = statements.filter { $0.tlp == tlp && !CleanText.line($0.text, bytesMax: 100).isEmpty }.prefix(10)
            guard !said.isEmpty else { return nil }
            return paragraph(heading, tlp: tlp) { language in
                said.map { statement in
                    let source = Markup.markdownLiteral(statement.source, bytesMax: 200)
                    let words = Markup.markdownLiteral(statement.text, bytesMax: 4_000)
                    return "\(phrase.text(language, source)) (\(tlp.marking))\n\n> \(words)"
                }.joined(separator: "\n\n")
            }
        }
    }

    /// Who tells of a campaign: publisher, title and link of each report, one paragraph for each label.
    private static func told(_ facts: ThreatFacts) -> [Paragraph] {
        TLP.allCases.compactMap { tlp in
            let reports = facts.reports.filter { $0.statement.tlp == tlp }.prefix(10)
            guard !reports.isEmpty else { return nil }
            return paragraph(.what, tlp: tlp) { language in
                let lines = reports.map { report in
                    let source = Markup.markdownLiteral(report.statement.source, bytesMax: 200)
                    let title = Markup.markdownLiteral(report.statement.text, bytesMax: 500)
                    let link = report.link.flatMap { Reference(url: $0, tlp: tlp)?.url }.map { " <\($0)>" } ?? ""
                    return "- \(source): \(title)\(link)"
                }
                return DraftPhrase.reportedBy.text(language) + "\n\n" + lines.joined(separator: "\n")
            }
        }
    }

    private static func affected(_ facts: ThreatFacts) -> [Paragraph] {
        let all = ProductLines(facts.products).lines
        return TLP.allCases.compactMap { tlp in
            let named = all.filter { $0.tlp == tlp }
            guard !named.isEmpty else { return nil }
            return paragraph(.affected, tlp: tlp) { language in
                var lines = named.prefix(productsShownMax).map { line in
                    "- " + Markup.markdownLiteral(ProductLines.text(line, language), bytesMax: 900)
                }
                if named.count > productsShownMax {
                    lines.append("- " + DraftPhrase.andMore.text(language, String(named.count - productsShownMax)))
                }
                return DraftPhrase.affectedLead.text(language) + "\n\n" + lines.joined(separator: "\n")
            }
        }
    }

    /// Ids of conditions and campaigns are for machines: a phrase, or a source's title, says the same.
    private static func title(_ facts: ThreatFacts, _ language: Language) -> String {
        if facts.kind == .campaign { return facts.title.text }
        return facts.id.condition?.phrase(language) ?? "\(facts.id.text): \(facts.title.text)"
    }

    private static func exploited(_ facts: ThreatFacts) -> [Paragraph] {
        // That a condition was observed says nothing of anybody having used it.
        guard facts.presence == .existing, facts.kind != .condition else { return [] }
        let tlp = facts.exploitation?.tlp ?? facts.assessmentTLP
        return [
            paragraph(.exploitedSince, tlp: tlp) { language in
                guard let day = facts.exploitedSince else { return DraftPhrase.exploitedNoDay.text(language) }
                return DraftPhrase.listedSince.text(language, day.description)
            }
        ] + (facts.exploitation.map { quotes(.exploitedSince, .quote, [$0]) } ?? [])
    }

    private static func whatToDo(_ facts: ThreatFacts) -> Paragraph {
        let phrase: DraftPhrase =
            switch facts.kind {
            case .vulnerability: facts.presence == .existing ? .patchNow : .patchPlanned
            case .condition: .removeCondition
            case .campaign, .infrastructure: .investigate
            }
        // Which of two sentences stands here tells whether it is exploited, so the assessment's label holds.
        let tlp: TLP = facts.kind == .vulnerability ? facts.assessmentTLP : .clear
        return paragraph(.whatToDo, tlp: tlp) { phrase.text($0) }
    }

    private static func howToCheck(_ facts: ThreatFacts) -> Paragraph {
        let phrase: DraftPhrase =
            switch facts.kind {
            case .vulnerability: .checkVersion
            case .condition: .checkOutside
            case .campaign, .infrastructure: .checkLogs
            }
        return paragraph(.howToCheck, tlp: .clear) { phrase.text($0) }
    }

    /// Guidance is our own and for everybody; an unreviewed text says so to its reader.
    private static func guidanceParagraph(_ pieces: [Guidance]) -> Paragraph? {
        var texts: [Language: String] = [:]
        for piece in pieces {
            let mark = piece.status == .unreviewed ? "\n\n" + DraftPhrase.unreviewed.text(piece.language) : ""
            texts[piece.language] = "# \(piece.title)\n\n\(piece.markdown)\(mark)"
        }
        return texts.isEmpty ? nil : Paragraph(.guidance, tlp: .clear, text: texts)
    }

    private static func products(_ facts: ThreatFacts) -> [AffectedProduct] {
        let all = facts.products.filter { $0.statement.status == .affected }.map { product in
            AffectedProduct(
                vendor: product.statement.vendor, product: product.statement.product,
                versions: ProductLines.versions(product.statement), tlp: product.tlp)
        }
        // Two sources may name the same product; the least strict one is enough to name it.
        var best: [String: AffectedProduct] = [:]
        for item in all where !item.isContradicted(by: all) {
            let key = "\(item.vendor)|\(item.product)|\(item.versions)".lowercased()
            if let known = best[key], known.tlp <= item.tlp { continue }
            best[key] = item
        }
        let sorted = best.sorted { $0.key < $1.key }.map(\.value)
        return Array(sorted.prefix(AdvisoryContent.itemCountMax))
    }

    private static func references(_ facts: ThreatFacts) -> [Reference] {
        var best: [String: Reference] = [:]
        var order: [String] = []
        for link in facts.links {
            guard let reference = Reference(url: link.text, tlp: link.tlp) else { continue }
            if best[link.text] == nil { order.append(link.text) }
            if let known = best[link.text], known.tlp <= reference.tlp { continue }
            best[link.text] = reference
        }
        return order.prefix(AdvisoryContent.itemCountMax).compactMap { best[$0] }
    }

    private static func paragraph(
        _ heading: Paragraph.Heading, tlp: TLP, _ text: (Language) -> String
    ) -> Paragraph {
        Paragraph(heading, tlp: tlp, text: Dictionary(uniqueKeysWithValues: languages.map { ($0, text($0)) }))
    }
}
