import Analyze
import Ingest
import Vocabulary

/// Values with every member set; texts hold what needs escaping.
enum Samples {
    static let text = "Vendor \"X\" \\ path/é漢🙂\n\tend\u{1}"

    static var report: Report {
        var report = Report(
            sourceID: "CVE-2026-1111", kind: .vulnerability, digest: digest(1),
            revised: Instant(microseconds: 1_767_225_600_000_001), title: text)
        report.status = .rejected
        report.published = Instant(seconds: 1_767_225_600)
        report.dateDoubts = [DateDoubt(.revised, .future, stated: Instant(seconds: 1_767_225_601))]
        report.summary = text
        report.language = "en"
        report.tlp = .amberStrict
        report.links = ["https://a.example/?q=1&r=2", "http://b.example/"]
        report.vulnerabilities = [statement("CVE-2026-1111"), statement("CVE-2026-1112")]
        var incident = IncidentStatement()
        incident.domains = ["a.example"]
        report.incident = incident
        return report
    }

    static func digest(_ byte: UInt8) -> Digest {
        guard let digest = Digest(bytes: [UInt8](repeating: byte, count: 32)) else {
            preconditionFailure("thirty-two bytes were given")
        }
        return digest
    }

    static func statement(_ id: String) -> VulnerabilityStatement {
        var statement = VulnerabilityStatement(id: id)
        statement.aliases = ["GHSA-aaaa-bbbb-cccc", "VEN-1"]
        statement.title = text
        statement.description = text
        statement.weaknesses = ["CWE-22", "CWE-79"]
        statement.scores = [
            ScoreStatement(
                version: "3.1", vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", baseTenths: 98, source: "cna"),
            ScoreStatement(version: "2.0", vector: "", baseTenths: 5, source: text),
        ]
        var product = ProductStatement(vendor: "Vendor", product: text, status: .notAffected)
        product.cpe = "cpe:2.3:a:vendor:product:*:*:*:*:*:*:*:*"
        product.purl = "pkg:npm/%40a/b"
        product.platforms = [text, "os"]
        product.versions = [
            VersionRange(exact: "1.0"), VersionRange(from: "1", before: "2", through: nil, scheme: "semver"),
            VersionRange(from: nil, before: nil, through: "3"), VersionRange(after: "4", before: nil, through: nil),
        ]
        statement.products = [product, ProductStatement(vendor: "", product: "b", status: .affected)]
        statement.exploitation = ExploitationStatement(
            listed: UTCDay(number: 20_454), due: UTCDay(number: 20_470), ransomware: true, requiredAction: text)
        statement.ssvc = ["Exploitation": "active", "Automatable": "no", "Technical Impact": "total", "a\"b": text]
        statement.remediations = [text, "Update"]
        return statement
    }

    static func mention(_ report: Report, _ statement: VulnerabilityStatement) -> ThreatMention {
        ThreatMention(
            report: report, feed: FeedID(unchecked: "cvelist"), source: .foreignCERT, reliability: .usuallyReliable,
            tlp: .amber, statement: statement)
    }

    /// Closed and existing at once, which no fold gives, so that nothing is empty.
    static var assessment: ThreatAssessment? {
        var live = report
        live.status = .published
        let folded = ThreatAssessment.fold(
            ThreatID(unchecked: "CVE-2026-1111"), [mention(live, statement("CVE-2026-1111"))])
        guard var assessment = folded else { return nil }
        assessment.isClosed = true
        assessment.trail = [text]
        assessment.severity?.disagreements = ["one", text]
        assessment.links.append(sourced(text))
        assessment.sources += assessment.sources
        return assessment
    }

    private static func sourced(_ text: String) -> Sourced<String> { Sourced(text, tlp: .green, source: "cvelist/x") }
}
