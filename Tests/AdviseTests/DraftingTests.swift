import Advise
import Testing
import Vocabulary

@Suite struct DraftingTests {
    private func draft(_ facts: ThreatFacts = Sample.facts()) throws -> AdvisoryContent {
        var problems: [SettingsProblem] = []
        return AdvisoryDrafting.draft(
            from: facts, guidance: GuidanceShelf(files: try GuidanceTests.shipped(), problems: &problems))
    }

    @Test func `a draft says what, who, since when, what to do and where to read, in az and en`() throws {
        let content = try draft()
        #expect(content.gaps.isEmpty)
        #expect(content.languages == [.az, .en])
        let headings = content.paragraphs.map(\.heading)
        for heading in [Paragraph.Heading.what, .affected, .exploitedSince, .whatToDo, .howToCheck, .guidance] {
            #expect(headings.contains(heading))
        }
        let english = content.paragraphs.compactMap { $0.text.texts[.en] }.joined(separator: "\n")
        #expect(english.contains("Listed as exploited since 2026-11-01."))
        #expect(english.contains("CVSS base score: 9.8."))
        #expect(content.references.map(\.url) == ["https://example.org/a"])
        #expect(content.products.map(\.versions) == ["≥ 2.0 < 2.1"])
        #expect(content.urgency == .high && content.severity == .critical)
        #expect(content.guidance.map(\.text).contains("close-open-telnet"))
    }

    @Test func `each paragraph has the label of its strictest source, and a mixed draft is not offered to the public`()
        throws
    {
        let content = try draft()
        let amber = content.paragraphs.filter { $0.tlp == .amber }
        #expect(amber.count == 1)
        #expect(amber.first?.text.texts[.en]?.contains("Group X") == true)
        for paragraph in content.paragraphs where paragraph.tlp == .clear {
            #expect(paragraph.text.texts.values.allSatisfy { !$0.contains("Group X") })
        }
        #expect(content.tlp == .amber)
        #expect(!content.isPublic)
        var harmless = Sample.facts()
        harmless.summaries = []
        #expect(try draft(harmless).isPublic)
    }

    @Test func `an assessment whose sources are not named is RED`() throws {
        var facts = Sample.facts()
        facts.assessmentTLP = ThreatFacts(
            id: facts.id, kind: .vulnerability, title: facts.title, presence: .existing
        ).assessmentTLP
        #expect(try draft(facts).headTLP == .red)
    }

    @Test func `a condition is called by its phrase, and being observed is not being exploited`() throws {
        let content = try draft(
            ThreatFacts(
                id: ThreatID(unchecked: "condition:vulnerable/potentially-unwanted-accessible/open-telnet"),
                kind: .condition, title: ThreatFacts.Statement(source: "ess", tlp: .clear, text: "open-telnet"),
                presence: .existing))
        #expect(content.title.texts[.en] == "Telnet service open to the Internet")
        #expect(content.title.texts[.az] == "İnternetə açıq Telnet xidməti")
        #expect(!content.paragraphs.map(\.heading).contains(.exploitedSince))
        let english = content.paragraphs.compactMap { $0.text.texts[.en] }.joined(separator: "\n")
        #expect(english.contains("it has been observed in our networks"))
        #expect(!english.contains("seen in use"))
    }

    @Test func `a source's words are quoted as text, never as markup`() throws {
        let html = Sample.version(try draft()).render(for: .clear, language: .en, format: .html).document
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!html.contains("<script"))
        #expect(!html.contains("href=\"javascript"))
        #expect(html.contains("CISA writes: (TLP:CLEAR)"))
    }

    @Test func `the same facts give the same bytes`() throws {
        #expect(try draft().canonicalBytes == draft().canonicalBytes)
        var shuffled = Sample.facts()
        shuffled.weaknesses.reverse()
        shuffled.contributions.reverse()
        #expect(try draft(shuffled).canonicalBytes == draft().canonicalBytes)
    }

    private func product(_ range: VersionRange?, _ source: String, _ tlp: TLP = .clear) -> ThreatFacts.Product {
        var statement = ProductStatement(vendor: "Acme", product: "EdgeGate", status: .affected)
        statement.versions = range.map { [$0] } ?? []
        return ThreatFacts.Product(statement: statement, tlp: tlp, source: source)
    }

    @Test func `a range is not contradicted by a source that names no version; both are named`() throws {
        var facts = Sample.facts()
        let range = VersionRange(from: nil, before: "7.4", through: nil)
        facts.products = [product(nil, "CISA"), product(range, "NVD")]
        let content = try draft(facts)
        let english = content.paragraphs.compactMap { $0.text.texts[.en] }.joined(separator: "\n")
        #expect(english.contains("- Acme EdgeGate: \\< 7.4 \\(NVD\\); no version named \\(CISA\\)"))
        #expect(!english.contains("all versions"))
        #expect(content.products.map(\.versions) == ["< 7.4"])
        #expect(english.contains("is a vulnerability in Acme EdgeGate."))
        facts.products = [product(nil, "CISA")]
        let alone = try draft(facts)
        #expect(alone.paragraphs.contains { $0.text.texts[.en]?.contains("Acme EdgeGate: all versions") == true })
        #expect(alone.products.map(\.versions) == [""])
    }

    @Test func `a product that stands above the head is not named by it`() throws {
        var facts = Sample.facts()
        facts.products = [product(nil, "Group X", .amber)]
        let what = try #require(try draft(facts).paragraphs.first { $0.heading == .what && $0.tlp == .clear })
        #expect(what.text.texts[.en]?.contains("EdgeGate") == false)
        #expect(what.text.texts[.en]?.contains("is a vulnerability; no source names the product.") == true)
    }
}
