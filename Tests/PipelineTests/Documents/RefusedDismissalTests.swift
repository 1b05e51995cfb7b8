import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Somebody closes the refusal of a document, and then its hash agrees: what is read then was never closed.
@Suite struct RefusedDismissalTests {
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
    /// An entry whose product is no text.
    private static let catalogue = """
        {"dateReleased": "2026-11-01T00:00:00Z", "vulnerabilities": [
        {"cveID": "CVE-2026-10001", "vendorProject": "Made", "product": 7, "vulnerabilityName": "One",
        "dateAdded": "2026-11-01", "shortDescription": "One.", "requiredAction": "Update.",
        "dueDate": "2026-11-20", "knownRansomwareCampaignUse": "Unknown", "notes": ""}]}
        """

    private func intake(_ bench: NoticeBench, _ hashes: DocumentCheck.Hashes) async throws -> Int64 {
        let draft = try bench.engine.store.beginRaw(bytesMax: 1 << 16)
        try Array(Self.catalogue.utf8).withUnsafeBytes { try draft.append($0) }
        var intake = DocumentIntake(
            feed: FeedID(unchecked: "kev"), digest: try draft.commit(), name: "kev.json",
            received: bench.engine.now(), bytes: Self.catalogue.utf8.count)
        intake.marks = SourceMarks(reached: ["kev": "1"])
        intake.check = DocumentCheck(hashes: hashes, compared: ["sha256"], signature: SignatureVerdict(.unsigned))
        switch try await bench.engine.store.intake(intake) {
        case .new(let document), .known(let document):
            try await bench.engine.readDocument(document)
            return document
        }
    }

    @Test(arguments: [true, false])
    func `a closed refusal closes nothing that is read later`(whole: Bool) async throws {
        let bench = try await NoticeBench.make(feeds: ["kev": Self.kev])
        let officer = Actor(uid: 1, name: "a", loginUID: nil, roles: [.analyst])
        let document = try await intake(bench, .wrong)
        let target = whole ? "\(document)" : "\(document).0"
        let closed = try await bench.engine.perform(
            RejectDismiss(targets: [target], alike: false), as: officer, reason: "they know")
        #expect(closed.map(\.dismissed) == [1])
        #expect(try await intake(bench, .match) == document)
        let standing = try await bench.engine.perform(RejectList(query: RejectQuery()), as: officer)
        #expect(standing.map(\.id) == ["\(document).1"])
        #expect(standing.first?.reject.place.contains("product") == true)
        // Now it has been read: all of it can be closed, for later readings too.
        let all = RejectDismiss(targets: ["\(document)"], alike: false)
        #expect(try await bench.engine.perform(all, as: officer, reason: "known").map(\.dismissed) == [1])
        _ = try await bench.engine.perform(RejectReplay(targets: ["\(document)"]), as: officer)
        #expect(try await bench.engine.perform(RejectList(query: RejectQuery()), as: officer).isEmpty)
        _ = try await bench.engine.sequence()
        let report = try await LedgerCheck.run(
            dataDirectory: bench.engine.settings.dataDirectory, verifierKey: nil, withStore: true, held: [])
        #expect(report.sound, "\(report.discrepancies)")
    }
}
