import Constituency
import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Scan reports and lists handed to an engine, and the findings they leave.
struct ScanBench {
    let bench: NoticeBench

    static let header = "timestamp,ip,protocol,port,hostname,tag,asn,geo,region,city,naics,sic,banner\n"

    /// A feed of scan reports about open telnet.
    static func feed(_ more: String = "") -> String {
        """
        publisher: A scanner
        kind: research
        country: INT
        format: scan-csv
        interval: 1d
        licence: ours
        tlp: AMBER
        reliability: B
        condition: {type: vulnerable/potentially-unwanted-accessible, name: open-telnet}
        \(more)
        """
    }

    static func make(_ feeds: [String: String]) async throws -> ScanBench {
        let bench = ScanBench(bench: try await NoticeBench.make(feeds: feeds))
        try await bench.register([("city-hospital", ["192.0.2.0/24"]), ("bank", ["198.51.100.0/24"])])
        return bench
    }

    /// The networks of entities, verified, in place of those they had.
    func register(_ owners: [(entity: String, networks: [String])]) async throws {
        let vouched = AssetState.verified(Verification(by: "user:1:a", how: "registry", at: Instant(seconds: 0)))
        let changed = try owners.map { owner in
            var entity = try #require(bench.entities.first { $0.id.text == owner.entity })
            entity.assets = try owner.networks.map { Asset(.network(try #require(IPNetwork($0))), state: vouched) }
            return entity
        }
        try await bench.engine.store.saveEntities(changed, at: bench.engine.now(), entries: [])
        _ = try await bench.engine.registerChanged()
        try await settle()
    }

    /// A day of November 2026 and hosts of 192.0.2.0/24, or whole addresses.
    func scan(_ feed: String, _ day: Int, _ hosts: [String], broken: Int = 0, name: String = "scan.csv") async throws {
        let stamp = "2026-11-\(day < 10 ? "0" : "")\(day) 08:00:00"
        var rows = hosts.map { host in
            "\(stamp),\(host.contains(".") ? host : "192.0.2." + host),tcp,23,,telnet,64512,AZ,BAKU,BAKU,0,0,login:\n"
        }
        rows += (0..<broken).map { "\(stamp),no address \($0),tcp,23,,telnet,64512,AZ,BAKU,BAKU,0,0,login:\n" }
        try await ingest(feed, ScanBench.header + rows.joined(), name: name)
    }

    @discardableResult
    func ingest(_ feed: String, _ text: String, name: String = "document") async throws -> Int64 {
        let document = try await intake(feed, text, name: name)
        try await bench.engine.readDocument(document)
        try await bench.engine.judgeDueThreats()
        return document
    }

    func intake(_ feed: String, _ text: String, name: String = "document") async throws -> Int64 {
        let draft = try bench.engine.store.beginRaw(bytesMax: 1 << 24)
        try Array(text.utf8).withUnsafeBytes { try draft.append($0) }
        var intake = DocumentIntake(
            feed: FeedID(unchecked: feed), digest: try draft.commit(), name: name, received: bench.engine.now(),
            bytes: text.utf8.count)
        intake.isFullList = bench.engine.feeds[intake.feed]?.isFullList(name) ?? false
        switch try await bench.engine.store.intake(intake) {
        case .new(let document), .known(let document): return document
        }
    }

    /// Reads what is due, as the service does.
    func settle() async throws {
        while case let due = try await bench.engine.store.dueDocuments(after: [:]), !due.isEmpty {
            for document in due { try await bench.engine.readDocument(document.id) }
        }
        try await bench.engine.judgeDueThreats()
    }

    /// `192.0.2.10 open`, `192.0.2.11 closed not-listed`; entities other than the hospital by name.
    func states() async throws -> [String] {
        try await rows().map { row in
            let place = row.locus.text.split(separator: ":")[0]
            let owner = row.entity == bench.hospital ? "" : "\(row.entity) "
            return "\(owner)\(place) \(row.state.rawValue)" + (row.reason.map { " " + $0 } ?? "")
        }
    }

    func rows() async throws -> [FindingRow] { try await bench.engine.store.findings(FindingQuery()) }
}
