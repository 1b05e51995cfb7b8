package import Vocabulary

/// How a match came about, in a reader's language. The Azerbaijani and Russian columns are `unreviewed` until a named
/// native reader approves them.
package enum MatchWords {
    /// `by address, certain`.
    package static func text(_ rule: MatchRule, _ confidence: Confidence, _ language: Language) -> String {
        "\(of(rule, language)), \(of(confidence, language))"
    }

    /// That a system's address or name stands on warning lists of the given names.
    package static func listed(_ lists: [String], _ language: Language) -> String {
        let words = pick(
            (
                "xəbərdarlıq siyahısındadır, yanlış xəbər ola bilər", "on a warning list, the report may be mistaken",
                "в списке предупреждений, сообщение может быть ошибочным"
            ), language)
        return "\(words): \(lists.joined(separator: ", "))"
    }

    private static func of(_ rule: MatchRule, _ language: Language) -> String {
        let words: (az: String, en: String, ru: String) =
            switch rule {
            case .network: ("ünvana görə", "by address", "по адресу")
            case .asn: ("avtonom sistemə görə", "by autonomous system", "по автономной системе")
            case .domain: ("domen adına görə", "by domain name", "по доменному имени")
            case .cpe: ("qeydə alınmış proqrama görə", "by registered software", "по зарегистрированному ПО")
            case .product: ("məhsulun adına görə", "by product name", "по названию продукта")
            case .named: ("mənbə adınızı çəkib", "named by the source", "названы источником")
            }
        return pick(words, language)
    }

    private static func of(_ confidence: Confidence, _ language: Language) -> String {
        let words: (az: String, en: String, ru: String) =
            switch confidence {
            case .certain: ("dəqiq", "certain", "точно")
            case .probable: ("ehtimal ki", "probable", "вероятно")
            case .possible: ("mümkündür", "possible", "возможно")
            }
        return pick(words, language)
    }

    private static func pick(_ words: (az: String, en: String, ru: String), _ language: Language) -> String {
        switch language {
        case .az: words.az
        case .en: words.en
        case .ru: words.ru
        }
    }
}
