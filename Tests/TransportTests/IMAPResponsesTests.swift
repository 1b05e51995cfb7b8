import Ingest
import Testing

@testable import Transport

@Suite struct `What an IMAP server says` {
    private func pieces(_ text: String, cut: Int = .max) throws -> [String] {
        var responses = IMAPResponses()
        var out: [String] = []
        var literal: [UInt8] = []
        let bytes = Array(text.utf8)
        let halves = [bytes.prefix(cut), bytes.dropFirst(min(cut, bytes.count))]
        for half in halves {
            try responses.push(half, fault: { $0 }) { piece throws(IMAPResponses.Fault) in
                switch piece {
                case .text(let line, let count):
                    if !literal.isEmpty { out.append("<" + String(decoding: literal, as: UTF8.self) + ">") }
                    literal = []
                    out.append(String(decoding: line, as: UTF8.self) + (count.map { " {\($0)" } ?? ""))
                case .literal(let part): literal += part
                }
            }
        }
        return out
    }

    @Test func `a literal is counted: what looks like the end of a command in it is a message's text`() throws {
        let message = "Subject: x\r\n\r\nE1 OK FETCH completed\r\n* BYE\r\n"
        let said = "* 12 FETCH (UID 5 BODY[] {\(message.utf8.count)}\r\n\(message))\r\nE1 OK done\r\n"
        let wanted = ["* 12 FETCH (UID 5 BODY[]  {\(message.utf8.count)", "<\(message)>", ")", "E1 OK done"]
        for cut in 0...said.utf8.count { #expect(try pieces(said, cut: cut) == wanted) }
    }

    @Test func `empty literals, braces that are none, and lengths that do not count`() throws {
        #expect(try pieces("* a {0}\r\n b\r\n") == ["* a  {0", " b"])
        #expect(try pieces("* OK {x}\r\n* OK {}\r\n") == ["* OK {x}", "* OK {}"])
        #expect(throws: IMAPResponses.Fault.self) { try pieces("* a {9999999999999}\r\n") }
        #expect(throws: IMAPResponses.Fault.self) { try pieces(String(repeating: "x", count: 70_000)) }
    }

    @Test func `attributes stand in any order`() {
        let date = "INTERNALDATE \"17-Jul-1996 02:44:25 -0700\""
        let line = "* 12 FETCH (FLAGS (\\Seen \\Draft) \(date) RFC822.SIZE 4286 UID 7)"
        let found = IMAPAttributes(Array(line.utf8))
        #expect(found?.uid == 7 && found?.size == 4286 && found?.date == "17-Jul-1996 02:44:25 -0700")
        #expect(IMAPAttributes(Array("* 12 EXISTS".utf8)) == nil)
        #expect(IMAPAttributes(Array("* 3 fetch (uid 9".utf8))?.uid == 9)
        let large = IMAPAttributes(Array("* 1 FETCH (UID 5 RFC822.SIZE 9223372036854775808)".utf8))
        #expect(large?.uid == 5 && large?.size == nil)
    }

    @Test func `codes and states`() {
        let line = Array("* OK [UIDVALIDITY 3857529045] UIDs valid".utf8)
        #expect(IMAPLine.code("UIDVALIDITY", in: line) == 3_857_529_045)
        #expect(IMAPLine.code("UIDVALIDITY", in: Array("* NO [UIDVALIDITY 3] x".utf8)) == nil)
        #expect(IMAPLine.status(Array("E12 OK done".utf8), tag: "E12") == .okay)
        #expect(IMAPLine.status(Array("E12 NO \u{1b}[31m".utf8), tag: "E12") == .refused(Array("NO \u{1b}[31m".utf8)))
        #expect(IMAPLine.status(Array("E123 OK".utf8), tag: "E12") == nil)
    }

    /// What an answer to `UID FETCH 5 (UID BODY.PEEK[])` comes to: the bytes written, or why there are none.
    private func fetched(_ said: String, limit: Int = 1000) throws -> String? {
        var responses = IMAPResponses()
        var fetch = IMAPFetch(uid: 5, section: "BODY[]", bytesMax: limit)
        var written: [UInt8] = []
        try responses.push(Array(said.utf8)[...], fault: { FetchFailure.badAnswer($0.message) }) {
            piece throws(FetchFailure) in
            switch try fetch.take(piece) {
            case .nothing: break
            case .write(let part): written += part
            case .drop: written = []
            }
        }
        guard let count = try fetch.finish() else { return nil }
        #expect(count == written.count)
        return String(decoding: written, as: UTF8.self)
    }

    @Test(arguments: [
        ("* 1 FETCH (UID 5 BODY[] {3}\r\nabc)\r\n", "abc"), ("* 1 FETCH (BODY[] {3}\r\nabc UID 5)\r\n", "abc"),
        ("* 1 FETCH (FLAGS (\\Seen) uid 5 body[] {3}\r\nabc)\r\n", "abc"), ("* 3 FETCH (FLAGS (\\Recent))\r\n", nil),
        ("* 9 FETCH (UID 9 BODY[] {3}\r\nxyz)\r\n* 1 FETCH (BODY[] {3}\r\nabc UID 5)\r\n", "abc"),
        ("* 1 FETCH (UID 5 BODY[] {3}\r\nabc)\r\n* 1 FETCH (UID 5 BODY[] {3}\r\nxyz)\r\n", "abc"),
        ("* 1 FETCH (UID 5 ENVELOPE (\"x\" {2}\r\nyy) BODY[] {3}\r\nabc)\r\n", "abc"), ("", nil),
        ("* 1 FETCH (UID 5 BODY[] {3}\r\nabc)\r\n* 2 FETCH (UID 6 BODY[] {3}\r\nxyz)\r\n", "abc"),
    ])
    func `a message is the one that was asked for, wherever its number stands`(said: String, wanted: String?) throws {
        #expect(try fetched(said) == wanted)
    }

    @Test(arguments: [
        "* 1 FETCH (UID 6 BODY[] {3}\r\nabc)\r\n", "* 1 FETCH (BODY[] {3}\r\nabc)\r\n",
        "* 1 FETCH (UID 5 BODY[] NIL)\r\n", "* 1 FETCH (UID 5 BODY[] \"abc\")\r\n",
        "* 1 FETCH (UID 5 BODY[] {0}\r\n)\r\n", "* 1 FETCH (UID 5 X \"\(String(repeating: "x", count: 66_000))\")\r\n",
    ])
    func `another message, or none where one is promised, is never taken for it`(said: String) {
        #expect(throws: FetchFailure.self) { try fetched(said) }
    }

    @Test func `a literal over the limit ends the message before its first byte`() {
        #expect(throws: FetchFailure.overLimit(bytes: 2)) { try fetched("* 1 FETCH (UID 5 BODY[] {3}\r\n", limit: 2) }
    }

    @Test func `a login is a user and a password, or a token`() {
        let plain = MailboxLogin("desk@cert.example:a:b c")
        #expect(plain?.user == "desk@cert.example" && plain?.secret == "a:b c" && plain?.isToken == false)
        #expect(MailboxLogin("Bearer desk:ya29.x")?.isToken == true)
        for text in ["desk", "desk:", ":x", "Bearer x", "a:b\u{7}"] { #expect(MailboxLogin(text) == nil) }
    }
}
