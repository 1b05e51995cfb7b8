import Foundation

/// Documents in the shapes of the formats, made from numbers: for benches where no real ones are at hand.
enum SampleDocuments {
    /// CVE 5.1 records with an ADP container, about 3 KB each as the real ones are.
    static func cveRecords(_ count: Int, seed: UInt64) -> [(name: String, bytes: [UInt8])] {
        var random = SeededNumbers(seed)
        return (0..<count).map { index in
            let id = "CVE-2026-\(10_000 + index)"
            return ("\(id).json", Array(cveRecord(id, &random).utf8))
        }
    }

    private static func cveRecord(_ id: String, _ random: inout SeededNumbers) -> String {
        let product = "product-\(random.below(5000))"
        let versions = (0..<(1 + random.below(4))).map { line in
            #"{"version":"\#(line).0","lessThan":"\#(line).\#(1 + random.below(40))","versionType":"semver","#
                + #""status":"affected"}"#
        }
        let affected = #"{"vendor":"vendor-\#(random.below(500))","product":"\#(product)","#
            + #""defaultStatus":"unaffected","versions":[\#(versions.joined(separator: ","))]}"#
        return cveRecord(id, affected: affected, &random)
    }

    /// - Parameter affected: one entry of `affected[]`.
    static func cveRecord(_ id: String, affected: String, _ random: inout SeededNumbers) -> String {
        let product = "component \(random.below(5000))"
        let text = "A flaw in the handling of requests in \(product) lets a remote attacker without credentials write "
            + "outside the intended folder by a crafted name, and from there run commands as the service. "
        let links = (0..<4).map { #"{"url":"https://vendor.example/\#(id)/\#($0)","tags":["vendor-advisory"]}"# }
        let score = #"{"cvssV3_1":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","#
            + #""baseScore":9.8,"baseSeverity":"CRITICAL"},"format":"CVSS"}"#
        let provider = #"{"orgId":"00000000-0000-4000-8000-000000000001","shortName":"vendor","#
            + #""dateUpdated":"2026-01-03T10:00:00.000Z"}"#
        let cna = #"{"providerMetadata":\#(provider),"title":"Path traversal in \#(product)","#
            + #""affected":[\#(affected)],"#
            + #""descriptions":[{"lang":"en","value":"\#(String(repeating: text, count: 4))"}],"#
            + #""problemTypes":[{"descriptions":[{"type":"CWE","lang":"en","cweId":"CWE-22","#
            + #""description":"CWE-22 Path Traversal"}]}],"metrics":[\#(score)],"#
            + #""references":[\#(links.joined(separator: ","))]}"#
        let options = #"[{"Exploitation":"none"},{"Automatable":"yes"},{"Technical Impact":"total"}]"#
        let ssvc = #"{"other":{"type":"ssvc","content":{"id":"\#(id)","role":"CISA Coordinator","#
            + #""options":\#(options),"version":"2.0.3","timestamp":"2026-01-04T00:00:00.000000Z"}}}"#
        let adp = #"{"title":"CISA ADP Vulnrichment","providerMetadata":\#(provider),"metrics":[\#(ssvc)]}"#
        let times = #""dateReserved":"2026-01-01T00:00:00.000Z","datePublished":"2026-01-02T00:00:00.000Z","#
            + #""dateUpdated":"2026-01-04T00:00:00.000Z""#
        return #"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"\#(id)","#
            + #""assignerOrgId":"00000000-0000-4000-8000-000000000001","state":"PUBLISHED",\#(times)},"#
            + #""containers":{"cna":\#(cna),"adp":[\#(adp)]}}"#
    }

    /// A ustar archive (POSIX.1-1988) of regular files.
    static func tar(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var out: [UInt8] = []
        for member in members {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at: Int) { header.replaceSubrange(at..<(at + text.utf8.count), with: text.utf8) }
            put(member.name, at: 0)
            put("0000644", at: 100)
            put("0000000", at: 108)
            put("0000000", at: 116)
            put(String(format: "%011o", member.bytes.count), at: 124)
            put("00000000000", at: 136)
            put("        ", at: 148)
            put("0", at: 156)
            put("ustar", at: 257)
            put("00", at: 263)
            put(String(format: "%06o", header.reduce(0) { $0 + Int($1) }), at: 148)
            header[154] = 0
            out += header + member.bytes
            out += [UInt8](repeating: 0, count: (512 - member.bytes.count % 512) % 512)
        }
        return out + [UInt8](repeating: 0, count: 1024)
    }

    static func kev(_ count: Int) -> [UInt8] {
        let items = (0..<count).map { index in
            #"{"cveID":"CVE-2025-\#(10_000 + index)","vendorProject":"Vendor \#(index % 90)","product":"Product","#
                + #""vulnerabilityName":"Vendor Product Path Traversal","dateAdded":"2025-11-03","#
                + #""shortDescription":"A path traversal lets a remote attacker run commands.","#
                + #""requiredAction":"Apply mitigations per vendor instructions.","dueDate":"2025-11-24","#
                + #""knownRansomwareCampaignUse":"Unknown","notes":"https://vendor.example/","cwes":["CWE-22"]}"#
        }
        return Array(
            (#"{"title":"Catalog","catalogVersion":"2026.01.02","dateReleased":"2026-01-02T00:00:00.000Z","#
                + #""count":\#(count),"vulnerabilities":[\#(items.joined(separator: ","))]}"#).utf8)
    }

    static func epss(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededNumbers(seed)
        var out = Array("#model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z\ncve,epss,percentile\n".utf8)
        for index in 0..<count {
            let (score, rank) = (random.below(99_999), random.below(99_999))
            let row = "CVE-\(2000 + index / 20_000)-\(1000 + index % 20_000),"
                + String(format: "0.%05d,0.%05d\n", score, rank)
            out += Array(row.utf8)
        }
        return out
    }

    static func rss(_ count: Int) -> [UInt8] {
        let items = (0..<count).map { index in
            "<item><title>Advisory \(index): update for CVE-2026-\(1000 + index)</title>"
                + "<link>https://cert.example/\(index)</link><guid>https://cert.example/\(index)</guid>"
                + "<pubDate>Fri, 02 Jan 2026 10:00:00 +0000</pubDate><description>&lt;p&gt;"
                + String(repeating: "Update at once &amp;amp; look for traces. ", count: 20)
                + "&lt;/p&gt;</description></item>"
        }
        return Array(
            (#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Advisories</title>"#
                + "<link>https://cert.example/</link><description>Made</description>"
                + items.joined() + "</channel></rss>").utf8)
    }

    /// A security advisory of one vulnerability in some products (CSAF 2.0).
    static func csaf(_ index: Int, products: Int) -> [UInt8] {
        let names = (0..<products).map { "CSAFPID-\(1000 + $0)" }
        let branches = names.enumerated().map { number, id in
            #"{"category":"product_version_range","name":"vers:generic/<\#(number).2","product":{"name":"#
                + #""Vendor Device \#(number) <\#(number).2","product_id":"\#(id)"}}"#
        }
        let listed = names.map { #""\#($0)""# }.joined(separator: ",")
        let score = #"{"cvss_v3":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","#
            + #""baseScore":9.8,"baseSeverity":"CRITICAL"},"products":[\#(listed)]}"#
        let tracking = #"{"id":"VEN-2026-\#(index)","status":"final","version":"1","#
            + #""initial_release_date":"2026-01-02T00:00:00Z","current_release_date":"2026-01-02T00:00:00Z","#
            + #""revision_history":[{"number":"1","date":"2026-01-02T00:00:00Z","summary":"First"}]}"#
        let note = String(repeating: "The device accepts names with dots and slashes and writes there. ", count: 10)
        return Array(
            (#"{"document":{"category":"csaf_security_advisory","csaf_version":"2.0","title":"Device \#(index)","#
                + #""distribution":{"tlp":{"label":"WHITE"}},"publisher":{"category":"vendor","name":"Vendor","#
                + #""namespace":"https://vendor.example"},"tracking":\#(tracking)},"product_tree":{"branches":["#
                + #"{"category":"vendor","name":"Vendor","branches":[{"category":"product_name","name":"#
                + #""Device","branches":[\#(branches.joined(separator: ","))]}]}]},"vulnerabilities":[{"cve":"#
                + #""CVE-2026-\#(10_000 + index)","notes":[{"category":"summary","text":"\#(note)"}],"#
                + #""product_status":{"known_affected":[\#(listed)]},"scores":[\#(score)],"remediations":[{"category":"#
                + #""vendor_fix","details":"Update","product_ids":[\#(listed)]}]}]}"#).utf8)
    }
}
