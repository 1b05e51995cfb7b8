import Constituency
import Notify
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Why a finding is told to nobody is asked again when what it rested on has changed.
@Suite struct WithheldAnewTests {
    private static let feeds = [
        "secret": ScanBench.feed().replacing("tlp: AMBER", with: "tlp: RED"), "events": ScanBench.feed(),
    ]
    private let scans: ScanBench
    private var bench: NoticeBench { scans.bench }
    private var engine: Engine { scans.bench.engine }

    init() async throws {
        scans = try await ScanBench.make(Self.feeds)
        let now = scans.bench.engine.now()
        // The register as it is now, with entries that say so.
        let entries = scans.bench.entities.map {
            Entry(kind: .entity, subject: $0.id.text, event: "imported", at: now, actor: "user:1:admin")
        }
        try await scans.bench.engine.store.saveEntities([], at: now, entries: entries)
        try await scans.bench.approveFindings()
    }

    private func release(_ feed: String) async throws {
        let entry = Entry(
            kind: .setting, subject: "feed:\(feed)", event: "released", at: engine.now(), actor: "user:1:a")
        try await engine.store.setFeed(
            FeedID(unchecked: feed), paused: nil, released: true, at: engine.now(), entries: [entry])
    }

    private func withheld(_ entity: EntityID) async throws -> [Withholding] {
        try await engine.store.withheld(cause: nil, entity: entity, limit: 10).map(\.reason)
    }

    private func verify() async throws {
        _ = try await engine.sequence()
        let report = try await LedgerCheck.run(
            dataDirectory: engine.settings.dataDirectory, verifierKey: nil, withStore: true, held: [])
        #expect(report.sound, "\(report.discrepancies)")
    }

    @Test func `a feed that joins is told, whatever the label of the one that came first`() async throws {
        for feed in ["secret", "events"] { try await release(feed) }
        try await scans.scan("secret", 27, ["10"])
        #expect(try await engine.noticeFindings() == 0)
        #expect(try await withheld(bench.hospital) == [.redNeedsPerson])
        // The same feed again is no other word.
        try await scans.scan("secret", 28, ["10"])
        #expect(try await withheld(bench.hospital) == [.redNeedsPerson])
        try await scans.scan("events", 26, ["10"])
        #expect(try await engine.noticeFindings() == 1)
        #expect(try await withheld(bench.hospital).isEmpty)
        #expect(try await bench.notices().map(\.causes) == [1])
        try await verify()
    }

    @Test func `the release of a feed tells what a stricter one was not allowed to`() async throws {
        try await release("secret")
        try await scans.scan("events", 26, ["10"])
        try await scans.scan("secret", 27, ["10"])
        #expect(try await engine.noticeFindings() == 0)
        #expect(try await withheld(bench.hospital) == [.redNeedsPerson])
        try await release("events")
        #expect(try await engine.noticeFindings() == 1)
        try await verify()
    }

    @Test func `a contact that is verified is told what was withheld for want of one`() async throws {
        try await release("events")
        try await scans.scan("events", 28, ["198.51.100.7"])
        #expect(try await engine.noticeFindings() == 0)
        #expect(try await withheld(bench.bank) == [.noUsableContact])
        let admin = Actor(uid: 1, name: "a", loginUID: nil, roles: [.admin])
        let verifying = ContactChange(entity: bench.bank, contact: "desk", step: .verify, how: "called them")
        _ = try await engine.perform(verifying, as: admin)
        #expect(try await withheld(bench.bank).isEmpty)
        #expect(try await engine.noticeFindings() == 1)
        try await verify()
    }

    @Test func `what a person cancelled stays untold when another feed joins`() async throws {
        for feed in ["secret", "events"] { try await release(feed) }
        try await scans.scan("events", 26, ["10"])
        #expect(try await engine.noticeFindings() == 1)
        let number = try #require(try await bench.notices().first?.number)
        let officer = Actor(uid: 1002, name: "rashad", loginUID: nil, roles: [.approver])
        _ = try await engine.perform(NoticeCancel(number: number), as: officer, reason: "wrong")
        try await scans.scan("secret", 27, ["10"])
        #expect(try await withheld(bench.hospital) == [.cancelled])
        #expect(try await engine.noticeFindings() == 0)
    }
}
