import Advise
import Testing
import Vocabulary

@Suite struct AdvisoryTextTests {
    @Test func `the form reads back what it wrote`() throws {
        for content in [Sample.content(), AdvisoryDrafting.draft(from: Sample.facts(), guidance: emptyShelf())] {
            let text = AdvisoryText.render(content)
            let read = try AdvisoryText.parse(text)
            #expect(read == content)
            #expect(read.canonicalBytes == content.canonicalBytes)
            #expect(AdvisoryText.render(read) == text)
        }
    }

    @Test func `a form with other line ends and marks of an editor is the same form`() throws {
        let text = AdvisoryText.render(Sample.content()).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(try AdvisoryText.parse("\u{FEFF}" + text.joined(separator: "\r\n")) == Sample.content())
    }

    @Test func `every problem is told with its line`() {
        let form = """
            public: maybe
            urgency: high
            severity: high
            colour: red
            reference: CLEAR | javascript:alert(1)
            product: PINK | a | b | c
            == what
            swallowed
            == what | CLEAR
            lost
            -- de
            == free | RED
            """
        do throws(AdviseFailure) {
            _ = try AdvisoryText.parse(form)
            Issue.record("it was accepted")
        } catch {
            #expect(error.code == .unreadableForm)
            let lines = error.details.map { String($0.prefix { $0 != ":" }) }
            for line in [4, 5, 6, 7, 9, 10, 11, 12] { #expect(lines.contains("line \(line)"), "line \(line)") }
            #expect(error.details.contains { $0.contains("`head` is missing") })
            #expect(error.details.contains { $0.contains("`public: maybe`") })
        }
    }

    @Test func `content survives its canonical bytes, and any change changes them`() throws {
        let content = Sample.content()
        #expect(AdvisoryContent(json: content.json) == content)
        var other = content
        other.paragraphs[0].tlp = .green
        #expect(other.canonicalBytes != content.canonicalBytes)
        let known = AdvisoryContent(
            title: LocalizedText([.en: "T"]), headTLP: .clear, isPublic: false, urgency: .routine, severity: .low,
            threats: [], paragraphs: [])
        #expect(
            String(decoding: known.canonicalBytes, as: UTF8.self)
                == #"{"contributions":[],"guidance":[],"head_tlp":"CLEAR","paragraphs":[],"products":[],"#
                + #""public":false,"#
                + #""references":[],"severity":"low","threats":[],"title":{"en":"T"},"urgency":"routine","v":1}"#)
    }

    @Test func `hidden characters never enter`() {
        let paragraph = Paragraph(
            .what, tlp: .clear,
            text: [.en: "a\u{202E}b\u{0000}c\u{1B}[31m\r\nd\u{200B}\u{E0041}"])
        #expect(paragraph.text.texts[.en] == "abc[31m\nd")
        #expect(CleanText.line(" a \u{2028} b\r\n", bytesMax: 10) == "a b")
        #expect(CleanText.line("əəəə", bytesMax: 5) == "əə")
    }

    private func emptyShelf() -> GuidanceShelf {
        var problems: [SettingsProblem] = []
        return GuidanceShelf(files: [], problems: &problems)
    }
}
