import Ingest
import Storage
import Synchronization
import Testing
import Vocabulary

@testable import Pipeline

/// A document at which every run of the service would stand still is set aside, said, and can be tried again.
@Suite struct StalledDocumentTests {
    private static let kev = """
        publisher: Test
        kind: research
        country: INT
        format: kev
        interval: 1d
        licence: none
        tlp: CLEAR
        reliability: A
        """
    private static let catalogue = """
        {"dateReleased": "2026-11-01T00:00:00Z", "vulnerabilities": [
        {"cveID": "CVE-2026-10001", "vendorProject": "Made", "product": "Gate", "vulnerabilityName": "One",
        "dateAdded": "2026-11-01", "shortDescription": "One.", "requiredAction": "Update.",
        "dueDate": "2026-11-20", "knownRansomwareCampaignUse": "Unknown", "notes": ""}]}
        """

    private func intake(_ bench: NoticeBench) async throws -> Int64 {
        let draft = try bench.engine.store.beginRaw(bytesMax: 1 << 16)
        try Array(Self.catalogue.utf8).withUnsafeBytes { try draft.append($0) }
        let intake = DocumentIntake(
            feed: FeedID(unchecked: "kev"), digest: try draft.commit(), name: "kev.json",
            received: bench.engine.now(), bytes: Self.catalogue.utf8.count)
        switch try await bench.engine.store.intake(intake) {
        case .new(let document), .known(let document): return document
        }
    }

    /// The watchdog looks twice while reading stands still.
    private func stall(_ document: Int64, in bench: NoticeBench) async throws {
        let engine = bench.engine
        engine.stages.began(Stages.document(document), of: .reader, at: engine.now())
        bench.pass(seconds: 200)
        let edges = Edges(
            fetcher: HeldFetcher(gate: Gate()), channels: [:], publish: { _ in }, supervise: { _ in })
        for _ in 0..<2 { try await Watchdog(engine: engine, edges: edges).look() }
        engine.stages.ended(Stages.document(document), of: .reader)
        // The next run of the service knows nothing of this one.
        engine.stalledDocuments.withLock { $0 = [] }
    }

    @Test func `once it is read all the same, twice it is set aside, and a replay tries again`() async throws {
        let bench = try await NoticeBench.make(feeds: ["kev": Self.kev])
        let officer = Actor(uid: 1, name: "a", loginUID: nil, roles: [.analyst])
        let document = try await intake(bench)
        try await stall(document, in: bench)
        #expect(try await bench.engine.store.document(document)?.stalls == 1)
        try await stall(document, in: bench)
        try await bench.engine.readDocument(document)
        let rejects = try await bench.engine.perform(RejectList(query: RejectQuery()), as: officer)
        #expect(rejects.map(\.reject.reason) == [.overLimit])
        #expect(rejects.first?.reject.message.contains("ess reject replay \(document)") == true)
        let record = try #require(try await bench.engine.store.document(document))
        #expect(record.isDone && record.summary?.reports == 0)
        _ = try await bench.engine.perform(RejectReplay(targets: ["\(document)"]), as: officer)
        #expect(try await bench.engine.perform(RejectList(query: RejectQuery()), as: officer).isEmpty)
        #expect(try await bench.engine.store.document(document)?.summary?.reports == 1)
    }

    @Test func `standing still in one run leaves a document to be read`() async throws {
        let bench = try await NoticeBench.make(feeds: ["kev": Self.kev])
        let document = try await intake(bench)
        try await stall(document, in: bench)
        try await bench.engine.readDocument(document)
        #expect(try await bench.engine.store.document(document)?.summary?.reports == 1)
    }

    /// Set once another task has come to run.
    private final class Flag: Sendable {
        private let value = Atomic<Bool>(false)
        var isSet: Bool { value.load(ordering: .acquiring) }
        func set() { value.store(true, ordering: .releasing) }
    }

    @Test func `readers that never pause keep no other task waiting`() async throws {
        let flag = Flag()
        await withTaskGroup(of: Void.self) { group in
            // More than there are threads of either kind.
            for _ in 0..<16 { group.addTask(executorPreference: ReadingThreads.shared) { while !flag.isSet {} } }
            group.addTask { flag.set() }
            await group.waitForAll()
        }
        #expect(flag.isSet)
    }
}
