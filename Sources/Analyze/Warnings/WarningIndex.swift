import Constituency
package import Vocabulary

/// All warning lists as one look-up table: an immutable value that any number of readers use at once.
///
/// Marks are made when somebody asks and are stored nowhere, so they are a function of the value and of the lists
/// alone: order of arrival has no influence, and a changed list changes every answer at once.
package struct WarningIndex: Sendable {
    package static let empty = WarningIndex([])
    /// Entries of all lists together at most.
    package static let entriesMax = 500_000

    /// Sorted by name.
    package let lists: [WarningList]
    private let prefixes: PrefixTable
    /// By slot of ``prefixes``.
    private let networks: [[Place]]
    private let names: [String: [Place]]
    private let wholes: [String: [Place]]
    /// Parts by their first three bytes.
    private let parts: [UInt32: [Place]]
    /// Whether a list of texts speaks of addresses; mostly none does, and then no address is written out.
    private let hasWrittenAddresses: Bool

    package init(_ lists: [WarningList]) {
        self.lists = lists.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
        var blocks: [IPNetwork: [Place]] = [:]
        var names: [String: [Place]] = [:]
        var wholes: [String: [Place]] = [:]
        var parts: [UInt32: [Place]] = [:]
        for (number, list) in self.lists.enumerated() {
            for (index, entry) in list.entries.enumerated() {
                let place = Place(list: Int32(number), entry: Int32(index))
                switch entry.meaning {
                case .within(let network): blocks[network, default: []].append(place)
                case .atOrBelow(let name): names[name, default: []].append(place)
                case .whole(let text): wholes[text, default: []].append(place)
                case .part(let bytes, _, _): parts[WarningIndex.key(bytes[...]), default: []].append(place)
                }
            }
        }
        hasWrittenAddresses = lists.contains { list in
            ![.cidr, .hostname].contains(list.kind) && list.speaksOf.contains(.address)
        }
        prefixes = PrefixTable(blocks.keys)
        networks = prefixes.networks.map { blocks[$0] ?? [] }
        self.names = names
        self.wholes = wholes
        self.parts = parts
    }

    package var isEmpty: Bool { lists.isEmpty }

    /// Every entry that a value meets; sorted, unique, mostly empty.
    /// - Complexity: for an address one look-up in a table of networks.
    package func marks(of subject: WarningSubject) -> [WarningMark] {
        var found: [Place] = []
        switch subject {
        case .address(let address):
            around(address, &found)
            if hasWrittenAddresses { spelling(address.description, &found) }
        case .network(let network):
            touching(network, &found)
            if hasWrittenAddresses { spelling(network.description, &found) }
        case .name(let name):
            below(name, &found)
            spelling(name, &found)
        case .text(let text): spelling(text, &found)
        }
        let kind = subject.kind
        return Set(found.filter { lists[Int($0.list)].speaksOf.contains(kind) }.map(mark)).sorted()
    }

    /// As ``marks(of:)-(WarningSubject)``, for the place of a finding.
    package func marks(of locus: Locus) -> [WarningMark] {
        isEmpty ? [] : WarningSubject(locus).map { marks(of: $0) } ?? []
    }

    /// Whether a preventive measure may name this value. What is on a warning list is never blocked: the harm to those
    /// who use it is certain, and the report probably mistaken.
    package func blocking(of subject: WarningSubject) -> Blocking {
        let marks = marks(of: subject)
        return marks.isEmpty ? .allowed : .listed(marks)
    }

    private struct Place: Sendable, Hashable {
        let list: Int32
        let entry: Int32
    }

    private func mark(_ place: Place) -> WarningMark {
        let list = lists[Int(place.list)]
        return WarningMark(list: list.name, version: list.version, entry: list.entries[Int(place.entry)].text)
    }

    private func around(_ address: IPAddress, _ found: inout [Place]) {
        var slot = prefixes.slot(of: address)
        while slot >= 0 {
            found += networks[Int(slot)]
            slot = prefixes.parents[Int(slot)]
        }
    }

    /// Blocks around the network, and those within it, which stand together because blocks are sorted.
    private func touching(_ network: IPNetwork, _ found: inout [Place]) {
        var slot = prefixes.slot(of: network.first)
        while slot >= 0 {
            if prefixes.networks[Int(slot)].prefixLength <= network.prefixLength { found += networks[Int(slot)] }
            slot = prefixes.parents[Int(slot)]
        }
        var (low, high) = (0, prefixes.networks.count)
        while low < high {
            let middle = (low + high) / 2
            if prefixes.networks[middle] < network { low = middle + 1 } else { high = middle }
        }
        while low < prefixes.networks.count, network.contains(prefixes.networks[low].first) {
            found += networks[low]
            low += 1
        }
    }

    private func below(_ name: String, _ found: inout [Place]) {
        guard !names.isEmpty else { return }
        var rest = DomainName.normalised(name)[...]
        while !rest.isEmpty {
            if let places = names[String(rest)] { found += places }
            guard let dot = rest.firstIndex(of: ".") else { return }
            rest = rest[rest.index(after: dot)...]
        }
    }

    /// Entries that are the text, or stand in it.
    private func spelling(_ text: String, _ found: inout [Place]) {
        let text = text.lowercased()
        if let places = wholes[text] { found += places }
        guard !parts.isEmpty else { return }
        let bytes = Array(text.utf8)
        for start in bytes.indices.dropLast(2) {
            guard let places = parts[WarningIndex.key(bytes[start...])] else { continue }
            for place in places {
                let entry = lists[Int(place.list)].entries[Int(place.entry)]
                guard case .part(let part, let begins, let ends) = entry.meaning,
                    bytes[start...].starts(with: part), !begins || start == 0,
                    !ends || start + part.count == bytes.count
                else { continue }
                found.append(place)
            }
        }
    }

    /// The first three bytes as a number.
    private static func key(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.prefix(3).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// Whether something may be blocked, and if not, why not.
package enum Blocking: Sendable, Hashable {
    case allowed
    /// Never empty.
    case listed([WarningMark])
}

/// That every open finding of a condition stands at a place that warning lists name.
package struct ListedThroughout: Sendable, Hashable {
    /// Findings looked at.
    package private(set) var places = 0
    /// Names of the lists that name them.
    package private(set) var lists: Set<String> = []

    package init() {}

    /// One more finding, with its marks.
    package mutating func include(_ marks: [WarningMark]) {
        places += 1
        lists.formUnion(marks.map(\.list))
    }
}
