import Advise
import Testing
import Vocabulary

@Suite struct StaleLanguageTests {
    private func content(_ az: String, _ en: String, ru: String? = nil, urgency: Urgency = .high) -> AdvisoryContent {
        var title: [Language: String] = [.az: "Başlıq", .en: "Title"]
        var text: [Language: String] = [.az: az, .en: en]
        if let ru { (title[.ru], text[.ru]) = ("Заголовок", ru) }
        return AdvisoryContent(
            title: LocalizedText(title), headTLP: .clear, isPublic: true, urgency: urgency, severity: .high,
            threats: [], paragraphs: [Paragraph(.what, tlp: .clear, text: text)])
    }

    @Test func `a language that was not changed with the others is older`() {
        let first = content("bir", "one")
        #expect(AdvisoryContent.staleLanguages([]) == [])
        #expect(AdvisoryContent.staleLanguages([first]) == [])
        #expect(AdvisoryContent.staleLanguages([first, content("bir", "two")]) == [.az])
        #expect(AdvisoryContent.staleLanguages([first, content("bir", "two"), content("iki", "two")]) == [.en])
        #expect(AdvisoryContent.staleLanguages([first, content("iki", "two")]) == [])
        #expect(AdvisoryContent.staleLanguages([first, content("bir", "one", ru: "один")]) == [.az, .en])
    }

    @Test func `a title alone counts, and what no language says does not`() {
        let first = content("bir", "one")
        var titled = first
        titled.title.texts[.az] = "Yeni başlıq"
        #expect(AdvisoryContent.staleLanguages([first, titled]) == [.en])
        #expect(AdvisoryContent.staleLanguages([first, content("bir", "one", urgency: .emergency)]) == [])
    }
}
