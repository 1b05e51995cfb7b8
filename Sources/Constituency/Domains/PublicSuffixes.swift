package import Vocabulary

/// The names below which anybody may register: `az`, `gov.az`, `co.uk`. Nobody owns what stands below one of them.
///
/// Source of the rules: the format of the Public Suffix List (publicsuffix.org/list): the rule with most labels counts,
/// an exception before all, and a top-level domain without a rule is a suffix by itself. Names are A-labels.
package struct PublicSuffixes: Sendable, Hashable {
    private var rules: Set<String> = []
    /// What stands behind `*.`.
    private var wildcards: Set<String> = []
    private var exceptions: Set<String> = []
    /// How many rules a file gave; 0 with the built-in ones alone.
    package private(set) var rulesRead = 0

    /// The second-level domains of the national registry, and for other countries the labels that registries use.
    package static let builtIn = PublicSuffixes(rules: national)

    private init(rules: Set<String>) { self.rules = rules }

    /// All rules in one order: two sets of rules are the same when their lines are.
    package var lines: [String] {
        rules.sorted() + wildcards.sorted().map { "*." + $0 } + exceptions.sorted().map { "!" + $0 }
    }

    /// Whether it is a public suffix: nobody's own name.
    package func isSuffix(_ name: String) -> Bool { suffix(of: name) == name[...] }

    /// The public suffix at the end of a name in lower case and A-labels; its last label at least.
    package func suffix(of name: String) -> Substring {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        // The longest first: the first rule met is the one with most labels.
        for count in stride(from: min(labels.count, 16), through: 1, by: -1) {
            let rest = name[labels[labels.count - count].startIndex...]
            let below = count > 1 ? name[labels[labels.count - count + 1].startIndex...] : ""
            if exceptions.contains(String(rest)) { return below }
            if rules.contains(String(rest)) || !below.isEmpty && wildcards.contains(String(below)) { return rest }
            if count == 2, isCustomary(labels[labels.count - 2], under: labels[labels.count - 1]) { return rest }
        }
        return labels.last ?? ""
    }

    /// `co` under a country's two letters. The lists of all registries are not ours to keep; these labels are theirs to
    /// give away nearly everywhere.
    private func isCustomary(_ label: Substring, under top: Substring) -> Bool {
        top.utf8.count == 2 && PublicSuffixes.customary.contains(String(label))
    }

    private static let customary: Set<String> = [
        "ac", "biz", "co", "com", "edu", "gob", "gov", "info", "int", "mil", "name", "ne", "net", "or", "org", "pro",
    ]

    private static let national: Set<String> = [
        "az", "biz.az", "co.az", "com.az", "edu.az", "gov.az", "info.az", "int.az", "mil.az", "name.az", "net.az",
        "org.az", "pp.az", "pro.az",
    ]
}

extension PublicSuffixes {
    private static let rulesMax = 100_000

    /// Reads a list in the format of the Public Suffix List; its rules join the built-in ones. All problems at once.
    ///
    /// A line is a rule up to its first blank; `//` begins a comment. `!` marks an exception, `*.` every label below.
    package init?(list bytes: [UInt8], file: String, problems: inout [SettingsProblem]) {
        self = .builtIn
        let before = problems.count
        let report = { (line: Int, message: String, problems: inout [SettingsProblem]) in
            guard problems.count - before < 100 else { return }
            problems.append(SettingsProblem(file: file, line: line, key: "public_suffixes", message: message))
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            report(0, "not UTF-8 text", &problems)
            return nil
        }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let word = line.drop { $0 <= 0x20 }.prefix { $0 > 0x20 }
            if word.isEmpty || word.starts(with: "//".utf8) { continue }
            guard rulesRead < PublicSuffixes.rulesMax else {
                report(number + 1, "more than \(PublicSuffixes.rulesMax) rules", &problems)
                break
            }
            if !add(String(decoding: word, as: UTF8.self)) {
                let text = String(decoding: word.prefix(60), as: UTF8.self)
                report(number + 1, "`\(text)` is no rule; accepted: `az`, `*.az`, `!name.az`", &problems)
            }
        }
        if rulesRead == 0, problems.count == before { report(0, "it holds no rule", &problems) }
        guard problems.count == before else { return nil }
    }

    private mutating func add(_ text: String) -> Bool {
        let isException = text.hasPrefix("!")
        let isWild = text.hasPrefix("*.")
        let name = isException ? text.dropFirst() : isWild ? text.dropFirst(2) : text[...]
        guard let plain = ASCIIName.of(String(name), labelsMin: isException ? 2 : 1),
            DomainName.isWellFormed(plain, topLevel: true)
        else { return false }
        rulesRead += 1
        if isException {
            exceptions.insert(plain)
        } else if isWild {
            wildcards.insert(plain)
        } else {
            rules.insert(plain)
        }
        return true
    }
}
