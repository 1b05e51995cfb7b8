import Vocabulary

/// Reads the form line by line, gathering all problems.
struct AdvisoryFormParser {
    private struct Open {
        var heading: Paragraph.Heading
        var tlp: TLP
        var line: Int
        var texts: [Language: [String]] = [:]
        var language: Language?
    }

    private var problems: [String] = []
    private var once: [String: (value: String, line: Int)] = [:]
    private var title: [Language: String] = [:]
    private var threats: [ThreatID] = []
    private var sectors: Set<Sector> = []
    private var guidance: [GuidanceID] = []
    private var products: [AffectedProduct] = []
    private var references: [Reference] = []
    private var contributions: [Contribution] = []
    private var paragraphs: [Paragraph] = []
    private var open: Open?
    private var skipping = false

    mutating func read(_ line: String, number: Int) {
        if line.hasPrefix("== ") {
            closeParagraph()
            openParagraph(line, number)
        } else if skipping {
            return
        } else if open != nil {
            readBody(line, number)
        } else if !line.isEmpty && !line.hasPrefix("#") {
            readHead(line, number)
        }
    }

    mutating func finish() throws(AdviseFailure) -> AdvisoryContent {
        closeParagraph()
        let isPublic = required("public", ["yes": true, "no": false])
        let urgency = required("urgency", byName(Urgency.self))
        let severity = required("severity", byName(AdvisorySeverity.self))
        let head = required("head", byName(TLP.self))
        for (name, count) in [
            ("threat", threats.count), ("guidance", guidance.count), ("product", products.count),
            ("reference", references.count), ("contribution", contributions.count), ("==", paragraphs.count),
        ] where count > AdvisoryContent.itemCountMax {
            problems.append("\(count) × `\(name)`; at most \(AdvisoryContent.itemCountMax)")
        }
        guard problems.isEmpty, let isPublic, let urgency, let severity, let head else {
            throw AdviseFailure(.unreadableForm, problems)
        }
        var content = AdvisoryContent(
            title: LocalizedText(title), headTLP: head, isPublic: isPublic, urgency: urgency, severity: severity,
            threats: threats, paragraphs: paragraphs)
        content.guidance = Set(guidance).sorted()
        content.sectors = sectors.sorted { $0.rawValue < $1.rawValue }
        content.products = products
        content.references = references
        content.contributions = contributions
        return content
    }

    private mutating func fail(_ number: Int, _ message: String) { problems.append("line \(number): \(message)") }

    private mutating func required<Value>(_ key: String, _ values: [String: Value]) -> Value? {
        let accepted = values.keys.sorted().joined(separator: ", ")
        guard let (text, line) = once[key] else {
            problems.append("before the first ==: `\(key)` is missing; accepted: \(accepted)")
            return nil
        }
        let found = values[text] ?? values[text.uppercased()]
        if found == nil { fail(line, "`\(key): \(text)` is not accepted; accepted: \(accepted)") }
        return found
    }

    private mutating func readHead(_ line: String, _ number: Int) {
        guard let colon = line.firstIndex(of: ":") else {
            return fail(number, "no `key: value`; a paragraph begins with `== heading | TLP`")
        }
        let key = String(line[..<colon])
        let value = CleanText.line(String(line[line.index(after: colon)...]), bytesMax: 4096)
        switch key {
        case "public", "urgency", "severity", "head":
            if once.updateValue((value, number), forKey: key) != nil { fail(number, "`\(key)` stands twice") }
        case "title.az", "title.en", "title.ru":
            guard let language = Language(rawValue: String(key.dropFirst(6))) else { return }
            if title.updateValue(value, forKey: language) != nil { fail(number, "`\(key)` stands twice") }
        case "threat":
            if value.isEmpty || value.utf8.count > 512 { return fail(number, "a threat's id is 1–512 bytes") }
            threats.append(ThreatID(unchecked: value))
        case "sector":
            guard let sector = Sector(rawValue: value) else {
                let known = Sector.allCases.map(\.rawValue).joined(separator: ", ")
                return fail(number, "`\(value.prefix(64))` is no sector; accepted: \(known)")
            }
            sectors.insert(sector)
        case "guidance":
            guard let id = GuidanceID(value) else { return fail(number, "`\(value.prefix(64))` is no guidance id") }
            guidance.append(id)
        case "product", "reference", "contribution": readParts(key, parts(value), number)
        default: fail(number, "unknown key `\(CleanText.line(key, bytesMax: 60))`")
        }
    }

    private mutating func readParts(_ key: String, _ parts: [String], _ number: Int) {
        if key == "contribution" {
            guard parts.count == 3, let points = Int(parts[1]) else {
                return fail(number, "expected: contribution: rule | points | evidence")
            }
            return contributions.append(Contribution(rule: parts[0], points: points, evidence: parts[2]))
        }
        guard let tlp = parts.first.flatMap({ TLP(label: $0) }) else {
            return fail(number, "begins with a TLP label: \(key): CLEAR | …")
        }
        if key == "reference" {
            guard parts.count == 2, let reference = Reference(url: parts[1], tlp: tlp) else {
                return fail(number, "expected: reference: TLP | an address of https, http or mailto")
            }
            return references.append(reference)
        }
        guard parts.count == 4 else { return fail(number, "expected: product: TLP | vendor | product | versions") }
        products.append(AffectedProduct(vendor: parts[1], product: parts[2], versions: parts[3], tlp: tlp))
    }

    private mutating func openParagraph(_ line: String, _ number: Int) {
        let parts = parts(String(line.dropFirst(3)))
        skipping = true
        guard parts.count == 2, let heading = Paragraph.Heading(rawValue: parts[0]) else {
            let known = Paragraph.Heading.allCases.map(\.rawValue).joined(separator: ", ")
            return fail(number, "expected: == heading | TLP; headings: \(known)")
        }
        guard let tlp = TLP(label: parts[1]) else {
            return fail(number, "`\(parts[1].prefix(40))` is no TLP label")
        }
        skipping = false
        open = Open(heading: heading, tlp: tlp, line: number)
    }

    private mutating func readBody(_ line: String, _ number: Int) {
        if line.hasPrefix("-- ") {
            let name = CleanText.line(String(line.dropFirst(3)), bytesMax: 40)
            guard let language = Language(rawValue: name) else {
                return fail(number, "`-- \(name)` is no language of ours; accepted: az, en, ru")
            }
            if open?.texts[language] != nil { fail(number, "`-- \(name)` stands twice in this paragraph") }
            open?.language = language
            open?.texts[language] = []
        } else if let language = open?.language {
            open?.texts[language]?.append(AdvisoryText.unguarded(line))
        } else if !line.isEmpty {
            fail(number, "text before `-- az`, `-- en` or `-- ru`")
        }
    }

    private mutating func closeParagraph() {
        guard let closed = open else { return }
        open = nil
        let texts = closed.texts.mapValues { $0.joined(separator: "\n") }
        for (language, text) in texts.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where text.utf8.count > AdvisoryContent.textBytesMax {
            fail(closed.line, "the text in `\(language.rawValue)` is longer than \(AdvisoryContent.textBytesMax) bytes")
        }
        let paragraph = Paragraph(closed.heading, tlp: closed.tlp, text: texts)
        if paragraph.text.texts.isEmpty { fail(closed.line, "this paragraph has no text; write some or remove it") }
        paragraphs.append(paragraph)
    }

    /// Parts between ` | `; an empty last part may be written without the space after it.
    private func parts(_ value: String) -> [String] {
        value.split(separator: "|", omittingEmptySubsequences: false).map { CleanText.line(String($0), bytesMax: 4096) }
    }
}

private func byName<Value: CaseIterable & RawRepresentable>(_: Value.Type) -> [String: Value]
where Value.RawValue == String {
    Dictionary(Value.allCases.map { ($0.rawValue, $0) }) { first, _ in first }
}
