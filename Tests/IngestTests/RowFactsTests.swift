import Ingest
import Testing

@Suite struct RowFactsTests {
    private func text(_ columns: String, _ row: String) -> String {
        RowFacts.text(row: Array(row.utf8), columns: columns.split(separator: ",").map(String.init))
    }

    @Test func `a row says the machine's name, protocol and tag`() {
        let row = #""2026-11-30 00:00:00",192.0.2.7,tcp,23,pump-1.hospital.example,"telnet;iot",AZ"#
        #expect(
            text("timestamp,ip,protocol,port,hostname,tag,geo", row)
                == "hostname pump-1.hospital.example, protocol tcp, tag telnet;iot")
    }

    @Test func `controls go, long values are cut, and all of it is bounded`() {
        let long = String(repeating: "x", count: 5000)
        let out = text(
            "hostname,tag,infection,version,banner,server_name",
            "a\u{1B}[31mb\u{202E}c,\(long),\(long),\(long),\(long),\(long)")
        #expect(out.hasPrefix("hostname a [31mbc, tag xxx"))
        #expect(out.utf8.count <= 320)
    }

    @Test func `a row that says nothing more, or is no table's, gives nothing`() {
        #expect(text("timestamp,ip,hostname", "2026-11-30,192.0.2.7,") == "")
        #expect(text("", "192.0.2.7") == "")
        #expect(text("hostname", "\"never closed") == "")
    }
}
