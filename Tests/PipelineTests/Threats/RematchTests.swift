import Analyze
import Constituency
import Foundation
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// What stands after a step, in a form that can be compared: findings, and the scores that follow from them.
private struct Standing: Equatable {
    var findings: [String]
    var threats: [String]
}

private struct Country {
    let bench: NoticeBench
    let admin = Actor(uid: 1, name: "admin", loginUID: nil, roles: Set(Role.allCases))
    private var rules: Int64 = 0

    static func make() async throws -> Country {
        let feed = """
            publisher: P
            kind: research
            country: INT
            format: cve
            interval: 1d
            licence: x
            tlp: CLEAR
            reliability: B

            """
        return Country(bench: try await NoticeBench.make(feeds: ["cve": feed, "vex": feed]))
    }

    private init(bench: NoticeBench) { self.bench = bench }

    func record(
        _ id: String, _ version: String, status: String = "affected", feed: String = "cve", _ day: Int
    ) async throws {
        let versions = #"[{"version":"0","lessThan":"\#(version)","versionType":"semver","status":"\#(status)"}]"#
        let affected = #"[{"vendor":"Acme","product":"Gate","defaultStatus":"unknown","versions":\#(versions)}]"#
        try await ingest(id, #""published","affected":\#(affected)"#, feed, day)
    }

    func reject(_ id: String, _ day: Int) async throws { try await ingest(id, #""rejected""#, "cve", day) }

    /// `kind`: state of the record, and what its container holds besides.
    private func ingest(_ id: String, _ kind: String, _ feed: String, _ day: Int) async throws {
        let at = "2026-11-\(day)T00:00:00.000Z"
        let isRejected = kind.hasPrefix("\"rejected")
        let provider = #""providerMetadata":{"orgId":"00000000-0000-4000-8000-000000000001","dateUpdated":"\#(at)"}"#
        let more = isRejected
            ? #""rejectedReasons":[{"lang":"en","value":"No."}]"#
            : #""descriptions":[{"lang":"en","value":"Bad."}],"# + kind.dropFirst(#""published","#.count)
        let text = #"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"\#(id)","#
            + #""state":"\#(isRejected ? "REJECTED" : "PUBLISHED")","datePublished":"2026-11-01T00:00:00.000Z","#
            + #""dateUpdated":"\#(at)"},"containers":{"cna":{\#(provider),\#(more)}}}"#
        let upload = try await bench.engine.beginUpload(
            feed: FeedID(unchecked: feed), name: "\(id)-\(day).json", as: admin, reason: nil, dryRun: false)
        try Array(text.utf8).withUnsafeBytes { try upload.append($0) }
        let answer = try await bench.engine.finish(upload)
        #expect(answer.summary.rejects == 0 && answer.summary.reports == 1)
    }

    /// The register becomes this: software of each entity as `vendor/product/version`, a mark behind for its state.
    func register(_ inventories: [String: [String]], criticality: Criticality = .medium) async throws {
        let entities = try await bench.engine.store.register().entities.compactMap(\.entity)
        let vouched = Verification(by: "user:1:admin", how: "call", at: Instant(seconds: 0))
        let changed = entities.map { entity in
            var out = entity
            out.criticality = criticality
            out.assets = (inventories[entity.id.text] ?? []).map { text in
                let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
                let software = Software(
                    vendor: parts[0], product: parts[1], version: parts[2].isEmpty ? nil : parts[2])
                let state: AssetState = switch parts.count > 3 ? parts[3] : "" {
                case "claimed": .claimed
                case "disputed": .disputed("not ours")
                case "stale": .stale(nil)
                default: .verified(vouched)
                }
                return Asset(.software(software), state: state)
            }
            return out
        }
        try await bench.engine.store.saveEntities(changed, at: bench.engine.now(), entries: [])
        _ = try await bench.engine.judgeDueThreats()
    }

    /// What stands now, after making sure that judging every threat anew changes nothing of it.
    mutating func settled(_ step: String) async throws -> Standing {
        let before = try await standing()
        rules += 1
        try await bench.engine.store.judgeAgain(ifRulesDifferFrom: rules)
        rules += 1
        try await bench.engine.store.judgeAgain(ifRulesDifferFrom: rules)
        #expect(try await bench.engine.store.metricRows().threatsToMatch > 0)
        _ = try await bench.engine.judgeDueThreats()
        #expect(try await standing() == before, "\(step)")
        return before
    }

    func standing() async throws -> Standing {
        var query = FindingQuery()
        query.decidedOnly = false
        let findings = try await bench.engine.store.findings(query).map { row in
            "\(row.entity) \(row.threat) \(row.state) \(row.confidence) \(row.firstSeen) \(row.evidence)"
        }
        var all = ThreatQuery()
        all.includeClosed = true
        let threats = try await bench.engine.store.threats(all)
        var scores: [String] = []
        for threat in threats {
            let parts = try await bench.engine.store.threat(threat.id.text).2
            scores.append("\(threat.id) \(threat.score) \(parts.map { "\($0.rule) \($0.points) \($0.evidence)" })")
        }
        return Standing(findings: findings.sorted(), threats: scores.sorted())
    }

    /// `city-hospital CVE-… open probable`, without evidence.
    static func short(_ standing: Standing) -> [String] {
        standing.findings.map { $0.split(separator: " ").prefix(4).joined(separator: " ") }
    }
}

@Suite struct RematchTests {
    private let hospital = "city-hospital"

    @Test func `after each change of the register what stands is what judging everything anew gives`() async throws {
        var country = try await Country.make()
        try await country.record("CVE-2026-0001", "7.4", 10)
        try await country.record("CVE-2026-0002", "6.0", 10)
        #expect(try await country.settled("nothing registered").findings == [])

        try await country.register([hospital: ["acme/gate/7.3"], "bank": ["other/door/1.0"]])
        let added = try await country.settled("added")
        #expect(Country.short(added) == ["city-hospital CVE-2026-0001 open probable"])

        try await country.register([hospital: ["acme/gate/7.3/claimed"], "bank": ["acme/gate/5.0"]])
        let moved = try await country.settled("one is a claim again, another is added")
        #expect(Country.short(moved) == ["bank CVE-2026-0001 open probable", "bank CVE-2026-0002 open probable"])

        try await country.register([hospital: ["acme/gate/7.3"], "bank": ["acme/gate/7.4"]])
        let patched = try await country.settled("verified, and another version")
        #expect(Country.short(patched) == ["city-hospital CVE-2026-0001 open probable"])

        for state in ["disputed", "stale"] {
            try await country.register([hospital: ["acme/gate/7.3/\(state)"]])
            #expect(try await country.settled(state).findings == [])
        }
        let vague = [hospital: ["acme/gate/", "acme/gate/5.0"], "bank": ["/gate/7.0"]]
        try await country.register(vague)
        let unclear = try await country.settled("no version, no vendor")
        #expect(Country.short(unclear) == [
            "bank CVE-2026-0001 open possible", "city-hospital CVE-2026-0001 open probable",
            "city-hospital CVE-2026-0002 open probable",
        ])

        let before = try await country.settled("medium")
        try await country.register(vague, criticality: .critical)
        let critical = try await country.settled("critical")
        #expect(critical.findings == before.findings && critical.threats != before.threats)
    }

    @Test func `documents that come after the register's changes end as they do before them`() async throws {
        var country = try await Country.make()
        try await country.register([hospital: ["acme/gate/7.3"], "bank": ["acme/gate/5.0"]])
        try await country.record("CVE-2026-0001", "7.4", 10)
        try await country.record("CVE-2026-0002", "6.0", 10)
        let both = try await country.settled("registered first")
        #expect(both.findings.count == 3)
        // A source says that what the hospital has is not affected.
        try await country.record("CVE-2026-0001", "7.4", status: "unaffected", feed: "vex", 11)
        try await country.reject("CVE-2026-0002", 12)
        #expect(try await country.settled("excluded and rejected").findings == [])
        try await country.register([hospital: ["acme/gate/7.2"], "bank": ["acme/gate/5.1"]])
        let after = try await country.settled("other versions, still excluded and rejected")
        #expect(after.findings == [])

        var other = try await Country.make()
        try await other.reject("CVE-2026-0002", 12)
        try await other.record("CVE-2026-0001", "7.4", status: "unaffected", feed: "vex", 11)
        try await other.record("CVE-2026-0002", "6.0", 10)
        try await other.record("CVE-2026-0001", "7.4", 10)
        try await other.register([hospital: ["acme/gate/7.2"], "bank": ["acme/gate/5.1"]])
        #expect(try await other.settled("documents first, backwards") == after)
    }

    @Test func `a lesson about names is matched with all that stands, and taking it back undoes it`() async throws {
        var country = try await Country.make()
        try await country.register([hospital: ["Rampart/Door/5.0"]])
        try await country.record("CVE-2026-0001", "7.4", 10)
        #expect(try await country.settled("two names").findings == [])
        let engine = country.bench.engine
        for (isSame, expected) in [(true, ["city-hospital CVE-2026-0001 open probable"]), (false, [])] {
            let lesson = StoredLesson(
                lesson: ProductLesson(
                    stated: try #require(ProductName("acme/gate")),
                    registered: try #require(ProductName("rampart/door")), isSame: isSame),
                reason: "x", actor: "user:1:admin", at: engine.now())
            try await engine.store.teach(lesson, entries: [])
            _ = try await engine.judgeDueThreats()
            #expect(Country.short(try await country.settled("taught \(isSame)")) == expected)
        }
    }

    @Test func `only threats that would be judged otherwise are written, and nothing of an old round`() async throws {
        let country = try await Country.make()
        try await country.record("CVE-2026-0001", "7.4", 10)
        try await country.record("CVE-2026-0002", "6.0", 10)
        try await country.register([hospital: ["acme/gate/6.5"]])
        let store = country.bench.engine.store
        #expect(try await store.rematchPlace() == nil)
        let entities = try await store.register().entities.compactMap(\.entity)
        try await store.saveEntities(entities, at: country.bench.engine.now(), entries: [])
        let place = try #require(try await store.rematchPlace())
        #expect(place.after == 0 && place.last == 2)
        #expect(try await country.bench.engine.rematchSome())
        #expect(try await store.metricRows().threatsToMatch == 0)
        #expect(try await store.rematchPlace() == nil)
        // The register changes while threats are looked at: what was found with the old one is not stored.
        try await store.saveEntities(entities, at: country.bench.engine.now(), entries: [])
        try await store.rematched(place, through: 2, differing: [1, 2])
        #expect(try await store.metricRows().threatsToMatch == 0)
        #expect(try await store.rematchPlace()?.after == 0)
    }
}
