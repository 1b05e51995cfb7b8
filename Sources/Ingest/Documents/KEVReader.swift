import Vocabulary

/// Reads the catalogue of known exploited vulnerabilities: one report for each entry.
///
/// The document streams; entries that come before `dateReleased` wait for it, at most 100,000. A report's `revised` is
/// the catalogue's release time, so the newest catalogue wins in whatever order they arrive.
/// Source: CISA Known Exploited Vulnerabilities catalogue (JSON schema of `kev-data`).
package struct KEVReader: DocumentReader {
    private static let waitingMax = 100_000
    private let context: DocumentContext
    private var splitter: JSONListSplitter
    private var released: Instant?
    private var waiting: [Report] = []
    private var tooMany = false
    private var isFlawed = false
    /// What the document is instead, by a member that no catalogue has; nil while it may be one.
    private var foreignKind: String?

    package init(context: DocumentContext) {
        self.context = context
        splitter = JSONListSplitter(list: "vulnerabilities", itemBytesMax: context.feed.limits.itemBytesMax)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        for piece in splitter.push(bytes) { take(piece, into: &batch) }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        for piece in splitter.finish() { take(piece, into: &batch) }
        if isForeign {
            batch.skipped.append("\(context.name): \(foreignKind ?? "no member `vulnerabilities`"), no KEV catalogue")
            return
        }
        release(at: released ?? context.received, into: &batch)
        if splitter.foundList {
            batch.documents += 1
        } else if !isFlawed {
            let message = "no member `vulnerabilities`: this is no KEV catalogue"
            batch.rejects.append(Reject(.notThisFormat, place: context.name, message: message))
        }
    }

    /// Whether this stands beside the catalogues of a folder or archive and is none itself.
    private var isForeign: Bool {
        context.isMember && (foreignKind != nil || !splitter.foundList && !isFlawed)
    }

    /// Members at the top of the field's other documents, of which CSAF has a list `vulnerabilities` too.
    private static let foreignMembers: [String: String] = [
        "document": "a CSAF document", "cveMetadata": "a CVE record", "dataType": "a CVE record",
    ]

    private mutating func take(_ piece: JSONListSplitter.Piece, into batch: inout ReadBatch) {
        switch piece {
        case .member("dateReleased", let offset, let bytes): readReleased(bytes, at: offset, into: &batch)
        case .member(let name, _, _): foreignKind = foreignKind ?? KEVReader.foreignMembers[name]
        case .flaw where context.isMember && foreignKind != nil: break
        case .flaw(let index, let failure):
            isFlawed = true
            batch.rejects.append(reject(failure, index: index, item: nil))
        case .item where context.isMember && foreignKind != nil: break
        case .item(let index, let offset, let bytes): readItem(bytes, index: index, at: offset, into: &batch)
        }
    }

    private mutating func readReleased(_ bytes: [UInt8], at offset: Int, into batch: inout ReadBatch) {
        do throws(JSONFailure) {
            let time = try CheckedJSON(bytes).read { cursor throws(JSONFailure) in try cursor.readInstant() }
            released = time
            DateDoubting.state(time, received: context.received, in: &batch)
            release(at: time, into: &batch)
        } catch {
            batch.rejects.append(
                Reject(error.code, place: "dateReleased", offset: offset + error.offset, message: error.message))
        }
    }

    private mutating func release(at time: Instant, into batch: inout ReadBatch) {
        for var report in waiting {
            report.revised = time
            batch.reports.append(report)
        }
        waiting = []
    }

    private mutating func readItem(_ bytes: [UInt8], index: Int, at offset: Int, into batch: inout ReadBatch) {
        guard index < context.feed.limits.itemsMax else {
            return rejectRest(over: context.feed.limits.itemsMax, index: index, at: offset, into: &batch)
        }
        do throws(JSONFailure) {
            let text = try CheckedJSON(bytes)
            let entry = try text.read { cursor throws(JSONFailure) in try KEVEntry(&cursor) }
            let report = entry.report(digest: text.digest, revised: released ?? context.received)
            if released != nil {
                batch.reports.append(report)
            } else if waiting.count < KEVReader.waitingMax {
                waiting.append(report)
            } else {
                rejectRest(over: KEVReader.waitingMax, index: index, at: offset, into: &batch)
            }
        } catch {
            batch.rejects.append(reject(error.shifted(by: offset), index: index, item: (bytes, offset)))
        }
    }

    /// One reject stands for all entries that are too many.
    private mutating func rejectRest(over limit: Int, index: Int, at offset: Int, into batch: inout ReadBatch) {
        guard !tooMany else { return }
        tooMany = true
        let message = "more than \(limit) entries; this one and the following are left out"
        batch.rejects.append(
            Reject(.overLimit, place: "vulnerabilities[\(index)]", offset: offset, message: message))
    }

    private func reject(_ failure: JSONFailure, index: Int?, item: (bytes: [UInt8], offset: Int)?) -> Reject {
        var place = index.map { "vulnerabilities[\($0)]" } ?? context.name
        if let item {
            let path = JSONPlace.path(to: failure.offset - item.offset, in: item.bytes)
            if !path.isEmpty { place += path.hasPrefix("[") ? path : "." + path }
        }
        return Reject(failure.code, place: place, offset: failure.offset, message: failure.message)
    }
}
