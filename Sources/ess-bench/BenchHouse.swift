import Constituency
import Foundation
import Ingest
import Logging
import Pipeline
import Storage
import Vocabulary

/// A data directory of its own for one run: made empty, opened through the same assembly as the service, removed after.
struct BenchHouse {
    let folder: String
    let engine: Engine
    let actor = Actor(uid: 1000, name: "bench", loginUID: nil, roles: Set(Role.allCases))

    static let scanFeed = FeedID(unchecked: "bench-scan")
    static let cveFeed = FeedID(unchecked: "bench-cve")
    static let epssFeed = FeedID(unchecked: "bench-epss")

    /// - Parameter more: further feeds of scan reports: the lines of each beside the common ones, by its name.
    init(in scratch: String, more: [String: [String]] = [:]) async throws {
        folder = scratch + "/ess-bench-\(UUID().uuidString)"
        let feeds = folder + "/feeds"
        try FileManager.default.createDirectory(atPath: feeds, withIntermediateDirectories: true)
        let condition = BenchHouse.condition("open-telnet")
        try BenchHouse.write(BenchHouse.feed("scan-csv", ["snapshot: true", condition]), feeds + "/bench-scan.yaml")
        try BenchHouse.write(BenchHouse.feed("cve"), feeds + "/bench-cve.yaml")
        try BenchHouse.write(BenchHouse.feed("epss", ["snapshot: true"]), feeds + "/bench-epss.yaml")
        for (name, lines) in more { try BenchHouse.write(BenchHouse.feed("scan-csv", lines), feeds + "/\(name).yaml") }
        // All of the made hosts stand in the national space, so that each row without owner is counted as an orphan.
        try BenchHouse.write("prefixes: [10.0.0.0/8]\nasns: []\ntlds: []\n", folder + "/space.yaml")
        var settings = Settings(dataDirectory: folder + "/data", feedsDirectory: feeds)
        settings.nationalSpacePath = folder + "/space.yaml"
        _ = try Assembly.initialise(settings)
        let logger = Logger(label: "ess-bench") { _ in SwiftLogNoOpLogHandler() }
        engine = try await Assembly.open(settings, logger: logger) {
            Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
        }
    }

    /// - Parameter whole: the table is the whole register: what it no longer names is removed.
    func importRegister(_ csv: String, whole: Bool = false) async throws {
        _ = try await engine.perform(EntityImport(file: "registry.csv", content: csv, whole: whole), as: actor)
    }

    /// How many open findings there are, and a digest of all findings whatever their order.
    func findings() async throws -> (open: Int, digest: UInt64) {
        var query = FindingQuery()
        query.decidedOnly = false
        var found = (open: 0, digest: 0 as UInt64)
        while true {
            let page = try await engine.store.findings(query)
            guard let last = page.last else { return found }
            for row in page {
                found.open += row.state == .open ? 1 : 0
                let key = "\(row.entity) \(row.threat) \(row.locus.text) \(row.evidence)"
                let text: String = key + "\(row.state) \(row.rule) \(row.confidence) \(row.firstSeen) \(row.lastSeen)"
                // FNV-1a; summed, so that order has no influence.
                found.digest &+= text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            }
            query.after = last.cursor
        }
    }

    /// Judges every threat anew, whatever was judged before.
    func judgeEverything(_ round: Int64) async throws {
        try await engine.store.judgeAgain(ifRulesDifferFrom: round)
        try await engine.judgeDueThreats()
    }

    /// The whole way of a document that somebody hands in: raw, intake, read, match, batches, judgement.
    func ingest(_ bytes: [UInt8], as feed: FeedID, name: String) async throws -> IngestAnswer {
        let upload = try await engine.beginUpload(feed: feed, name: name, as: actor, reason: nil, dryRun: false)
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + 65_536)
            try bytes[at..<end].withUnsafeBytes { try upload.append($0) }
            at = end
        }
        return try await engine.finish(upload)
    }

    func remove() throws {
        try engine.store.close()
        try FileManager.default.removeItem(atPath: folder)
    }

    /// The line of a feed that says what its rows report.
    static func condition(_ name: String) -> String {
        "condition: {type: vulnerable/potentially-unwanted-accessible, name: \(name)}"
    }

    private static func feed(_ format: String, _ lines: [String] = []) -> String {
        let common = """
            publisher: Bench
            kind: research
            country: INT
            format: \(format)
            interval: 1d
            licence: made for measuring
            tlp: CLEAR
            reliability: B

            """
        return common + lines.map { $0 + "\n" }.joined()
    }

    private static func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
}

/// A bench that measured something else than it says.
struct BenchFailure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
