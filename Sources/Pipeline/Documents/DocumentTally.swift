import Analyze
import Ingest
import Storage
import Vocabulary

/// Counts of a document's contents: a function of its bytes and the register, whatever was durable before.
struct DocumentTally {
    private(set) var summary = DocumentSummary()
    private var rowHashes = NumberSet<UInt64>()
    private var hosts = NumberSet<UInt64>()
    private var findings = NumberSet<UInt128>()
    /// Version 6 addresses do not fit into the numbers above.
    private var wideHosts = Set<Host>()
    private var wideFindings = Set<FindingPlace>()
    private var listedFindings = Set<ListedPlace>()
    private var orphanRows: [OrphanKey: Int] = [:]

    private struct Host: Hashable {
        let bits: UInt128
        let port: UInt16
    }

    private struct FindingPlace: Hashable {
        let entity: Int32
        let condition: Int32
        let host: Host
        let transport: TransportProtocol
    }

    private struct ListedPlace: Hashable {
        let entity: Int32
        let condition: Int32
        let locus: Locus
    }

    private struct OrphanKey: Hashable {
        let asn: UInt32
        let condition: Int
    }

    mutating func count(_ batch: ReadBatch, _ matched: MatchedBatch) {
        summary.reports += batch.reports.count + batch.mails.count
        for report in batch.reports { count(report) }
        if !batch.observations.columns.isEmpty { summary.columns = batch.observations.columns.count }
        summary.rejects += batch.rejects.count
        if !batch.rejects.isEmpty {
            var reasons = summary.rejectReasons ?? [:]
            for reject in batch.rejects { reasons[reject.reason.rawValue, default: 0] += 1 }
            summary.rejectReasons = reasons
        }
        summary.scores += batch.scores.count
        if batch.doubtedTimes > 0 { summary.doubtedTimes = (summary.doubtedTimes ?? 0) + batch.doubtedTimes }
        summary.skipped += batch.skipped.prefix(max(0, 1000 - summary.skipped.count))
        summary.documents = batch.documents
        summary.rows += batch.observations.rows.count + batch.observations.listings.count
        summary.matchedRows += matched.matchedRows
        summary.orphanRows += matched.orphanRows
        summary.outsideRows += matched.outsideRows
        for row in batch.observations.rows where rowHashes.insert(row.rowHash) { count(row) }
        for listing in batch.observations.listings { _ = rowHashes.insert(listing.rowHash) }
        for sighting in matched.sightings { count(sighting) }
        for listing in matched.listings {
            listedFindings.insert(
                ListedPlace(entity: listing.entity, condition: listing.condition, locus: listing.locus))
        }
        for orphan in matched.orphans {
            orphanRows[OrphanKey(asn: orphan.asn, condition: orphan.condition), default: 0] += orphan.rows
        }
    }

    /// Orphans of the whole document so far, sorted by (asn, condition).
    func orphans(_ conditions: [Condition]) -> [(asn: UInt32, condition: Condition, rows: Int)] {
        orphanRows.sorted { ($0.key.asn, $0.key.condition) < ($1.key.asn, $1.key.condition) }
            .map { ($0.key.asn, conditions[$0.key.condition], $0.value) }
    }

    /// The document as a full list.
    func fullList(stated: Instant) -> FullListClosing {
        let reasons = Set((summary.rejectReasons ?? [:]).keys)
        let isCut = Reject.Reason.cuts.contains { reasons.contains($0.rawValue) }
        return FullListClosing(stated: stated, rows: summary.rows, rejects: summary.rejects, isCut: isCut)
    }

    func finished() -> DocumentSummary {
        var done = summary
        done.distinctRows = rowHashes.count
        done.distinctHosts = hosts.count + wideHosts.count
        done.findings = findings.count + wideFindings.count + listedFindings.count
        return done
    }

    /// Which of the watched fields a report states.
    private mutating func count(_ report: Report) {
        let statements = report.vulnerabilities
        let stated: [(String, Bool)] = [
            ("published", report.published != nil), ("summary", !report.summary.isEmpty),
            ("links", !report.links.isEmpty), ("vulnerabilities", !statements.isEmpty),
            ("scores", statements.contains { !$0.scores.isEmpty }),
            ("products", statements.contains { !$0.products.isEmpty }),
            ("weaknesses", statements.contains { !$0.weaknesses.isEmpty }),
        ]
        var fields = summary.fields ?? [:]
        for (name, isStated) in stated { fields[name, default: 0] += isStated ? 1 : 0 }
        summary.fields = fields
    }

    private mutating func count(_ row: Observation) {
        if row.address.isIPv4 {
            _ = hosts.insert(UInt64(truncatingIfNeeded: row.address.bits) << 16 | UInt64(row.port))
        } else {
            wideHosts.insert(Host(bits: row.address.bits, port: row.port))
        }
    }

    private mutating func count(_ sighting: FindingSighting) {
        guard sighting.address.isIPv4 else {
            let host = Host(bits: sighting.address.bits, port: sighting.port)
            wideFindings.insert(
                FindingPlace(
                    entity: sighting.entity, condition: sighting.condition, host: host, transport: sighting.transport))
            return
        }
        // 32 + 32 + 32 + 16 + 8 bits: the key itself, not a hash of it.
        let who = UInt128(UInt32(bitPattern: sighting.entity)) << 88
        let what = UInt128(UInt32(bitPattern: sighting.condition)) << 56
        let place = UInt128(truncatingIfNeeded: sighting.address.bits) << 24 | UInt128(sighting.port) << 8
        _ = findings.insert(who | what | place | UInt128(sighting.transport.rawValue))
    }
}

/// A set of numbers in one flat table, for counting what is different among millions.
///
/// Eight or sixteen bytes a place, at most half full. Where a number begins to look for its place depends on a random
/// secret, so that nobody can choose rows that all begin at the same place.
struct NumberSet<Number: FixedWidthInteger & UnsignedInteger> {
    private(set) var count = 0
    private var places: [Number]
    private var shift: UInt64
    /// Zero marks a free place, so the number zero is remembered here.
    private var hasZero = false
    private let secret = UInt64.random(in: .min ... .max)

    init() {
        places = [Number](repeating: 0, count: 1024)
        shift = 54
    }

    /// True when the number was not in the set.
    mutating func insert(_ number: Number) -> Bool {
        guard number != 0 else {
            defer { hasZero = true }
            if !hasZero { count += 1 }
            return !hasZero
        }
        if count * 2 >= places.count { grow() }
        guard put(number) else { return false }
        count += 1
        return true
    }

    private mutating func put(_ number: Number) -> Bool {
        let mask = places.count - 1
        var at = start(of: number)
        while true {
            let present = places[at]
            if present == 0 {
                places[at] = number
                return true
            }
            if present == number { return false }
            at = (at + 1) & mask
        }
    }

    private func start(of number: Number) -> Int {
        let folded = UInt64(truncatingIfNeeded: number) ^ UInt64(truncatingIfNeeded: number >> (Number.bitWidth / 2))
        let product = (folded ^ secret).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return Int(truncatingIfNeeded: (product.high ^ product.low) >> shift)
    }

    private mutating func grow() {
        let before = places
        places = [Number](repeating: 0, count: before.count * 2)
        shift -= 1
        for number in before where number != 0 { _ = put(number) }
    }
}
