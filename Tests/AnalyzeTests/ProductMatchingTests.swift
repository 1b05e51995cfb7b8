import Constituency
import Foundation
import Testing
import Vocabulary

@testable import Analyze

/// Numbers from a seed: `ESS_SEED`, else a fixed one; every failure names it.
private struct Random: RandomNumberGenerator {
    static let seed = ProcessInfo.processInfo.environment["ESS_SEED"].flatMap(UInt64.init) ?? 20_261_126
    private var state = Random.seed

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &self) == 0 }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &self)] }

    /// `3.0.12`: one to five numbers.
    mutating func version() -> String {
        (0..<Int.random(in: 1...5, using: &self)).map { _ in "\(pick([0, 1, 2, 3, 9, 10, 11, 100]))" }
            .joined(separator: ".")
    }

    /// Also what stands on no ladder.
    mutating func anyVersion() -> String? {
        chance(4)
            ? pick([nil, "1.02", "2.0-rc1", "v3", "1.0.0+build", "Take 26", "", "2.0.0.beta", "Gate 2", "2.x"])
            : version()
    }

    mutating func bound() -> String? {
        chance(3) ? nil
            : chance(6) ? pick(["0", "*", "1.02", "2.0-rc1", "n/a", "v3", "Gate 3", "FW10", "2.x", "next of 2.0"])
            : version()
    }

    mutating func range(_ scheme: String) -> VersionRange {
        if chance(4) { return VersionRange(exact: bound() ?? "*", scheme: scheme) }
        let isAfter = chance(4)
        return VersionRange(
            from: isAfter ? nil : bound(), after: isAfter ? bound() : nil, before: chance(2) ? bound() : nil,
            through: chance(3) ? bound() : nil, scheme: scheme)
    }
}

@Suite struct ProductMatchingTests {
    private static let vouched = AssetState.verified(Verification(by: "admin", how: "call", at: Instant(seconds: 0)))

    @Test func `a ladder finds what trying each version finds, under every scheme`() throws {
        var random = Random()
        for scheme in VersionScheme.allCases {
            for _ in 0..<40 {
                // With and without versions too wide to be compared as one number.
                let wide = random.chance(2) ? ["1.2.3.4.5", "70000.1", "1.65535", "1.65534"] : []
                let versions = Set((0..<30).map { _ in random.version() } + wide).sorted()
                let ladder = VersionLadder(versions.enumerated().map { (Int32($0.offset), $0.element) }, scheme)
                #expect(ladder.loose.isEmpty, "seed \(Random.seed)")
                for _ in 0..<20 {
                    let range = random.range(scheme.rawValue)
                    guard let bounds = LadderRange(range) else { continue }
                    let found = Set(ladder.rungs[ladder.places(bounds, scheme)].map(\.version))
                    let tried = Set(versions.filter { VersionContainment.of($0, in: range) == .inside })
                    #expect(found == tried, "\(scheme) \(range), seed \(Random.seed)")
                }
            }
        }
    }

    @Test func `what is not a number between dots stands on no ladder`() {
        let kept = ["7", "7.4", "0.0.1", "10.20.30.40"]
        let loose = ["", "7.", ".7", "7..4", "7.04", "v7", "7.4-1", "7 4", "1234567890123456"]
        #expect(kept.allSatisfy { VersionLadder.numbers($0) != nil })
        #expect(loose.allSatisfy { VersionLadder.numbers($0) == nil })
        let ladder = VersionLadder([(0, nil), (1, "2.0-rc1"), (2, "2.0")], .semver)
        #expect(ladder.rungs.map(\.software) == [2])
        #expect(ladder.loose == [0, 1])
    }

    @Test func `all entities at once are judged as one asset after the other is`() throws {
        var random = Random()
        for _ in 0..<60 {
            let entities = (0..<12).map { entity("e\($0)", &random) }
            let aliases = try aliases(&random)
            let index = RegisterIndex(entities, aliases: aliases)
            let matching = ProductMatching(index)
            for _ in 0..<25 {
                let products = (0..<Int.random(in: 1...4, using: &random)).map { statement($0, &random) }
                var expected: [EntityMatch] = []
                for (position, entity) in index.entities.enumerated() {
                    let assets = ProductMatcher.explain(products, for: entity, aliases: aliases).filter { explained in
                        guard explained.isVerified, case .matched = explained.verdict else { return false }
                        return true
                    }.map { one in
                        AssetVerdict(
                            asset: one.asset, verdict: one.verdict, source: one.source, tlp: one.tlp, feeds: ["feed"])
                    }
                    let strongest = assets.map(\.confidence).max { $0.strength < $1.strength }
                    guard let strongest else { continue }
                    expected.append(EntityMatch(entity: position, confidence: strongest, assets: assets))
                }
                let matches = matching.matches(products).map { match in
                    #expect(Set(match.assets.map(\.source)).isSubset(of: match.reports), "seed \(Random.seed)")
                    var out = match
                    out.reports = []
                    return out
                }
                #expect(matches == expected, "\(products), seed \(Random.seed)")
            }
        }
    }

    private func entity(_ id: String, _ random: inout Random) -> Entity {
        var facts = Set<Software>()
        for _ in 0..<8 {
            let vendor = random.pick(["acme", "Acme Inc.", "", "rampart"])
            let product = random.pick(["gate", "door", "bell", "gate pro", "acme gate"])
            let coded = product.replacing(" ", with: "_")
            let version = random.anyVersion()
            switch random.pick([0, 1, 2]) {
            case 0: facts.insert(Software(vendor: vendor, product: product, version: version))
            case 1:
                let cpe = CPEName("cpe:2.3:a:acme:\(coded):\(random.version()):*:*:*:*:*:*:*")
                facts.insert(Software(vendor: vendor, product: product, cpe: cpe))
            default:
                let version = random.version()
                facts.insert(
                    Software(vendor: "", product: product, version: version, purl: "pkg:npm/\(coded)@\(version)"))
            }
        }
        let assets = facts.sorted { $0.shown + ($0.purl ?? "") < $1.shown + ($1.purl ?? "") }.map { software in
            Asset(.software(software), state: random.chance(6) ? .claimed : ProductMatchingTests.vouched)
        }
        return Entity(id: EntityID(unchecked: id), name: LocalizedText([.en: id]), assets: assets)
    }

    private func aliases(_ random: inout Random) throws -> ProductAliases {
        guard random.chance(2) else { return .none }
        return ProductAliases([
            ProductLesson(
                stated: try #require(ProductName("acme/gate")), registered: try #require(ProductName("rampart/bell")),
                isSame: !random.chance(3)),
        ])
    }

    private func statement(_ number: Int, _ random: inout Random) -> Sourced<ProductStatement> {
        var value = ProductStatement(
            vendor: random.pick(["Acme", "acme corp", "", "rampart"]),
            product: random.pick(["Gate", "door", "other", "Acme Gate", "Gate Pro", "all products", "Various"]),
            status: random.pick([.affected, .affected, .affected, .notAffected, .fixed, .unknown]))
        let coded = value.product.lowercased().replacing(" ", with: "_")
        if random.chance(3) {
            let (name, version) = (random.pick([coded, coded, "gat?", "*"]), random.pick(["*", "*", "-", "2.?"]))
            value.cpe = "cpe:2.3:a:\(random.pick(["acme", "acme", "?cme"])):\(name):\(version):*:*:*:*:*:*:*"
        }
        if random.chance(3) { value.purl = "pkg:npm/\(coded)" }
        let schemes = ["", "semver", "custom", "git", "rpm", "npm"]
        value.versions = (0..<Int.random(in: 0...3, using: &random)).map { _ in random.range(random.pick(schemes)) }
        if random.chance(3) { value.platforms = [random.pick(["OS 7", "OS 9"])] }
        return Sourced(value, tlp: random.pick([.clear, .amber]), source: "feed/\(number)")
    }
}

extension AssetVerdict {
    fileprivate var confidence: Confidence {
        if case .matched(let evidence) = verdict { evidence.confidence } else { .possible }
    }
}
