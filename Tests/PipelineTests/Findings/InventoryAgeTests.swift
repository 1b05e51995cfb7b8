import Constituency
import Foundation
import Pipeline
import Storage
import Testing
import Vocabulary

@Suite struct InventoryAgeTests {
    private let admin = Actor(uid: 1001, name: "leyla", loginUID: nil, roles: [.admin, .analyst])

    /// Imports a list of one piece of software that the admin vouches for.
    private func importList(_ bench: NoticeBench) async throws {
        var act = EntityInventory(
            entity: bench.hospital, list: "servers.csv", content: "vendor,product,version\nAcme,Gate,7.3\n")
        act.verify = "callback"
        act.owner = "murad"
        let seen = try await bench.engine.perform(act, as: admin, dryRun: true)
        act.digest = seen.digest
        _ = try await bench.engine.perform(act, as: admin)
    }

    private func lines(_ bench: NoticeBench) async throws -> [Status.Line] {
        try await bench.engine.perform(Status(), as: admin).needs.filter { $0.need == .inventory }
    }

    private func list(_ bench: NoticeBench) async throws -> EntityCoverage.List {
        let coverage = try await bench.engine.perform(EntityCoverage(entity: bench.hospital), as: admin)
        return try #require(coverage.first?.lists.first)
    }

    @Test func `a list that nobody confirms grows stale, stands in the queue with its owner, and is confirmed`()
        async throws
    {
        let bench = try await NoticeBench.make()
        try await importList(bench)
        #expect(try await bench.engine.ageInventories() == 0)
        bench.pass(hours: 24 * 179)
        #expect(try await bench.engine.ageInventories() == 0)
        bench.pass(hours: 24)
        #expect(try await bench.engine.ageInventories() == 1)
        #expect(try await bench.engine.ageInventories() == 0)
        let line = try #require(try await lines(bench).first)
        #expect(line.command == "ess entity confirm city-hospital --list \"servers.csv\"")
        #expect(line.text.contains("owner murad") && line.text.contains("desk soc@hospital.example"))
        #expect(try await list(bench).stale == 1)
        let answer = try await bench.engine.perform(
            EntityConfirm(entity: bench.hospital, list: "servers.csv"), as: admin)
        #expect(answer.restored == 1)
        #expect(try await lines(bench).isEmpty)
        #expect(try await list(bench).ageDays == 0)
        let events = try await bench.engine.store.entries(subject: bench.hospital.text, from: 0, limit: 100)
            .map(\.event)
        #expect(events == ["imported", "inventory-imported", "inventory-stale", "inventory-confirmed"])
    }

    @Test func `the same list again is a confirmation`() async throws {
        let bench = try await NoticeBench.make()
        try await importList(bench)
        bench.pass(hours: 24 * 100)
        try await importList(bench)
        bench.pass(hours: 24 * 100)
        #expect(try await bench.engine.ageInventories() == 0)
        #expect(try await list(bench).ageDays == 100)
    }

    @Test func `stale software still matches, at most as probable, and says so`() async throws {
        let bench = try await NoticeBench.make()
        try await importList(bench)
        bench.pass(hours: 24 * 200)
        try await bench.engine.ageInventories()
        let register = try await bench.engine.register().index
        let place = try #require(register.position(of: bench.hospital))
        #expect(register.entities[place].assets.map(\.state.name) == ["stale"])
        let held = register.software.software(product: "gate").flatMap { register.software.assets(of: $0) }
        #expect(held.count == 1)
    }
}
