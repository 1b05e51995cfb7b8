package import Vocabulary

/// A register in CSV (RFC 4180): the header decides; rows of one `org` join to one entity.
///
/// Columns: `org` (required), `name`, `sector`, `criticality`, `languages` (separated by `;` or space), `email`,
/// `cidr`, `asn`, `domain`, `registry`, `cpe`, `purl`, `vendor`, `product`, `version`, `exposed`, `aliases` and
/// `distinct_names` (separated by `;`). Each row gives one asset of each kind it names.
package struct RegisterTable: Sendable {
    /// Sorted by id. Assets and contacts in the order of the rows, each once.
    package private(set) var entities: [Entity] = []
    /// What the rows say of each entity itself; the rest of it are defaults.
    package private(set) var stated: [EntityID: Set<EntityFact>] = [:]
    /// Rows with problems are left out whole.
    package private(set) var problems: [SettingsProblem] = []
    /// Rows read, header excluded.
    package private(set) var rows = 0

    /// - Parameters:
    ///   - bytes: UTF-8, with or without a byte order mark; read where they stand, if they stand together.
    ///   - file: for messages.
    ///   - verification: who vouches for the whole table; nil makes every asset a claim.
    ///   - suffixes: what nobody but a registry can register.
    package init(
        csv bytes: some Collection<UInt8>, file: String, verification: Verification?,
        suffixes: PublicSuffixes = .builtIn
    ) {
        let state = verification.map(AssetState.verified) ?? .claimed
        var reader = RegisterRows(file: file, state: state, verification: verification, suffixes: suffixes)
        if bytes.withContiguousStorageIfAvailable({ reader.take($0) }) == nil {
            Array(bytes).withUnsafeBufferPointer { reader.take($0) }
        }
        entities = reader.entities.sorted { $0.id < $1.id }
        stated = reader.stated
        problems = reader.problems
        rows = reader.rows
    }
}

/// Cuts bytes into rows and fields; keeps only the ranges of the current row.
struct CSVRowScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Fields of the row that ``next()`` found, quotes excluded.
    private(set) var fields: [Range<Int>] = []
    private(set) var line = 1
    private(set) var endedInQuotes = false
    private var at: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        at = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
    }

    /// Line on which the next row begins; nil at the end. Empty lines are skipped.
    mutating func next() -> Int? {
        while at < bytes.count, bytes[at] == 0x0A || bytes[at] == 0x0D {
            if bytes[at] == 0x0A { line += 1 }
            at += 1
        }
        guard at < bytes.count else { return nil }
        let first = line
        fields.removeAll(keepingCapacity: true)
        while true {
            readField()
            guard at < bytes.count, bytes[at] == 0x2C else { return first }
            at += 1
        }
    }

    /// A field's text; doubled quotes become one.
    func text(_ field: Int) -> String {
        let range = fields[field]
        let text = String(decoding: bytes[range], as: UTF8.self)
        guard range.lowerBound > 0, bytes[range.lowerBound - 1] == 0x22, text.utf8.contains(0x22) else { return text }
        var out: [UInt8] = []
        var skip = false
        for byte in text.utf8 {
            if byte == 0x22, !skip, out.last == 0x22 {
                skip = true
                continue
            }
            skip = false
            out.append(byte)
        }
        return String(decoding: out, as: UTF8.self)
    }

    private mutating func readField() {
        guard at < bytes.count, bytes[at] == 0x22 else {
            let start = at
            while at < bytes.count, bytes[at] != 0x2C, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
            fields.append(start..<at)
            return
        }
        at += 1
        let start = at
        while at < bytes.count {
            if bytes[at] == 0x22 {
                guard at + 1 < bytes.count, bytes[at + 1] == 0x22 else { break }
                at += 1
            } else if bytes[at] == 0x0A {
                line += 1
            }
            at += 1
        }
        endedInQuotes = at >= bytes.count
        fields.append(start..<at)
        // Past the closing quote, and whatever stands between it and the next separator.
        while at < bytes.count, bytes[at] != 0x2C, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
    }
}
