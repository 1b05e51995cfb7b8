import Constituency
import Testing
import Vocabulary

@Suite struct InventoryAgeTests {
    private let day: Int64 = 86_400
    private let vouched = Verification(by: "user:1:admin", how: "callback", at: Instant(seconds: 0))

    private func origin(_ list: String, imported: Int64, confirmed: Int64? = nil) -> AssetOrigin {
        var origin = AssetOrigin(
            list: list, format: "csv", owner: "leyla", imported: Instant(seconds: imported * day))
        origin.confirmed = confirmed.map { Instant(seconds: $0 * day) }
        return origin
    }

    private func entity(_ assets: [(AssetState, [AssetOrigin]?)]) -> Entity {
        Entity(
            id: EntityID(unchecked: "a"), name: LocalizedText([.en: "A"]),
            assets: assets.enumerated().map { number, asset in
                Asset(
                    .software(Software(vendor: "Acme", product: "Gate \(number)")),
                    source: asset.1 == nil ? .manual : .imported, state: asset.0, origins: asset.1)
            })
    }

    private func aged(_ entity: Entity, on now: Int64) -> InventoryAge {
        InventoryAge(entity, after: 180 * day, at: Instant(seconds: now * day))
    }

    @Test func `what no list held for long grows stale, with owner, day and its verification`() throws {
        let old = entity([(.verified(vouched), [origin("a.csv", imported: 10)])])
        #expect(!aged(old, on: 189).isChanged)
        let after = aged(old, on: 200)
        #expect(after.lists == ["a.csv": 1])
        guard case .stale(let staleness?) = after.result.assets[0].state else { throw Unexpected() }
        #expect(staleness.owner == "leyla" && staleness.cause == .age && staleness.verified == vouched)
        #expect(staleness.since == Instant(seconds: 190 * day))
        #expect(staleness.reason == "the list a.csv was last confirmed on 1970-01-11")
        #expect(after.result.assets[0].isVerified)
        #expect(!aged(after.result, on: 300).isChanged)
    }

    @Test func `a younger list, a confirmation, a person's asset and a dispute do not age`() {
        let kept = entity([
            (.verified(vouched), [origin("a.csv", imported: 10), origin("b.csv", imported: 100)]),
            (.verified(vouched), [origin("a.csv", imported: 10, confirmed: 90)]),
            (.verified(vouched), nil), (.disputed("not ours"), [origin("a.csv", imported: 10)]),
        ])
        #expect(!aged(kept, on: 200).isChanged)
    }

    @Test func `a claim grows stale too, and is a claim again`() throws {
        let after = aged(entity([(.claimed, [origin("a.csv", imported: 10)])]), on: 200).result
        #expect(after.assets[0].state.name == "stale" && !after.assets[0].isVerified)
        let again = try #require(InventoryAge(confirming: "a.csv", of: after, at: Instant(seconds: 201 * day)))
        #expect(again.result.assets[0].state == .claimed)
    }

    @Test func `a confirmation gives back what grew old, not what the list no longer names`() throws {
        let missing = AssetState.stale(
            Staleness(
                owner: "leyla", since: Instant(seconds: 0), reason: "not named", cause: .missing, verified: vouched))
        let before = aged(
            entity([
                (.verified(vouched), [origin("a.csv", imported: 10)]), (missing, [origin("a.csv", imported: 5)]),
                (.verified(vouched), [origin("b.csv", imported: 10)]),
            ]), on: 200).result
        let now = Instant(seconds: 201 * day)
        let after = try #require(InventoryAge(confirming: "a.csv", of: before, at: now))
        #expect(after.result.assets.map(\.state.name) == ["verified", "stale", "stale"])
        #expect(after.result.assets[0].origins?.first?.held == now)
        #expect(!aged(after.result, on: 300).isChanged)
        #expect(InventoryAge(confirming: "c.csv", of: before, at: now) == nil)
    }

    private struct Unexpected: Error {}
}
