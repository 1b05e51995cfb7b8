import Vocabulary

/// Follows a mailbox over IMAP: what came since the last poll, message by message in the order of their UIDs.
///
/// **Marks.** `taken`: `VALIDITY:UID`, up to which everything is durable; it moves in the transaction that makes a
/// message durable (I1). `settled`: up to which messages were marked in the mailbox. `message UID`: one that could not
/// be had while others could, tried again in later polls. When the server numbers anew (UIDVALIDITY), or gives numbers
/// again that it gave before (UIDNEXT), all messages are asked for again; the same bytes are the same document, so
/// nothing doubles.
/// Source: RFC 3501 §§ 2.3.1.1, 6.4.8.
struct MailboxSource: SourceProtocol {
    private enum Place { case start, list, message, head, settle }

    private let link: MailboxLink
    private let settling: MailboxSettling
    private let bytesMax: Int
    private let since: Instant?
    private var memory: [String: SourceMemory]
    private var place = Place.start
    private var validity: UInt32 = 0
    private var taken: UInt32 = 0
    private var settled: UInt32 = 0
    /// The last one is taken first.
    private var due: [MailboxListing.Message] = []
    private var current: MailboxListing.Message?
    /// Failed since the last one that could be had; only that one tells whether it was them or the server.
    private var failing: [UInt32] = []
    /// Numbers that are not marked in the mailbox, because they are not durable here.
    private var missing: Set<UInt32> = []
    /// Durable now, and below `settled`.
    private var late: [UInt32] = []
    private var settlingTo: UInt32 = 0
    /// Parts that the mailbox still has: all but messages that were tried before and are listed no more.
    private var listed: Set<String>?
    /// All messages are looked at again in this poll, because their numbers mean others now.
    private var isAnew = false
    private var notes = SourceNotes()

    private static let failuresInARowMax = 5
    private static let missingMax = 100

    init(link: MailboxLink, feed: FeedDescription, memory: [String: SourceMemory]) {
        self.link = link
        self.memory = memory
        settling = feed.source.settling
        bytesMax = feed.limits.documentBytesMax
        since = feed.source.since
        if let mark = MailboxSource.mark(memory["taken"]?.mark) { (validity, taken) = mark }
        if let mark = MailboxSource.mark(memory["settled"]?.mark), mark.0 == validity { settled = mark.1 }
    }

    mutating func step(_ input: SourceInput) -> SourceStep {
        switch (place, input) {
        case (.start, _): return list(from: min(taken, retried.min().map { $0 - 1 } ?? taken) &+ 1)
        case (.list, .answered(.body(let body))): return choose(body.bytes)
        case (.list, .answered(.failed(let failure))): return .done(SourceEnding(failure: failure))
        case (.message, .answered(.body(let body))): return body.count == 0 ? gone() : store(cut: nil)
        case (.message, .answered(.failed(.overLimit))): return askHead()
        case (.head, .answered(.body)): return store(cut: current?.size ?? 0)
        case (.message, .answered(.failed(let failure))), (.head, .answered(.failed(let failure))):
            return failed(failure)
        case (.settle, .answered(.failed(let failure))):
            notes.add("messages could not be marked as taken: \(failure)")
            return .done(SourceEnding(notes: notes.all))
        case (.settle, .answered(.body)):
            settled = max(settled, settlingTo)
            return .mark(SourceMarks(reached: ["settled": "\(validity):\(settled)"]))
        case (.list, _), (.message, _), (.head, _), (.settle, _): return next()
        }
    }

    private mutating func list(from uid: UInt32) -> SourceStep {
        place = .list
        return ask(.list(from: max(1, uid)), validity: nil, reads: 2 << 20)
    }

    private func ask(
        _ question: MailboxOrder.Question, validity: UInt32?, reads: Int = 0, isHeld: Bool = false, rests: Bool = false
    ) -> SourceStep {
        let order = MailboxOrder(link, validity: validity, question, isReadOnly: settling == .leave)
        return .ask(SourceRequest(order, reads: reads, isHeld: isHeld, rests: rests))
    }

    /// UIDs below `taken` that could not be had and are not given up.
    private var retried: [UInt32] {
        memory.compactMap { part, known in
            guard known.mark == nil, known.tried == String(validity), !known.isGivenUp(at: String(validity)) else {
                return nil
            }
            return MailboxSource.uid(part)
        }
    }

    private mutating func choose(_ bytes: [UInt8]) -> SourceStep {
        guard let listing = MailboxListing(bytes) else {
            return .done(SourceEnding(failure: .content("the server names no UIDVALIDITY")))
        }
        if let step = numbering(of: listing) { return step }
        let again = Set(retried)
        let isNew = memory["taken"] == nil
        var messages: [MailboxListing.Message] = []
        for message in listing.messages where message.uid > taken || again.contains(message.uid) {
            let date = MailDate.read(message.date.replacing("-", with: " ", maxReplacements: 2))
            if isNew, let since, let date, date < since {
                taken = max(taken, message.uid)
            } else {
                messages.append(message)
            }
        }
        missing = Set(memory.keys.compactMap(MailboxSource.uid).filter { memory["message \($0)"]?.mark == nil })
        due = messages.sorted { $0.uid > $1.uid }
        place = .message
        var marks = SourceMarks()
        if isNew {
            settled = taken
            marks.reached = ["taken": "\(validity):\(taken)", "settled": "\(validity):\(taken)"]
        }
        // Not listed any more, so most likely expunged: that too counts as a try, and ends with the last one.
        let gone = again.subtracting(messages.map(\.uid))
        for uid in gone { marks.failed["message \(uid)"] = String(validity) }
        listed = Set(memory.keys).union(["taken", "settled"]).subtracting(gone.map { "message \($0)" })
        return marks == SourceMarks() ? next() : .mark(marks)
    }

    /// What to do first where the numbers known here mean other messages now; nil when they mean the same.
    private mutating func numbering(of listing: MailboxListing) -> SourceStep? {
        let isFirst = validity == 0
        if listing.validity != validity {
            if !isFirst { notes.add("the server numbers its messages anew; all are looked at again") }
        } else if let next = listing.next, next > 0, next <= taken {
            // A server that came back from a backup may do so (RFC 3501 § 2.3.1.1 forbids it): what comes now would
            // never be asked for.
            notes.add("the server gives numbers again that it gave before; all messages are looked at again")
        } else {
            return nil
        }
        // A server that does so at each look would have us look for ever.
        if isAnew {
            return .done(SourceEnding(failure: .content("the server numbers its messages anew again and again")))
        }
        (validity, taken, settled, isAnew) = (listing.validity, 0, 0, true)
        memory = [:]
        return isFirst ? nil : list(from: 1)
    }

    private mutating func next() -> SourceStep {
        place = .message
        current = due.popLast()
        guard let message = current else { return settle() }
        if message.size > bytesMax { return askHead() }
        return ask(.message(uid: message.uid), validity: validity, isHeld: true, rests: true)
    }

    private mutating func askHead() -> SourceStep {
        place = .head
        return ask(.head(uid: current?.uid ?? 0), validity: validity, isHeld: true, rests: true)
    }

    private mutating func store(cut: Int?) -> SourceStep {
        guard let message = current else { return next() }
        var document = SourceDocument(
            name: "\(link.mailbox);UIDVALIDITY=\(validity);UID=\(message.uid)", marks: marks(behind: message.uid))
        if let cut {
            document.check = DocumentCheck(cutFrom: max(cut, message.size), accepted: bytesMax)
            notes.add("message \(message.uid) has more than \(bytesMax) bytes and was not fetched")
        }
        place = .message
        return .store(document)
    }

    /// Listed, and not given: expunged since, or the server does not tell the truth. The next list says which; while it
    /// is listed, it is asked for again.
    private mutating func gone() -> SourceStep {
        guard let message = current else { return next() }
        place = .message
        // Of so many at once the server is believed: what is remembered of it stays bounded.
        if missing.count < MailboxSource.missingMax { failing.append(message.uid) }
        return .mark(marks(behind: message.uid, isDurable: false))
    }

    private mutating func marks(behind uid: UInt32, isDurable: Bool = true) -> SourceMarks {
        if isDurable, uid <= settled { late.append(uid) }
        taken = max(taken, uid)
        var marks = SourceMarks(reached: ["taken": "\(validity):\(taken)"])
        if isDurable {
            if memory["message \(uid)"] != nil { marks.reached["message \(uid)"] = String(validity) }
            missing.remove(uid)
        }
        for uid in failing { marks.failed["message \(uid)"] = String(validity) }
        missing.formUnion(failing)
        failing = []
        return marks
    }

    private mutating func failed(_ failure: FetchFailure) -> SourceStep {
        guard let message = current else { return next() }
        notes.add("message \(message.uid): \(failure)")
        failing.append(message.uid)
        // Nothing behind it could be had in this poll: it may be the server, and it all stays to be asked for.
        if failure.isOfTheSource || failing.count >= MailboxSource.failuresInARowMax || due.isEmpty {
            return .done(SourceEnding(failure: failure, notes: notes.all))
        }
        return next()
    }

    /// Marks what is durable: those that were late one by one, then ranges between the numbers that are not durable.
    private mutating func settle() -> SourceStep {
        guard settling != .leave else { return .done(SourceEnding(notes: notes.all, listed: listed)) }
        place = .settle
        if let uid = late.popLast() {
            settlingTo = 0
            return ask(.settle(uid...uid, settling), validity: validity)
        }
        var first = settled &+ 1
        while first < taken, missing.contains(first) { first += 1 }
        guard first <= taken, settled < taken, !missing.contains(first) else {
            return .done(SourceEnding(notes: notes.all, listed: listed))
        }
        settlingTo = missing.filter { $0 > first && $0 <= taken }.min().map { $0 - 1 } ?? taken
        return ask(.settle(first...settlingTo, settling), validity: validity)
    }

    private static func mark(_ text: String?) -> (UInt32, UInt32)? {
        let parts = text?.split(separator: ":").compactMap { UInt32($0) } ?? []
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    private static func uid(_ part: String) -> UInt32? {
        part.hasPrefix("message ") ? UInt32(part.dropFirst(8)) : nil
    }
}
