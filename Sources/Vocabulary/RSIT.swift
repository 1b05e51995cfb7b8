/// A type of the Reference Security Incident Taxonomy, `class/type`.
///
/// Source: RSIT version 1003 (ENISA RSIT task force): 11 classes, 39 types.
package struct RSIT: Sendable, Hashable, Comparable, WrittenValue {
    package let `class`: String
    package let type: String

    /// Reads `vulnerable/potentially-unwanted-accessible`; nil when it is not in the taxonomy.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, RSIT.table.contains(where: { $0.0 == parts[0] && $0.1.contains(String(parts[1])) })
        else { return nil }
        self.class = String(parts[0])
        type = String(parts[1])
    }

    package var description: String { "\(self.class)/\(type)" }
    package static func < (left: RSIT, right: RSIT) -> Bool { left.description < right.description }

    /// Every value, in the taxonomy's order.
    package static let all: [RSIT] = table.flatMap { row in row.1.compactMap { RSIT("\(row.0)/\($0)") } }

    package static var noun: String { "an RSIT type" }

    private static let table: [(String, [String])] = [
        ("abusive-content", ["spam", "harmful-speech", "violence"]),
        ("malicious-code", ["infected-system", "c2-server", "malware-distribution", "malware-configuration"]),
        ("information-gathering", ["scanner", "sniffing", "social-engineering"]),
        ("intrusion-attempts", ["ids-alert", "brute-force", "exploit"]),
        (
            "intrusions",
            [
                "privileged-account-compromise", "unprivileged-account-compromise", "application-compromise",
                "system-compromise", "burglary",
            ]
        ),
        ("availability", ["dos", "ddos", "misconfiguration", "sabotage", "outage"]),
        (
            "information-content-security",
            ["unauthorised-information-access", "unauthorised-information-modification", "data-loss", "data-leak"]
        ),
        ("fraud", ["unauthorised-use-of-resources", "copyright", "masquerade", "phishing"]),
        (
            "vulnerable",
            [
                "weak-crypto", "ddos-amplifier", "potentially-unwanted-accessible", "information-disclosure",
                "vulnerable-system",
            ]
        ),
        ("other", ["other", "undetermined"]),
        ("test", ["test"]),
    ]
}
