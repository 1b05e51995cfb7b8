import Vocabulary

/// What a public path may look like, and which files of the generation answer it, best first. Everything else does not
/// exist: no path of a request ever reaches the file system.
struct PublicShape {
    /// Relative to the generation; letters, digits and a few marks in each element, never `..`.
    let candidates: [String]
    let contentType: String
    /// Whether the answer depends on `Accept-Language`.
    let varies: Bool

    /// Nil when the path is none of ours. `languages` in the reader's order, complete.
    init?(path: String, languages: [Language]) {
        switch path {
        case "/": self.init("index", "html", "text/html; charset=utf-8", in: languages)
        case "/feed.atom": self.init("feed", "atom", "application/atom+xml; charset=utf-8", in: languages)
        case "/feed.json": self.init("feed", "json", "application/feed+json", in: languages)
        case "/style.css": self.init("style.css", "text/css; charset=utf-8")
        case "/.well-known/security.txt": self.init(".well-known/security.txt", "text/plain; charset=utf-8")
        case "/.well-known/csaf/provider-metadata.json":
            self.init(".well-known/csaf/provider-metadata.json", "application/json")
        default:
            if path.hasPrefix("/advisories/"), path.utf8.count <= 40,
                let number = SpokenNumber(path.dropFirst(12)), number.series == .advisory
            {
                self.init("advisories/\(number)", "html", "text/html; charset=utf-8", in: languages)
            } else if path.hasPrefix("/csaf/"), let type = PublicShape.csafType(path.dropFirst(6)) {
                self.init(String(path.dropFirst()), type)
            } else {
                return nil
            }
        }
    }

    private init(_ file: String, _ contentType: String) {
        candidates = [file]
        self.contentType = contentType
        varies = false
    }

    private init(_ stem: String, _ suffix: String, _ contentType: String, in languages: [Language]) {
        candidates = languages.map { "\(stem).\($0.rawValue).\(suffix)" } + ["\(stem).\(suffix)"]
        self.contentType = contentType
        varies = true
    }

    /// Files of a CSAF provider's tree: at most four plain elements, of a type such a tree has (CSAF 2.0 § 7.1).
    private static func csafType(_ rest: Substring) -> String? {
        let parts = rest.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count <= 4, parts.allSatisfy(isPlain), let last = parts.last,
            let dot = last.lastIndex(of: UInt8(ascii: "."))
        else { return nil }
        switch String(Substring(last[last.index(after: dot)...])) {
        case "json": return "application/json"
        case "csv": return "text/csv; charset=utf-8"
        case "txt", "asc", "sha256", "sha512": return "text/plain; charset=utf-8"
        default: return nil
        }
    }

    private static func isPlain(_ part: Substring.UTF8View) -> Bool {
        guard let first = part.first, first != UInt8(ascii: "."), part.count <= 100 else { return false }
        return part.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        }
    }
}

/// The languages a reader wants, first choice first, completed by all others in our order.
enum WantedLanguages {
    /// `lang` of the query wins; then `Accept-Language` (RFC 9110 § 12.5.4) by weight; then az, en, ru.
    static func order(lang: String?, accept: String?) -> [Language] {
        var wanted: [Language] = []
        if let lang, let language = Language(rawValue: lang) { wanted.append(language) }
        if let accept { wanted += accepted(accept) }
        var seen = Set<Language>()
        return (wanted + Language.allCases).filter { seen.insert($0).inserted }
    }

    private static func accepted(_ header: String) -> [Language] {
        var found: [(language: Language, weight: Double, place: Int)] = []
        for (place, part) in header.split(separator: ",").prefix(20).enumerated() {
            let fields = part.split(separator: ";")
            guard let tag = fields.first?.split(separator: "-").first,
                let language = Language(rawValue: tag.filter { $0 != " " }.lowercased())
            else { continue }
            let quality = fields.dropFirst().first { $0.contains("q=") }
            let weight = quality.flatMap { Double($0.drop { $0 != "=" }.dropFirst()) } ?? 1
            if weight > 0 { found.append((language, weight, place)) }
        }
        return found.sorted { $0.weight != $1.weight ? $0.weight > $1.weight : $0.place < $1.place }.map(\.language)
    }
}
