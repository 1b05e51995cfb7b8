import Vocabulary

/// What it means for a threat that sources took reports of it back.
///
/// One source withdraws its own words and nobody else's. So a threat closes when nobody is left who speaks of it, or
/// when the authority of its identifier rejects the identifier: the CVE programme, as its record or a copy of it says.
/// Even then whoever states a product that has it, or that it is exploited, is believed: such a threat stays open.
enum ThreatClosing: Equatable {
    /// Nobody took anything back.
    case stands
    /// All that was said was taken back by those who said it.
    case nobodyLeft
    /// The record of the identifier is rejected, and what is left are its copies and reports that only name it.
    case identifierRejected
    /// Somebody took his report back; others stand by theirs.
    case othersStand

    init(of id: ThreatID, _ mentions: [ThreatMention]) {
        let live = mentions.filter { $0.status == .published }
        if live.count == mentions.count {
            self = .stands
        } else if live.isEmpty {
            self = .nobodyLeft
        } else {
            let isRejected = ThreatClosing.isRejected(id, mentions)
            let holds = live.contains { !$0.isRecord(of: id) && $0.statesWhatIsSo }
            self = isRejected && !holds ? .identifierRejected : .othersStand
        }
    }

    var isClosed: Bool { self == .nobodyLeft || self == .identifierRejected }

    /// Whether the newest of the records that may speak for the identifier rejects it; of two of one time, what is
    /// published counts.
    private static func isRejected(_ id: ThreatID, _ mentions: [ThreatMention]) -> Bool {
        guard CVEIdentifier(id.text) != nil else { return false }
        let records = mentions.filter { $0.isRecord(of: id) && $0.reliability.isBelieved }
        guard let newest = records.map(\.revised).max() else { return false }
        return records.filter { $0.revised == newest }.allSatisfy { $0.status == .rejected }
    }

    /// One line for each report that was taken back, in the order of the mentions.
    func trail(_ mentions: [ThreatMention]) -> [String] {
        mentions.filter { $0.status != .published }.map { mention in
            let did = mention.status == .rejected ? "rejected" : "withdrawn"
            let reason = mention.summary.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(300)
            return "\(mention.place) was \(did) by its source on \(mention.revised.day)"
                + (reason.isEmpty ? "" : ": \(reason)")
        }
    }
}

extension ThreatMention {
    /// Whether the report is the record of the identifier itself, or a copy of it: it bears it as its own id.
    fileprivate func isRecord(of id: ThreatID) -> Bool { reportKind == .vulnerability && sourceID == id.text }

    /// Whether it says that something has or had the vulnerability, or that it is exploited; naming it is not enough.
    fileprivate var statesWhatIsSo: Bool {
        statement.exploitation != nil || statement.ssvc["Exploitation"]?.lowercased() == "active"
            || statement.products.contains { $0.status != .notAffected }
    }
}
