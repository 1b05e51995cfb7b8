import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// A document of which nothing can be read, and how its feed is well again.
@Suite struct WrongFileTests {
    private static let yaml = """
        publisher: Test
        kind: research
        country: INT
        url: https://feeds.example/list.txt
        format: ipsum
        interval: 1h
        silent_after: 30d
        licence: none
        tlp: CLEAR
        reliability: C
        """
    private let officer = Actor(uid: 1, name: "a", loginUID: nil, roles: [.analyst])
    private let feed = FeedID(unchecked: "test")

    private func bench() async throws -> NoticeBench { try await NoticeBench.make(feeds: ["test": Self.yaml]) }

    private func hand(_ text: String, _ name: String, to bench: NoticeBench) async throws -> Int64 {
        bench.pass(seconds: 60)
        let upload = try await bench.engine.beginUpload(
            feed: feed, name: name, as: officer, reason: nil, dryRun: false)
        try upload.append(Array(text.utf8))
        return try await bench.engine.finish(upload).document
    }

    /// What a poll does with its outcome, once the bytes are there.
    private func poll(_ text: String?, _ bench: NoticeBench) async throws {
        bench.pass(seconds: 60)
        let now = bench.engine.now()
        var result = PollResult(
            feed: feed, at: now, nextPoll: now.adding(seconds: 3600), outcome: "not-modified", succeeded: true)
        guard let text else { return try await bench.engine.store.recordPoll(result) }
        result.isDocument = true
        let draft = try bench.engine.store.beginRaw(bytesMax: 1 << 20)
        try Array(text.utf8).withUnsafeBytes { try draft.append($0) }
        let outcome = try await bench.engine.store.intake(
            DocumentIntake(
                feed: feed, digest: try draft.commit(), name: "https://feeds.example/list.txt", received: now,
                bytes: text.utf8.count, poll: result))
        if case .new(let document) = outcome { try await bench.engine.readDocument(document) }
    }

    private func troubles(_ bench: NoticeBench) async throws -> [FeedHealthView.Trouble] {
        try #require(try await bench.engine.feedHealth(at: bench.engine.now()).first { $0.id == "test" }).troubles
    }

    private let good = "198.51.100.1\t3\n198.51.100.2\t4\n"
    private let wrong = "publisher: x\n"

    @Test func `the trouble names the document, that a person brought it, and the commands`() async throws {
        let bench = try await bench()
        let document = try await hand(wrong, "ess.yaml", to: bench)
        let trouble = try #require(try await troubles(bench).first)
        #expect(trouble.kind == .unreadable)
        #expect(trouble.text.contains("document \(document) (ess.yaml, handed in by a person)"))
        #expect(trouble.text.contains("1 reject, `ess reject list --each --document \(document)`"))
        #expect(trouble.remedy.contains("ess reject dismiss \(document)"))
        try await poll(wrong + wrong, bench)
        #expect(try await troubles(bench).first?.text.contains("that a poll brought") == true)
    }

    @Test func `the right document ends it, also when it was known before`() async throws {
        let bench = try await bench()
        let right = try await hand(good, "list.txt", to: bench)
        _ = try await hand(wrong, "ess.yaml", to: bench)
        #expect(try await troubles(bench).map(\.kind) == [.unreadable])
        #expect(try await hand(good, "list.txt", to: bench) == right)
        #expect(try await troubles(bench).isEmpty)
        // The wrong one once more: known too, and wrong again.
        _ = try await hand(wrong, "ess.yaml", to: bench)
        #expect(try await troubles(bench).map(\.kind) == [.unreadable])
    }

    @Test func `a source whose list is unchanged ends what a person handed in, not what it served`() async throws {
        let bench = try await bench()
        try await poll(good, bench)
        _ = try await hand(wrong, "ess.yaml", to: bench)
        #expect(try await troubles(bench).map(\.kind) == [.unreadable])
        try await poll(nil, bench)
        #expect(try await troubles(bench).isEmpty)
        try await poll(wrong, bench)
        try await poll(nil, bench)
        #expect(try await troubles(bench).map(\.kind) == [.unreadable])
        try await poll(good, bench)
        #expect(try await troubles(bench).isEmpty)
    }

    @Test func `dismissing the document's rejects ends it`() async throws {
        let bench = try await bench()
        _ = try await hand(good, "list.txt", to: bench)
        let document = try await hand(wrong, "ess.yaml", to: bench)
        let act = RejectDismiss(targets: ["\(document)"], alike: false)
        await #expect(throws: ActFailure.self) { try await bench.engine.perform(act, as: officer) }
        let dry = try await bench.engine.perform(act, as: officer, reason: "wrong file", dryRun: true)
        #expect(dry.map(\.dismissed) == [1])
        #expect(try await troubles(bench).map(\.kind) == [.unreadable])
        _ = try await bench.engine.perform(act, as: officer, reason: "wrong file")
        #expect(try await troubles(bench).isEmpty)
        let health = try await bench.engine.feedHealth(at: bench.engine.now()).first { $0.id == "test" }
        #expect(health?.items == 2 && health?.rejects == 0)
    }
}
