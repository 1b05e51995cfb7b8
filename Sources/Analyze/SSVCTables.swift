// Data table: SSVC decision models, as published by CERT/CC (certcc.github.io/SSVC, decision tables) and CISA.

extension SSVCTree {
    /// All trees, by name.
    package static let all: [SSVCTree] = [cisaCoordinator, deployer, coordinatorTriage, coordinatorPublish, bod2604]

    /// CISA Coordinator 2.0.3: exploitation, automatable, technical impact, mission and well-being impact.
    package static let cisaCoordinator = SSVCTree(
        name: "cisa-coordinator",
        points: [
            Point(name: "Exploitation", values: ["none", "public poc", "active"]),
            Point(name: "Automatable", values: ["no", "yes"]),
            Point(name: "Technical Impact", values: ["partial", "total"]),
            Point(name: "Mission and Well-Being Impact", values: ["low", "medium", "high"]),
        ],
        decisions: ["track", "track*", "attend", "act"],
        rows: """
            000 001 002 002
            001 012 002 012
            002 023 223 233
            """)

    /// Deployer Patch Application Priority 1.0.0.
    package static let deployer = SSVCTree(
        name: "deployer",
        points: [
            Point(name: "Exploitation", values: ["none", "public poc", "active"]),
            Point(name: "System Exposure", values: ["small", "controlled", "open"]),
            Point(name: "Automatable", values: ["no", "yes"]),
            Point(name: "Human Impact", values: ["low", "medium", "high", "very high"]),
        ],
        decisions: ["defer", "scheduled", "out-of-cycle", "immediate"],
        rows: """
            0011 0111 0111 1111 0111 1112
            0111 1111 0111 1112 1112 1122
            1122 1222 1122 2222 1223 2233
            """)

    /// Coordinator Triage 1.0.0.
    package static let coordinatorTriage = SSVCTree(
        name: "coordinator-triage",
        points: [
            Point(name: "Report Public", values: ["yes", "no"]),
            Point(name: "Supplier Contacted", values: ["no", "yes"]),
            Point(name: "Report Credibility", values: ["not credible", "credible"]),
            Point(name: "Supplier Cardinality", values: ["one", "multiple"]),
            Point(name: "Supplier Engagement", values: ["active", "unresponsive"]),
            Point(name: "Utility", values: ["laborious", "efficient", "super effective"]),
            Point(name: "Public Safety Impact", values: ["minimal", "significant"]),
        ],
        decisions: ["decline", "track", "coordinate"],
        rows: """
            00 00 00 00 00 00 00 00 02 00 00 02 00 00 00 00 00 00 00 00 02 00 00 02
            00 00 00 00 00 00 00 00 02 00 00 02 00 00 00 00 00 00 00 00 02 00 00 02
            00 00 00 00 00 00 00 00 02 00 00 02 00 00 00 00 00 00 00 00 02 00 00 02
            00 01 01 00 01 01 01 01 12 01 01 12 00 01 01 12 22 22 01 01 22 22 22 22
            """)

    /// Coordinator Publish 1.0.0.
    package static let coordinatorPublish = SSVCTree(
        name: "coordinator-publish",
        points: [
            Point(name: "Supplier Involvement", values: ["fix ready", "cooperative", "uncooperative/unresponsive"]),
            Point(name: "Exploitation", values: ["none", "public poc", "active"]),
            Point(name: "Public Value Added", values: ["limited", "ampliative", "precedence"]),
        ],
        decisions: ["do not publish", "publish"],
        rows: """
            001 001 011
            001 001 011
            001 011 111
            """)

    /// CISA BOD 26-04 Remediation Timelines 1.0.0.
    package static let bod2604 = SSVCTree(
        name: "bod-26-04",
        points: [
            Point(name: "In KEV", values: ["no", "yes"]),
            Point(name: "Publicly Exposed", values: ["no", "yes"]),
            Point(name: "Automatable", values: ["no", "yes"]),
            Point(name: "Technical Impact", values: ["partial", "total"]),
        ],
        decisions: ["fix on system upgrade", "60 days", "14 days", "3 days", "3 days & forensic investigation"],
        rows: """
            00 11 12 23
            22 24 24 34
            """)
}
