import GRDB
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// Reports that give one vulnerability several names, in every order.
@Suite struct `The alias graph` {
    /// Four reports, and of each threat the reports that stand in it, by hand.
    struct Scene: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var reports: [@Sendable () throws -> Report]
        var threats: [String: Set<String>]
    }

    private static let (cve, ghsa) = ("CVE-2026-7001", "GHSA-2222-3333-4444")

    private static func made(
        _ sourceID: String, _ said: [Said], kind: ReportKind = .vulnerability
    ) -> @Sendable () throws -> Report {
        { try ThreatBench.report(sourceID, on: 3, said, kind: kind) }
    }

    private static func say(_ name: String, _ aliases: String...) -> Said {
        Said(cve: name, below: "7.4", aliases: aliases)
    }

    static let scenes = [
        Scene(
            testDescription: "a record joins an advisory that names no CVE",
            reports: [
                made(ghsa, [say(ghsa)]), made("PYSEC-2026-1", [say(cve, ghsa, "PYSEC-2026-1")]),
                made("GO-2026-1", [say(ghsa, "GO-2026-1")]), made("news", [Said(cve: ghsa)], kind: .news),
            ],
            threats: [cve: [ghsa, "PYSEC-2026-1", "GO-2026-1", "news"]]),
        Scene(
            testDescription: "an advisory gives a CVE other names",
            reports: [
                made("A", [say(cve, ghsa, "ACME-V-7"), say("ACME-V-7")], kind: .advisory), made(ghsa, [say(ghsa)]),
                made("B", [say("ACME-V-7")], kind: .advisory), made(cve, [say(cve)]),
            ],
            threats: [cve: ["A", ghsa, "B", cve]]),
        Scene(
            testDescription: "two CVEs that share a name stay apart",
            reports: [
                made("X", [say(cve, ghsa)]), made("Y", [say("CVE-2026-7002", ghsa)]),
                made("news", [Said(cve: ghsa)], kind: .news), made("P", [say(cve, "PYSEC-2026-1")]),
            ],
            threats: [cve: ["X", "P"], "CVE-2026-7002": ["Y"], ghsa: ["news"]]),
        Scene(
            testDescription: "names without a CVE are called by the first of their families",
            reports: [
                made("EUVD-2026-1", [say("EUVD-2026-1", "GO-2026-1")]), made("GO-2026-1", [say(ghsa, "GO-2026-1")]),
                made("V", [say("VENDOR-9", "EUVD-2026-1")]), made("news", [Said(cve: "VENDOR-9")], kind: .news),
            ],
            threats: [ghsa: ["EUVD-2026-1", "GO-2026-1", "V", "news"]]),
    ]

    private static let orders: [[Int]] = (0..<24).map { number in
        var (rest, left) = (Array(0..<4), number)
        return (1...4).reversed().map { size in
            defer { left /= size }
            return rest.remove(at: left % size)
        }
    }

    /// All that is a function of the reports: threats, what they say, where reports stand, names.
    private func standing(_ bench: ThreatBench) async throws -> [String] {
        try await bench.store.read("test") { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT t.id || ' ' || t.title || ' ' || t.standing || ' ' || a.body AS line
                        FROM threat t JOIN threat_assessment a ON a.threat = t.no
                    UNION ALL SELECT t.id || ' < ' || r.source_id || ' as ' || m.name FROM mention m
                        JOIN threat t ON t.no = m.threat JOIN report r ON r.id = m.report
                    UNION ALL SELECT n.alias || ' = ' || t.id || ' ' || n.held FROM alias n
                        JOIN threat t ON t.no = n.threat
                    UNION ALL SELECT l.one || ' - ' || l.other || ' ' || l.stands FROM alias_link l
                    ORDER BY line
                    """)
        }
    }

    private func places(_ bench: ThreatBench) async throws -> [String: Set<String>] {
        let rows = try await bench.store.read("test") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT t.id, r.source_id FROM threat t LEFT JOIN mention m ON m.threat = t.no
                    LEFT JOIN report r ON r.id = m.report
                    """
            ).map { (threat: $0[0] as String, report: $0[1] as String? ?? "none") }
        }
        return rows.reduce(into: [:]) { $0[$1.threat, default: []].insert($1.report) }
    }

    @Test(arguments: scenes)
    func `the same reports in any order and batching give the same threats`(_ scene: Scene) async throws {
        let reports = try scene.reports.map { try $0() }
        var first: [String]?
        for order in Self.orders {
            let sorted = order.map { reports[$0] }
            // One by one; all at once; two and two.
            for size in [1, 4, 2] {
                let bench = try await ThreatBench()
                for start in stride(from: 0, to: 4, by: size) {
                    try await bench.take(Array(sorted[start..<start + size]), judging: false)
                }
                let found = try await standing(bench)
                if first == nil {
                    first = found
                    #expect(try await places(bench) == scene.threats)
                }
                #expect(found == first, "order \(order) by \(size)")
            }
        }
    }

    @Test(arguments: [[3, 4], [4, 3]])
    func `when the link goes the names part again, whichever came first`(days: [Int]) async throws {
        let bench = try await ThreatBench()
        try await bench.report(Self.ghsa, on: 3, [Self.say(Self.ghsa)])
        try await bench.report("N", on: 3, [Said(cve: Self.ghsa)], kind: .news)
        for day in days {
            try await bench.report("A", on: day, [day == 3 ? Self.say(Self.cve, Self.ghsa) : Self.say(Self.cve)])
            if day == 3, days == [3, 4] {
                #expect(try await places(bench) == [Self.cve: [Self.ghsa, "N", "A"]])
            }
        }
        #expect(try await places(bench) == [Self.cve: ["A"], Self.ghsa: [Self.ghsa, "N"]])
        #expect(try await bench.store.threat(Self.ghsa).row.id.text == Self.ghsa)
    }

    @Test(arguments: [
        (SourceKind.research, Reliability.unjudged), (.research, .notUsuallyReliable), (.user, .usuallyReliable),
    ])
    func `whom nobody believes joins nothing`(source: SourceKind, grade: Reliability) async throws {
        let bench = try await ThreatBench()
        try await bench.report(Self.ghsa, on: 3, [Self.say(Self.ghsa)])
        let report = try ThreatBench.report("EVIL", on: 3, [Self.say(Self.cve, Self.ghsa)])
        try await bench.take([report], of: "other", from: source, graded: grade)
        #expect(try await places(bench) == [Self.cve: ["EVIL"], Self.ghsa: [Self.ghsa]])
    }

    @Test func `a name that too many are linked with joins none of them, and does again when some go`() async throws {
        let count = 70
        var found: [[String]] = []
        for isReversed in [false, true] {
            let bench = try await ThreatBench()
            for number in isReversed ? (1...count).reversed() : Array(1...count) {
                let said = Said(cve: "N\(number)-1", aliases: ["HUB-1"])
                try await bench.report("R\(number)", on: 3, [said], judging: false)
            }
            found.append(try await standing(bench))
            #expect(try await places(bench).count == count)
            for number in 1...10 {
                try await bench.report("R\(number)", on: 4, [Said(cve: "N\(number)-1")], judging: false)
            }
            let places = try await places(bench)
            #expect(places.count == 11)
            #expect(places["HUB-1"]?.count == 60)
        }
        #expect(found[0] == found[1])
    }

    @Test func `what people decided goes with the name, and comes back with it`() async throws {
        let bench = try await ThreatBench()
        try await bench.report(Self.ghsa, on: 3, [Self.say(Self.ghsa)])
        let officer = Actor(uid: 1, name: "leyla", loginUID: nil, roles: Set(Role.allCases))
        _ = try await bench.engine.perform(
            ThreatWork(threat: Self.ghsa, step: .assign, assignee: nil), as: officer, reason: "mine")
        try await bench.note(on: Self.ghsa)
        try await bench.report("P", on: 3, [Self.say(Self.cve, Self.ghsa)])
        let joined = try await bench.store.threat(Self.ghsa).row
        #expect(joined.id.text == Self.cve)
        #expect(joined.assignee == "leyla" && joined.work == .triaged)
        #expect(try await bench.store.remarks(onThreat: joined.no).map(\.text) == ["Seen."])
        let links = try await bench.store.aliasLinks(ofThreat: joined.no)
        #expect(links.map { "\($0.name) \($0.other) \($0.feed)/\($0.sourceID) \($0.joins)" } == [
            "\(Self.cve) \(Self.ghsa) records/P true"
        ])
        try await verify(bench)
        try await bench.report("P", on: 4, [Self.say(Self.cve)])
        let alone = try await bench.store.threat(Self.cve).row
        #expect(alone.assignee == nil && alone.work == .new)
        let back = try await bench.store.threat(Self.ghsa).row
        #expect(back.id.text == Self.ghsa && back.assignee == "leyla" && back.work == .triaged && !back.isClosed)
        try await verify(bench)
    }

    @Test func `what people decided goes on when an advisory's own next revision names its CVE`() async throws {
        let bench = try await ThreatBench()
        try await bench.report("A", on: 3, [Self.say(Self.ghsa)])
        let officer = Actor(uid: 1, name: "leyla", loginUID: nil, roles: Set(Role.allCases))
        _ = try await bench.engine.perform(
            ThreatWork(threat: Self.ghsa, step: .assign, assignee: nil), as: officer, reason: "mine")
        try await bench.report("A", on: 4, [Self.say(Self.cve, Self.ghsa)])
        let row = try await bench.store.threat(Self.ghsa).row
        #expect(row.id.text == Self.cve && row.assignee == "leyla" && row.work == .triaged)
        try await verify(bench)
    }

    private func verify(_ bench: ThreatBench) async throws {
        _ = try await bench.engine.sequence()
        let report = try await LedgerCheck.run(
            dataDirectory: bench.engine.settings.dataDirectory, verifierKey: nil, withStore: true, held: [])
        #expect(report.sound, "\(report.discrepancies)")
    }
}
