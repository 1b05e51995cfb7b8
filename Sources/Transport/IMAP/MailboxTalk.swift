import Glibc
import Ingest

/// What one order says to a server, and what it makes of the answer. The connection stays for the next one.
struct MailboxTalk {
    let connection: MailboxConnection
    /// The mailbox that is open, and in which numbering.
    private var open: (mailbox: String, isReadOnly: Bool, validity: UInt32, next: UInt32?)?

    /// Bytes that a server may say to one command, beside a message.
    private static let wordsMax = 1 << 20
    /// The same for a list.
    private static let listBytesMax = 64 << 20

    init(_ connection: MailboxConnection) { self.connection = connection }

    /// Carries out one order; returns the bytes that went into the file.
    mutating func run(_ work: MailboxWork) throws(FetchFailure) -> Int {
        let order = work.order
        // A list is what begins a poll: the mailbox is looked at anew.
        if case .list = order.question { open = nil }
        let (validity, next) = try select(order)
        if let wanted = order.validity, wanted != validity { throw .content("the server numbers its messages anew") }
        switch order.question {
        case .list(let from): return try list(from, validity, next, into: work)
        case .message(let uid): return try fetch(uid, "BODY.PEEK[]", into: work)
        case .head(let uid): return try fetch(uid, "BODY.PEEK[HEADER]", into: work)
        case .settle(let range, let how): return try settle(range, how)
        }
    }

    private mutating func select(_ order: MailboxOrder) throws(FetchFailure) -> (validity: UInt32, next: UInt32?) {
        if let open, open.mailbox == order.link.mailbox, open.isReadOnly == order.isReadOnly {
            return (open.validity, open.next)
        }
        var (validity, next): (UInt32?, UInt32?)
        let verb = order.isReadOnly ? "EXAMINE" : "SELECT"
        try connection.command("\(verb) \"\(order.link.mailbox)\"", answerMax: MailboxTalk.wordsMax) { piece in
            guard case .text(let line, _) = piece else { return }
            validity = IMAPLine.code("UIDVALIDITY", in: line) ?? validity
            next = IMAPLine.code("UIDNEXT", in: line) ?? next
        }
        // RFC 3501 § 2.3.1.1: never 0.
        guard let validity, validity > 0 else { throw .badAnswer("the server names no UIDVALIDITY") }
        open = (order.link.mailbox, order.isReadOnly, validity, next)
        return (validity, next)
    }

    private func list(
        _ from: UInt32, _ validity: UInt32, _ next: UInt32?, into work: MailboxWork
    ) throws(FetchFailure) -> Int {
        var lines: [UInt32: String] = [:]
        // `*` is the last message even when it lies before `from` (§ 9, seq-range).
        let words = "UID FETCH \(from):* (UID RFC822.SIZE INTERNALDATE)"
        try connection.command(words, answerMax: MailboxTalk.listBytesMax) { piece throws(FetchFailure) in
            guard case .text(let line, _) = piece, let found = IMAPAttributes(line), let uid = found.uid, uid >= from
            else { return }
            // What the server tells of a message unasked has no size, and a size that is no number is none.
            guard found.size != nil || lines[uid] == nil else { return }
            lines[uid] = "\(uid) \(max(0, found.size ?? 0)) \(found.date ?? "-")\n"
            // Servers need not keep an order; what stays are the lowest numbers.
            if lines.count >= 2 * MailboxOrder.listMax { lines = MailboxTalk.lowest(lines) }
        }
        let sorted = MailboxTalk.lowest(lines).sorted { $0.key < $1.key }.map(\.value).joined()
        let text = Array("UIDVALIDITY \(validity)\(next.map { " UIDNEXT \($0)" } ?? "")\n\(sorted)".utf8)
        try write(text[...], to: work.descriptor)
        return text.count
    }

    private static func lowest(_ lines: [UInt32: String]) -> [UInt32: String] {
        guard lines.count > MailboxOrder.listMax else { return lines }
        let kept = lines.keys.sorted().prefix(MailboxOrder.listMax)
        return Dictionary(kept.map { ($0, lines[$0] ?? "") }) { first, _ in first }
    }

    /// The section's bytes go into the file; 0 when there is no such message.
    private func fetch(_ uid: UInt32, _ section: String, into work: MailboxWork) throws(FetchFailure) -> Int {
        var fetch = IMAPFetch(uid: uid, section: section.replacing(".PEEK", with: ""), bytesMax: work.bytesMax)
        let words = "UID FETCH \(uid) (UID \(section))"
        try connection.command(words, answerMax: work.bytesMax + MailboxTalk.wordsMax) { piece throws(FetchFailure) in
            switch try fetch.take(piece) {
            case .nothing: break
            case .write(let part): try write(part, to: work.descriptor)
            case .drop:
                guard ftruncate(work.descriptor, 0) == 0, lseek(work.descriptor, 0, SEEK_SET) == 0 else {
                    throw .local(SystemError.text(errno))
                }
            }
        }
        return try fetch.finish() ?? 0
    }

    private func settle(_ range: ClosedRange<UInt32>, _ how: MailboxSettling) throws(FetchFailure) -> Int {
        let uids = "\(range.lowerBound):\(range.upperBound)"
        let command: String
        switch how {
        case .leave: return 0
        case .seen: command = "UID STORE \(uids) +FLAGS.SILENT (\\Seen)"
        // RFC 6851.
        case .move(let folder): command = "UID MOVE \(uids) \"\(folder)\""
        }
        // A server says a line for each message.
        try connection.command(command, answerMax: MailboxTalk.listBytesMax) { _ in }
        return 0
    }

    private func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(FetchFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .local(SystemError.text(errno)) }
            rest = rest.dropFirst(count)
        }
    }
}
