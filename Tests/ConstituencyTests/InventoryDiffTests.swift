import Constituency
import Testing
import Vocabulary

private let vouched = AssetState.verified(Verification(by: "admin", how: "call", at: Instant(seconds: 0)))

@Suite struct InventoryDiffTests {
    private func software(_ product: String, _ version: String?) -> Asset.Fact {
        .software(Software(vendor: "Example", product: product, version: version))
    }

    private func origin(_ list: String, day: Int64 = 1) -> AssetOrigin {
        AssetOrigin(list: list, format: "csv", owner: "leyla", imported: Instant(seconds: day * 86_400))
    }

    private func diff(
        _ assets: [Asset], _ facts: [Asset.Fact], list: String = "erp", state: AssetState = .claimed,
        missing: InventoryDiff.Missing = .remove
    ) -> InventoryDiff {
        let entity = Entity(id: EntityID(unchecked: "a"), name: LocalizedText([.en: "A"]), assets: assets)
        return InventoryDiff(
            entity, stated: facts.map { InventoryDiff.Statement($0, exposed: false) }, origin: origin(list, day: 2),
            state: state, missing: missing)
    }

    private func imported(_ fact: Asset.Fact, _ lists: [String], state: AssetState = .claimed) -> Asset {
        Asset(fact, source: .imported, state: state, origins: lists.map { origin($0) })
    }

    @Test func `what is new comes in as a claim with its source`() {
        let found = diff([], [software("Gate", "7.2")])
        #expect(found.added == [
            Asset(software("Gate", "7.2"), source: .imported, state: .claimed, origins: [origin("erp", day: 2)])
        ])
        #expect(found.result.assets == found.added)
    }

    @Test func `a list never touches what a person registered`() {
        let manual = Asset(software("Gate", "7.2"), state: .disputed("not theirs"))
        let beside = Asset(software("Door", "1"), state: vouched)
        let found = diff([manual, beside], [software("Gate", "7.2"), software("Door", "2")], state: vouched)
        #expect(Array(found.result.assets.prefix(2)) == [manual, beside])
        #expect(found.manual == 1 && found.unchanged == 1)
        // Another version stands beside the manual one: two hosts may run two versions.
        #expect(found.added.map(\.fact) == [software("Door", "2")])
    }

    @Test func `another version of the only one is a change, of one among several it is not`() {
        let one = diff([imported(software("Gate", "7.2"), ["erp"])], [software("Gate", "7.4")])
        #expect(one.changed.map(\.why) == ["version 7.2 to 7.4"])
        #expect(one.added.isEmpty && one.removed.isEmpty)
        #expect(one.result.assets.map(\.fact) == [software("Gate", "7.4")])
        let two = diff(
            [imported(software("Gate", "7.2"), ["erp"]), imported(software("Gate", "7.3"), ["erp"])],
            [software("Gate", "7.4")])
        #expect(two.changed.isEmpty && two.added.count == 1 && two.removed.count == 2)
    }

    @Test func `while part of the list is unreadable no version takes the place of another`() {
        let found = diff(
            [imported(software("Gate", "7.2"), ["erp"], state: vouched)], [software("Gate", "7.4")], missing: .keep)
        #expect(found.changed.isEmpty && found.removed.isEmpty)
        #expect(found.kept.map(\.fact) == [software("Gate", "7.2")])
        #expect(found.added.map(\.fact) == [software("Gate", "7.4")])
        #expect(found.result.assets.map(\.state.name) == ["verified", "claimed"])
    }

    @Test func `what a list adds and is another entity's too is told, whichever of the two is wider`() throws {
        func network(_ text: String) throws -> Asset.Fact { .network(try #require(IPNetwork(text))) }
        func entity(_ id: String, _ facts: [Asset.Fact]) -> Entity {
            Entity(id: EntityID(unchecked: id), name: LocalizedText([.en: id]), assets: facts.map { Asset($0) })
        }
        let isp = entity("isp", [try network("192.0.2.0/24"), .domain("isp.example"), .asn(64_500)])
        let bank = entity("bank", [try network("198.51.100.7/32")])
        // The first stands already: it is no news of this list.
        let own = imported(try network("192.0.2.64/26"), ["erp"])
        let found = diff(
            [own], [own.fact, try network("198.51.100.0/24"), .domain("a.isp.example"), .asn(64_500), .asn(64_501)])
        #expect(found.overlaps(among: [isp, bank, found.result]).listed.map(\.sentence) == [
            "network 198.51.100.7/32 of bank lies in network 198.51.100.0/24 of a",
            "AS64500 of isp is registered for a too", "domain a.isp.example of a lies in domain isp.example of isp",
        ])
        #expect(diff([own], [own.fact]).overlaps(among: [isp, bank, entity("a", [own.fact])]).listed.isEmpty)
    }

    @Test func `an asset stays while any list names it`() {
        let shared = imported(software("Gate", "7.2"), ["erp", "scan"])
        let first = diff([shared], [software("Door", "1")])
        #expect(first.removed.isEmpty)
        #expect(first.result.assets[0].origins?.map(\.list) == ["scan"])
        let second = diff(first.result.assets, [software("Roof", "1")], list: "scan")
        #expect(second.removed.map(\.fact) == [software("Gate", "7.2")])
    }

    @Test func `what came with the register or by another list is not removed`() {
        let registered = Asset(software("Gate", "7.2"), source: .imported, state: vouched)
        let other = imported(software("Roof", "1"), ["scan"])
        let found = diff([registered, other], [software("Door", "1")])
        #expect(found.removed.isEmpty && found.result.assets.count == 3)
        let named = diff([registered], [software("Gate", "7.2")])
        #expect(named.result.assets == [registered])
    }

    @Test func `what is missing stays while the list is not whole, or becomes stale with its owner`() {
        let asset = imported(software("Gate", "7.2"), ["erp"], state: vouched)
        let kept = diff([asset], [software("Door", "1")], missing: .keep)
        #expect(kept.kept == [asset] && kept.result.assets[0] == asset)
        let stale = diff([asset], [software("Door", "1")], missing: .stale)
        #expect(stale.result.assets[0].state == .stale(Staleness(
            owner: "leyla", since: Instant(seconds: 2 * 86_400), reason: "the list erp no longer names it",
            cause: .missing, verified: vouched.verification)))
        #expect(stale.result.assets[0].isVerified)
        let again = diff(stale.result.assets, [software("Gate", "7.2"), software("Door", "1")], missing: .stale)
        #expect(again.result.assets[0].state == vouched)
        #expect(again.changed.map(\.why) == ["stale to verified"])
    }

    @Test func `a list vouches for claims, and settles no dispute`() {
        let assets = [
            imported(software("Gate", "1"), ["erp"]), imported(software("Door", "1"), ["erp"], state: .disputed("no")),
            imported(software("Roof", "1"), ["erp"], state: vouched),
        ]
        let facts = assets.map(\.fact)
        let found = diff(assets, facts, state: vouched)
        #expect(found.result.assets.map(\.state) == [vouched, .disputed("no"), vouched])
        // Without a voucher nothing verified falls back to a claim.
        #expect(diff(assets, facts).result.assets.map(\.state.name) == ["claimed", "disputed", "verified"])
        #expect(diff(assets, facts).unchanged == 3)
    }
}
