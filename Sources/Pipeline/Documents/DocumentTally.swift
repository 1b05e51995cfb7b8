import Analyze
import Ingest
import Storage
import Vocabulary

/// Counts of a document's contents: a function of its bytes and the register, whatever was durable before.
struct DocumentTally {
    private(set) var summary = DocumentSummary()
    private var rowHashes = Set<UInt64>()
    private var hosts = Set<Host>()
    private var findings = Set<FindingPlace>()

    private struct Host: Hashable {
        let bits: UInt128
        let isIPv4: Bool
        let port: UInt16
    }

    private struct FindingPlace: Hashable {
        let entity: Int32
        let condition: Int32
        let host: Host
        let transport: TransportProtocol
    }

    mutating func count(_ batch: ReadBatch, _ matched: MatchedBatch) {
        summary.reports += batch.reports.count
        summary.rejects += batch.rejects.count
        summary.scores += batch.scores.count
        summary.skipped += batch.skipped.prefix(max(0, 1000 - summary.skipped.count))
        summary.documents = batch.documents
        summary.rows += batch.observations.rows.count
        summary.matchedRows += matched.matchedRows
        summary.orphanRows += matched.orphanRows
        summary.outsideRows += matched.outsideRows
        for row in batch.observations.rows where rowHashes.insert(row.rowHash).inserted {
            hosts.insert(Host(bits: row.address.bits, isIPv4: row.address.isIPv4, port: row.port))
        }
        for sighting in matched.sightings {
            let address = sighting.address
            findings.insert(
                FindingPlace(
                    entity: sighting.entity, condition: sighting.condition,
                    host: Host(bits: address.bits, isIPv4: address.isIPv4, port: sighting.port),
                    transport: sighting.transport))
        }
    }

    func finished() -> DocumentSummary {
        var done = summary
        done.distinctRows = rowHashes.count
        done.distinctHosts = hosts.count
        done.findings = findings.count
        return done
    }
}
