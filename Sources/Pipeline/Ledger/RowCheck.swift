import Ledger
import Storage
import Vocabulary

/// Folds the store's entries again, in order: each row against itself, and against the row before it of its subject.
final class RowCheck {
    private struct Subject: Hashable {
        let kind: String
        let name: String
    }

    private struct Last {
        let sequence: Int
        let leaf: [UInt8]
    }

    private let reader: LedgerReader
    private var chains: [Subject: Last] = [:]
    private(set) var rowCount = 0
    private(set) var discrepancies: [String] = []
    private(set) var unlisted = 0
    private(set) var notes: [String] = []

    private static let discrepanciesMax = 1000
    private static let pageSize = 4096
    private var page: [LedgerReader.Stored] = []
    private var pageEnd = 0
    private var folded = 0

    init(reader: LedgerReader) { self.reader = reader }

    /// What the rows say of leaves, asked for in ascending order.
    ///
    /// Rows of bundles that are missing are never asked for; they are folded all the same, for the chains' sake.
    func answers(_ range: Range<Int>) throws -> [LedgerVerification.Row] {
        while folded < range.lowerBound {
            let end = min(range.lowerBound, folded + RowCheck.pageSize)
            for row in try take(folded..<end) { _ = check(row) }
            folded = end
        }
        folded = max(folded, range.upperBound)
        let rows = try take(range)
        var at = rows.startIndex
        return range.map { index in
            guard at < rows.endIndex, rows[at].index == index else { return .missing }
            defer { at += 1 }
            return check(rows[at])
        }
    }

    /// Rows behind the last tile: committed, not yet sequenced.
    func finish(after leafCount: Int) throws {
        let (counted, count) = try reader.count()
        if counted != count { add("counter entry: says \(counted), the rows end at \(count)") }
        var index = leafCount
        while index < count {
            let end = min(count, index + RowCheck.pageSize)
            for (offset, answer) in try answers(index..<end).enumerated() where answer == .missing {
                add("row \(index + offset): missing, though rows stand behind it")
            }
            index = end
        }
        if count > leafCount {
            notes.append("\(count - leafCount) entries wait for the sequencer; the service writes them")
        }
    }

    /// The head row is the ledger's state; the published checkpoint may lag behind it by one crash, never run ahead.
    func compareHead(with checkpoint: Checkpoint?, key: VerifierKey) throws {
        guard let (size, text) = try reader.headNote() else {
            if let checkpoint { add("head: the store knows none, a checkpoint of \(checkpoint.size) is published") }
            return
        }
        let head: Checkpoint
        do throws(LedgerFailure) {
            head = try Checkpoint(note: try SignedNote(Array(text.utf8)), trustedKey: key)
        } catch {
            return add("head: \(error)")
        }
        if head.size != size { add("head: its row says size \(size), its note \(head.size)") }
        guard let checkpoint else { return }
        if head.size < checkpoint.size {
            add("head: an older store: it stands at \(head.size), the published checkpoint at \(checkpoint.size)")
        } else if head.size == checkpoint.size, head.root != checkpoint.root {
            add("head: another root than the published checkpoint of the same size \(head.size)")
        } else if head.size > checkpoint.size {
            notes.append("the stored head of \(head.size) is not published yet; the next start does so")
        }
    }

    /// Reads ahead in larger pages than the tiles are wide.
    private func take(_ range: Range<Int>) throws -> ArraySlice<LedgerReader.Stored> {
        if range.upperBound > pageEnd || range.lowerBound < (page.first?.index ?? 0) {
            pageEnd = range.lowerBound + max(range.count, RowCheck.pageSize)
            page = try reader.rows(range.lowerBound..<pageEnd)
        }
        let first = page.partitioningIndex { $0.index >= range.lowerBound }
        let last = page.partitioningIndex { $0.index >= range.upperBound }
        return page[first..<last]
    }

    private func check(_ row: LedgerReader.Stored) -> LedgerVerification.Row {
        rowCount += 1
        chain(row)
        guard let stored = Digest(bytes: row.leaf) else {
            add("row \(row.index): a leaf of \(row.leaf.count) bytes")
            return .missing
        }
        guard let payload = row.payload, let salt = row.salt, salt.count == LedgerEntryHashing.saltByteCount else {
            // The leaf still proves that something was said, not what. An act that erases would have to say so in a
            // later entry that names this one; there is no such act, so this was done past the ledger.
            add("row \(row.index): payload or salt of \(row.kind) \(row.subject) is erased, and no entry records that")
            return .erased(stored)
        }
        let leaf = LedgerEntryHashing.leaf(salt: salt, payload: payload)
        if leaf != stored { add("row \(row.index): its leaf is not that of its salt and payload") }
        if !EntryColumns(row).agree(with: payload) {
            add("row \(row.index): kind, subject, event, time, sequence or previous are not those of its payload")
        }
        return .leaf(leaf)
    }

    private func chain(_ row: LedgerReader.Stored) {
        let subject = Subject(kind: row.kind, name: row.subject)
        let before = chains.updateValue(Last(sequence: row.sequence, leaf: row.leaf), forKey: subject)
        if row.sequence != (before?.sequence ?? -1) + 1 {
            add("row \(row.index): \(row.subject) goes from entry \(before?.sequence ?? -1) to \(row.sequence)")
        } else if row.previous != before?.leaf {
            add("row \(row.index): does not name the leaf before it of \(row.subject)")
        }
    }

    private func add(_ discrepancy: String) {
        if discrepancies.count < RowCheck.discrepanciesMax {
            discrepancies.append(discrepancy)
        } else {
            unlisted += 1
        }
    }
}

/// The columns of a row as they must stand in its payload, which is canonical JSON with sorted members.
private struct EntryColumns {
    private var tail: [UInt8]
    private let time: [UInt8]

    init(_ row: LedgerReader.Stored) {
        // Members in RFC 8785's order, written by hand: this runs for each row of the ledger.
        let previous = row.previous.map { Hex.encode($0) } ?? ""
        tail = Array(",\"event\":".utf8) + JSONValue.string(row.event).canonical
        tail += Array(",\"kind\":".utf8) + JSONValue.string(row.kind).canonical
        tail += Array(",\"previous\":\"\(previous)\",\"sequence\":\(row.sequence),\"subject\":".utf8)
        tail += JSONValue.string(row.subject).canonical + Array(",\"v\":1}".utf8)
        time = Array("\",\"at\":\"\(row.at)\",\"detail\":{".utf8)
    }

    /// `actor` and `at` stand before `detail`, all else after it; only actor and detail have no column.
    func agree(with payload: [UInt8]) -> Bool {
        let opening = Array("{\"actor\":\"".utf8)
        guard payload.starts(with: opening), payload.count > tail.count, payload.suffix(tail.count) == tail[...] else {
            return false
        }
        var at = opening.count
        while at < payload.count, payload[at] != UInt8(ascii: "\"") {
            at += payload[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        return at < payload.count && payload[at...].starts(with: time)
    }
}

extension Array {
    /// The first place whose element satisfies a predicate that is false before and true from there on.
    fileprivate func partitioningIndex(_ isSecond: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
