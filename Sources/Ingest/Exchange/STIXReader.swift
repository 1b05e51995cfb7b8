import Vocabulary

/// Reads STIX 2.0 and 2.1 bundles, and the envelopes of TAXII collections: objects stream, one bad object costs no
/// other.
///
/// Vulnerabilities, malware and reports become reports. Indicators are rows of the observations lane: each address,
/// name or hash that a pattern compares with is one. Other kinds of objects (relationships, identities, actors) are
/// passed over. An indicator marked more strictly than its feed is counted and matched with nobody, since findings bear
/// the feed's label. What bears a marking that is not defined yet waits for it, within bounds and at most for the
/// document's end; without a definition it counts as TLP:RED, and one reject says so. What was taken by a definition
/// that a later one makes stricter keeps its label: a reject at the later one says so.
/// Source: STIX Version 2.1 (OASIS Standard, 10 June 2021), § 4 (SDOs), § 7.2 (markings), § 9 (patterns); TAXII 2.1
/// § 3.7.
package struct STIXReader: DocumentReader {
    private static let waitingMax = 16_384
    private static let waitingBytesMax = 8 << 20

    private let context: DocumentContext
    private var items: JSONItems
    private var rows: IndicatorRows
    private var markings = STIXMarkings()
    /// What bears a marking without a definition so far, in the document's order.
    private var waiting: [(object: STIXObject, digest: Digest, item: JSONItem)] = []
    private var waitingBytes = 0

    package init(context: DocumentContext) {
        self.context = context
        items = JSONItems(context: context, list: "objects")
        rows = IndicatorRows(context: context)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        for piece in items.push(bytes) { take(piece, into: &batch) }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        for piece in items.finish() { take(piece, into: &batch) }
        settle(into: &batch)
        if let flaw = markings.flaw {
            batch.rejects.append(Reject(.missingField, place: context.name + ": markings", message: flaw))
        }
    }

    private mutating func take(_ piece: JSONItems.Piece, into batch: inout ReadBatch) {
        switch piece {
        case .reject(let reject): batch.rejects.append(reject)
        case .member: break
        case .item(let item):
            var found: STIXObject?
            var digest: Digest?
            item.read(context.name, into: &batch) { text, _ throws(JSONFailure) in
                found = try text.read { cursor throws(JSONFailure) in try STIXObject(&cursor) }
                digest = text.digest
            }
            if let found, let digest { sort(found, digest, item, into: &batch) }
        }
    }

    /// A definition is remembered; what gives something is taken now, or waits for its markings' definitions.
    private mutating func sort(_ object: STIXObject, _ digest: Digest, _ item: JSONItem, into batch: inout ReadBatch) {
        switch object.type {
        case "marking-definition":
            guard let flaw = markings.define(object) else { return }
            return batch.rejects.append(Reject(.badValue, place: item.place, offset: item.offset, message: flaw))
        case "indicator": if object.isRevoked { return }
        case "vulnerability", "malware", "report", "grouping": break
        default: return  // Proof: STIX types are text of an open vocabulary, not one of our enums.
        }
        if markings.isKnown(object.markings) { return take(object, digest, item, into: &batch) }
        waiting.append((object, digest, item))
        waitingBytes += item.bytes.count
        if waiting.count >= STIXReader.waitingMax || waitingBytes > STIXReader.waitingBytesMax { settle(into: &batch) }
    }

    /// Takes what waited: what is defined by now has its label, the rest the strictest.
    private mutating func settle(into batch: inout ReadBatch) {
        for (object, digest, item) in waiting { take(object, digest, item, into: &batch) }
        waiting = []
        waitingBytes = 0
    }

    private mutating func take(_ object: STIXObject, _ digest: Digest, _ item: JSONItem, into batch: inout ReadBatch) {
        let label = markings.label(of: object.markings)
        if object.type == "indicator" {
            takeIndicator(object, isAbove: label.map { $0 > context.feed.defaultTLP ?? .red } ?? false, item, &batch)
        } else {
            // A label that another object gave is part of what the source states: with another one it is a revision.
            let isOwn = label == markings.ownLabel(of: object.wholeMarkings)
            let stated = isOwn ? digest : CheckedJSON.digest(of: digest, with: label?.marking ?? "")
            var report = object.report(digest: stated, context: context)
            report.tlp = label
            DateDoubting.state(report.revised, received: context.received, in: &batch)
            batch.reports.append(report)
        }
    }

    private mutating func takeIndicator(
        _ object: STIXObject, isAbove: Bool, _ item: JSONItem, _ batch: inout ReadBatch
    ) {
        let time = object.validFrom ?? object.modified
        let literals = STIXPattern.literals(object.pattern)
        // What names nothing that is matched (processes, registry keys, another language) is counted all the same.
        for literal in literals.isEmpty ? [[]] : literals {
            item.bytes.withUnsafeBytes { raw in
                let isSecret = isAbove || literal.isEmpty
                rows.take(raw, place: item.place + ".pattern", at: item.offset, into: &batch, isSecret: isSecret) { _ in
                    IndicatorRow(text: literal, at: time, condition: object.meaning)
                }
            }
        }
    }
}
