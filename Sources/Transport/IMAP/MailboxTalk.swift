import Glibc
import Ingest

/// What one order says to a server, and what it makes of the answer. The connection stays for the next one.
struct MailboxTalk {
    let connection: MailboxConnection
    /// The mailbox that is open, and in which numbering.
    private var open: (mailbox: String, isReadOnly: Bool, validity: UInt32)?

    /// Bytes of a list's lines together.
    private static let listBytesMax = 64 << 20

    init(_ connection: MailboxConnection) { self.connection = connection }

    /// Carries out one order; returns the bytes that went into the file.
    mutating func run(_ work: MailboxWork) throws(FetchFailure) -> Int {
        let order = work.order
        // A list is what begins a poll: the mailbox is looked at anew.
        if case .list = order.question { open = nil }
        let validity = try select(order)
        if let wanted = order.validity, wanted != validity { throw .content("the server numbers its messages anew") }
        switch order.question {
        case .list(let from): return try list(from, validity, into: work)
        case .message(let uid): return try fetch(uid, "BODY.PEEK[]", into: work)
        case .head(let uid): return try fetch(uid, "BODY.PEEK[HEADER]", into: work)
        case .settle(let range, let how): return try settle(range, how)
        }
    }

    private mutating func select(_ order: MailboxOrder) throws(FetchFailure) -> UInt32 {
        if let open, open.mailbox == order.link.mailbox, open.isReadOnly == order.isReadOnly { return open.validity }
        var validity: UInt32?
        try connection.command("\(order.isReadOnly ? "EXAMINE" : "SELECT") \"\(order.link.mailbox)\"") { piece in
            if case .text(let line, _) = piece, let found = IMAPLine.code("UIDVALIDITY", in: line) { validity = found }
        }
        // RFC 3501 § 2.3.1.1: never 0.
        guard let validity, validity > 0 else { throw .badAnswer("the server names no UIDVALIDITY") }
        open = (order.link.mailbox, order.isReadOnly, validity)
        return validity
    }

    private func list(_ from: UInt32, _ validity: UInt32, into work: MailboxWork) throws(FetchFailure) -> Int {
        var lines: [UInt32: String] = [:]
        var bytes = 0
        // `*` is the last message even when it lies before `from` (§ 9, seq-range).
        try connection.command("UID FETCH \(from):* (UID RFC822.SIZE INTERNALDATE)") { piece throws(FetchFailure) in
            switch piece {
            case .literal(let part): bytes += part.count
            case .text(let line, _):
                bytes += line.count
                if let found = IMAPAttributes(line), let uid = found.uid, let size = found.size, uid >= from {
                    lines[uid] = "\(uid) \(size) \(found.date ?? "-")\n"
                    // Servers need not keep an order; what stays are the lowest numbers.
                    if lines.count >= 2 * MailboxOrder.listMax { lines = MailboxTalk.lowest(lines) }
                }
            }
            guard bytes <= MailboxTalk.listBytesMax else { throw .overLimit(bytes: MailboxTalk.listBytesMax) }
        }
        let sorted = MailboxTalk.lowest(lines).sorted { $0.key < $1.key }.map(\.value).joined()
        let text = Array("UIDVALIDITY \(validity)\n\(sorted)".utf8)
        try write(text[...], to: work.descriptor)
        return text.count
    }

    private static func lowest(_ lines: [UInt32: String]) -> [UInt32: String] {
        guard lines.count > MailboxOrder.listMax else { return lines }
        let kept = lines.keys.sorted().prefix(MailboxOrder.listMax)
        return Dictionary(kept.map { ($0, lines[$0] ?? "") }) { first, _ in first }
    }

    /// The first literal that follows `BODY[…]`; a server may say other things in between.
    private func fetch(_ uid: UInt32, _ section: String, into work: MailboxWork) throws(FetchFailure) -> Int {
        var (count, taken, isOpen) = (0, false, false)
        let wanted = section.replacing(".PEEK", with: "")
        try connection.command("UID FETCH \(uid) (UID \(section))") { piece throws(FetchFailure) in
            switch piece {
            case .text(let line, let literal):
                let text = String(decoding: line.suffix(64), as: UTF8.self).uppercased().trimmingSuffix(" ")
                isOpen = !taken && literal != nil && text.hasSuffix(wanted)
                if isOpen, let literal, literal > work.bytesMax { throw .overLimit(bytes: work.bytesMax) }
                taken = taken || isOpen
            case .literal(let part):
                guard isOpen else { return }
                try write(part, to: work.descriptor)
                count += part.count
            }
        }
        return count
    }

    private func settle(_ range: ClosedRange<UInt32>, _ how: MailboxSettling) throws(FetchFailure) -> Int {
        let uids = "\(range.lowerBound):\(range.upperBound)"
        switch how {
        case .leave: break
        case .seen: try connection.command("UID STORE \(uids) +FLAGS.SILENT (\\Seen)") { _ in }
        // RFC 6851.
        case .move(let folder): try connection.command("UID MOVE \(uids) \"\(folder)\"") { _ in }
        }
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

extension String {
    fileprivate func trimmingSuffix(_ blank: Character) -> String {
        String(self[..<(lastIndex { $0 != blank }.map { index(after: $0) } ?? startIndex)])
    }
}
