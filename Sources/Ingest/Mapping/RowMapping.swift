package import Vocabulary

/// Where a table or a list of objects says what: the whole description of a feed of a known shape, as its file has it.
package struct RowMapping: Sendable, Hashable {
    /// What stands between the fields of a row of a table.
    package enum Delimiter: Sendable, Hashable {
        case byte(UInt8)
        /// Any run of spaces and tabs; fields are never quoted.
        case blanks
    }

    /// How a time is written.
    package enum TimeFormat: Sendable, Hashable {
        /// RFC 3339 and its loose relatives, or a date as mails have it; UTC where no zone stands.
        case common
        case unixSeconds
        case unixMilliseconds
        case pattern(TimePattern)
    }

    /// What a value names, and so what it must look like.
    package enum Role: String, Sendable, Hashable, CaseIterable {
        case address, network, domain, url, hash
        /// Whichever of them the value turns out to be.
        case indicator
    }

    /// Names of columns, numbers of columns from 1 (from the end: -1) where
    /// the table has no header, or paths in an object (`a.b`).
    package var places: [Role: String] = [:]
    package var port: String?
    /// Of a network whose first address alone stands in its column.
    package var prefix: String?
    package var asn: String?
    /// The first of these that is filled counts.
    package var times: [String] = []
    package var type: String?
    package var name: String?
    /// What is kept of a row; empty for the whole row.
    package var evidence: [String] = []
    /// What the words in the column of the type mean; RSIT's own names need no line.
    package var types: [String: RSIT] = [:]
    package var timeFormat = TimeFormat.common

    /// Of a table.
    package var delimiter = Delimiter.byte(UInt8(ascii: ","))
    /// What a line begins with that is no row.
    package var comment: String?
    package var hasHeader = true

    /// Of a document that is one object: the member that holds the rows.
    package var rows: String?

    package init() {}

    /// Every column or path that is asked for.
    var wanted: Set<String> {
        var names = Set(places.values).union(times).union(evidence)
        for name in [port, prefix, asn, type, name] { if let name { names.insert(name) } }
        return names
    }
}

/// A written time as digits in a fixed order: `dd/MM/yyyy HH:mm:ss`, with the zone that the publisher means.
package struct TimePattern: Sendable, Hashable {
    private enum Piece: Hashable {
        case year, month, day, hour, minute, second
        case literal(UInt8)

        var digits: Int { self == .year ? 4 : 2 }
    }

    private let pieces: [Piece]
    /// Minutes east of UTC.
    package var zone = 0

    /// Nil unless year, month and day stand in it, each once; every other letter is refused.
    package init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        var pieces: [Piece] = []
        let words: [(String, Piece)] = [
            ("yyyy", .year), ("MM", .month), ("dd", .day), ("HH", .hour), ("mm", .minute), ("ss", .second),
        ]
        while let first = rest.first {
            if let (word, piece) = words.first(where: { rest.starts(with: $0.0.utf8) }) {
                guard !pieces.contains(piece) else { return nil }
                pieces.append(piece)
                rest = rest.dropFirst(word.utf8.count)
            } else {
                let isLetter = (0x61...0x7A).contains(first | 0x20)
                guard !isLetter || first == UInt8(ascii: "T"), first >= 0x20, first < 0x7F else { return nil }
                pieces.append(.literal(first))
                rest = rest.dropFirst()
            }
        }
        guard [.year, .month, .day].allSatisfy(pieces.contains), pieces.count <= 40 else { return nil }
        self.pieces = pieces
    }

    func read(_ text: some Collection<UInt8>) -> Instant? {
        var rest = Array(text)[...]
        var found: [Piece: Int] = [:]
        for piece in pieces {
            if case .literal(let byte) = piece {
                guard rest.first == byte else { return nil }
                rest = rest.dropFirst()
                continue
            }
            let digits = rest.prefix(piece.digits)
            guard digits.count == piece.digits, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
            found[piece] = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            rest = rest.dropFirst(piece.digits)
        }
        guard rest.isEmpty, let year = found[.year], let month = found[.month], let dayOfMonth = found[.day],
            let day = UTCDay(year: year, month: month, day: dayOfMonth)
        else { return nil }
        let (hour, minute, second) = (found[.hour] ?? 0, found[.minute] ?? 0, found[.second] ?? 0)
        guard hour < 24, minute < 60, second <= 60 else { return nil }
        return day.start.adding(seconds: Int64(hour * 3600 + (minute - zone) * 60 + min(second, 59)))
    }
}
