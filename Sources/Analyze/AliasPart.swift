package import Vocabulary

/// What a report says of which names are one vulnerability: the links of the alias graph.
package enum AliasLinks {
    /// One vulnerability has so many names at most. A statement that gives more is a list of something else, and says
    /// of none of them that they are one.
    package static let namesMax = 32

    /// Names that a statement says are one with its id; sorted, each once.
    ///
    /// Only what stands one to one counts: of each scheme (`GHSA`, `GO`) one name; where a statement gives two, or one
    /// beside an id of that scheme, neither does; and where it gives two CVEs it speaks of two things. Only records,
    /// advisories and catalogues of sources graded A to C are asked, for whoever joins two names joins what people
    /// decided and were told of them. What a person writes to us joins nothing.
    package static func names(
        _ statement: VulnerabilityStatement, in kind: ReportKind, from source: SourceKind, _ reliability: Reliability
    ) -> [String] {
        guard !statement.aliases.isEmpty, isAsked(kind, source, reliability) else { return [] }
        let names = Set(statement.aliases).subtracting([statement.id]).map(VulnerabilityName.init)
        guard names.count < namesMax, !(names + [VulnerabilityName(statement.id)]).contains(where: isOurs)
        else { return [] }
        let own = VulnerabilityName(statement.id)
        if (names + [own]).filter(\.isCVE).count > 1 { return [] }
        let schemes = Dictionary(grouping: names, by: \.scheme)
        return schemes.filter { $0.key != own.scheme && $0.value.count == 1 }.flatMap(\.value).sorted().map(\.text)
    }

    /// Of the form in which we name conditions and campaigns: no source gives a vulnerability such a name.
    private static func isOurs(_ name: VulnerabilityName) -> Bool {
        ThreatID.isOwn(name.text)
    }

    private static func isAsked(_ kind: ReportKind, _ source: SourceKind, _ reliability: Reliability) -> Bool {
        switch (kind, source, reliability) {
        case (.news, _, _), (.incident, _, _), (.indicator, _, _), (.observation, _, _), (_, .user, _): false
        case (_, _, .notUsuallyReliable), (_, _, .unreliable), (_, _, .unjudged): false
        case (.vulnerability, _, _), (.advisory, _, _), (.exploitation, _, _): true
        }
    }
}

/// Names that links join without passing through a CVE, and with which CVEs each is linked.
///
/// A part linked with one CVE, or none, is one threat. Where it leads to several CVEs these stay apart, and a name goes
/// with the CVE with which it is linked itself, if that is only one; else it stands alone. So is a part of more than
/// ``namesMax`` names judged: nobody gives one thing so many, and what one link changes stays bounded. To whom a name
/// belongs follows from the set of links, never from the order in which they came (I5).
package struct AliasPart: Sendable {
    package static let namesMax = 64
    /// Each name that is no CVE, with the CVEs with which it is linked: rising, two stand for two or more.
    package var names: [String: [String]]
    /// There are no other names in it.
    package var isWhole: Bool

    package init(names: [String: [String]], isWhole: Bool) {
        self.names = names
        self.isWhole = isWhole
    }

    /// The name by which the threat of each name is called; itself where it stands alone.
    package var heads: [String: String] {
        let cves = Set(names.values.joined())
        let head = cves.first ?? names.keys.map(VulnerabilityName.init).min()?.text
        if let head, isWhole, cves.count <= 1 { return names.mapValues { _ in head } }
        return Dictionary(
            uniqueKeysWithValues: names.map { name, cves in (name, cves.count == 1 ? cves[0] : name) })
    }
}
