import Vocabulary

/// Puts the rows of one indicator list into a batch: numbers, times, conditions, evidence.
struct IndicatorRows {
    /// Bytes of a row that are kept as evidence.
    static let evidenceMax = 4096

    /// Why a row is refused; the place is the row's number.
    struct Refusal: Error {
        let reason: Reject.Reason
        let message: String

        init(_ reason: Reject.Reason, _ message: String) {
            self.reason = reason
            self.message = message
        }
    }

    private let context: DocumentContext
    /// Rows begun so far.
    private(set) var count = 0
    private var tooMany = false
    /// When the list itself says it was made; stands in for rows without a time.
    var statedTime: Instant?

    init(context: DocumentContext) { self.context = context }

    /// Takes the next row: `read` gives what it names, when, and what that means. A secret row is counted only, and may
    /// name nothing.
    mutating func take(
        _ row: UnsafeRawBufferPointer, place: String? = nil, at offset: Int, into batch: inout ReadBatch,
        isSecret: Bool = false, _ read: (UnsafeRawBufferPointer) throws(Refusal) -> IndicatorRow
    ) {
        count += 1
        do throws(Refusal) {
            let found = try read(row)
            let isNameless = isSecret && found.text.isEmpty
            guard let subject = isNameless ? .subject(.other) : IndicatorText.read(found.text) else {
                let shown = MemberScreening.shown(found.text.prefix(60))
                throw Refusal(.badValue, "`\(shown)` is no address, network, web address, name or hash")
            }
            if case .subject(.network(let network)) = subject { try IndicatorRows.check(network) }
            put(isSecret ? .subject(.other) : subject, found, row, into: &batch)
        } catch {
            let place = place ?? "row \(count)"
            batch.rejects.append(Reject(error.reason, place: place, offset: offset, message: error.message))
        }
    }

    /// So wide a network holds half the world's entities and says nothing of any of them.
    private static func check(_ network: IPNetwork) throws(Refusal) {
        let shortest = network.first.isIPv4 ? 8 : 16
        guard network.prefixLength < shortest else { return }
        throw Refusal(.overLimit, "`\(network)` is too wide a network for a list; accepted: /\(shortest) and narrower")
    }

    private func put(
        _ subject: IndicatorText, _ found: IndicatorRow, _ row: UnsafeRawBufferPointer, into batch: inout ReadBatch
    ) {
        let received = context.received
        let stated = DateDoubting.observed(found.at, received: received)
        if found.at != nil, stated == nil { batch.doubtedTimes += 1 }
        let time = stated ?? DateDoubting.observed(statedTime, received: received) ?? received
        let start = batch.observations.bytes.count
        batch.observations.bytes.append(contentsOf: row.prefix(IndicatorRows.evidenceMax))
        let source = start..<batch.observations.bytes.count
        let meaning = found.isOwnMeaning ? found.condition : context.feed.condition ?? found.condition
        let condition = index(of: meaning, in: &batch)
        // One STIX object may name several things: each is a row.
        let hash = RowHash.of(row) &* 0x9E37_79B9_7F4A_7C15 ^ found.text.withUnsafeBytes { RowHash.of($0) }
        switch subject {
        case .address(let address, let port, let transport):
            batch.observations.rows.append(
                Observation(
                    at: time, address: address, port: port, transport: transport, asn: found.asn,
                    condition: condition, rowHash: hash, row: count, source: source))
        case .subject(let subject):
            batch.observations.listings.append(
                Listing(at: time, subject: subject, condition: condition, rowHash: hash, row: count, source: source))
        }
    }

    /// In the batch's list, which a caller may have renewed between pushes; there are at most a handful.
    private func index(of condition: Condition, in batch: inout ReadBatch) -> Int {
        if let index = batch.observations.conditions.firstIndex(of: condition) { return index }
        batch.observations.conditions.append(condition)
        return batch.observations.conditions.count - 1
    }
}

/// What a row of an indicator list says.
struct IndicatorRow {
    /// The indicator as written.
    var text: [UInt8]
    /// Nil when the row states no time.
    var at: Instant?
    var condition: Condition
    /// As the source states it; 0 when it does not.
    var asn: UInt32 = 0
    /// Whether the condition already stands above the feed's own.
    var isOwnMeaning = false
}

/// What the rows of each kind of list mean (RSIT version 1003).
enum IndicatorMeaning {
    /// A command and control server of a botnet.
    static let control = condition("malicious-code/c2-server", "c2-server")
    /// A place from which malicious code is loaded.
    static let distribution = condition("malicious-code/malware-distribution", "malware-distribution")
    /// A page that steals what is typed into it.
    static let skimming = condition("intrusions/application-compromise", "payment-skimmer")
    static let phishing = condition("fraud/phishing", "phishing")
    /// Networks that spam and crime use and nobody should exchange traffic with (Spamhaus DROP).
    static let criminalNetwork = condition("abusive-content/spam", "drop-listed")
    /// Taken over by somebody who is not its owner.
    static let compromised = condition("intrusions/system-compromise", "compromised")
    /// Said to be malicious without saying how.
    static let malicious = condition("other/undetermined", "malicious-activity")
    /// On several lists of attackers; which kind is not said.
    static let suspicious = condition("other/undetermined", "on-block-lists")

    private static func condition(_ type: String, _ name: String) -> Condition {
        guard let type = RSIT(type) else { preconditionFailure("\(type) is a type of RSIT 1003") }
        return Condition(type: type, name: name)
    }
}
