import Ingest
import Testing
import Vocabulary

@Suite struct ScanCSV {
    private let telnet = feed(.scanCSV, condition: "open-telnet")
    private let header = #""timestamp","ip","protocol","port","hostname","tag","asn""#

    private func row(
        _ ip: String, port: String = "23", at: String = "2026-01-02 03:04:05", host: String = "h"
    ) -> String {
        "\"\(at)\",\"\(ip)\",\"tcp\",\(port),\"\(host)\",\"telnet\",64512"
    }

    @Test func `a row says when, where, which service and whose network`() throws {
        let line = row("192.0.2.7")
        let batch = read("\(header)\n\(line)\n".utf8, telnet)
        let found = try #require(batch.observations.rows.first)
        #expect(found.at.description == "2026-01-02T03:04:05Z")
        #expect(found.address.description == "192.0.2.7")
        #expect(found.port == 23)
        #expect(found.transport == .tcp)
        #expect(found.asn == 64512)
        #expect(found.row == 1)
        #expect(String(decoding: batch.observations.bytes[found.source], as: UTF8.self) == line)
        #expect(batch.observations.conditions.map(\.name) == ["open-telnet"])
        #expect(batch.observations.columns.count == 7)
        #expect(batch.documents == 1)
        #expect(batch.rejects.isEmpty)
    }

    @Test(arguments: [1, 2, 3, 5, 17, 64, 1000])
    func `rows are the same however the bytes are cut`(piece: Int) {
        let text =
            "\u{FEFF}\(header)\r\n\(row("192.0.2.1"))\r\n\r\n\(row("bad"))\r\n"
            + "\(row("2001:db8::1", host: "two\r\nlines \"\"quoted\"\""))\r\n\(row("192.0.2.3"))"
        let whole = read(text.utf8, telnet)
        let cut = read(text.utf8, telnet, piece: piece)
        #expect(whole.observations.rows.map(\.row) == [1, 3, 4])
        #expect(whole.rejects.map(\.place) == ["row 2"])
        #expect(cut.observations.rows.map(\.address) == whole.observations.rows.map(\.address))
        #expect(cut.observations.rows.map(\.rowHash) == whole.observations.rows.map(\.rowHash))
        #expect(cut.observations.rows.map(\.source) == whole.observations.rows.map(\.source))
        #expect(cut.observations.bytes == whole.observations.bytes)
        #expect(cut.rejects == whole.rejects)
    }

    @Test func `columns are found by name in any order, and src_ip stands in for ip`() {
        let one = read("port,asn,ip,timestamp\n23,AS64512,192.0.2.1,2026-01-02T03:04:05Z\n".utf8, telnet)
        #expect(one.observations.rows.map(\.port) == [23])
        #expect(one.observations.rows.map(\.asn) == [64512])
        let two = read("timestamp,src_ip,src_port,dst_ip\n2026-01-02 03:04:05,192.0.2.1,99,192.0.2.2\n".utf8, telnet)
        #expect(two.observations.rows.map(\.address.description) == ["192.0.2.1"])
        #expect(two.observations.rows.map(\.port) == [99])
    }

    @Test func `a bad row is a reject naming row and column, and the next row is read`() {
        let rows = [
            row(""), row("192.0.2.256"), row("192.0.2.1", port: "65536"), row("192.0.2.1", at: "2026-02-30 00:00:00"),
            row("192.0.2.1", port: "-1"), row("192.0.2.1") + ",more", "\"a\"b,c", row("192.0.2.9"),
        ]
        let batch = read((header + "\n" + rows.joined(separator: "\n")).utf8, telnet)
        #expect(batch.observations.rows.map(\.row) == [8])
        #expect(
            batch.rejects.map(\.reason) == [
                .missingField, .badValue, .badValue, .badValue, .badValue, .malformed, .malformed,
            ])
        #expect(batch.rejects.map(\.place) == (1...7).map { "row \($0)" })
        #expect(batch.rejects[0].message.contains("`ip`"))
        #expect(batch.rejects[2].message.contains("`port`"))
        #expect(batch.rejects[3].message.contains("`timestamp`"))
        #expect(batch.rejects[0].offset == header.utf8.count + 1)
    }

    @Test func `a header without address or time is one reject that names the missing column`() {
        #expect(read("timestamp,dst_ip\n1,2\n3,4\n".utf8, telnet).rejects.map(\.reason) == [.missingField])
        #expect(read("timestamp,dst_ip\n1,2\n".utf8, telnet).rejects[0].message.contains("`ip`"))
        #expect(read("ip,port\n192.0.2.1,2\n".utf8, telnet).rejects[0].message.contains("`timestamp`"))
        #expect(read("<html>\n".utf8, telnet).rejects.map(\.reason) == [.notThisFormat])
        #expect(read("timestamp,ip,ip\n".utf8, telnet).rejects[0].message.contains("twice"))
        #expect(read("".utf8, telnet).rejects.map(\.reason) == [.truncated])
        #expect(read("<html>\n".utf8, telnet).documents == 0)
    }

    @Test func `a feed without a condition is one reject that names the remedy`() {
        let batch = read("\(header)\n\(row("192.0.2.1"))\n".utf8, feed(.scanCSV))
        #expect(batch.rejects.count == 1)
        #expect(batch.rejects[0].message.contains("condition"))
        #expect(batch.observations.rows.isEmpty)
    }

    @Test(arguments: [1000, 65536, 1 << 20])
    func `a row longer than 64 KiB is a reject, and reading goes on after its line end`(piece: Int) {
        let long = row("192.0.2.1", host: String(repeating: "x", count: 70_000))
        let open = "\"" + String(repeating: "y", count: 70_000)
        let text = [header, long, row("192.0.2.2"), open, row("192.0.2.3")].joined(separator: "\n") + "\n"
        let batch = read(text.utf8, telnet, piece: piece)
        #expect(batch.observations.rows.map(\.address.description) == ["192.0.2.2", "192.0.2.3"])
        #expect(batch.rejects.map(\.reason) == [.overLimit, .overLimit])
        #expect(batch.rejects.map(\.place) == ["row 1", "row 3"])
    }

    /// Closed by the next row's quote, by none, or by the last row's: one row each time.
    @Test(arguments: [1, 7, 1000, 65536])
    func `a quote left open costs its row alone`(piece: Int) {
        let plain = { (ip: String) in "2026-01-02 03:04:05,\(ip),tcp,23,h,telnet,64512" }
        let (second, third) = ("192.0.2.2", "192.0.2.3")
        for behind in [[row(second), row(third)], [plain(second), plain(third)], [plain(second), row(third)]] {
            let text = ([header, "\"2026-01-02 03:04:05,192.0.2.1"] + behind).joined(separator: "\n") + "\n"
            let batch = read(text.utf8, telnet, piece: piece)
            #expect(batch.observations.rows.count == 2)
            #expect(batch.rejects.map(\.place) == ["row 1"])
            #expect(batch.rejects.map(\.reason) == [.malformed])
        }
        // Before so many rows that the quote cannot be looked for to their end.
        let many = (0..<3000).map { plain("192.0.2.\($0 % 250)") }
        let text = ([header, "\"open"] + many).joined(separator: "\n") + "\n"
        let batch = read(text.utf8, telnet, piece: piece)
        #expect(batch.observations.rows.count == 3000)
        #expect(batch.rejects.map(\.place) == ["row 1"])
    }

    @Test func `a line end in quotes that are closed belongs to the row`() {
        let text = "\(header)\n\(row("192.0.2.1", host: "a\nb \"\"c\"\""))\n\(row("192.0.2.2"))\n"
        let batch = read(text.utf8, telnet)
        #expect(batch.observations.rows.count == 2)
        #expect(batch.rejects.isEmpty)
    }

    @Test func `a document that ends inside quotes is a truncated row`() {
        let batch = read("\(header)\n\(row("192.0.2.1"))\n\"2026-01-02".utf8, telnet)
        #expect(batch.observations.rows.count == 1)
        #expect(batch.rejects.map(\.reason) == [.truncated])
    }

    @Test func `the document's own time is that of its latest row`() {
        let times = ["2026-01-02 03:04:05", "2026-01-02 23:59:59", "2026-01-01 00:00:00"]
        let rows = times.map { row("192.0.2.1", at: $0) }
        let batch = read(([header] + rows).joined(separator: "\n").utf8, telnet)
        #expect(batch.statedTime?.description == "2026-01-02T23:59:59Z")
    }

    @Test func `equal rows have equal hashes and rows that differ in one byte differ`() {
        let rows = [row("192.0.2.1"), row("192.0.2.1"), row("192.0.2.1", port: "24"), row("192.0.2.2")]
        let hashes = read(([header] + rows).joined(separator: "\n").utf8, telnet).observations.rows.map(\.rowHash)
        #expect(hashes[0] == hashes[1])
        #expect(Set(hashes).count == 3)
    }

    @Test func `a report's type says what its rows mean, and another type is refused by its name`() throws {
        let events = try #require(ScanReport("event4_sinkhole"))
        #expect(!events.isFullList && events.condition.type == RSIT("malicious-code/infected-system"))
        let sinkhole = feed(.scanCSV) { ($0.report, $0.condition) = (events, events.condition) }
        let text = "timestamp,src_ip,src_port,infection\n2026-11-20 10:00:00,192.0.2.5,51234,invented\n"
        // The port from which a host called is none of its services.
        let batch = read(text.utf8, sinkhole, name: "2026-11-20-event4_sinkhole-example-asn.csv")
        #expect(batch.observations.rows.map(\.port) == [0])
        #expect(read(text.utf8, sinkhole, name: "by-hand.csv").observations.rows.count == 1)
        let other = read(text.utf8, sinkhole, name: "mail/2026-11-20-scan_telnet-example-asn.csv")
        #expect(other.rejects.map(\.reason) == [.notThisFormat] && other.observations.rows.isEmpty)
        #expect(other.rejects[0].message.contains("`scan_telnet`"))
        for name in ScanReport.names { #expect(ScanReport(name) != nil, "\(name)") }
    }
}
