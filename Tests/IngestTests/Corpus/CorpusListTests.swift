import Foundation
import Testing
import Vocabulary

@testable import Ingest

/// What stands beside the corpus' documents: providers' lists and metadata, and inventories of software.
@Suite(.enabled(if: RealDocuments.root != nil, "the corpus of real documents is not beside the package"))
struct `Lists of the corpus` {
    private static let base = "https://provider.example/base/"

    private func folder() throws -> WebLink { try #require(WebLink(Self.base)) }

    /// Lines counted in the files; all of them name a document.
    @Test(arguments: [
        ("csaf/stackable/csaf/v2/advisories", 24, 23), ("csaf/cisa/OT/white", 2379, 2379), ("csaf/cisa/IT/white", 4, 4),
        ("csaf/gocsaf-testdata/simple-directory-provider/white", 1, 1),
    ] as [(String, Int, Int)])
    func `changes and index of a directory name all documents`(path: String, changed: Int, indexed: Int) throws {
        let changes = ListedDocuments.changes(RealDocuments.bytes(path + "/changes.csv"), in: try folder())
        #expect(changes.listings.count == changed && changes.unusable == 0)
        #expect(changes.listings.allSatisfy { $0.updated != nil && $0.hashes.count == 2 && $0.signature != nil })
        let index = ListedDocuments.index(RealDocuments.bytes(path + "/index.txt"), in: try folder())
        #expect(index.listings.count == indexed && index.unusable == 0)
        // What a list names first is found there by its own path.
        let named = Set(changes.listings.map(\.link.path))
        #expect(index.listings.allSatisfy { named.contains($0.link.path) })
        #expect(named.allSatisfy { $0.hasPrefix("/base/") && $0.hasSuffix(".json") })
    }

    @Test func `Stackable's first change is the one its list begins with`() throws {
        let bytes = RealDocuments.bytes("csaf/stackable/csaf/v2/advisories/changes.csv")
        let first = try #require(ListedDocuments.changes(bytes, in: try folder()).listings.first)
        #expect(first.link.path == "/base/2026/cve-2015-1832.json")
        #expect(first.updated?.description == "2026-07-13T16:44:34Z")
        #expect(first.signature?.path == "/base/2026/cve-2015-1832.json.asc")
    }

    @Test func `providers' metadata say where the documents lie and who signs`() throws {
        let stackable = try ProviderMetadata(RealDocuments.bytes("csaf/stackable/csaf/v2/provider-metadata.json"))
        #expect(stackable.directories == ["https://advisories.stackable.tech/csaf/v2/advisories/"])
        #expect(stackable.rolieFeeds.isEmpty)
        #expect(stackable.keys.map(\.fingerprint) == ["218E03479FE800223105FEA631905DED3EFD610A"])
        let oasis = try ProviderMetadata(
            RealDocuments.bytes("csaf/oasis/csaf_2.0/examples/provider-metadata/example-01-provider-metadata.json"))
        #expect(oasis.rolieFeeds == ["https://www.example.com/.well-known/csaf/feed-tlp-white.json"])
        #expect(oasis.keys.map(\.fingerprint) == ["8F5F267907B2C4559DB360DB2294BA7D2B2298B1"])
        // Templates: the placeholder stands within a text, so they are JSON.
        for name in ["simple-directory-provider", "simple-rolie-provider"] {
            let bytes = RealDocuments.bytes("csaf/gocsaf-testdata/\(name)/provider-metadata.json")
            let found = try ProviderMetadata(filled(bytes))
            #expect(found.directories + found.rolieFeeds == [
                Self.base + (name.contains("rolie") ? "white/white-feed.json" : "white/")
            ])
        }
    }

    @Test func `ROLIE feeds name their documents`() throws {
        let cisa = try ListedDocuments.rolie(
            RealDocuments.bytes("csaf/cisa/IT/white/cisa-csaf-it-feed-tlp-white.json"), at: try folder())
        #expect(cisa.listings.count == 4 && cisa.unusable == 0)
        #expect(cisa.listings.first?.updated?.description == "2024-10-03T16:03:00Z")
        #expect(cisa.listings.first?.link.path.hasSuffix("/IT/white/2024/va-24-254-02.json") == true)
        let oasis = try ListedDocuments.rolie(
            RealDocuments.bytes("csaf/oasis/csaf_2.0/examples/ROLIE/example-01-feed-tlp-white.json"), at: try folder())
        #expect(oasis.listings.map(\.link.path) == ["/advisories/csaf/2020/2020-ESA-001.json"])
        #expect(oasis.listings.first?.hashes.map(\.path) == ["/advisories/csaf/2020/2020-ESA-001.json.sha512"])
        #expect(oasis.listings.first?.signature?.path == "/advisories/csaf/2020/2020-ESA-001.json.asc")
        // A template with conditions in it is no JSON.
        let template = RealDocuments.bytes("csaf/gocsaf-testdata/simple-rolie-provider/white/white-feed.json")
        #expect(throws: JSONFailure.self) { try ListedDocuments.rolie(template, at: try folder()) }
    }

    private func filled(_ bytes: [UInt8]) -> [UInt8] {
        Array(String(decoding: bytes, as: UTF8.self).replacing("{{.URL}}/", with: Self.base).utf8)
    }

    /// Components counted in the documents; a purl that is none costs itself, references that lead nowhere or in a
    /// circle cost nothing.
    @Test(arguments: [
        ("dirty/sbom/cyclonedx/broken-refs.json", 2, 0), ("dirty/sbom/cyclonedx/invalid-purl.json", 2, 1),
        ("dirty/sbom/cyclonedx/loop.json", 4, 0),
    ] as [(String, Int, Int)])
    func `a broken inventory gives what of it can be read`(path: String, items: Int, rejects: Int) throws {
        let bytes = RealDocuments.bytes(path)
        let reading = InventoryReading.read(bytes, as: try #require(InventoryFormat.sniffed(bytes)))
        #expect(reading.items.count == items && reading.rejects.count == rejects, "\(reading.rejects)")
    }

    @Test func `what is no inventory gives none`() {
        for path in ["dirty/sbom/indigestable.json", "dirty/sbom/bomb.bz2"] {
            let bytes = RealDocuments.bytes(path)
            #expect(!bytes.isEmpty)
            guard let form = InventoryFormat.sniffed(bytes) else { continue }
            let reading = InventoryReading.read(bytes, as: form)
            #expect(reading.items.isEmpty && !reading.rejects.isEmpty, "\(path) as \(form)")
        }
    }

    @Test func `every other inventory is known by its content and gives software`() throws {
        let paths = RealDocuments.files("sbom").filter { $0.hasSuffix(".json") || $0.hasSuffix(".xml") }
        #expect(paths.count == 32)
        for path in paths {
            let bytes = RealDocuments.bytes(path)
            let form = try #require(InventoryFormat.sniffed(bytes), "\(path)")
            #expect(form == (path.hasSuffix(".xml") ? .cycloneDXXML : .cycloneDXJSON), "\(path)")
            let reading = InventoryReading.read(bytes, as: form)
            #expect(!reading.items.isEmpty, "\(path): \(reading.rejects.prefix(3))")
        }
    }
}
