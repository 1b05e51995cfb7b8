import Constituency
import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// A report whose findings do not fit into one transaction: in order, and each part once over a crash.
@Suite struct StoreInPartsTests {
    private static let yaml = """
        publisher: A scanner
        kind: research
        country: INT
        format: scan-csv
        interval: 1d
        licence: ours
        tlp: AMBER
        reliability: B
        condition: {type: vulnerable/potentially-unwanted-accessible, name: open-telnet}
        """
    private static let hosts = 2 * Engine.batchItemsMax + 7

    @Test func `the parts together are the report, each with its entry`() async throws {
        let bench = try await bench()
        let document = try await intake(bench)
        try await bench.engine.readDocument(document)
        #expect(try await findings(bench).count == Self.hosts)
        let record = try #require(try await bench.engine.store.document(document))
        #expect(record.isDone && record.nextItem == Self.hosts && record.nextPart == 0)
        #expect(record.summary?.newFindings == Self.hosts)
        let told = try await bench.engine.store.entries(
            subject: "document:\(document)", from: 0, limit: 100
        ).map(\.event)
        #expect(told == ["observed", "observed", "observed", "read"])
    }

    @Test func `what a crash left durable of a batch is not stored again`() async throws {
        let bench = try await bench()
        let document = try await intake(bench)
        let feed = try #require(bench.engine.feeds[FeedID(unchecked: "scans")])
        var first = DocumentBatch(document: document, feed: feed, at: bench.engine.now(), nextItem: 0)
        first.nextPart = 1
        _ = try await bench.engine.store.apply(first)
        try await bench.engine.readDocument(document)
        // The part that was said to be stored holds the lowest addresses.
        let left = try await findings(bench)
        #expect(left.count == Self.hosts - Engine.batchItemsMax)
        #expect(left.first == "10.0.19.136:23/tcp")
        #expect(try await bench.engine.store.document(document)?.isDone == true)
    }

    private func bench() async throws -> NoticeBench {
        let bench = try await NoticeBench.make(feeds: ["scans": Self.yaml])
        var hospital = bench.entities[0]
        hospital.assets = [
            Asset(
                .network(try #require(IPNetwork("10.0.0.0/16"))),
                state: .verified(Verification(by: "user:1:a", how: "registry", at: Instant(seconds: 0))))
        ]
        try await bench.engine.store.saveEntities([hospital], at: bench.engine.now(), entries: [])
        return bench
    }

    /// The rows stand from the highest address down.
    private func intake(_ bench: NoticeBench) async throws -> Int64 {
        let rows = (0..<Self.hosts).reversed().map {
            "2026-11-29 08:00:00,10.0.\($0 / 256).\($0 % 256),tcp,23,,telnet,64512,AZ,BAKU,BAKU,0,0,login:\n"
        }
        let text = "timestamp,ip,protocol,port,hostname,tag,asn,geo,region,city,naics,sic,banner\n" + rows.joined()
        let draft = try bench.engine.store.beginRaw(bytesMax: 1 << 24)
        try Array(text.utf8).withUnsafeBytes { try draft.append($0) }
        let intake = DocumentIntake(
            feed: FeedID(unchecked: "scans"), digest: try draft.commit(), name: "scan.csv",
            received: bench.engine.now(), bytes: text.utf8.count)
        guard case .new(let document) = try await bench.engine.store.intake(intake) else {
            throw StorageFailure(.conflict, doing: "a test", cause: "the document is known")
        }
        return document
    }

    private func findings(_ bench: NoticeBench) async throws -> [String] {
        var (query, found) = (FindingQuery(), [String]())
        while true {
            let page = try await bench.engine.store.findings(query)
            guard let last = page.last else { return found }
            found += page.map(\.locus.text)
            query.after = last.cursor
        }
    }
}
