import Constituency
import Foundation
import Ingest
import Testing
import Vocabulary

@testable import Storage

@Suite struct EntityReadingTests {
    private func entity() throws -> Entity {
        let at = Instant(microseconds: 1_796_040_000_123_456)
        let vouched = Verification(by: "user:1:admin", how: "import of \"r.csv\"", at: at)
        var origin = AssetOrigin(list: "sbom.json", format: "cyclonedx-json", owner: "leyla", imported: at)
        origin.confirmed = at.adding(seconds: 5)
        let aged = Staleness(owner: "leyla", since: at, reason: "old", cause: .age, verified: vouched)
        let cpe = try #require(CPEName("cpe:2.3:a:acme:gate\\:way:7.3:*:*:*:*:*:*:*"))
        let network = try #require(IPNetwork("2001:db8::/32"))
        let plain = Software(vendor: "Əcmə", product: "Gate \\ door", version: nil)
        let named = Software(vendor: "", product: "gate", version: "7.3", cpe: cpe, purl: "pkg:npm/%40a/gate@7.3")
        return Entity(
            id: EntityID(unchecked: "hospital"), name: LocalizedText([.az: "Xəstəxana", .en: "Hospital"]),
            sector: .health, criticality: .critical, languages: [.az],
            contacts: [
                Contact(id: "desk", role: .technical, channel: .mail("soc@hospital.example"), verified: vouched),
            ],
            members: ["assets", "[]"],
            assets: [
                Asset(.software(plain), exposed: true, source: .imported, state: .verified(vouched), origins: [origin]),
                Asset(.software(named), state: .claimed, origins: []), Asset(.network(network), state: .disputed("no")),
                Asset(.asn(4_200_000_000), state: .stale(nil)),
                Asset(
                    .domain("hospital.example"),
                    state: .stale(Staleness(owner: "leyla", since: at, reason: "old \n list"))),
                Asset(.domain("gov.example"), state: .stale(aged), registry: true),
            ])
    }

    @Test func `an entity is read back with every kind of asset it was written with`() throws {
        var entity = try entity()
        #expect(try EntityReading.entity(Array(StoredJSON.encode(entity).utf8)) == entity)
        entity.assets = []
        #expect(try EntityReading.entity(Array(StoredJSON.encode(entity).utf8)) == entity)
    }

    @Test func `a damaged body ends in an error`() throws {
        let body = Array(try StoredJSON.encode(try entity()).utf8)
        for end in stride(from: 0, to: body.count, by: 41) {
            #expect(throws: (any Error).self) { try EntityReading.entity(Array(body[..<end])) }
        }
        let other = String(decoding: body, as: UTF8.self).replacing("\"claimed\"", with: "\"believed\"")
        #expect(throws: JSONFailure.self) { try EntityReading.entity(Array(other.utf8)) }
    }
}
