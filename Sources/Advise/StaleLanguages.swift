package import Vocabulary

extension AdvisoryContent {
    /// Languages whose text is older than the newest change: their last change of title or paragraphs came before that
    /// of another language. Sorted az, en, ru.
    ///
    /// `history`: every content there was, oldest first; the last is the present one.
    package static func staleLanguages(_ history: [AdvisoryContent]) -> [Language] {
        guard let present = history.last else { return [] }
        let written = Language.allCases.filter { language in
            present.title.texts[language] != nil || present.languages.contains(language)
        }
        var changed: [Language: Int] = [:]
        for (index, content) in history.enumerated() {
            for language in written
            where index == 0 || content.words(language) != history[index - 1].words(language) {
                changed[language] = index
            }
        }
        let newest = changed.values.max() ?? 0
        return written.filter { changed[$0, default: 0] < newest }
    }

    /// Everything that is written in one language.
    private func words(_ language: Language) -> [String] {
        [title.texts[language] ?? ""] + paragraphs.map { $0.text.texts[language] ?? "" }.filter { !$0.isEmpty }
    }
}
