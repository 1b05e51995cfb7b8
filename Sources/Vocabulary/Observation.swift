/// Transport protocol of an observed service, by IANA protocol number; 0 when the source names none.
package enum TransportProtocol: UInt8, Sendable, Hashable, Codable {
    case none = 0, icmp = 1, tcp = 6, udp = 17

    /// As written in a locus: `tcp`; `-` for none.
    package var name: String {
        switch self {
        case .none: "-"
        case .icmp: "icmp"
        case .tcp: "tcp"
        case .udp: "udp"
        }
    }
}

/// What an observation says is true at an address: an RSIT type and a name, e.g. `open-telnet`, `infected-mirai`.
package struct Condition: Sendable, Hashable, Comparable, Codable {
    package let type: RSIT
    /// A chosen-name-like tag: lower-case letters, digits, `-`.
    package let name: String

    package init(type: RSIT, name: String) {
        self.type = type
        self.name = name
    }

    /// Id of the threat of kind `condition` that this is.
    package var threat: ThreatID { ThreatID(unchecked: "condition:\(type.class)/\(type.type)/\(name)") }

    package static func < (left: Condition, right: Condition) -> Bool { left.threat < right.threat }
}

/// One row of the observations lane. A row is never a report; it becomes a finding, an orphan or a count.
package struct Observation: Sendable {
    package var at: Instant
    package var address: IPAddress
    /// 0 when the observation is about the host as a whole.
    package var port: UInt16
    package var transport: TransportProtocol
    /// As the source states it; 0 when it does not.
    package var asn: UInt32
    /// Index into ``ObservationBatch/conditions``.
    package var condition: Int
    /// 64-bit hash of the row's bytes, for counting distinct rows only; never identity.
    package var rowHash: UInt64
    /// Row number in the document, header excluded, from 1.
    package var row: Int
    /// The row's bytes in ``ObservationBatch/bytes``.
    package var source: Range<Int>

    package init(
        at: Instant, address: IPAddress, port: UInt16, transport: TransportProtocol, asn: UInt32, condition: Int,
        rowHash: UInt64, row: Int, source: Range<Int>
    ) {
        self.at = at
        self.address = address
        self.port = port
        self.transport = transport
        self.asn = asn
        self.condition = condition
        self.rowHash = rowHash
        self.row = row
        self.source = source
    }
}

/// Rows of one document in order, with the bytes they were read from.
package struct ObservationBatch: Sendable {
    package var rows: [Observation] = []
    /// Rows about names and networks, of indicator lists alone.
    package var listings: [Listing] = []
    package var bytes: [UInt8] = []
    /// The distinct conditions of the rows; grows only, small.
    package var conditions: [Condition] = []
    /// The document's column names, for showing evidence.
    package var columns: [String] = []

    package init() {}

    /// Drops the `count` rows of the highest numbers, whichever of the two lists they stand in.
    package mutating func removeLastRows(_ count: Int) {
        for _ in 0..<count {
            if (rows.last?.row ?? 0) > (listings.last?.row ?? 0) { rows.removeLast() } else { _ = listings.popLast() }
        }
    }
}

/// One row of the EPSS table (FIRST EPSS, scores by CVE).
package struct EPSSScore: Sendable, Hashable {
    package var cve: String
    /// Probability × 100,000 (five decimals as published), 0–100,000.
    package var probability: Int32
    /// Percentile × 100,000.
    package var percentile: Int32

    package init(cve: String, probability: Int32, percentile: Int32) {
        self.cve = cve
        self.probability = probability
        self.percentile = percentile
    }
}
