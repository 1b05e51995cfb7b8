import Testing
import Vocabulary

@testable import Ingest

/// A mailbox as a table; drives the machine as the pipeline does.
private struct ScriptedMailbox {
    var validity: UInt32 = 7
    var next: UInt32?
    /// Another numbering at each look.
    var isUnsteady = false
    private let looks = Looks()

    private final class Looks { var count: UInt32 = 0 }

    var messages: [(uid: UInt32, size: Int, date: String)] = []
    var failures: [UInt32: FetchFailure] = [:]
    var gone: Set<UInt32> = []
    var settleFails = false
    /// Stops before so many requests for a message, as a limit or a crash does.
    var stopsAfter = Int.max
    var settling = MailboxSettling.leave
    var since: Instant?

    struct Run {
        var asked: [String] = []
        var stored: [String] = []
        var cut: [Int] = []
        var ending: SourceEnding?
        var memory: [String: SourceMemory]
    }

    func run(_ memory: [String: SourceMemory] = [:]) throws -> Run {
        var feed = followed("imaps://mail.example/INBOX", .imap, .arf)
        feed.limits = FeedLimits(isMail: true)
        feed.source.settling = settling
        feed.source.since = since
        let link = try #require(MailboxLink("imaps://mail.example/INBOX"))
        var machine = MailboxSource(link: link, feed: feed, memory: memory)
        var run = Run(memory: memory)
        var input = SourceInput.begin
        var rests = 0
        while true {
            switch machine.step(input) {
            case .ask(let request):
                rests += request.isRestPoint ? 1 : 0
                if rests > stopsAfter { return run }
                let order = try #require(request.mail)
                run.asked.append(text(order))
                input = .answered(answer(order))
            case .check: Issue.record("a mailbox has no signatures")
            case .store(let document):
                run.stored.append(document.name)
                if let cut = document.check?.cutFrom { run.cut.append(cut) }
                remember(document.marks, &run.memory)
                input = .stored
            case .mark(let marks):
                remember(marks, &run.memory)
                input = .stored
            case .done(let ending):
                run.ending = ending
                return run
            }
        }
    }

    private var numbering: String {
        looks.count += 1
        let validity = isUnsteady ? validity + looks.count : validity
        return "UIDVALIDITY \(validity)" + (next.map { " UIDNEXT \($0)" } ?? "")
    }

    private func text(_ order: MailboxOrder) -> String {
        switch order.question {
        case .list(let from): "list \(from)"
        case .message(let uid): "message \(uid)"
        case .head(let uid): "head \(uid)"
        case .settle(let range, _): "settle \(range.lowerBound)-\(range.upperBound)"
        }
    }

    private func answer(_ order: MailboxOrder) -> SourceAnswer {
        switch order.question {
        case .list(let from):
            let lines = messages.filter { $0.uid >= from }.map { "\($0.uid) \($0.size) \($0.date)\n" }.joined()
            return .body(SourceBody(bytes: Array("\(numbering)\n\(lines)".utf8)))
        case .message(let uid):
            if let failure = failures[uid] { return .failed(failure) }
            var body = SourceBody(bytes: [])
            body.count = gone.contains(uid) ? 0 : 10
            return .body(body)
        case .head: return .body(SourceBody(bytes: []))
        case .settle: return settleFails ? .failed(.content("no such folder")) : .body(SourceBody(bytes: []))
        }
    }

    private func remember(_ marks: SourceMarks, _ memory: inout [String: SourceMemory]) {
        for (part, mark) in marks.reached { memory[part] = SourceMemory(mark: mark) }
        for (part, mark) in marks.failed {
            let known = memory[part]
            let failures = known?.tried == mark ? (known?.failures ?? 0) + 1 : 1
            memory[part] = SourceMemory(mark: known?.mark, tried: mark, failures: failures)
        }
    }
}

@Suite struct `Mailboxes followed` {
    private func mailbox(_ uids: UInt32...) -> ScriptedMailbox {
        var box = ScriptedMailbox()
        box.messages = uids.map { ($0, 1000, "20-Nov-2026 10:00:00 +0000") }
        return box
    }

    private func name(_ uid: Int, _ validity: Int = 7) -> String { "INBOX;UIDVALIDITY=\(validity);UID=\(uid)" }

    @Test func `each message is taken once, in order, and the next poll begins behind it`() throws {
        var box = mailbox(2, 5, 9)
        let first = try box.run()
        #expect(first.asked == ["list 1", "message 2", "message 5", "message 9"])
        #expect(first.stored == [name(2), name(5), name(9)] && first.ending?.failure == nil)
        #expect(first.memory["taken"]?.mark == "7:9")
        #expect(try box.run(first.memory).asked == ["list 10"])
        box.messages.append((12, 1000, "21-Nov-2026 10:00:00 +0000"))
        #expect(try box.run(first.memory).stored == [name(12)])
    }

    @Test func `stopped anywhere, it goes on behind the last durable message`() throws {
        for stop in 0...3 {
            var box = mailbox(2, 5, 9)
            box.stopsAfter = stop
            let first = try box.run()
            box.stopsAfter = Int.max
            #expect(first.stored + (try box.run(first.memory)).stored == [name(2), name(5), name(9)])
        }
    }

    @Test func `a mailbox that numbers anew is looked at from its beginning`() throws {
        var box = mailbox(2, 5)
        let first = try box.run()
        box.validity = 8
        box.messages = [(1, 1000, "-"), (2, 1000, "-"), (3, 1000, "-")]
        let second = try box.run(first.memory)
        #expect(second.asked == ["list 6", "list 1", "message 1", "message 2", "message 3"])
        #expect(second.stored == [name(1, 8), name(2, 8), name(3, 8)] && second.memory["taken"]?.mark == "8:3")
        #expect(second.ending?.notes.count == 1)
    }

    @Test func `a mailbox that numbers anew at each look is looked at twice, and the poll fails`() throws {
        var box = mailbox(2, 5)
        let first = try box.run()
        box.isUnsteady = true
        let second = try box.run(first.memory)
        #expect(second.asked == ["list 6", "list 1"] && second.stored.isEmpty && second.memory == first.memory)
        guard case .content = second.ending?.failure else { throw Unexpected() }
    }

    private struct Unexpected: Error {}

    @Test func `of a message that is too large the header alone is kept, and it is not asked for again`() throws {
        var box = mailbox(1, 2)
        box.messages[0].size = 60 << 20
        // A server that lies about the size is found out while the message comes.
        box.failures[2] = .overLimit(bytes: 25 << 20)
        let run = try box.run()
        #expect(run.asked == ["list 1", "head 1", "message 2", "head 2"])
        #expect(run.cut == [60 << 20, 1000] && run.ending?.failure == nil && run.ending?.notes.count == 2)
        #expect(try box.run(run.memory).asked == ["list 3"])
    }

    @Test func `one that cannot be had while others can is tried again, eight polls long`() throws {
        var box = mailbox(1, 2, 3)
        box.failures[2] = .deadline(seconds: 60)
        var run = try box.run()
        #expect(run.stored == [name(1), name(3)] && run.ending?.failure == nil)
        for poll in 2...8 {
            box.messages.append((UInt32(poll) + 10, 1000, "-"))
            run = try box.run(run.memory)
            #expect(run.asked.contains("message 2"), "poll \(poll)")
        }
        box.messages.append((99, 1000, "-"))
        #expect(try box.run(run.memory).asked.first == "list 19")
        box.failures = [:]
        var healed = mailbox(1, 2, 3)
        healed.failures[2] = .deadline(seconds: 60)
        let before = try healed.run()
        healed.failures = [:]
        let after = try healed.run(before.memory)
        #expect(after.asked == ["list 2", "message 2"] && after.memory["taken"]?.mark == "7:3")
        #expect(try healed.run(after.memory).asked == ["list 4"])
    }

    @Test func `when nothing behind can be had it is the server's fault, and nothing is given up`() throws {
        var box = mailbox(1, 2, 3)
        for uid in UInt32(1)...3 { box.failures[uid] = .network("broke") }
        var memory: [String: SourceMemory] = [:]
        for _ in 0..<20 {
            let run = try box.run(memory)
            #expect(run.ending?.failure == .network("broke"))
            memory = run.memory
        }
        box.failures = [:]
        #expect(try box.run(memory).stored == [name(1), name(2), name(3)])
    }

    @Test func `messages are marked in the mailbox only when they are durable, and again after a crash`() throws {
        var box = mailbox(2, 3, 5)
        box.settling = .seen
        let run = try box.run()
        #expect(run.asked == ["list 1", "message 2", "message 3", "message 5", "settle 1-5"])
        #expect(try box.run(run.memory).asked == ["list 6"])
        // Stopped between the last message and the mark.
        var memory = run.memory
        memory["settled"] = SourceMemory(mark: "7:3")
        #expect(try box.run(memory).asked == ["list 6", "settle 4-5"])
        box.failures[3] = .deadline(seconds: 60)
        let holed = try box.run()
        #expect(holed.asked.suffix(2) == ["settle 1-2", "settle 4-5"] || holed.asked.last == "settle 4-5")
        #expect(holed.asked.contains("settle 1-2") && !holed.asked.contains("settle 1-5"))
        box.failures = [:]
        #expect(try box.run(holed.memory).asked == ["list 3", "message 3", "settle 3-3"])
        box.settleFails = true
        let failing = try box.run()
        #expect(failing.ending?.failure == nil && failing.ending?.notes.count == 1 && failing.stored.count == 3)
    }

    @Test func `a first poll passes over what is older than its day; one that is gone costs nothing`() throws {
        var box = mailbox(1, 2, 3)
        box.messages[0].date = "17-Jul-1996 02:44:25 -0700"
        box.messages[1].date = " 1-Nov-2026 00:00:00 +0400"
        box.since = Instant("2026-11-01T00:00:00Z")
        let run = try box.run()
        #expect(run.stored == [name(3)])
        var empty = mailbox(4)
        empty.gone = [4]
        let gone = try empty.run()
        #expect(gone.stored.isEmpty && gone.memory["taken"]?.mark == "7:4" && gone.ending?.failure == nil)
    }

    @Test func `one that is listed and not given is asked for again, and never marked as taken`() throws {
        var box = mailbox(1, 2, 3)
        box.settling = .seen
        box.gone = [2, 3]
        let first = try box.run()
        #expect(first.stored == [name(1)] && first.asked.last == "settle 1-1" && first.memory["taken"]?.mark == "7:3")
        box.gone = [3]
        let second = try box.run(first.memory)
        #expect(second.asked == ["list 2", "message 2", "message 3", "settle 2-2"] && second.stored == [name(2)])
        // The next list says that it was expunged; after eight polls nobody asks any more.
        box.messages.removeLast()
        var memory = second.memory
        for _ in 3...8 {
            let run = try box.run(memory)
            #expect(run.asked == ["list 3"] && run.ending?.failure == nil)
            memory = run.memory
        }
        #expect(try box.run(memory).asked == ["list 4"])
    }

    @Test func `a list of thousands that are never given leaves no more than a hundred to ask for again`() throws {
        var box = ScriptedMailbox()
        box.messages = (1...3000).map { ($0, 1000, "-") }
        box.gone = Set(1...3000)
        let first = try box.run()
        #expect(first.memory["taken"]?.mark == "7:3000" && first.memory.count < 110)
        #expect(try box.run(first.memory).asked.count < 110)
    }

    @Test func `numbers that are given again are seen, and what came under them is taken`() throws {
        var box = mailbox(1, 2, 9)
        box.next = 10
        let first = try box.run()
        #expect(try box.run(first.memory).asked == ["list 10"])
        // From a backup: the last ones are gone, and a new one has the number of an old one.
        box.messages = [(1, 1000, "-"), (2, 1000, "-"), (3, 1000, "-")]
        box.next = 4
        let second = try box.run(first.memory)
        #expect(second.asked == ["list 10", "list 1", "message 1", "message 2", "message 3"])
        #expect(second.memory["taken"]?.mark == "7:3" && second.ending?.notes.count == 1)
        #expect(try box.run(second.memory).asked == ["list 4"])
    }

    @Test(arguments: [
        ("imaps://mail.example", "imaps://mail.example:993/INBOX"), ("imap://h:1143/a.b", "imap://h:1143/a.b"),
        ("imap://127.0.0.1/Junk%20", "imap://127.0.0.1:143/Junk%20"), ("imaps://[2001:db8::1]:1/x", nil),
        ("imaps://user@mail.example/INBOX", nil), ("imaps://mail.example/a\"b", nil), ("https://mail.example/", nil),
        ("imaps://mail.example/INBOX;UID=1", nil), ("imaps:///INBOX", nil), ("imaps://h/a\r\nLOGOUT", nil),
    ])
    func `an address of a mailbox is one or none`(text: String, wanted: String?) {
        if text.contains("[") {
            #expect(MailboxLink(text)?.endpoint == "[2001:db8::1]:1")
        } else {
            #expect(MailboxLink(text)?.text == wanted)
        }
    }
}
