import Constituency
import Testing
import Vocabulary

@Suite struct `Overlaps of a register` {
    /// All that there are: every asset counts as moved.
    private func overlaps(among entities: [Entity]) -> [RegisterOverlap] {
        let found = RegisterOverlaps(among: entities, moved: moving(entities))
        #expect(found.more == 0)
        return found.listed
    }

    private func moving(_ entities: [Entity]) -> [EntityID: Set<Asset.Fact>] {
        Dictionary(uniqueKeysWithValues: entities.map { ($0.id, Set($0.assets.map(\.fact))) })
    }

    private func network(_ text: String) throws -> Asset { Asset(.network(try #require(IPNetwork(text)))) }

    private func entity(_ id: String, _ assets: [Asset]) -> Entity {
        Entity(id: EntityID(unchecked: id), name: LocalizedText([.en: id]), assets: assets)
    }

    @Test func `nested networks of two entities are reported`() throws {
        let overlaps = self.overlaps(among: [
            entity("isp", [try network("10.0.0.0/8")]), entity("bank", [try network("10.2.0.0/16")]),
            entity("far", [try network("11.0.0.0/8")]),
        ])
        #expect(overlaps.map(\.sentence)
            == ["network 10.2.0.0/16 of bank lies in network 10.0.0.0/8 of isp"])
    }

    @Test func `AS numbers and domains of two entities are reported, and what lies below a domain`() {
        let overlaps = self.overlaps(among: [
            entity("isp", [Asset(.asn(64_500)), Asset(.domain("isp.example"))]),
            entity("bank", [Asset(.asn(64_500)), Asset(.domain("bank.isp.example")), Asset(.domain("bank.test.az"))]),
            entity("registry", [Asset(.domain("test.az"), registry: true)]),
            entity("shop", [Asset(.domain("isp.example")), Asset(.domain("notisp.example"))]),
        ])
        #expect(overlaps.map { "\($0.entity) \($0.asset) \($0.other) \($0.within)" } == [
            "isp AS64500 bank AS64500", "bank domain bank.isp.example isp domain isp.example",
            "bank domain bank.isp.example shop domain isp.example", "shop domain isp.example isp domain isp.example",
        ])
    }

    @Test func `an import tells of what it adds or changes, not of what stands`() throws {
        let standing = [
            entity("bank", [try network("10.2.0.0/16"), Asset(.asn(64_500)), Asset(.domain("bank.isp.example"))]),
            entity("isp", [try network("10.0.0.0/8"), Asset(.asn(64_500)), Asset(.domain("isp.example"))]),
        ]
        func told(_ imported: Entity...) -> [String] {
            RegisterDiff(current: standing, importing: imported, removesMissing: false).overlaps.listed.map(\.sentence)
        }
        #expect(told(standing[0], standing[1]).isEmpty)
        #expect(told(entity("far", [try network("192.0.2.0/24"), Asset(.domain("far.example"))])).isEmpty)
        // The wider one is the new one, and so is the narrower one.
        #expect(told(entity("bank", [try network("10.0.0.0/8")])) == [
            "network 10.0.0.0/8 of isp is registered for bank too",
        ])
        let shop = [try network("10.2.3.0/24"), Asset(.asn(64_500)), Asset(.domain("isp.example"))]
        #expect(told(entity("shop", shop)) == [
            "network 10.2.3.0/24 of shop lies in network 10.0.0.0/8 of isp",
            "network 10.2.3.0/24 of shop lies in network 10.2.0.0/16 of bank",
            "AS64500 of shop is registered for bank too", "AS64500 of shop is registered for isp too",
            "domain bank.isp.example of bank lies in domain isp.example of shop",
            "domain isp.example of shop is registered for isp too",
        ])
    }

    /// 1,000 entities with one wide network, ten networks in it, one AS number and one domain each.
    @Test(.timeLimit(.minutes(1))) func `millions are counted, and the first thousand told`() throws {
        let wide = try network("10.0.0.0/8")
        let entities = try (0..<1000).map { place in
            let nets = try (0..<10).map { try network("10.\(place / 25).\(place % 25 * 10 + $0).0/24") }
            return entity("e\(place)", [wide, Asset(.asn(64_500)), Asset(.domain("example"))] + nets)
        }
        let all = RegisterOverlaps(among: entities, moved: moving(entities))
        // Each two of 1,000 share the wide network, the number and the domain; 10,000 networks lie in those of 999.
        #expect(all.listed.count == 1000 && all.listed.count + all.more == 3 * 499_500 + 10_000 * 999)
        // Of one of them: with 999 others, and their ten networks each in its own.
        let one = RegisterOverlaps(among: entities, moved: [entities[7].id: [wide.fact]])
        #expect(one.listed.allSatisfy { $0.entity == entities[7].id || $0.other == entities[7].id })
        #expect(one.listed.count == 1000 && one.listed.count + one.more == 999 + 9_990)
        #expect(RegisterOverlaps(among: entities, moved: [entities[7].id: []]) == RegisterOverlaps())
    }
}
