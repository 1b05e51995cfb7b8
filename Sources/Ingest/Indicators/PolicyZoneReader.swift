import Vocabulary

/// Reads a response policy zone as a list of the names, addresses and networks whose answers it changes.
///
/// A name and the wildcard below it are one row. What the zone lets through (`rpz-passthru.`) is no indicator; what it
/// says of name servers and clients is counted as the name or network it names. Records of the zone itself (SOA, NS)
/// and directives are passed over; parentheses and comments are followed as RFC 1035 § 5.1 says.
/// Source: draft-vixie-dnsop-dns-rpz § 3 (actions), § 4 (triggers).
package struct PolicyZoneReader: DocumentReader {
    private let context: DocumentContext
    private var splitter = RowSplitter(quotes: false, rowBytesMax: IndicatorLinesReader.rowBytesMax)
    private var rows: IndicatorRows
    /// Name of the record before, for records that begin with a blank.
    private var owner: [UInt8] = []
    /// The last name taken, so that its wildcard is not a row of its own.
    private var taken: [UInt8] = []
    private var origin: [UInt8] = []
    private var depth = 0
    private var lines = 0
    private var hasRecords = false
    private var isRefused = false

    package init(context: DocumentContext) {
        self.context = context
        rows = IndicatorRows(context: context)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        // Taken out for the time of the call, so that the closure may change the rest of the reader.
        var splitter = RowSplitter(quotes: false, rowBytesMax: 0)
        swap(&splitter, &self.splitter)
        splitter.push(bytes) { take($0, offset: $1, into: &batch) }
        swap(&splitter, &self.splitter)
    }

    package mutating func finish(into batch: inout ReadBatch) {
        var splitter = self.splitter
        splitter.finish { take($0, offset: $1, into: &batch) }
        guard !isRefused else { return }
        if depth > 0 {
            reject(.truncated, "the zone ends within parentheses", at: splitter.rowStart, into: &batch)
        } else if !hasRecords {
            batch.rejects.append(Reject(.truncated, place: context.name, message: "the document has no record"))
        }
    }

    private mutating func take(_ piece: RowSplitter.Piece, offset: Int, into batch: inout ReadBatch) {
        guard !isRefused else { return }
        lines += 1
        switch piece {
        case .overLong:
            let message = "longer than \(IndicatorLinesReader.rowBytesMax) bytes"
            reject(.overLimit, message, at: offset, into: &batch)
        case .row(let line):
            if !hasRecords, line.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") {
                isRefused = true
                return reject(.notThisFormat, "this is a page or markup, no zone", at: offset, into: &batch)
            }
            let wasOpen = depth > 0
            let words = words(of: line)
            // What goes on in parentheses belongs to a record whose trigger has been read.
            if words.isEmpty || wasOpen { return }
            hasRecords = true
            record(words, isContinued: line.first.map { $0 == 0x20 || $0 == 0x09 } ?? false, line, offset, into: &batch)
        }
    }

    /// Words of a line without its comment; parentheses are counted, quoted strings stay together.
    private mutating func words(of line: UnsafeRawBufferPointer) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        var isQuoted = false
        var at = 0
        while at < line.count {
            let byte = line[at]
            at += 1
            if byte == 0x5C, at < line.count {
                word += [byte, line[at]]
                at += 1
            } else if byte == 0x22 {
                isQuoted.toggle()
                word.append(byte)
            } else if isQuoted || (byte > 0x20 && ![0x3B, 0x28, 0x29].contains(byte)) {
                word.append(byte)
            } else {
                if !word.isEmpty { words.append(word) }
                word = []
                if byte == 0x28 { depth += 1 }
                if byte == 0x29 { depth = max(0, depth - 1) }
                if byte == 0x3B { break }
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    private mutating func record(
        _ words: [[UInt8]], isContinued: Bool, _ line: UnsafeRawBufferPointer, _ offset: Int,
        into batch: inout ReadBatch
    ) {
        if words[0].first == UInt8(ascii: "$") {
            if words[0].elementsEqual("$ORIGIN".utf8), words.count > 1 { origin = Self.lowered(words[1]) }
            return
        }
        var rest = words[...]
        if !isContinued { owner = Self.lowered(rest.removeFirst()) }
        // A time to live and the class may stand before the type, in any order (RFC 1035 § 5.1).
        while let word = rest.first, Self.isLife(word) || Self.lowered(word).elementsEqual("in".utf8) {
            rest.removeFirst()
        }
        guard let kind = rest.popFirst().map({ String(decoding: Self.lowered($0), as: UTF8.self) }) else {
            return reject(.malformed, "the record has no type", at: offset, into: &batch)
        }
        guard ["cname", "a", "aaaa", "txt", "mx", "ptr", "dname", "srv", "https", "svcb"].contains(kind) else { return }
        let target = rest.first.map { String(decoding: Self.lowered($0), as: UTF8.self) }
        guard let target else { return reject(.malformed, "the record has no target", at: offset, into: &batch) }
        if kind == "cname", target == "rpz-passthru." || target == "rpz-passthru" { return }
        guard let named = trigger() else {
            let shown = MemberScreening.shown(owner.prefix(60))
            return reject(.badValue, "`\(shown)` is no trigger of a policy zone", at: offset, into: &batch)
        }
        if named == taken, !named.isEmpty { return }
        taken = named
        rows.take(line, place: "line \(lines)", at: offset, into: &batch, isSecret: named.isEmpty) { _ in
            IndicatorRow(text: named, condition: IndicatorMeaning.suspicious)
        }
    }

    /// What the owner's name stands for: a name without its wildcard, or an address or network behind `rpz-ip` and its
    /// kin. Nil for a name that has no such meaning.
    private func trigger() -> [UInt8]? {
        var name = owner
        if !origin.isEmpty, origin != [0x2E], name.last == 0x2E {
            let end = Array(".".utf8) + origin
            if name.count > end.count, name.suffix(end.count).elementsEqual(end) { name.removeLast(end.count) }
        }
        if name.last == 0x2E { name.removeLast() }
        if name.starts(with: "*.".utf8) { name.removeFirst(2) }
        let labels = name.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard let last = labels.last, !last.isEmpty else { return nil }
        // A whole top-level domain is nobody's: counted only.
        guard labels.count >= 2 else { return [] }
        switch String(decoding: last, as: UTF8.self) {
        case "rpz-ip", "rpz-client-ip", "rpz-nsip": return Self.network(labels.dropLast())
        case "rpz-nsdname": return Array(name.dropLast(last.count + 1))
        default: return name
        }
    }

    /// `32.1.2.0.192` is 192.0.2.1; `128.1.zz.db8.2001` is 2001:db8::1, where `zz` stands for the zeros (§ 4.1.1).
    private static func network(_ labels: ArraySlice<ArraySlice<UInt8>>) -> [UInt8]? {
        let words = labels.map { String(decoding: $0, as: UTF8.self) }
        guard let first = words.first, let length = Int(first), words.count >= 2 else { return nil }
        let parts = words.dropFirst().reversed()
        let isFour = parts.count == 4 && parts.allSatisfy { $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }
        var text = parts.joined(separator: isFour ? "." : ":")
        if !isFour {
            if text.hasPrefix("zz:") { text = ":" + text.dropFirst(2) }
            if text.hasSuffix(":zz") { text = text.dropLast(2) + ":" }
            text = text.replacing(":zz:", with: "::")
        }
        guard let address = IPAddress(text), (0...(isFour ? 32 : 128)).contains(length) else { return nil }
        return Array("\(address)/\(length)".utf8)
    }

    /// `300`, `1h`, `2w3d`.
    private static func isLife(_ word: [UInt8]) -> Bool {
        guard let first = word.first, first &- 0x30 < 10 else { return false }
        return word.allSatisfy { $0 &- 0x30 < 10 || [0x73, 0x6D, 0x68, 0x64, 0x77].contains($0 | 0x20) }
    }

    private static func lowered(_ word: [UInt8]) -> [UInt8] {
        word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    private func reject(_ reason: Reject.Reason, _ message: String, at offset: Int, into batch: inout ReadBatch) {
        batch.rejects.append(Reject(reason, place: "line \(lines)", offset: offset, message: message))
    }
}
