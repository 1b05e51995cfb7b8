import Testing
import Vocabulary

@testable import Ingest

@Suite struct `X-ARF reports` {
    private let reporter = #""ReporterInfo":{"ReporterOrg":"Example","ReporterOrgDomain":"example.org","#
        + #""ReporterOrgEmail":"a@example.org"}"#

    private func third(_ report: String, version: String = "3") -> String {
        #"{"Version":"\#(version)",\#(reporter),"Disclosure":true,"Report":{"Date":"2026-11-20T10:00:00Z",\#(report)}}"#
    }

    private func fourth(_ members: String) -> String {
        #"""
        {"xarf_version":"4.2.0","report_id":"00000000-0000-4000-8000-000000000001","timestamp":"2026-11-20T10:00:00Z",
        "reporter":{"org":"A","contact":"a@example.org","domain":"example.org"},
        "sender":{"org":"A","contact":"a@example.org","domain":"example.org"},\#(members)}
        """#
    }

    private func shown(_ batch: ReadBatch) -> [String] {
        let observations = batch.observations
        return observations.rows.map {
            "\(observations.conditions[$0.condition].threat) \($0.at) \($0.address):\($0.port) \($0.asn)"
        } + observations.listings.map { "\(observations.conditions[$0.condition].threat) \($0.at) \($0.subject)" }
    }

    @Test func `an open service is a row at its port, under the service's own name`() {
        let text = third(
            #""ReportClass":"Vulnerability","ReportType":"OpenService","SourceIp":"192.0.2.5","SourcePort":6379,"# +
            #""ServiceName":"redis","ASN":64496"#)
        #expect(shown(read(text.utf8, feed(.xarf))) == [
            "condition:vulnerable/potentially-unwanted-accessible/open-redis 2026-11-20T10:00:00Z 192.0.2.5:6379 64496"
        ])
    }

    @Test func `who attacked is the host, whatever its port was`() {
        let text = third(
            #""ReportClass":"Activity","ReportType":"LoginAttack","SourceIp":"2001:db8::5","SourcePort":51000"#)
        #expect(shown(read(text.utf8, feed(.xarf))) == [
            "condition:intrusion-attempts/brute-force/brute-force-source 2026-11-20T10:00:00Z 2001:db8::5:0 0"
        ])
    }

    @Test func `content is a row for its address and one for its host`() {
        let text = third(
            #""ReportClass":"Content","ReportType":"Phishing","SourceIp":"192.0.2.5","SourcePort":443,"# +
            #""SourceUrl":"https://login.bank.example/x""#)
        #expect(shown(read(text.utf8, feed(.xarf))) == [
            "condition:fraud/phishing/phishing 2026-11-20T10:00:00Z 192.0.2.5:443 0",
            "condition:fraud/phishing/phishing 2026-11-20T10:00:00Z domain(\"login.bank.example\")",
        ])
    }

    @Test func `a leaked account is told where it was tried and by its mailbox's domain`() {
        let account = #""Account":{"AccountEmail":"a@bank.example"}"#
        let kind = #""ReportClass":"Activity","ReportType":"PotentiallyCompromisedAccount","#
        let text = third(kind + #""DestinationIp":"192.0.2.9","DestinationPort":[443],"# + account)
        let name = "condition:intrusions/unprivileged-account-compromise/leaked-account 2026-11-20T10:00:00Z"
        #expect(shown(read(text.utf8, feed(.xarf))) == ["\(name) 192.0.2.9:0 0", "\(name) domain(\"bank.example\")"])
        // Nothing that could be matched: counted.
        let nameless = third(kind + #""Account":{"AccountIdentifier":"a"}"#)
        #expect(shown(read(nameless.utf8, feed(.xarf))) == ["\(name) other"])
    }

    @Test func `the fourth version has its own types, and one it does not know is read by its core`() {
        let open = fourth(
            #""source_identifier":"192.0.2.5","category":"vulnerability","type":"open_service","service":"rdp","# +
            #""service_port":3389"#)
        #expect(shown(read(open.utf8, feed(.xarf))) == [
            "condition:vulnerable/potentially-unwanted-accessible/open-rdp 2026-11-20T10:00:00Z 192.0.2.5:3389 0"
        ])
        let late = fourth(
            #""source_identifier":"192.0.2.5","category":"connection","type":"ddos","protocol":"udp","# +
            #""first_seen":"2026-11-20T09:00:00Z","last_seen":"2026-11-20T11:00:00Z""#)
        #expect(shown(read(late.utf8, feed(.xarf))) == [
            "condition:availability/ddos/dos-source 2026-11-20T11:00:00Z 192.0.2.5:0 0"
        ])
        let unknown = fourth(#""source_identifier":"192.0.2.5","category":"connection","type":"of-next-year""#)
        #expect(shown(read(unknown.utf8, feed(.xarf))) == [
            "condition:other/undetermined/malicious-activity 2026-11-20T10:00:00Z 192.0.2.5:0 0"
        ])
    }

    @Test func `who reported is no evidence`() throws {
        let batch = read(
            third(#""ReportClass":"Activity","ReportType":"Spam","SourceIp":"192.0.2.5""#).utf8, feed(.xarf))
        let evidence = String(decoding: batch.observations.bytes, as: UTF8.self)
        #expect(evidence.contains("192.0.2.5") && !evidence.contains("example.org"))
        #expect(try CheckedJSON(batch.observations.bytes).bytes.count == batch.observations.bytes.count)
    }

    @Test func `a list is read report by report, and a bad one costs no other`() {
        let good = third(#""ReportClass":"Activity","ReportType":"Spam","SourceIp":"192.0.2.5""#)
        let bad = third(#""ReportClass":"Activity","ReportType":"Spam","SourceIp":"192.0.2.555""#)
        let batch = read("[\(good),\(bad),\(good)]".utf8, feed(.xarf))
        #expect(batch.observations.rows.count == 2)
        #expect(batch.rejects.map(\.place) == ["[1].Report.SourceIp"] && batch.rejects.map(\.reason) == [.badValue])
    }

    /// Each breaks one rule of the schema; the field is named in the place or in the message.
    @Test(arguments: [
        ("`SourceIp` is missing", "Activity/Spam", ""),
        ("Report.Samples[0].Base64Encoded", "Activity/Spam",
            #","SourceIp":"::1","Samples":[{"ContentType":"a","Payload":"b","Base64Encoded":"no"}]"#),
        ("`ContentType`, `FileName`", "Activity/Spam", #","SourceIp":"::1","Samples":[{"Payload":"b"}]"#),
        ("Report.ReportType", "Activity/Meh", #","SourceIp":"::1""#),
        ("Report.ReportClass", "/Spam", #","SourceIp":"::1""#),
        ("Report.SourcePort", "Activity/Spam", #","SourceIp":"::1","SourcePort":65536"#),
        ("Report.Custom.a", "Activity/Spam", #","SourceIp":"::1","Custom":{"a":[1]}"#),
        ("`ServiceName` is missing", "Vulnerability/OpenService", #","SourceIp":"::1""#),
        ("Report.Account ", "Activity/PotentiallyCompromisedAccount", #","Account":{}"#),
        ("`SourceIp` and `SourceUrl`", "Activity/PotentiallyCompromisedAccount",
            #","Account":{"AccountIdentifier":"a"},"SourceIp":"::1""#),
    ])
    func `a broken report is refused with the field named`(named: String, kind: String, rest: String) {
        let words = kind.split(separator: "/", omittingEmptySubsequences: false)
        let report = #""ReportClass":"\#(words[0])","ReportType":"\#(words[1])"\#(rest)"#
        let batch = read(third(report).utf8, feed(.xarf))
        #expect(shown(batch).isEmpty && batch.rejects.count == 1)
        #expect(batch.rejects.allSatisfy { "\($0.place) \($0.message)".contains(named) }, "\(batch.rejects)")
    }

    @Test(arguments: [
        ("`ReporterInfo` is missing", #"{"Version":"3","Disclosure":true,"Report":{}}"#),
        ("`ReporterOrg` is missing", #"{"Version":"3","ReporterInfo":{},"Disclosure":true,"Report":{}}"#),
        ("Version", #"{"Version":"5"}"#), ("xarf_version", #"{"xarf_version":"3.0.0"}"#),
        ("`report_id` is missing", #"{"xarf_version":"4.0.0"}"#),
    ])
    func `a broken envelope is refused with the member named`(named: String, text: String) {
        let batch = read(text.utf8, feed(.xarf))
        #expect(batch.rejects.count == 1 && shown(batch).isEmpty)
        #expect(batch.rejects.allSatisfy { "\($0.place) \($0.message)".contains(named) }, "\(batch.rejects)")
    }

    @Test func `malware needs an address before version 3`() {
        let report = #""ReportClass":"Content","ReportType":"Malware","SourceIp":"192.0.2.5""#
        #expect(shown(read(third(report).utf8, feed(.xarf))).count == 1)
        #expect(read(third(report, version: "2").utf8, feed(.xarf)).rejects.map(\.reason) == [.missingField])
    }
}
