import Vocabulary

/// One entry of `affected[]`: a package, the ranges and the versions of it that are affected.
struct OSVAffected {
    private var package = OSVPackage()
    private var ranges: [OSVRange] = []
    private var versions: [String] = []
    private var lastKnown: String?
    private(set) var scores: [ScoreStatement] = []

    private static let versionsMax = 5000
    private static let rangesMax = 1000

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "package": if try !cursor.takeNull() { package = try OSVPackage(&cursor) }
            case "ranges":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    let range = try OSVRange(&cursor)
                    if ranges.count < OSVAffected.rangesMax { ranges.append(range) }
                }
            case "versions":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    let version = try cursor.readLine(limit: 256)
                    if versions.count < OSVAffected.versionsMax, !version.isEmpty { versions.append(version) }
                }
            case "severity": scores += try OSVSeverity.all(&cursor)
            case "database_specific": try readDatabase(&cursor)
            default: try cursor.skipValue()
            }
        }
    }

    /// The statement; nil where neither a package nor a repository is named.
    ///
    /// A version is affected when a range or the list names it (schema, "Evaluation"): both are kept. Where there is
    /// neither, all versions are.
    var product: ProductStatement? {
        let name = package.name.isEmpty ? ranges.lazy.compactMap(\.repositoryName).first ?? "" : package.name
        guard !name.isEmpty || package.purl != nil else { return nil }
        var statement = ProductStatement(vendor: "", product: name, status: .affected)
        statement.purl = package.purl ?? package.ecosystem.purl(name: package.name)
        let scheme = package.ecosystem.scheme
        let intervals = ranges.flatMap { $0.intervals(scheme: scheme, lastKnown: lastKnown) }
        // One interval without bounds says all there is to say.
        guard !intervals.contains(where: \.isOpen) else { return statement }
        statement.versions = intervals + versions.map { VersionRange(exact: $0, scheme: scheme) }
        return statement
    }

    /// GitHub's `last_known_affected_version_range`: bounds a range that has no fix.
    private mutating func readDatabase(_ cursor: inout JSONCursor) throws(JSONFailure) {
        guard try cursor.kind() == .object else { return try cursor.skipValue() }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if case "last_known_affected_version_range" = key, try cursor.kind() == .string {
                lastKnown = try cursor.readLine(limit: 256)
            } else {
                try cursor.skipValue()
            }
        }
    }
}

/// `affected[].package`.
struct OSVPackage {
    private(set) var name = ""
    private(set) var ecosystem = OSVEcosystem("")
    private(set) var purl: String?

    init() {}

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "name": name = try cursor.optionalLine() ?? ""
            case "ecosystem": ecosystem = OSVEcosystem(try cursor.optionalLine(limit: 128) ?? "")
            case "purl":
                let text = try cursor.optionalLine(limit: 2048) ?? ""
                purl = text.hasPrefix("pkg:") ? text : nil
            default: try cursor.skipValue()
            }
        }
    }
}

/// One entry of `ranges[]`, a history of events.
struct OSVRange {
    private enum Event {
        case introduced(String), fixed(String), lastAffected(String)
    }

    private var type = ""
    private var repository = ""
    private var events: [Event] = []
    private static let eventsMax = 10_000

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "type": type = try cursor.optionalString() ?? ""
            case "repo": repository = try cursor.optionalLine(limit: 2048) ?? ""
            case "events": try cursor.eachElement { cursor throws(JSONFailure) in try readEvent(&cursor) }
            default: try cursor.skipValue()
            }
        }
    }

    /// Last part of the repository's address: the only name there is for what is in no package registry.
    var repositoryName: String? {
        var last = repository.split(separator: "/").last.map(String.init) ?? ""
        if last.hasSuffix(".git") { last.removeLast(4) }
        return last.isEmpty ? nil : last
    }

    /// Each `introduced` with the next `fixed` or `last_affected`; one without either has no end.
    ///
    /// Commits have no order that we know: their intervals bear the scheme `git`, so that a match stays a question.
    func intervals(scheme: String, lastKnown: String?) -> [VersionRange] {
        let scheme = type == "GIT" ? "git" : type == "SEMVER" ? "semver" : scheme
        var open: [String] = []
        var intervals: [VersionRange] = []
        func close(before: String?, through: String?) {
            guard !open.isEmpty || intervals.isEmpty else { return }
            let from = open.isEmpty ? nil : open.removeFirst()
            intervals.append(
                VersionRange(from: from == "0" ? nil : from, before: before, through: through, scheme: scheme))
        }
        for event in events {
            switch event {
            case .introduced(let version): open.append(version)
            case .fixed(let version): close(before: version, through: nil)
            case .lastAffected(let version): close(before: nil, through: version)
            }
        }
        let end = type == "GIT" ? nil : OSVRange.bound(lastKnown)
        while !open.isEmpty { close(before: end?.before, through: end?.through) }
        return intervals
    }

    /// `<= 1.2` or `< 1.2`.
    private static func bound(_ text: String?) -> (before: String?, through: String?)? {
        guard let text, text.hasPrefix("<") else { return nil }
        let isInclusive = text.hasPrefix("<=")
        let version = text.dropFirst(isInclusive ? 2 : 1).drop { $0 == " " }
        guard !version.isEmpty, !version.contains(where: { $0 == " " || $0 == "," }) else { return nil }
        return isInclusive ? (nil, String(version)) : (String(version), nil)
    }

    private mutating func readEvent(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let make: ((String) -> Event)? =
                switch key {
                case "introduced": { .introduced($0) }
                // `limit` ends the range as `fixed` does (schema, "Evaluation").
                case "fixed", "limit": { .fixed($0) }
                case "last_affected": { .lastAffected($0) }
                default: nil
                }
            guard let make else {
                try cursor.skipValue()
                continue
            }
            let version = try cursor.readLine(limit: 256)
            if events.count < OSVRange.eventsMax, version != "*" { events.append(make(version)) }
        }
    }
}

extension VersionRange {
    /// Whether it bounds nothing.
    var isOpen: Bool { exact == nil && from == nil && after == nil && before == nil && through == nil }
}
