import Testing
import Vocabulary

@testable import Ingest

@Suite struct `Response policy zones` {
    private func subjects(_ text: String) -> [String] {
        let batch = read(text.utf8, feed(.rpz, condition: "sample"))
        #expect(batch.rejects.isEmpty, "\(batch.rejects)")
        let rows = batch.observations.rows.map { ($0.row, $0.address.description) }
        let listings = batch.observations.listings.map { listing in
            let shown = switch listing.subject {
            case .domain(let name): name
            case .network(let network): network.description
            case .other: "other"
            }
            return (listing.row, shown)
        }
        return (rows + listings).sorted { $0.0 < $1.0 }.map(\.1)
    }

    @Test func `a name and its wildcard are one row, and what is let through is none`() {
        let zone = """
            $TTL 300
            @ IN SOA localhost. root.localhost. ( 1 ; serial
                43200 3600 259200 300 )
            @ IN NS localhost.
            ; entries
            evil.example CNAME .
            *.evil.example CNAME .
            *.wild.example 300 IN CNAME *.
            good.example CNAME rpz-passthru.
            WALLED.example IN 1h A 192.0.2.1
                 IN TXT "one; two"
            drop.example CNAME rpz-drop.
            *.zip CNAME .
            """
        #expect(subjects(zone) == ["evil.example", "wild.example", "walled.example", "drop.example", "other"])
    }

    @Test(arguments: [
        ("32.7.2.0.192.rpz-ip", "192.0.2.7"), ("24.0.2.0.192.rpz-client-ip", "192.0.2.0/24"),
        ("128.7.zz.db8.2001.rpz-ip", "2001:db8::7"), ("32.zz.db8.2001.rpz-nsip", "2001:db8::/32"),
        ("ns1.evil.example.rpz-nsdname", "ns1.evil.example"),
    ])
    func `triggers by address and server name what they name`(owner: String, expected: String) {
        #expect(subjects("\(owner) CNAME .\n") == [expected])
        #expect(subjects("$ORIGIN rpz.example.\n\(owner).rpz.example. CNAME .\n") == [expected])
    }

    @Test func `a broken line is a reject by its number and the next one is read`() {
        let zone =
            "a.example CNAME .\n33.7.2.0.192.rpz-ip CNAME .\nb.example CNAME\nb.example 300 IN\nc.example CNAME .\n"
        let batch = read(zone.utf8, feed(.rpz, condition: "sample"))
        #expect(batch.rejects.map(\.place) == ["line 2", "line 3", "line 4"])
        #expect(batch.rejects.map(\.reason) == [.badValue, .malformed, .malformed])
        #expect(batch.observations.listings.map(\.subject) == [.domain("a.example"), .domain("c.example")])
        #expect(read("<html>\n".utf8, feed(.rpz)).rejects.map(\.reason) == [.notThisFormat])
        #expect(read("; nothing\n".utf8, feed(.rpz)).rejects.map(\.reason) == [.truncated])
        #expect(read("@ SOA a. b. ( 1\n".utf8, feed(.rpz)).rejects.map(\.reason) == [.truncated])
    }
}
