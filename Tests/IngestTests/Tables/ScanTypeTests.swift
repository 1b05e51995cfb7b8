import Testing
import Vocabulary

@testable import Ingest

/// A scan report is of the type that its header and tags say, whatever its file is called.
@Suite struct ScanTypes {
    private let header = #""timestamp","ip","protocol","port","hostname","tag","asn","banner""#

    private func row(_ tag: String) -> String { "2026-01-02 03:04:05,192.0.2.1,tcp,25,h,\(tag),64512,login:" }

    private func taking(_ type: String) throws -> FeedDescription {
        let report = try #require(ScanReport(type))
        return feed(.scanCSV) { ($0.report, $0.condition) = (report, report.condition) }
    }

    /// Under a name that says nothing: the columns tell a telnet report from one of RDP, and from a sinkhole's events.
    @Test(arguments: ["scan_rdp", "event4_sinkhole", "scan_smb", "scan_ftp"])
    func `a header of another type is refused, with the columns missing and the type it fits`(type: String) throws {
        let text = "\(header)\n\(row("telnet"))\n"
        let batch = read(text.utf8, try taking(type), name: "report.csv")
        #expect(batch.observations.rows.isEmpty)
        #expect(batch.rejects.map(\.reason) == [.notThisFormat])
        let message = batch.rejects.first?.message ?? ""
        #expect(message.contains("`\(type)`") && message.contains("`scan_telnet`"), "\(message)")
        let missing = [
            "scan_rdp": "`bluekeep_vulnerable`, `rdp_protocol`", "event4_sinkhole": "`infection`, `src_ip`",
            "scan_smb": "`smb_major_number`, `smbv1_support`",
            "scan_ftp": "`auth_ssl_response`, `auth_tls_response`",
        ]
        #expect(message.contains(missing[type] ?? "-"), "\(message)")
        #expect(read(text.utf8, try taking("scan_telnet"), name: "report.csv").observations.rows.count == 1)
        let foreign = read("timestamp,ip,colour\n2026-01-02 03:04:05,192.0.2.1,red\n".utf8, try taking(type))
        #expect(foreign.rejects.map(\.reason) == [.notThisFormat])
        #expect(foreign.rejects[0].message.contains("no type known"))
    }

    /// An HTTP sinkhole's header has all of a sinkhole's columns and more, and its tags name malware.
    @Test func `a header with all columns and another type's as well is the other type's`() throws {
        let text = "timestamp,src_ip,infection,http_url\n2026-11-20 10:00:00,192.0.2.5,invented,/\n"
        let batch = read(text.utf8, try taking("event4_sinkhole"))
        #expect(batch.rejects.map(\.reason) == [.notThisFormat] && batch.observations.rows.isEmpty)
        #expect(batch.rejects[0].message.contains("`event4_sinkhole_http`"))
        #expect(read(text.utf8, try taking("event4_sinkhole_http")).observations.rows.count == 1)
    }

    @Test func `the tag must be the type's: a first row of another's refuses the report, a later one its row`() throws {
        let telnet = try taking("scan_telnet")
        // As published: several words, and a word with a variant behind a hyphen.
        for tag in ["telnet", "telnet-alt", "iot;telnet", "", "a word nobody knows"] {
            #expect(read("\(header)\n\(row(tag))\n".utf8, telnet).rejects.isEmpty, "\(tag)")
        }
        let mail = read("\(header)\n\(row("smtp"))\n\(row("telnet"))\n".utf8, telnet)
        #expect(mail.observations.rows.isEmpty && mail.rejects.map(\.reason) == [.notThisFormat])
        #expect(mail.rejects[0].message.contains("`scan_smtp_vulnerable`"))
        let mixed = read("\(header)\n\(row("telnet"))\n\(row("smtp"))\n\(row("telnet"))\n".utf8, telnet)
        #expect(mixed.observations.rows.map(\.row) == [1, 3])
        #expect(mixed.rejects.map(\.place) == ["row 2"] && mixed.rejects.map(\.reason) == [.badValue])
    }

    @Test func `every type of the table says by what it is known`() {
        for name in ScanReport.names {
            let signature = ScanSignature.of(name)
            #expect(signature.map { !$0.columns.isEmpty || !$0.tags.isEmpty } == true, "\(name)")
        }
    }
}
