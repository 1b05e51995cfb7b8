import Vocabulary

/// What one party says in a record: the CNA, or an ADP (`containers.cna`, `containers.adp[]`).
struct CVEContainer {
    private(set) var title: String?
    private(set) var description: String?
    private(set) var descriptionLanguage: String?
    private(set) var rejection: String?
    /// The records that a rejected one names in its place (`replacedBy[]`).
    private(set) var replacements: [String] = []
    private(set) var links: [String] = []
    private(set) var weaknesses: Set<String> = []
    private(set) var scores: [ScoreStatement] = []
    private(set) var products: [ProductStatement] = []
    private(set) var ssvc: [String: String] = [:]
    private(set) var exploitation: ExploitationStatement?
    private(set) var remediations: [String] = []
    /// What the party names as its own source (`source.advisory`).
    private var source: String?
    private var provider = CVEProvider()

    init() {}

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "providerMetadata": provider = try CVEProvider(&cursor)
            case "title": title = try cursor.optionalLine()
            case "descriptions": (description, descriptionLanguage) = try CVEText.best(&cursor)
            case "rejectedReasons": rejection = try CVEText.best(&cursor).text
            case "replacedBy":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    guard let id = try cursor.optionalLine(limit: 64), replacements.count < 20 else { return }
                    replacements.append(id)
                }
            case "affected":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    products += try CVEAffected(&cursor).products
                }
            case "metrics":
                try cursor.eachElement { cursor throws(JSONFailure) in try readMetric(&cursor) }
            case "problemTypes":
                try cursor.eachElement { cursor throws(JSONFailure) in try readProblemType(&cursor) }
            case "source": try readSource(&cursor)
            case "references": try SourceLinks.readList(&cursor, into: &links)
            case "solutions", "workarounds":
                if let text = try CVEText.best(&cursor).text, !text.isEmpty { remediations.append(text) }
            default: try cursor.skipValue()
            }
        }
        for index in scores.indices { scores[index].source = provider.name }
    }

    /// The advisory of GitHub's database that tells of this very vulnerability: the one that the party names as its
    /// source, else the only one among its references. Where it names several, none is certain.
    var advisory: String? {
        let stated = source.map { GitHubAdvisoryName.all(in: $0) } ?? []
        if let only = stated.first { return stated.count == 1 ? only : nil }
        var named: Set<String> = []
        for link in links where link.hasPrefix("https://github.com/") && link.contains("/advisories/") {
            named.formUnion(GitHubAdvisoryName.all(in: link))
        }
        return named.count == 1 ? named.first : nil
    }

    /// `source` is of any form; of its members only the advisory's name is read.
    private mutating func readSource(_ cursor: inout JSONCursor) throws(JSONFailure) {
        guard try cursor.kind() == .object else { return try cursor.skipValue() }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if case "advisory" = key, try cursor.kind() == .string {
                source = try cursor.readLine(limit: 512)
            } else {
                try cursor.skipValue()
            }
        }
    }

    private mutating func readMetric(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "cvssV2_0": scores.append(contentsOf: try CVSSObject.read(&cursor, version: "2.0"))
            case "cvssV3_0": scores.append(contentsOf: try CVSSObject.read(&cursor, version: "3.0"))
            case "cvssV3_1": scores.append(contentsOf: try CVSSObject.read(&cursor, version: "3.1"))
            case "cvssV4_0": scores.append(contentsOf: try CVSSObject.read(&cursor, version: "4.0"))
            case "other": try readOther(&cursor)
            default: try cursor.skipValue()
            }
        }
    }

    /// `other`: of the free types, those that CISA's ADP container uses.
    private mutating func readOther(_ cursor: inout JSONCursor) throws(JSONFailure) {
        var type = ""
        var content: Int?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "type": type = try cursor.optionalString() ?? ""
            case "content":
                content = try cursor.place()
                try cursor.skipValue()
            default: try cursor.skipValue()
            }
        }
        guard let content else { return }
        let end = cursor.at
        cursor.at = content
        if try cursor.kind() == .object {
            if type == "ssvc" { try readSSVC(&cursor) }
            if type == "kev" { try readKEV(&cursor) }
        }
        cursor.at = end
    }

    private mutating func readSSVC(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard case "options" = key else {
                try cursor.skipValue()
                continue
            }
            try cursor.eachElement { cursor throws(JSONFailure) in
                try cursor.beginObject()
                while let point = try cursor.nextKey() {
                    let name = SourceText.line(point.text, limit: 64)
                    let value = try cursor.readLine(limit: 64)
                    if ssvc.count < 32 { ssvc[name] = value }
                }
            }
        }
    }

    private mutating func readKEV(_ cursor: inout JSONCursor) throws(JSONFailure) {
        var listed: UTCDay?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if case "dateAdded" = key { listed = try cursor.optionalInstant()?.day } else { try cursor.skipValue() }
        }
        exploitation = ExploitationStatement(listed: listed, due: nil, ransomware: false, requiredAction: nil)
    }

    private mutating func readProblemType(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard case "descriptions" = key else {
                try cursor.skipValue()
                continue
            }
            try cursor.eachElement { cursor throws(JSONFailure) in
                try cursor.beginObject()
                while let field = try cursor.nextKey() {
                    switch field {
                    case "cweId", "description":
                        let text = try cursor.optionalLine() ?? ""
                        if let weakness = Weakness.id(in: text) { weaknesses.insert(weakness) }
                    default: try cursor.skipValue()
                    }
                }
            }
        }
    }
}

/// Who wrote a container (`providerMetadata`).
struct CVEProvider {
    private var shortName: String?
    private var organisation: String?

    /// The short name, else the organisation's id; empty when neither is stated.
    var name: String { shortName ?? organisation ?? "" }

    init() {}

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "shortName": shortName = try cursor.optionalLine(limit: 64)
            case "orgId": organisation = try cursor.optionalLine(limit: 64)
            default: try cursor.skipValue()
            }
        }
    }
}

/// Texts in several languages (`descriptions[]`, `rejectedReasons[]`, `solutions[]`): English first, else the first.
enum CVEText {
    static func best(_ cursor: inout JSONCursor) throws(JSONFailure) -> (text: String?, language: String?) {
        var best: (text: String?, language: String?) = (nil, nil)
        var isEnglish = false
        try cursor.eachElement { cursor throws(JSONFailure) in
            var language: String?
            var value = ""
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "lang": language = try cursor.optionalLine(limit: 35)
                case "value": value = try cursor.optionalText() ?? ""
                default: try cursor.skipValue()
                }
            }
            let english = language?.lowercased().hasPrefix("en") ?? false
            guard best.text == nil || (english && !isEnglish) else { return }
            best = (value, language)
            isEnglish = english
        }
        return best
    }
}
