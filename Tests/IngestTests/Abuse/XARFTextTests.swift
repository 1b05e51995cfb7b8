import Testing
import Vocabulary

@testable import Ingest

@Suite struct `X-ARF mails of the first versions` {
    private func mail(_ fields: String, header: String = "X-ARF: YES") -> [UInt8] {
        Array("""
            Date: Fri, 20 Nov 2026 10:00:00 +0100
            \(header)
            Content-Type: multipart/mixed; boundary=a

            --a
            Content-Type: text/plain

            For people.
            --a
            Content-Type: text/plain; name="report.txt"

            \(fields)
            --a--
            """.utf8)
    }

    private let least = """
        Reported-From: desk@reporter.example
        Category: abuse
        Report-Type: login-attack
        User-Agent: x 1
        Report-ID: 1@reporter.example
        Date: 2026-11-20T08:00:00Z
        Source-Type: ipv4
        Source: 198.51.100.9
        Schema-URL: http://www.x-arf.org/schema/abuse_login-attack_0.1.2.json
        """

    private func shown(_ batch: ReadBatch) -> [String] {
        let observations = batch.observations
        return observations.rows.map {
            "\(observations.conditions[$0.condition].threat) \($0.at) \($0.address):\($0.port)"
        } + observations.listings.map { "\(observations.conditions[$0.condition].threat) \($0.at) \($0.subject)" }
            + batch.rejects.map { "\($0.reason): \($0.message)" }
    }

    @Test func `the sample is one attacker, without the port that was attacked and without who told`() throws {
        let bytes = try SampleDocument(name: "xarf.eml", format: .arf, items: 1).bytes()
        let batch = read(bytes, feed(.arf))
        #expect(shown(batch) == [
            "condition:intrusion-attempts/brute-force/brute-force-source 2026-11-20T08:15:00Z 198.51.100.9:0"
        ])
        let evidence = String(decoding: batch.observations.bytes, as: UTF8.self)
        #expect(evidence.contains("occurrences: 14") && !evidence.contains("reporter.example"))
    }

    @Test func `fraud is about a place on the web, a version's other header counts too`() {
        let fraud = least.replacing("abuse\n", with: "fraud\n").replacing("login-attack\n", with: "phishing\n")
            .replacing("ipv4", with: "uri").replacing("198.51.100.9", with: "https://login.bank.example/x")
        #expect(shown(read(mail(fraud, header: "X-XARF: PLAIN"), feed(.arf))) == [
            "condition:fraud/phishing/phishing 2026-11-20T08:00:00Z domain(\"login.bank.example\")"
        ])
    }

    @Test(arguments: [
        ("Source: 198.51.100.9", "Source: 198.51.100.999", "badValue: `source` is no IPv4 or IPv6 address"),
        ("Date: 2026-11-20T08:00:00Z", "Date: soon", "badValue: `date` is no date"),
        ("Category: abuse\n", "", "missingField: the X-ARF report has no `category`"),
        ("Category: abuse", "Category: abuse\nSource: 192.0.2.1", "duplicateKey: the X-ARF report has `source`"),
        ("Category: abuse", "Category: abuse\n  - nested: x", "malformed: line 3"),
        ("Category: abuse", "just words", "malformed: line 2"),
        ("Source-Type: ipv4", "Source-Type: moon", "badValue: `source-type` moon is not accepted"),
    ])
    func `what breaks the form is refused with the line or the field`(old: String, new: String, wanted: String) {
        let found = shown(read(mail(least.replacing(old, with: new)), feed(.arf)))
        #expect(found.count == 1 && found[0].hasPrefix(wanted), "\(found)")
    }

    @Test func `without its header a mail of such parts is none`() {
        let found = shown(read(mail(least, header: "X-Other: YES"), feed(.arf)))
        #expect(found.count == 1 && found[0].hasPrefix("notThisFormat"))
    }
}
