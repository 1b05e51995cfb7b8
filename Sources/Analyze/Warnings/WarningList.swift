import Constituency
package import Vocabulary

/// Values that reports often name and seldom mean: public resolvers, private space, content networks.
///
/// A hit is a mark, never a reason to drop something. Source of the form: the MISP warning-list format (name, version,
/// description, type, matching_attributes, list); YAML of ours has the same keys.
package struct WarningList: Sendable, Hashable {
    /// How entries meet values.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Networks and single addresses; whatever lies within.
        case cidr
        /// Names; the name itself and all below it.
        case hostname
        /// The whole value; an entry that begins with a dot is a name and all below it.
        case string
        /// A part of the value.
        case substring
        /// Patterns without choices or repeats, which are texts at the beginning, the end or anywhere.
        case regex
    }

    /// Entries of one list at most; a longer one is refused by name.
    package static let entriesMax = 200_000
    /// Bytes of one entry.
    package static let entryBytesMax = 512

    package let name: String
    /// As the list states it: a number or a date.
    package let version: String
    package let summary: String
    package let kind: Kind
    /// The kinds of values that it speaks of.
    package let speaksOf: Set<WarningSubject.Kind>
    package let entries: [WarningEntry]
    /// Entries of somebody else's list that cannot be read and are left out; in a list of ours they are problems.
    package let leftOut: [String]
}

/// One entry of a list, as written and as read.
package struct WarningEntry: Sendable, Hashable {
    /// What a value must be to hit.
    package enum Meaning: Sendable, Hashable {
        case within(IPNetwork)
        /// Lower case, without dots around it.
        case atOrBelow(String)
        /// Lower case.
        case whole(String)
        /// Lower case, at least three bytes; bound to the value's beginning or end, or to neither.
        case part([UInt8], begins: Bool, ends: Bool)
    }

    package let text: String
    package let meaning: Meaning
}

/// A value that may stand on a list.
package enum WarningSubject: Sendable, Hashable {
    /// The kinds of values that lists tell apart (`matching_attributes`).
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case address, name
        /// A hash, a mailbox, a web address as a whole.
        case text
    }

    case address(IPAddress)
    /// A block of addresses; it hits what it touches.
    case network(IPNetwork)
    /// A domain or host name.
    case name(String)
    case text(String)

    /// The place of a finding; nil for software and for an entity as a whole, which no list names.
    package init?(_ locus: Locus) {
        switch locus {
        case .service(let address, _, _): self = .address(address)
        case .domain(let name): self = .name(name)
        case .inventory, .entity: return nil
        }
    }

    /// What a written indicator names: an address, a network, a name, or a text.
    package init(_ text: String) {
        let lower = text.lowercased()
        if let address = IPAddress(lower) {
            self = .address(address)
        } else if let network = WarningEntry.network(lower) {
            self = .network(network)
        } else if DomainName.isWellFormed(DomainName.normalised(lower)) {
            self = .name(DomainName.normalised(lower))
        } else {
            self = .text(lower)
        }
    }

    /// All that a written indicator names: a web address (RFC 3986 § 3) or a place with a port is a text, and its host
    /// stands beside it. Defanged spellings (`8.8.8[.]8`) are read as meant.
    package static func all(in text: String) -> [WarningSubject] {
        let meant = text.replacing("[.]", with: ".").replacing("(.)", with: ".").replacing("[:]", with: ":")
        let whole = WarningSubject(meant)
        guard case .text(let lower) = whole else { return [whole] }
        guard let scheme = lower.firstRange(of: "://") else {
            guard let colon = lower.lastIndex(of: ":"), UInt16(lower[lower.index(after: colon)...]) != nil else {
                return [whole]
            }
            return [whole, WarningSubject(String(lower[..<colon].filter { $0 != "[" && $0 != "]" }))]
        }
        var authority = lower[scheme.upperBound...].prefix { !"/?#\\".contains($0) }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        if authority.hasPrefix("["), let close = authority.firstIndex(of: "]") {
            return [whole, WarningSubject(String(authority[authority.index(after: authority.startIndex)..<close]))]
        }
        return [whole, WarningSubject(String(authority.prefix { $0 != ":" }))]
    }

    /// Which kind of value it is, as lists tell them apart.
    package var kind: Kind {
        switch self {
        case .address, .network: .address
        case .name: .name
        case .text: .text
        }
    }
}

/// That a value stands on a warning list.
package struct WarningMark: Sendable, Hashable, Comparable, Codable {
    package let list: String
    package let version: String
    /// The entry it met, as the list writes it.
    package let entry: String

    package static func < (left: WarningMark, right: WarningMark) -> Bool {
        (left.list, left.entry, left.version) < (right.list, right.entry, right.version)
    }

    /// `public resolvers (version 3), entry 9.9.9.9`.
    package var text: String { "\(list) (version \(version)), entry \(entry)" }
}
