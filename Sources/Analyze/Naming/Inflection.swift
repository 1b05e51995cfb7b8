/// Whether a word of a text is a registered word, as it is or with an ending of Azerbaijani or Russian.
///
/// Bounded on purpose: the endings are a closed list, the stem has at least four letters, nothing is looked up in a
/// dictionary. An ending that the list does not know leaves a name unfound rather than guessed. Letters are folded, so
/// `ı i`, `u ü`, `e ə` are one each.
enum Inflection {
    /// How a word of a text stands to a registered one.
    enum Form: Hashable {
        case same, inflected
    }

    static func form(of text: ArraySlice<UInt32>, registered: [UInt32]) -> Form? {
        if text.elementsEqual(registered) { return .same }
        guard registered.count >= 4, text.count >= 4 else { return nil }
        if isCyrillic(registered[0]) { return russian(text, registered) }
        // The register may hold the longer form: `Respublikasının` for `Respublikası`.
        return text.count > registered.count
            ? azerbaijani(text, registered) : azerbaijani(registered[...], Array(text))
    }

    /// An ending behind the whole word; before a vowel a last `k` is written `y`, a last `q` `ğ`.
    private static func azerbaijani(_ text: ArraySlice<UInt32>, _ registered: [UInt32]) -> Form? {
        let count = registered.count
        guard text.count > count, text.count - count <= endingMax else { return nil }
        let last = registered[count - 1]
        let softened: UInt32 = last == 0x6B ? 0x79 : last == 0x71 ? 0x67 : last
        guard text.prefix(count - 1).elementsEqual(registered.dropLast()) else { return nil }
        let met = text[text.startIndex + count - 1]
        let ending = Array(text.dropFirst(count))
        guard azerbaijaniEndings.contains(ending) else { return nil }
        if met == last { return .inflected }
        let vowels: Set<UInt32> = [0x61, 0x65, 0x69, 0x75]
        return met == softened && vowels.contains(ending[0]) ? .inflected : nil
    }

    /// One ending for another behind a common stem of four letters and more.
    private static func russian(_ text: ArraySlice<UInt32>, _ registered: [UInt32]) -> Form? {
        var common = 0
        let shorter = min(text.count, registered.count)
        while common < shorter, text[text.startIndex + common] == registered[common] { common += 1 }
        guard common >= 4 else { return nil }
        // The stem may share letters with both endings: `банк-ом`, `банк-у`; `станци-я`, `станци-и`.
        for stem in stride(from: common, through: max(4, common - 2), by: -1) {
            let met = Array(text.dropFirst(stem))
            let stated = Array(registered.dropFirst(stem))
            if russianEndings.contains(met), russianEndings.contains(stated) { return .inflected }
        }
        return nil
    }

    private static func isCyrillic(_ letter: UInt32) -> Bool { (0x400..<0x530).contains(letter) }

    private static let endingMax = 12

    /// Plural, possessive of the third person, case, copula: each may be missing.
    private static let azerbaijaniEndings: Set<[UInt32]> = {
        let plural = ["", "lar", "ler"]
        let possessive = ["", "i", "u", "si", "su"]
        let cases = [
            "", "in", "un", "nin", "nun", "i", "u", "ni", "nu", "yi", "yu", "a", "e", "ya", "ye", "na", "ne", "da",
            "de", "nda", "nde", "dan", "den", "ndan", "nden", "daki", "deki", "ndaki", "ndeki", "la", "le", "yla",
            "yle",
        ]
        let copula = ["", "dir", "dur"]
        var all: Set<[UInt32]> = []
        for first in plural {
            for second in possessive {
                for third in cases {
                    for fourth in copula { all.insert((first + second + third + fourth).unicodeScalars.map(\.value)) }
                }
            }
        }
        all.remove([])
        return all
    }()

    /// Of nouns and adjectives, `й` and `ё` folded.
    private static let russianEndings: Set<[UInt32]> = Set([
        "", "а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "ои", "еи", "ои", "ею", "ою", "ом", "ем", "ам", "ям", "ах",
        "ях", "ов", "ев", "ами", "ями", "ии", "ыи", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему",
        "ым", "им", "ых", "их", "ыми", "ими", "ую", "юю", "ия", "ию", "ием", "иям", "иях", "иями", "ья", "ью",
    ].map { $0.unicodeScalars.map(\.value) })
}
