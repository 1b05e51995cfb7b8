import Foundation
import Ingest
import Vocabulary

/// A country's software and the vulnerabilities of the world: what a full re-match has to go through.
///
/// Registered products come by Zipf's law, and so do their versions, the newest most often; so do the products that
/// vulnerabilities name. One in four vulnerabilities names a product that somebody registered; such are mended in some
/// release, old ones more often than new ones, and concern one or two releases before it. A third of the products has
/// a CPE name, a third is a package of npm, a third is named by vendor and product alone.
struct SoftwareInput {
    /// Distinct products with a version.
    static let versionsMax = 50_000
    static let assetsPerEntity = 100

    let assets: Int
    private let vulnerabilities: Int
    private let seed: UInt64
    private let ranks: ZipfRanks
    /// Releases of each product, the most used product first.
    private let releases: [Int]
    private let releaseRanks: [ZipfRanks]

    /// - Parameter assets: rounded up to whole entities.
    init(assets: Int, vulnerabilities: Int, seed: UInt64) {
        self.assets = max(1, (assets + SoftwareInput.assetsPerEntity - 1) / SoftwareInput.assetsPerEntity)
            * SoftwareInput.assetsPerEntity
        self.vulnerabilities = vulnerabilities
        self.seed = seed
        // A small register has fewer versions than a large one, in the proportion of the full size.
        let distinct = max(100, min(SoftwareInput.versionsMax, self.assets / 20))
        let ranks = ZipfRanks(distinct / 10)
        releases = (0..<ranks.count).map { max(1, Int(ranks.share($0) * Double(distinct))) }
        releaseRanks = releases.map { ZipfRanks($0) }
        self.ranks = ranks
    }

    /// The register as a table.
    /// - Parameter changed: every hundredth asset has another version than where this is 0; another in each round.
    func register(changed round: Int) -> String {
        var random = SeededNumbers(seed)
        var moves = SeededNumbers(seed &+ 2)
        var out = "org,criticality,vendor,product,version,cpe,purl\n"
        out.reserveCapacity(assets * 90)
        let levels = ["low", "medium", "medium", "high", "critical"]
        for entity in 0..<(assets / SoftwareInput.assetsPerEntity) {
            let name = "org-" + String(format: "%06d", entity)
            let level = levels[Int(random.below(5))]
            for (product, release) in inventory(round, &random, &moves) {
                out += "\(name),\(level)," + asset(product, release) + "\n"
            }
        }
        return out
    }

    /// The software of one entity, each product and release once.
    private func inventory(
        _ round: Int, _ random: inout SeededNumbers, _ moves: inout SeededNumbers
    ) -> [(product: Int, release: Int)] {
        var taken = Set<Int>()
        var found: [(product: Int, release: Int)] = []
        while found.count < SoftwareInput.assetsPerEntity {
            let product = ranks.next(&random)
            let release = releases[product] - releaseRanks[product].next(&random)
            if taken.insert(product << 20 | release).inserted { found.append((product, release)) }
        }
        for place in found.indices where moves.below(100) == 0 {
            let (product, release) = found[place]
            let other = 1 + (release + round) % releases[product]
            if round > 0, taken.insert(product << 20 | other).inserted { found[place].release = other }
        }
        return found
    }

    /// Archives of CVE records, at most `limit` in each.
    func records(limit: Int, _ take: ([UInt8]) async throws -> Void) async rethrows {
        var random = SeededNumbers(seed &+ 1)
        for start in stride(from: 0, to: vulnerabilities, by: limit) {
            let members = (start..<min(vulnerabilities, start + limit)).map { index in
                let id = "CVE-\(2010 + index / 20_000)-\(10_000 + index % 20_000)"
                let text = SampleDocuments.cveRecord(id, affected: affected(&random), &random)
                return (name: "\(id).json", bytes: Array(text.utf8))
            }
            try await take(SampleDocuments.tar(members))
        }
    }

    /// What a further vulnerability states of products.
    func statements(_ random: inout SeededNumbers) -> [ProductStatement] {
        let text = SampleDocuments.cveRecord("CVE-2026-99999", affected: affected(&random), &random)
        let reports = ReadingRun(.cve, Array(text.utf8), name: "CVE-2026-99999.json").reports()
        return reports.flatMap { $0.vulnerabilities.flatMap(\.products) }
    }

    /// An entry of `affected[]`, as a vulnerability that comes next would have it.
    func affected(_ random: inout SeededNumbers) -> String {
        guard random.below(4) == 0 else {
            let other = random.below(30_000)
            return #"{"vendor":"other-\#(other % 3000)","product":"other product \#(other)","#
                + #""defaultStatus":"unaffected","versions":[\#(range(1 + random.below(40), &random))]}"#
        }
        let product = ranks.next(&random)
        let share = random.unit()
        let mended = 1 + Int(share * share * share * Double(releases[product] + 1))
        return named(product) + #""defaultStatus":"unaffected","versions":[\#(range(UInt32(mended), &random))]}"#
    }

    private func range(_ mended: UInt32, _ random: inout SeededNumbers) -> String {
        let from = Int(mended) - 1 - Int(random.below(2))
        let kind = random.below(2) == 0 ? "semver" : "custom"
        return #"{"version":"\#(version(max(0, from)))","lessThan":"\#(version(Int(mended)))","#
            + #""versionType":"\#(kind)","status":"affected"}"#
    }

    /// `vendor,product,version,cpe,purl`.
    private func asset(_ product: Int, _ release: Int) -> String {
        let version = version(release)
        switch product % 3 {
        case 0:
            let cpe = "cpe:2.3:a:vendor-\(product % 500):product_\(product):\(version):*:*:*:*:*:*:*"
            return "vendor-\(product % 500),product_\(product),\(version),\(cpe),"
        case 1: return ",package-\(product),\(version),,pkg:npm/package-\(product)@\(version)"
        default: return "\"Vendor \(product % 500), Inc.\",Product \(product),\(version),,"
        }
    }

    /// The beginning of an entry of `affected[]`.
    private func named(_ product: Int) -> String {
        switch product % 3 {
        case 0:
            #"{"vendor":"vendor-\#(product % 500)","product":"product_\#(product)","#
                + #""cpes":["cpe:2.3:a:vendor-\#(product % 500):product_\#(product):*:*:*:*:*:*:*:*"],"#
        case 1:
            #"{"vendor":"package-\#(product)","product":"package-\#(product)","packageName":"package-\#(product)","#
                + #""collectionURL":"https://registry.npmjs.org","#
        default: #"{"vendor":"Vendor \#(product % 500)","product":"Product \#(product)","#
        }
    }

    private func version(_ release: Int) -> String { "\(release / 100).\(release / 10 % 10).\(release % 10)" }
}
