import Advise
import Constituency
import Coordinate
import Foundation
import Notify
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Entities that an advisory came to concern after its issue (I8).
@Suite struct LateNoticeTests {
    private static let cve = AdvisoryBench.cve
    private static let orders = """
        directives:
          - {id: advisories, kinds: [advisory], roles: [technical], channel: smtp, standing_order: true}
          - {id: findings, kinds: [findings], roles: [technical], channel: smtp, standing_order: true}
        """

    /// Issues the CVE's advisory to hospital and bank, then has it concern the port. Returns its number.
    private func issued(_ bench: AdvisoryBench, reachable: Bool = true) async throws -> String {
        let engine = bench.engine
        let release = Entry(
            kind: .setting, subject: "feed:cisa-kev", event: "released", at: bench.clock.now, actor: "test")
        try await engine.store.setFeed(
            FeedID(unchecked: "cisa-kev"), released: true, at: bench.clock.now, entries: [release])
        try await setContact(verified: reachable, bench)
        let number = try await issue(AdvisoryDraft(threat: Self.cve), bench)
        bench.clock.advance(seconds: 3600)
        // At an address: what stands on software that nobody can read is RED.
        let place = Locus.service(IPAddress(v4: 0xC000_0209), port: 443, transport: .tcp)
        try await bench.find(try await bench.threatNumber(Self.cve), at: ["port"], locus: place)
        return number
    }

    private func setContact(verified: Bool, _ bench: AdvisoryBench) async throws {
        let store = bench.engine.store
        var port = try #require(try await store.register().entities.compactMap(\.entity).first { $0.id.text == "port" })
        let vouched = Verification(by: "user:1:a", how: "callback", at: bench.clock.now)
        port.contacts = [
            Contact(
                id: "desk", role: .technical, channel: .mail("soc@port.example"), verified: verified ? vouched : nil)
        ]
        let entry = Entry(kind: .entity, subject: "port", event: "changed", at: bench.clock.now, actor: "user:1:admin")
        try await store.saveEntities([port], at: bench.clock.now, entries: [entry])
    }

    private func issue(_ draft: AdvisoryDraft, _ bench: AdvisoryBench) async throws -> String {
        let id = try #require(try await bench.engine.perform(draft, as: bench.leyla).number).description
        _ = try await bench.engine.perform(AdvisorySubmit(id: id), as: bench.leyla)
        let preview = try await bench.engine.perform(AdvisoryPreview(id: id), as: bench.rashad)
        _ = try await bench.engine.perform(AdvisoryApprove(id: id, digest: preview.short), as: bench.rashad)
        _ = try await bench.engine.perform(AdvisoryIssue(id: id), as: bench.leyla)
        return id
    }

    private func approve(_ names: [String], _ bench: AdvisoryBench) async throws {
        for officer in [bench.leyla, bench.rashad] {
            for record in try await bench.engine.perform(DirectiveList(), as: officer)
            where names.contains(record.directive.id.text) {
                let act = DirectiveApprove(id: record.directive.id, digest: record.digest.short)
                _ = try await bench.engine.perform(act, as: officer)
            }
        }
    }

    private func late(_ number: String, _ bench: AdvisoryBench) async throws -> [LateRecipient] {
        try await bench.engine.perform(AdvisoryShow(id: number), as: bench.nigar).late
    }

    private func notices(_ bench: AdvisoryBench) async throws -> [NoticeRecord] {
        try await bench.engine.store.notices(entity: EntityID(unchecked: "port"), about: nil, limit: 10)
    }

    private func lines(_ bench: AdvisoryBench) async throws -> [Status.Line] {
        try await bench.engine.perform(Status(), as: bench.nigar).needs.filter { $0.text.contains("since its issue") }
    }

    @Test func `under a standing order it gets the issued version, late, and no bundle besides`() async throws {
        try await AdvisoryBench.run(directives: Self.orders) { bench in
            let number = try await issued(bench)
            try await approve(["advisories", "findings"], bench)
            let notice = try #require(try await notices(bench).first)
            #expect(try await notices(bench).count == 1)
            #expect(notice.kind == .advisory && notice.about == number && notice.causes == 2)
            // It stands in the case of those who were told first.
            let first = try await bench.engine.store.notices(
                entity: EntityID(unchecked: "hospital"), about: number, limit: 10)
            #expect(first.map(\.caseNumber) == [notice.caseNumber])
            let found = try await late(number, bench)
            #expect(found.map(\.entity.text) == ["port"] && found.map(\.notice) == [notice.number.description])
            let entry = try await bench.engine.store.entries(subject: notice.number.description, from: 0, limit: 1)
            #expect(entry.first?.payload?.contains("\"late\":true") == true)
            let telling = try await bench.engine.perform(
                FindingExplain(entity: EntityID(unchecked: "port")), as: bench.nigar
            ).first?.telling
            #expect(telling?.reason == .told && telling?.advisories == [number])
            #expect(try await lines(bench).isEmpty)
            #expect(try await bench.engine.noticeOwed() == 0)
        }
    }

    @Test func `without one it is listed as late, and the next version is for it`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await issued(bench)
            #expect(try await bench.engine.noticeOwed() == 0)
            #expect(try await notices(bench).isEmpty)
            let found = try await late(number, bench)
            #expect(found.map(\.entity.text) == ["port"] && found.map(\.notice) == [nil])
            let line = try #require(try await lines(bench).first)
            #expect(line.text == "\(number) concerns 1 more entity since its issue, not told: port")
            #expect(line.command == "ess advisory draft --update \(number)")
            _ = try await issue(AdvisoryDraft(update: number), bench)
            #expect(try await notices(bench).map(\.about) == [number])
            #expect(try await late(number, bench).isEmpty)
            #expect(try await lines(bench).isEmpty)
        }
    }

    @Test func `a withdrawn advisory reaches nobody late`() async throws {
        try await AdvisoryBench.run(directives: Self.orders) { bench in
            let number = try await issued(bench)
            _ = try await bench.engine.perform(
                AdvisoryWithdraw(id: number), as: bench.rashad, reason: "the source was wrong")
            try await approve(["advisories"], bench)
            #expect(try await notices(bench).isEmpty)
            #expect(try await late(number, bench).isEmpty)
        }
    }

    @Test func `who could not be reached is told once the register says how`() async throws {
        try await AdvisoryBench.run(directives: Self.orders) { bench in
            _ = try await issued(bench, reachable: false)
            try await approve(["advisories"], bench)
            #expect(try await notices(bench).isEmpty)
            let size = try await bench.engine.store.entryCount()
            #expect(try await bench.engine.noticeOwed() == 0)
            #expect(try await bench.engine.store.entryCount() == size, "the reason was said again")
            bench.clock.advance(seconds: 3600)
            try await setContact(verified: true, bench)
            #expect(try await bench.engine.noticeOwed() == 1)
            #expect(try await notices(bench).map(\.kind) == [.advisory])
        }
    }

    @Test func `a closed case is opened again, so that who is told late is chased`() async throws {
        try await AdvisoryBench.run(directives: Self.orders) { bench in
            let number = try await issued(bench)
            let first = try await bench.engine.store.notices(
                entity: EntityID(unchecked: "hospital"), about: number, limit: 10)
            let file = try #require(first.first?.caseNumber)
            _ = try await bench.engine.perform(CaseClose(number: file), as: bench.rashad, reason: "all answered")
            try await approve(["advisories"], bench)
            #expect(try await notices(bench).map(\.caseNumber) == [file])
            let events = try await bench.engine.store.caseEvents(file)
            #expect(CaseState(folding: events)?.status == .open)
        }
    }

    @Test func `what was planned for a version that is no longer in force is not made due`() async throws {
        try await AdvisoryBench.run(directives: Self.orders) { bench in
            let number = try await issued(bench)
            let version = try #require(try await bench.engine.advisoriesInForce().first)
            var batch = try await bench.engine.planNotices(
                of: version, to: [EntityID(unchecked: "port")], at: bench.clock.now, actor: "service", isLate: true)
            batch.inForce = AdvisoryInForce(number: version.number, version: version.version)
            _ = try await bench.engine.perform(
                AdvisoryWithdraw(id: number), as: bench.rashad, reason: "the source was wrong")
            #expect(try await bench.engine.store.insertNotices(batch).notices.isEmpty)
            #expect(try await notices(bench).isEmpty)
        }
    }

    @Test func `a notice that was cancelled does not come back as a late one`() async throws {
        try await AdvisoryBench.run(directives: Self.orders) { bench in
            let number = try await issued(bench)
            try await approve(["advisories"], bench)
            let notice = try #require(try await notices(bench).first)
            _ = try await bench.engine.perform(
                NoticeCancel(number: notice.number), as: bench.rashad, reason: "they know")
            #expect(try await bench.engine.noticeOwed() == 0)
            #expect(try await late(number, bench).isEmpty)
        }
    }
}
