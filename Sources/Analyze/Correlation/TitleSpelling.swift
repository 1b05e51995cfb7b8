/// What large letters and neighbours say of a title's words.
extension TitleTelling {
    /// How a word is written where it does not begin the title.
    enum Spelling { case unknown, small, capital }

    /// Whether most of its words begin with small letters.
    static func isCased(_ words: TitleWords) -> Bool {
        var (large, all) = (0, 0)
        for (word, shape) in zip(words.all, words.shapes).dropFirst() where shape.hasCase && !shape.isNumbered {
            guard word.count > 3 else { continue }
            all += 1
            if shape.capitals > 0 { large += 1 }
        }
        return all > 0 && Double(large) < casedShare * Double(all)
    }

    /// At the beginning everything is written large; what is written large once is a name.
    func spelling(of at: Int) -> Spelling {
        var found = Spelling.unknown
        for index in words.all.indices where words.all[index] == words.all[at] {
            let shape = words.shapes[index]
            if index == 0, !shape.isMixed { continue }
            if shape.capitals > 0 || shape.isNumbered || !shape.hasCase { return .capital }
            found = .small
        }
        return found
    }

    /// Countries' names are written large where anything is; *us* is a pronoun else.
    func isPlace(_ word: String, _ at: Int) -> Bool {
        word != "us" || words.shapes[at].capitals == 2
    }

    /// By place: who attacks, as the words around say.
    func actorPlaces() -> [Bool] {
        words.all.indices.map { at in
            let before = at > 0 ? readings[at - 1].roles : []
            let after = at + 1 < readings.count && words.shapes[at].isBound ? readings[at + 1].roles : []
            let next = at + 2 < readings.count ? readings[at + 2].roles : []
            if after.contains(.followsActor), !next.contains(.endsActor) {
                return !isCased || spelling(of: at) != .small
            }
            return before.contains(.precedesActor) && (after.contains(.claims) || words.all[at - 1] == "gang")
        }
    }

    /// By place: countries that attackers are from.
    func originPlaces() -> [Bool] {
        words.all.indices.map { at in
            if at > 0, words.all[at - 1] == "pro" { return true }
            return readings[min(at + 1, readings.count)..<min(at + 3, readings.count)].contains {
                $0.roles.contains(.followsOrigin)
            }
        }
    }

    /// Initials of what is written large in one run, three to five words, with the words: *jlr* of *Jaguar Land Rover*.
    func initials(_ numbers: inout WordNumbers) -> [TitleFeatures.Initials] {
        guard isCased, !isProduct else { return [] }
        var found: [TitleFeatures.Initials] = []
        var run: [Int] = []
        for at in words.all.indices {
            if words.shapes[at].isCapital { run.append(at) }
            if !words.shapes[at].isBound || at + 1 == words.all.count {
                close(&run, &found, &numbers)
            } else if !words.shapes[at].isCapital, !readings[at].roles.contains(.joinsName) {
                close(&run, &found, &numbers)
            }
        }
        return found.sorted { $0.word < $1.word }
    }

    private func close(
        _ run: inout [Int], _ found: inout [TitleFeatures.Initials], _ numbers: inout WordNumbers
    ) {
        defer { run = [] }
        // *The Quillhaven Bank*, *Hackers at Quillhaven Bank*: what everybody says begins no name.
        let named = Array(run.drop { readings[$0].isGeneric || weights.isFrequent(words.all[$0]) })
        guard (3...5).contains(named.count),
            named.contains(where: { telling[readings[$0].number]?.kind == .name }) else { return }
        let text = String(String.UnicodeScalarView(named.compactMap { words.all[$0].unicodeScalars.first }))
        let word = numbers.number(of: text)
        guard !found.contains(where: { $0.word == word }) else { return }
        found.append(TitleFeatures.Initials(word: word, parts: named.map { readings[$0].number }))
    }

    /// Names of three to five letters, most of them large: *JLR*, *TfL*.
    func abbreviations() -> [Int32] {
        Set(words.all.indices.compactMap { at -> Int32? in
            let shape = words.shapes[at]
            guard shape.capitals >= 2, (3...5).contains(words.all[at].count),
                words.all[at].allSatisfy(\.isLetter), case let own = telling[readings[at].number],
                own?.kind == .name || own?.kind == .actor else { return nil }
            return readings[at].number
        }).sorted()
    }
}
