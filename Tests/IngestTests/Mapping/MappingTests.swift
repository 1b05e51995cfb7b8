import Testing
import Vocabulary

@testable import Ingest

@Suite struct `A mapped feed` {
    private func mapped(
        _ format: DocumentFormat, condition: String? = "phishing", _ mapping: RowMapping
    ) -> FeedDescription {
        feed(format, condition: condition) { $0.mapping = mapping }
    }

    private func shown(_ batch: ReadBatch) -> [String] {
        let observations = batch.observations
        let rows = observations.rows.map {
            (
                $0.row,
                "\(observations.conditions[$0.condition].type)/\(observations.conditions[$0.condition].name) \($0.at) "
                    + "\($0.address):\($0.port) \($0.asn)"
            )
        }
        let listings = observations.listings.map {
            (
                $0.row,
                "\(observations.conditions[$0.condition].type)/\(observations.conditions[$0.condition].name) \($0.at) "
                    + "\($0.subject)"
            )
        }
        return (rows + listings).sorted { $0.0 < $1.0 }.map(\.1)
    }

    private var table: RowMapping {
        var mapping = RowMapping()
        mapping.places = [.address: "ip", .domain: "host"]
        (mapping.port, mapping.asn, mapping.times) = ("port", "asn", ["seen"])
        (mapping.type, mapping.name) = ("kind", "tag")
        mapping.types = ["drone": RSIT("malicious-code/infected-system")].compactMapValues { $0 }
        mapping.comment = "#"
        return mapping
    }

    private let own = "vulnerable/potentially-unwanted-accessible"

    @Test func `columns of a table say what each row names, when, and what that means`() {
        let text = """
            # made by hand
            ip,port,asn,host,seen,kind,tag
            192.0.2.5,443,AS64496,,2026-11-20 10:00:00,drone,Mirai Variant
            2001:db8::5,23,,,2026-11-20T11:00:00Z,fraud/phishing,
            ,,,"login.bank.example",2026-11-20T12:00:00Z,spam,
            192.0.2.6,,,a.bank.example,,,
            """
        let batch = read(text.utf8, mapped(.csv, table))
        #expect(batch.rejects.isEmpty)
        #expect(shown(batch) == [
            "malicious-code/infected-system/mirai-variant 2026-11-20T10:00:00Z 192.0.2.5:443 64496",
            "fraud/phishing/phishing 2026-11-20T11:00:00Z 2001:db8::5:23 0",
            "abusive-content/spam/spam 2026-11-20T12:00:00Z domain(\"login.bank.example\")",
            "\(own)/phishing \(received) 192.0.2.6:0 0", "\(own)/phishing \(received) domain(\"a.bank.example\")",
        ])
        #expect(batch.observations.columns == ["ip", "port", "asn", "host", "seen", "kind", "tag"])
        #expect(batch.statedTime == Instant("2026-11-20T12:00:00Z"))
    }

    @Test func `a bad row is a reject that names the column, and the next one is read`() {
        let text = """
            ip,port,asn,host,seen,kind,tag
            192.0.2.555,,,,,,
            192.0.2.5,70000,,,,,
            192.0.2.5,,,,yesterday,,
            ,,,,,,
            192.0.2.5,1
            192.0.2.7,,,,,,
            """
        let batch = read(text.utf8, mapped(.csv, table))
        #expect(batch.rejects.map(\.place) == ["row 1", "row 2", "row 3", "row 4", "row 5"])
        #expect(batch.rejects.map(\.reason) == [.badValue, .badValue, .badValue, .missingField, .malformed])
        #expect(batch.rejects[0].message.contains("`ip`") && batch.rejects[2].message.contains("`seen`"))
        #expect(shown(batch) == ["\(own)/phishing \(received) 192.0.2.7:0 0"])
        // Without a condition for the rest a word that nobody knows is a reject.
        let strict = read("ip,port,asn,host,seen,kind,tag\n::1,,,,,meh,\n".utf8, mapped(.csv, condition: nil, table))
        #expect(strict.rejects.map(\.reason) == [.badValue] && strict.rejects[0].message.contains("`meh`"))
    }

    @Test func `a time that cannot be is not the list's own, however the list is cut`() {
        for near in ["2026-11-20T06:00:00Z", "2031-02-28T06:00:00Z"] {
            let text = "ip,port,asn,host,seen,kind,tag\n192.0.2.5,,,,2099-01-01T00:00:00Z,,\n192.0.2.6,,,,\(near),,\n"
            for piece in [1, 60, 1000] {
                let batch = read(text.utf8, mapped(.csv, table), piece: piece)
                #expect(batch.statedTime == Instant(near) && batch.doubtedTimes == 1)
            }
        }
    }

    @Test func `a column that is missing refuses the document, and so does a page`() {
        let missing = read("ip,port\n192.0.2.5,1\n".utf8, mapped(.csv, table))
        #expect(missing.rejects.map(\.reason) == [.notThisFormat] && missing.rejects[0].message.contains("`asn`"))
        #expect(read("<html>\n<body>\n".utf8, mapped(.csv, table)).rejects.map(\.reason) == [.notThisFormat])
        #expect(read("".utf8, mapped(.csv, table)).rejects.map(\.reason) == [.truncated])
    }

    @Test(arguments: [("|", "192.0.2.5|a b|20/11/2026 19:00:00"), (";", "192.0.2.5;\"a;b\";20/11/2026 19:00:00")])
    func `a table without a header is known by numbers, with its own mark and time`(mark: String, row: String) throws {
        var mapping = RowMapping()
        mapping.places = [.address: "1"]
        (mapping.times, mapping.hasHeader) = (["3"], false)
        mapping.delimiter = .byte(mark.utf8.first ?? 0)
        var pattern = try #require(TimePattern("dd/MM/yyyy HH:mm:ss"))
        pattern.zone = 540
        mapping.timeFormat = .pattern(pattern)
        // 19:00 in Japan is 10:00 UTC.
        #expect(shown(read("\(row)\r\n".utf8, mapped(.csv, mapping))) == [
            "\(own)/phishing 2026-11-20T10:00:00Z 192.0.2.5:0 0"
        ])
    }

    @Test func `a network has its length in a column of its own`() {
        var mapping = RowMapping()
        mapping.places = [.network: "1"]
        (mapping.prefix, mapping.hasHeader, mapping.delimiter) = ("3", false, .blanks)
        let batch = read("192.0.2.0   192.0.2.255\t24  7\n".utf8, mapped(.csv, mapping))
        #expect(shown(batch) == ["\(own)/phishing \(received) network(192.0.2.0/24)"])
        #expect(read("192.0.2.0 x 33\n".utf8, mapped(.csv, mapping)).rejects.map(\.reason) == [.badValue])
    }

    @Test func `columns may be counted from the end, where a name in front breaks the count`() {
        var mapping = RowMapping()
        (mapping.places, mapping.times) = ([.address: "-3"], ["-2"])
        (mapping.hasHeader, mapping.delimiter) = (false, .byte(UInt8(ascii: "|")))
        let rows = "1  |  A | B  |  192.0.2.5  |  2026-11-20 10:00:00  |  x\nNA | NA\n"
        let batch = read(rows.utf8, mapped(.csv, mapping))
        #expect(shown(batch) == ["\(own)/phishing 2026-11-20T10:00:00Z 192.0.2.5:0 0"])
        #expect(batch.rejects.map(\.reason) == [.missingField])
    }

    @Test func `a path leads through lists of objects`() {
        var mapping = RowMapping()
        mapping.places = [.address: "details.ip"]
        let batch = read(#"[{"details":[{"ip":"192.0.2.5"},7,{"ip":"192.0.2.6"}]}]"#.utf8, mapped(.json, mapping))
        #expect(batch.observations.rows.map(\.address.description) == ["192.0.2.5", "192.0.2.6"])
    }

    private var objects: RowMapping {
        var mapping = RowMapping()
        mapping.places = [.url: "url", .address: "details.ip"]
        (mapping.times, mapping.rows) = (["verified", "submitted"], "data")
        mapping.evidence = ["id", "url"]
        return mapping
    }

    @Test(arguments: [
        #"{"ok":true,"data":[ROW,{"url":5,"x":[]},ROW]}"#, #"[ROW,{"url":"a b"},ROW]"#,
    ])
    func `paths in objects do the same, in each envelope`(envelope: String) {
        let row = #"{"id":7,"url":"https://login.bank.example/x,y","details":{"ip":["192.0.2.5","192.0.2.6"]},"#
            + #""submitted":"2026-11-20T10:00:00+00:00","verified":null}"#
        let batch = read(envelope.replacing("ROW", with: row).utf8, mapped(.json, objects))
        let name = "\(own)/phishing 2026-11-20T10:00:00Z"
        let expected = ["\(name) 192.0.2.5:0 0", "\(name) 192.0.2.6:0 0", "\(name) domain(\"login.bank.example\")"]
        #expect(shown(batch) == expected + expected)
        #expect(batch.rejects.map(\.place) == ["row 2"])
        #expect(batch.observations.columns == ["id", "url"])
        let source = batch.observations.rows.first?.source ?? 0..<0
        let evidence = String(decoding: batch.observations.bytes[source], as: UTF8.self)
        #expect(evidence == "7,\"https://login.bank.example/x,y\"")
    }

    @Test func `lines of JSON are rows too, and their times may be numbers`() {
        var mapping = RowMapping()
        mapping.places = [.hash: "file.sha256"]
        (mapping.times, mapping.timeFormat) = (["ts"], .unixMilliseconds)
        let hash = String(repeating: "ab", count: 32)
        let text = #"{"file":{"sha256":"\#(hash)"},"ts":1795168800000}"# + "\n" + #"{"file.sha256":"no hash"}"#
        let batch = read(text.utf8, mapped(.json, mapping))
        #expect(shown(batch) == ["\(own)/phishing 2026-11-20T10:00:00Z other"])
        #expect(batch.rejects.map(\.reason) == [.badValue])
        mapping.rows = "list"
        #expect(read(#"{"a":[]}"#.utf8, mapped(.json, mapping)).rejects.map(\.reason) == [.notThisFormat])
    }
}
