/// A made document of any size that never stands in memory as a whole: an opening, items by number, an end.
struct SampleStream: Sendable {
    let opening: [UInt8]
    let separator: [UInt8]
    let closing: [UInt8]
    let item: @Sendable (Int) -> String

    init(
        _ opening: String, separator: String = "", closing: String = "", _ item: @escaping @Sendable (Int) -> String
    ) {
        self.opening = Array(opening.utf8)
        self.separator = Array(separator.utf8)
        self.closing = Array(closing.utf8)
        self.item = item
    }

    /// Gives the document in pieces of about 64 KiB, until it has at least `size` bytes; returns the items in it.
    func give(size: Int, _ take: (UnsafeRawBufferPointer) -> Void) -> Int {
        var piece = opening
        piece.reserveCapacity(80_000)
        var (given, items) = (0, 0)
        while given + piece.count < size {
            if items > 0 { piece += separator }
            piece += Array(item(items).utf8)
            items += 1
            guard piece.count >= 65_536 else { continue }
            piece.withUnsafeBytes(take)
            given += piece.count
            piece.removeAll(keepingCapacity: true)
        }
        piece += closing
        piece.withUnsafeBytes(take)
        return items
    }

    /// As bytes, for benches of speed.
    func bytes(size: Int) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(size + 100_000)
        _ = give(size: size) { out += $0 }
        return out
    }
}

/// List documents in the shapes of the formats, of any size.
extension SampleDocuments {
    static let scanStream = SampleStream(
        "\"timestamp\",\"ip\",\"protocol\",\"port\",\"hostname\",\"tag\",\"asn\",\"geo\",\"region\",\"city\"\n"
    ) { index in
        "\"2026-01-02 03:04:05\",\"\(address(index))\",\"tcp\",23,\"h\(index).example\",\"telnet\",64512,\"AZ\","
            + "\"BAKU\",\"BAKU\"\n"
    }

    /// Lines of JSON as IntelMQ writes them.
    static let linesStream = SampleStream("") { index in
        #"{"feed.name":"Made","time.source":"2026-01-02T03:04:05+00:00","classification.taxonomy":"#
            + #""intrusion-attempts","classification.type":"brute-force","source.ip":"\#(address(index))","#
            + #""source.port":\#(index % 60_000 + 1),"protocol.application":"telnet"}"# + "\n"
    }

    static let kevStream = SampleStream(
        #"{"title":"Catalog","catalogVersion":"2026.01.02","dateReleased":"2026-01-02T00:00:00.000Z","#
            + #""vulnerabilities":["#,
        separator: ",", closing: "]}"
    ) { index in
        #"{"cveID":"CVE-2026-\#(10_000 + index)","vendorProject":"Vendor \#(index % 90)","product":"Product","#
            + #""vulnerabilityName":"Vendor Product Path Traversal","dateAdded":"2026-01-02","#
            + #""shortDescription":"A path traversal lets a remote attacker run commands.","#
            + #""requiredAction":"Apply mitigations per vendor instructions.","dueDate":"2026-01-23","#
            + #""knownRansomwareCampaignUse":"Unknown","notes":"https://vendor.example/","cwes":["CWE-22"]}"#
    }

    static let epssStream = SampleStream(
        "#model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z\ncve,epss,percentile\n"
    ) { index in
        "CVE-\(2000 + index / 200_000 % 1000)-\(1000 + index % 200_000),0.\(10_000 + index % 80_000),0.51230\n"
    }

    static let rssStream = SampleStream(
        #"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Advisories</title>"#
            + "<link>https://cert.example/</link><description>Made</description>",
        closing: "</channel></rss>"
    ) { index in
        "<item><title>Advisory \(index): update for CVE-2026-\(1000 + index)</title>"
            + "<link>https://cert.example/\(index)</link><guid>https://cert.example/\(index)</guid>"
            + "<pubDate>Fri, 02 Jan 2026 10:00:00 +0000</pubDate><description>&lt;p&gt;"
            + String(repeating: "Update at once &amp;amp; look for traces. ", count: 20)
            + "&lt;/p&gt;</description></item>\n"
    }

    /// A bundle with an indicator, a relationship, a vulnerability and a piece of malware by turns.
    static let stixStream = SampleStream(
        #"{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000000","objects":["#,
        separator: ",\n", closing: "]}"
    ) { index in
        let number = String(1_000_000_000_000 + index)
        let id = "00000000-0000-4000-8000-\(number.suffix(12))"
        let times = #""created":"2026-01-02T03:04:05.000Z","modified":"2026-01-02T03:04:05.000Z""#
        switch index % 4 {
        case 0:
            return #"{"type":"indicator","spec_version":"2.1","id":"indicator--\#(id)",\#(times),"name":"C2 server","#
                + #""description":"Seen in a sandbox run of a sample that calls home over TLS.","#
                + #""indicator_types":["malicious-activity"],"pattern":"[ipv4-addr:value = '\#(address(index))' OR "#
                + #"domain-name:value = 'h\#(index).example']","pattern_type":"stix","#
                + #""valid_from":"2026-01-02T03:04:05Z"}"#
        case 1:
            return #"{"type":"relationship","spec_version":"2.1","id":"relationship--\#(id)",\#(times),"#
                + #""relationship_type":"indicates","source_ref":"indicator--\#(id)","target_ref":"malware--\#(id)"}"#
        case 2:
            return #"{"type":"vulnerability","spec_version":"2.1","id":"vulnerability--\#(id)",\#(times),"#
                + #""name":"CVE-2026-\#(1000 + index)","description":"A path traversal lets a remote attacker run "#
                + #"commands as the service.","external_references":[{"source_name":"cve","external_id":"#
                + #""CVE-2026-\#(1000 + index)"}]}"#
        default:
            return #"{"type":"malware","spec_version":"2.1","id":"malware--\#(id)",\#(times),"name":"Made \#(index)","#
                + #""malware_types":["backdoor"],"is_family":true,"description":"Loads further code over HTTPS and "#
                + #"keeps itself alive by a scheduled task.","kill_chain_phases":[{"kill_chain_name":"x","#
                + #""phase_name":"command-and-control"}]}"#
        }
    }

    private static func address(_ index: Int) -> String {
        "10.\(index >> 16 & 255).\(index >> 8 & 255).\(index & 255)"
    }
}
