import Advise
import Vocabulary

/// Hand-made values that the tests share.
enum Sample {
    static let now = Instant("2026-11-23T10:00:00Z") ?? .distantPast
    static let leyla = Officer(uid: 1001, loginUID: 1001, name: "leyla")
    static let rashad = Officer(uid: 1002, loginUID: 1002, name: "rashad")
    static let nigar = Officer(uid: 1003, loginUID: 1003, name: "nigar")

    static func digest(_ byte: UInt8) -> Digest {
        guard let digest = Digest(bytes: [UInt8](repeating: byte, count: 32)) else { preconditionFailure("32 bytes") }
        return digest
    }

    static func digests(content: UInt8 = 1, recipients: UInt8 = 2) -> PreviewDigests {
        PreviewDigests(
            content: digest(content), recipients: digest(recipients), preview: digest(content &* 16 &+ recipients))
    }

    static func content() -> AdvisoryContent {
        var content = AdvisoryContent(
            title: LocalizedText([.az: "Ön qapı zəifliyi", .en: "Front door weakness"]), headTLP: .clear,
            isPublic: true, urgency: .high, severity: .critical,
            threats: [ThreatID(unchecked: "CVE-2026-0002"), ThreatID(unchecked: "CVE-2026-0001")],
            paragraphs: [
                Paragraph(.what, tlp: .clear, text: [.az: "Qapı **açıqdır**.", .en: "The door is **open**."]),
                Paragraph(.what, tlp: .amber, text: [.en: "Secret neighbour is burgled."]),
                Paragraph(.whatToDo, tlp: .clear, text: [.en: "1. Lock it.\n2. Look.\n\n== not a marker\n\\-- az"]),
            ])
        content.products = [
            AffectedProduct(vendor: "Acme", product: "Gate", versions: "< 2.1", tlp: .clear),
            AffectedProduct(vendor: "Acme", product: "Hidden", versions: "", tlp: .red),
        ]
        content.references = [
            Reference(url: "https://example.org/a?b=1&c=2", tlp: .clear),
            Reference(url: "https://hidden.example.org/", tlp: .amberStrict),
        ].compactMap { $0 }
        content.contributions = [Contribution(rule: "kev", points: 40, evidence: "listed by CISA: 2026-11-01")]
        content.guidance = [GuidanceID("close-open-telnet")].compactMap { $0 }
        return content
    }

    static func version(_ content: AdvisoryContent = content(), state: AdvisoryState = .issued) -> AdvisoryVersion {
        var version = AdvisoryVersion(
            number: SpokenNumber(.advisory, year: 2026, serial: 4), version: 1, state: state, content: content,
            author: leyla, lastEditor: leyla, created: now, edited: now)
        version.issued = state == .issued || state == .withdrawn ? now : nil
        return version
    }

    static func facts() -> ThreatFacts {
        var facts = ThreatFacts(
            id: ThreatID(unchecked: "CVE-2026-0001"), kind: .vulnerability,
            title: ThreatFacts.Statement(source: "CISA", tlp: .clear, text: "Acme Gate Telnet Backdoor"),
            presence: .existing)
        facts.assessmentTLP = .clear
        facts.summaries = [
            ThreatFacts.Statement(
                source: "CISA", tlp: .clear, text: "A door\n<script>alert(1)</script> stands [open](javascript:x)."),
            ThreatFacts.Statement(source: "Partner", tlp: .amber, text: "Group X walks in."),
        ]
        facts.exploitedSince = UTCDay("2026-11-01")
        facts.exploitation = ThreatFacts.Statement(source: "CISA", tlp: .clear, text: "Known exploited.")
        facts.ransomware = true
        facts.baseTenths = 98
        facts.contributions = [Contribution(rule: "kev", points: 40, evidence: "listed")]
        var product = ProductStatement(vendor: "Acme", product: "Gate", status: .affected)
        product.versions = [VersionRange(from: "2.0", before: "2.1", through: nil)]
        facts.products = [ThreatFacts.Product(statement: product, tlp: .clear)]
        facts.links = [
            ThreatFacts.Statement(source: "CISA", tlp: .clear, text: "https://example.org/a"),
            ThreatFacts.Statement(source: "CISA", tlp: .clear, text: "javascript:alert(1)"),
        ]
        return facts
    }
}
