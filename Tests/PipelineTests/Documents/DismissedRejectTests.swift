import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Rejects that somebody closed, and those that a later list does not hold any more.
@Suite struct DismissedRejectTests {
    private static let kev = """
        publisher: Test
        kind: research
        country: INT
        format: kev
        snapshot: SNAPSHOT
        interval: 1d
        licence: none
        tlp: CLEAR
        reliability: A
        """
    private let officer = Actor(uid: 1, name: "a", loginUID: nil, roles: [.analyst])

    private func bench(snapshot: Bool) async throws -> NoticeBench {
        let yaml = Self.kev.replacing("snapshot: SNAPSHOT\n", with: snapshot ? "snapshot: true\n" : "")
        return try await NoticeBench.make(feeds: ["kev": yaml])
    }

    /// A day's catalogue: one good entry, and broken ones by name of their wrong member.
    private func day(_ day: Int, _ broken: [String], _ bench: NoticeBench) async throws -> Int64 {
        bench.pass(hours: 24)
        let good = """
            {"cveID": "CVE-2026-1", "vendorProject": "Made", "product": "Up", "vulnerabilityName": "One",
            "dateAdded": "2026-11-01", "shortDescription": "One.", "requiredAction": "Update.",
            "dueDate": "2026-11-20", "knownRansomwareCampaignUse": "Unknown", "notes": ""}
            """.replacing("CVE-2026-1", with: "CVE-2026-1000\(day)")
        let items = [good] + broken.map { good.replacing("\"\($0)\": \"", with: "\"\($0)\": 7, \"x\": \"") }
        let text = """
            {"dateReleased": "2026-11-0\(day)T00:00:00Z", "vulnerabilities": [\(items.joined(separator: ","))]}
            """
        let upload = try await bench.engine.beginUpload(
            feed: FeedID(unchecked: "kev"), name: "kev.json", as: officer, reason: nil, dryRun: false)
        try upload.append(Array(text.utf8))
        return try await bench.engine.finish(upload).document
    }

    private func list(_ bench: NoticeBench, all: Bool = false) async throws -> [RejectView] {
        var query = RejectQuery()
        query.all = all
        return try await bench.engine.perform(RejectList(query: query), as: officer)
    }

    private func dismiss(_ target: String, alike: Bool = false, _ bench: NoticeBench) async throws -> [Int] {
        try await bench.engine.perform(
            RejectDismiss(targets: [target], alike: alike), as: officer, reason: "known to the publisher"
        ).map(\.dismissed)
    }

    @Test func `one broken row of every day is one line that says since when`() async throws {
        let bench = try await bench(snapshot: false)
        _ = try await day(1, ["product"], bench)
        let first = bench.engine.now()
        for one in 2...3 { _ = try await day(one, ["product"], bench) }
        _ = try await day(4, ["product", "vendorProject"], bench)
        let rows = try await list(bench)
        #expect(rows.map(\.count).sorted() == [1, 4])
        let row = try #require(rows.first { $0.count == 4 })
        #expect(row.documents == 4 && row.since == first)
    }

    @Test func `what is dismissed counts no more, and comes back with new bytes alone`() async throws {
        let bench = try await bench(snapshot: false)
        let document = try await day(1, ["product", "vendorProject"], bench)
        let store = bench.engine.store
        let ids = try await list(bench).map(\.id).sorted()
        #expect(try await dismiss(ids[0], bench) == [1])
        #expect(try await dismiss(ids[0], bench) == [])
        #expect(try await list(bench).map(\.id) == [ids[1]])
        let kept = try #require(try await list(bench, all: true).first { $0.dismissed != nil })
        #expect(kept.id == ids[0] && kept.dismissedBy == "user:1:a" && kept.dismissedReason == "known to the publisher")
        #expect(try await store.statusRows(threshold: 50, for: "a", at: bench.engine.now()).rejects == 1)
        // The same bytes read again meet it, and it stays closed.
        _ = try await bench.engine.perform(RejectReplay(targets: ["\(document)"]), as: officer)
        #expect(try await list(bench).map(\.id) == [ids[1]])
        #expect(try await dismiss("\(document)", bench) == [1])
        #expect(try await list(bench).isEmpty)
        // Another document with the same broken rows.
        let next = try await day(2, ["product", "vendorProject"], bench)
        #expect(try await list(bench).map(\.document) == [next, next])
        #expect(try await dismiss("kev", bench) == [2])
        #expect(try await store.statusRows(threshold: 50, for: "a", at: bench.engine.now()).rejects == 0)
    }

    @Test func `all that are alike are closed with one of them, in every document`() async throws {
        let bench = try await bench(snapshot: false)
        for one in 1...3 { _ = try await day(one, ["product", "vendorProject"], bench) }
        let row = try #require(try await list(bench).first { $0.reject.place.contains("product") })
        #expect(try await dismiss(row.id, alike: true, bench) == [1, 1, 1])
        let left = try await list(bench)
        #expect(left.count == 1 && left[0].count == 3 && !left[0].reject.place.contains("product"))
    }

    @Test func `a whole list without the row resolves it, one with it or an older one does not`() async throws {
        let bench = try await bench(snapshot: true)
        _ = try await day(2, ["product", "vendorProject"], bench)
        _ = try await day(3, ["product"], bench)
        let rows = try await list(bench)
        #expect(rows.map(\.documents) == [2] && rows[0].reject.place.contains("product"))
        // Of the day before: it says nothing of what came later.
        _ = try await day(1, [], bench)
        #expect(try await list(bench).map(\.documents) == [2])
        _ = try await day(4, [], bench)
        #expect(try await list(bench).isEmpty)
    }
}
