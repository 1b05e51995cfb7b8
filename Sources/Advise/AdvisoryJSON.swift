package import Vocabulary

/// The one written form of a content: stored, digested and sent as these bytes, so that a digest never disagrees with
/// what is kept.
extension AdvisoryContent {
    /// RFC 8785 bytes; the input of ``PreviewDigests/content``.
    package var canonicalBytes: [UInt8] { json.canonical }

    /// What the preview digest is made of: number, version, content, when it was saved, and recipients.
    ///
    /// Eight digits are named on approval, and two texts that share them are found in a second. The author cannot
    /// choose the microsecond at which his text is saved, so he cannot prepare such a pair.
    package static func previewBytes(
        number: SpokenNumber, version: Int, content: Digest, edited: Instant, recipients: Digest
    ) -> [UInt8] {
        let value: JSONValue = [
            "content": .string(content.description), "edited": .int(Int(edited.microseconds)),
            "number": .string(number.description),
            "recipients": .string(recipients.description), "v": 1, "version": .int(version),
        ]
        return value.canonical
    }

    /// The members, all always present but `sectors`, which stands there when the advisory is for any.
    package var json: JSONValue {
        guard case .object(var members) = common else { return common }
        if !sectors.isEmpty { members["sectors"] = .array(sectors.map { .string($0.rawValue) }) }
        return .object(members)
    }

    private var common: JSONValue {
        [
            "contributions": .array(
                contributions.map {
                    ["evidence": .string($0.evidence), "points": .int($0.points), "rule": .string($0.rule)]
                }),
            "guidance": .array(guidance.map { .string($0.text) }),
            "head_tlp": .string(headTLP.rawValue),
            "paragraphs": .array(
                paragraphs.map {
                    [
                        "heading": .string($0.heading.rawValue), "text": object($0.text),
                        "tlp": .string($0.tlp.rawValue),
                    ]
                }),
            "products": .array(
                products.map {
                    [
                        "product": .string($0.product), "tlp": .string($0.tlp.rawValue),
                        "vendor": .string($0.vendor), "versions": .string($0.versions),
                    ]
                }),
            "public": .bool(isPublic),
            "references": .array(references.map { ["tlp": .string($0.tlp.rawValue), "url": .string($0.url)] }),
            "severity": .string(severity.rawValue),
            "threats": .array(threats.map { .string($0.text) }),
            "title": object(title),
            "urgency": .string(urgency.rawValue),
            "v": 1,
        ]
    }

    /// Nil when a member is missing or of another kind; nothing is guessed.
    package init?(json: JSONValue) {
        guard json["v"]?.number == 1, let title = LocalizedText(json["title"]),
            let headTLP = json["head_tlp"]?.text.flatMap(TLP.init(rawValue:)),
            case .bool(let isPublic)? = json["public"],
            let urgency = json["urgency"]?.text.flatMap(Urgency.init(rawValue:)),
            let severity = json["severity"]?.text.flatMap(AdvisorySeverity.init(rawValue:)),
            let threats = list(json["threats"], { $0.text.map(ThreatID.init(unchecked:)) }),
            let paragraphs = list(json["paragraphs"], Paragraph.init(json:)),
            let products = list(json["products"], AffectedProduct.init(json:)),
            let references = list(json["references"], Reference.init(json:)),
            let guidance = list(json["guidance"], { $0.text.flatMap { GuidanceID($0) } }),
            let contributions = list(json["contributions"], contribution)
        else { return nil }
        self.init(
            title: title, headTLP: headTLP, isPublic: isPublic, urgency: urgency, severity: severity,
            threats: threats, paragraphs: paragraphs)
        self.products = products
        self.references = references
        self.guidance = guidance
        self.contributions = contributions
        guard let stated = json["sectors"] else { return }
        guard let sectors = list(stated, { $0.text.flatMap(Sector.init(rawValue:)) }) else { return nil }
        self.sectors = sectors
    }
}

extension AdvisoryContent: Codable {
    package init(from decoder: any Decoder) throws {
        guard let content = AdvisoryContent(json: try JSONValue(from: decoder)) else {
            let context = DecodingError.Context(
                codingPath: decoder.codingPath, debugDescription: "not the content of an advisory, version 1")
            throw DecodingError.dataCorrupted(context)
        }
        self = content
    }

    package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

extension Paragraph {
    fileprivate init?(json: JSONValue) {
        guard let heading = json["heading"]?.text.flatMap(Heading.init(rawValue:)),
            let tlp = json["tlp"]?.text.flatMap(TLP.init(rawValue:)), let text = LocalizedText(json["text"])
        else { return nil }
        self.init(heading, tlp: tlp, text: text.texts)
    }
}

extension AffectedProduct {
    fileprivate init?(json: JSONValue) {
        guard let vendor = json["vendor"]?.text, let product = json["product"]?.text,
            let versions = json["versions"]?.text, let tlp = json["tlp"]?.text.flatMap(TLP.init(rawValue:))
        else { return nil }
        self.init(vendor: vendor, product: product, versions: versions, tlp: tlp)
    }
}

extension Reference {
    fileprivate init?(json: JSONValue) {
        guard let url = json["url"]?.text, let tlp = json["tlp"]?.text.flatMap(TLP.init(rawValue:)) else { return nil }
        self.init(url: url, tlp: tlp)
    }
}

extension LocalizedText {
    fileprivate init?(_ json: JSONValue?) {
        guard case .object(let members)? = json else { return nil }
        var texts: [Language: String] = [:]
        for (key, value) in members {
            guard let language = Language(rawValue: key), let text = value.text else { return nil }
            texts[language] = text
        }
        self.init(texts)
    }
}

private func object(_ text: LocalizedText) -> JSONValue {
    .object(Dictionary(uniqueKeysWithValues: text.texts.map { ($0.key.rawValue, JSONValue.string($0.value)) }))
}

private func contribution(_ json: JSONValue) -> Contribution? {
    guard let rule = json["rule"]?.text, let points = json["points"]?.number, let evidence = json["evidence"]?.text
    else { return nil }
    return Contribution(rule: rule, points: points, evidence: evidence)
}

/// All or nothing: one bad element refuses the list.
private func list<Element>(_ json: JSONValue?, _ read: (JSONValue) -> Element?) -> [Element]? {
    guard case .array(let items)? = json else { return nil }
    let values = items.compactMap(read)
    return values.count == items.count ? values : nil
}
