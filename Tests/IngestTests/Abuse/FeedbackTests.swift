import Foundation
import Testing
import Vocabulary

@testable import Ingest

@Suite struct `Feedback reports by mail` {
    private func mail(_ fields: String, encoding: String = "7bit", type: String = "message/feedback-report") -> String {
        """
        Date: Fri, 20 Nov 2026 10:00:00 +0100
        Content-Type: multipart/report; report-type=feedback-report; boundary="a b"

        not a part
        --a b
        Content-Type: text/plain

        --a b is no delimiter
        --a b
        Content-Type: \(type)
        Content-Transfer-Encoding: \(encoding)

        \(fields)
        --a b
        Content-Type: message/rfc822

        Content-Type: multipart/report; boundary=x

        --x
        Content-Type: message/feedback-report

        Source-IP: 192.0.2.99
        --a b--
        --a b
        behind the end
        """
    }

    private let least = "Feedback-Type: abuse\nUser-Agent: x\nVersion: 1\n"

    private func shown(_ batch: ReadBatch) -> [String] {
        let observations = batch.observations
        return observations.rows.map {
            "\(observations.conditions[$0.condition].threat) \($0.at) \($0.address):\($0.port)"
        } + observations.listings.map { "\(observations.conditions[$0.condition].threat) \($0.at) \($0.subject)" }
    }

    @Test func `sender and what was advertised are rows at the time the message arrived`() throws {
        let bytes = try SampleDocument(name: "abuse.eml", format: .arf, items: 0).bytes()
        #expect(shown(read(bytes, feed(.arf))) == [
            "condition:abusive-content/spam/spam-source 2026-11-20T08:15:00Z 203.0.113.7:0",
            "condition:abusive-content/spam/advertised-in-spam 2026-11-20T08:15:00Z domain(\"prizes.example\")",
            "condition:abusive-content/spam/advertised-in-spam 2026-11-20T08:15:00Z domain(\"prizes.example\")",
        ])
        let evidence = String(decoding: read(bytes, feed(.arf)).observations.bytes, as: UTF8.self)
        #expect(evidence.contains("203.0.113.7") && !evidence.contains("user@"))
        // A mail's line ends are CR LF.
        let lines = String(decoding: bytes, as: UTF8.self).replacing("\n", with: "\r\n")
        #expect(shown(read(lines.utf8, feed(.arf))).count == 3)
    }

    @Test(arguments: [
        ("fraud", ["condition:fraud/phishing/phishing"]),
        ("virus", ["condition:malicious-code/malware-distribution/malware-distribution"]),
        ("auth-failure", ["condition:fraud/masquerade/masquerade"]),
        ("next-years", ["condition:other/undetermined/malicious-activity"]),
        ("not-spam", []),
    ])
    func `each type of feedback has its meaning`(type: String, expected: [String]) {
        let text = mail("Feedback-Type: \(type)\nUser-Agent: x\nVersion: 1\nSource-IP: 2001:db8::5\n")
        let batch = read(text.utf8, feed(.arf))
        // The mail's own date stands in: 10:00 at UTC+1.
        #expect(shown(batch) == expected.map { "\($0) 2026-11-20T09:00:00Z 2001:db8::5:0" })
        #expect(batch.rejects.isEmpty && batch.documents == 1)
    }

    @Test func `encodings of the part are undone`() {
        let fields = least + "Source-IP: 192.0.2.5\n"
        let base64 = Data(fields.utf8).base64EncodedString()
        #expect(shown(read(mail(base64, encoding: "base64").utf8, feed(.arf))).count == 1)
        let printable = least + "Source-=\nIP:=20192.0.2.5\n"
        #expect(shown(read(mail(printable, encoding: "quoted-printable").utf8, feed(.arf))).count == 1)
        #expect(read(mail("=Z", encoding: "quoted-printable").utf8, feed(.arf)).rejects.map(\.reason) == [.encoding])
        #expect(read(mail("%", encoding: "base64").utf8, feed(.arf)).rejects.map(\.reason) == [.encoding])
    }

    @Test func `X-ARF as a mail's JSON part is read as X-ARF`() {
        let json = #"""
            {"Version":"3","ReporterInfo":{"ReporterType":"Person"},"Disclosure":true,"Report":{
            "ReportClass":"Activity","ReportType":"Spam","Date":"2026-11-20T10:00:00Z","SourceIp":"192.0.2.5"}}
            """#
        let batch = read(mail(json, type: "application/json; name=\"xarf.json\"").utf8, feed(.arf))
        #expect(shown(batch) == ["condition:abusive-content/spam/spam-source 2026-11-20T10:00:00Z 192.0.2.5:0"])
        let broken = read(mail(#"{"Version":"3"}"#, type: "application/json").utf8, feed(.arf))
        #expect(broken.rejects.map(\.reason) == [.missingField])
        #expect(broken.rejects.map(\.place) == ["document: JSON part"])
    }

    @Test(arguments: [
        ("`version`", "User-Agent: x\n", Reject.Reason.missingField), ("`user-agent`", "Version: 1\n", .missingField),
        ("`source-ip` more", "User-Agent: x\nVersion: 1\nSource-IP: ::1\nSource-IP: ::2\n", .duplicateKey),
        ("`source-ip` is", "User-Agent: x\nVersion: 1\nSource-IP: here\n", .badValue),
        ("`arrival-date`", "User-Agent: x\nVersion: 1\nArrival-Date: soon\n", .badValue),
    ])
    func `a broken report names the field`(named: String, fields: String, reason: Reject.Reason) {
        let batch = read(mail("Feedback-Type: abuse\n" + fields).utf8, feed(.arf))
        #expect(batch.rejects.map(\.reason) == [reason] && shown(batch).isEmpty)
        #expect(batch.rejects.allSatisfy { $0.message.contains(named) })
    }

    @Test func `other mail is refused whole`() {
        let plain = read("Subject: hello\n\nSource-IP: 192.0.2.5\n".utf8, feed(.arf))
        #expect(plain.rejects.map(\.reason) == [.notThisFormat])
        #expect(read(" \n".utf8, feed(.arf)).rejects.map(\.reason) == [.truncated])
        // More levels than are opened: the report within is not found, and nothing traps.
        var deep = mail(least)
        for level in 0..<20 {
            deep = "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n\(deep)\n--b\(level)--\n"
        }
        #expect(read(deep.utf8, feed(.arf)).rejects.map(\.reason) == [.notThisFormat])
    }
}
