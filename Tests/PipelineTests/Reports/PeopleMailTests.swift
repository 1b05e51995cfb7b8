import Coordinate
import Foundation
import Notify
import Storage
import Testing
import Vocabulary

@testable import Ingest
@testable import Pipeline

/// Mails handed in as a mailbox's messages; what becomes of them, with receipts in a scripted channel.
@Suite struct PeopleMailTests {
    private static let feed = """
        publisher: Test
        kind: user
        country: AZ
        format: mail
        interval: 1h
        licence: none
        tlp: AMBER+STRICT
        reliability: F
        """

    private let bench: NoticeBench
    private let id = FeedID(unchecked: "people")

    init() async throws {
        // The maildrop stands in for a relay: a site without any way sends no receipts.
        bench = try await NoticeBench.make(feeds: ["people": Self.feed], maildrop: true)
        try await bench.engine.store.setFeed(id, released: true, at: bench.engine.now(), entries: [])
    }

    @discardableResult
    private func bring(_ text: String) async throws -> MailRow {
        let store = bench.engine.store
        let draft = try store.beginRaw(bytesMax: 1 << 20)
        let bytes = Array(text.replacing("\n", with: "\r\n").utf8)
        try bytes.withUnsafeBytes { try draft.append($0) }
        let outcome = try await store.intake(
            DocumentIntake(
                feed: id, digest: try draft.commit(), name: "mail", received: bench.engine.now(), bytes: bytes.count))
        let document =
            switch outcome {
            case .new(let document), .known(let document): document
            }
        try await bench.engine.readDocument(document)
        return try #require(try await store.mails(MailQuery()).first { $0.document == document })
    }

    private func mail(_ number: Int, from: String = "leyla@home.example", _ head: String = "") -> String {
        "From: <\(from)>\nMessage-ID: <m\(number)@home.example>\nSubject: Report \(number)\n\(head)\nWords \(number).\n"
    }

    private func send() async throws -> [SealedMessage] {
        let channel = ScriptedChannel()
        try await Notifier(engine: bench.engine, channels: [.maildrop: channel]).drain()
        return channel.seen
    }

    @Test func `a person's mail is a report with number, case and one receipt`() async throws {
        let row = try await bring(mail(1))
        let number = try #require(row.number)
        #expect(row.outcome == .report && SpokenNumber(number)?.series == .report)
        let report = try #require(try await bench.engine.store.report(feed: id, sourceID: number))
        #expect(report.title == "Report 1" && report.caseNumber != nil)
        let sent = try await send()
        #expect(sent.map(\.recipient) == ["leyla@home.example"] && sent.map(\.sender) == [""])
        let text = String(decoding: try #require(sent.first).bytes, as: UTF8.self)
        #expect(text.contains("Auto-Submitted: auto-replied\r\n"))
        #expect(text.contains("In-Reply-To: <m1@home.example>\r\n"))
        let receipt = MailParts(try #require(sent.first).bytes)
        #expect(receipt.headers.text("subject")?.hasPrefix("[\(number)] ") == true)
        let words = String(decoding: try #require(receipt.parts.first).text(), as: UTF8.self)
        #expect(words.contains(number) && !words.contains("Report 1") && !words.contains("Words 1"))
        #expect(try await send().isEmpty)
    }

    @Test func `read again it does nothing again, and on another way it is the same`() async throws {
        let row = try await bring(mail(1))
        _ = try await bench.engine.store.scanAgain(feeds: [id])
        try await bench.engine.readDocument(row.document)
        let second = try await bring("Received: by x\n" + mail(1))
        #expect(second.outcome == .repeated && second.number == row.number)
        #expect(try await bench.engine.store.reports(ReportQuery()).count == 1)
        #expect(try await send().count == 1)
    }

    @Test func `receipts to one mailbox end at four an hour, however it is spelt`() async throws {
        var rows: [MailRow] = []
        for turn in 1...5 {
            let sender = ["leyla@", "Leyla@", "leyla+1@", "leyla+\(turn)@", "LEYLA+x@"][turn - 1] + "home.example"
            rows.append(try await bring(mail(turn, from: sender)))
        }
        #expect(rows.map(\.receipt).suffix(1) == ["mailbox-cap"] && rows[3].receipt?.hasPrefix("N-") == true)
        #expect(try await bring(mail(9, from: "other@home.example")).receipt?.hasPrefix("N-") == true)
        bench.pass(hours: 1)
        bench.pass(seconds: 1)
        #expect(try await bring(mail(10)).receipt?.hasPrefix("N-") == true)
    }

    @Test func `a flood from one domain ends at its share, says so, and takes nobody else's`() async throws {
        for turn in 1...60 { try await bring(mail(turn, from: "w\(turn)@n\(turn).flood.example")) }
        let last = try await bring(mail(61, from: "w61@flood.example"))
        #expect(last.outcome == .report && last.number != nil && last.receipt == "domain-cap")
        let status = try await bench.engine.store.statusRows(threshold: 100, for: "x", at: bench.engine.now())
        #expect(status.unanswered == 1)
        #expect(try await bring(mail(62)).receipt?.hasPrefix("N-") == true)
    }

    @Test func `programs, lists and our own mailbox get none; before the release nobody does`() async throws {
        #expect(try await bring(mail(1, "Auto-Submitted: auto-replied\n")).outcome == .automatic)
        let machine = try await bring(mail(2, "Auto-Submitted: auto-generated\n"))
        #expect(machine.outcome == .report && machine.receipt == "not-answerable")
        #expect(try await bring(mail(3, "List-Id: <x>\n")).receipt == "not-answerable")
        #expect(try await bring(mail(4, from: "cert@ess.example")).outcome == .own)
        try await bench.engine.store.setFeed(id, released: false, at: bench.engine.now(), entries: [])
        #expect(try await bring(mail(5)).receipt == "baseline")
        #expect(try await send().isEmpty)
    }

    @Test func `an answer to a notice is a note in its case and no acknowledgement`() async throws {
        let issued = try await bench.issue()
        let sent = try await send()
        let notice = try #require(issued.notices.first)
        let story = try #require(try await bench.engine.store.notice(notice))
        let delivery = try #require(story.deliveries.first)
        let message = try #require(sent.first { $0.id.hasPrefix(delivery.id) })
        let head = "References: <\(message.id)>\nAuto-Submitted: auto-replied\n"
        let answer = try await bring(mail(1, head))
        #expect(answer.outcome == .note && answer.number == issued.caseNumber?.description)
        let named = try await bring(mail(2).replacing("Report 2", with: "about (\(notice))"))
        #expect(named.outcome == .note)
        let number = try #require(issued.caseNumber)
        let events = try await bench.engine.store.caseEvents(number).filter { $0.actor == "mail" }
        #expect(events.count == 2 && events.allSatisfy { $0.name == "noted" })
        // Under the label of the mail, whatever the case's is.
        let notes = events.compactMap { event -> String? in
            guard case .note(let text) = event.change else { return nil }
            return text
        }
        #expect(notes.count == 2 && notes.allSatisfy { $0.hasPrefix("TLP:AMBER+STRICT ") })
        let told = try await bench.engine.caseStory(number, at: bench.engine.now())
        #expect(told.participations.allSatisfy { $0.acknowledgedAt == nil })
        let entity = story.notice.entity
        #expect(told.visible(to: entity).story.allSatisfy { $0.event != "noted" })
        let status = try await bench.engine.store.statusRows(threshold: 100, for: "x", at: bench.engine.now())
        #expect(status.mailedCases.map(\.number) == [number.description])
    }

    @Test func `who buries a case under mails gets reports of his own, and the case stays readable`() async throws {
        let issued = try await bench.issue()
        let number = try #require(issued.caseNumber)
        var outcomes: [MailOutcome] = []
        for turn in 1...22 {
            let subject = "about (\(number))"
            let text = mail(turn, from: "w\(turn)@n\(turn).example").replacing("Report \(turn)", with: subject)
            outcomes.append(try await bring(text).outcome)
        }
        #expect(outcomes == Array(repeating: .note, count: 20) + [.report, .report])
        // A program's answer beyond it is kept and listed.
        let program = mail(30, "Auto-Submitted: auto-replied\n").replacing("Report 30", with: "Re: (\(number))")
        #expect(try await bring(program).outcome == .automatic)
        bench.pass(hours: 1)
        bench.pass(seconds: 1)
        #expect(try await bring(mail(40).replacing("Report 40", with: "Re: (\(number))")).outcome == .note)
    }

    @Test func `what a stranger's mail names stays put aside`() async throws {
        try await bring(mail(1).replacing("Words 1.", with: "CVE-2026-1111 at us"))
        let officer = Actor(uid: 1001, name: "leyla", loginUID: nil, roles: [.analyst])
        let step = ThreatWork(threat: "CVE-2026-1111", step: .dismiss)
        _ = try await bench.engine.perform(step, as: officer, reason: "not in use here")
        try await bring(mail(2).replacing("Words 2.", with: "CVE-2026-1111 again"))
        #expect(try await bench.engine.store.threat("CVE-2026-1111").row.work == .dismissed)
        #expect(try await bench.engine.store.reports(ReportQuery()).count == 2)
    }

    private func bounce(_ id: String, to: String, action: String = "failed") -> String {
        """
        From: <mailer-daemon@mx.example>
        Message-ID: <\(action)-\(to)>
        Content-Type: multipart/report; report-type=delivery-status; boundary=a

        --a
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Action: \(action)
        Status: 5.1.1
        --a
        Content-Type: text/rfc822-headers

        To: <\(to)>
        Message-ID: <\(id)>
        --a--

        """
    }

    @Test func `a bounce counts for the delivery whose header came back, with its recipient`() async throws {
        _ = try await bench.issue()
        let channel = ScriptedChannel([.accepted(text: "250 ok"), .accepted(text: "250 ok")])
        try await Notifier(engine: bench.engine, channels: [.maildrop: channel]).drain()
        let delivery = try #require(try await bench.engine.store.deliveries(states: [.accepted], limit: 9).first)
        let message = try #require(channel.seen.first { $0.id.hasPrefix(delivery.id) })
        let mailbox = message.recipient
        #expect(try await bring(bounce(message.id, to: "other@x.example")).outcome == .returned)
        #expect(try await bring(bounce(message.id, to: mailbox, action: "delayed")).outcome == .returned)
        // What can be guessed of the name is not believed.
        #expect(try await bring(bounce("\(delivery.id)@ess.example", to: mailbox)).outcome == .returned)
        #expect(try await bring(bounce(message.id, to: mailbox.uppercased())).outcome == .bounced)
        let after = try await bench.engine.store.deliveries(states: [.bounced], limit: 9)
        #expect(after.map(\.id) == [delivery.id] && after.first?.lastText == "5.1.1")
    }
}
