import Testing
import Vocabulary

@testable import Ingest

@Suite struct `A scan feed's delivery` {
    private func feed(_ delivery: ScanDelivery, isSnapshot: Bool = true) -> FeedDescription {
        IngestTests.feed(.scanCSV, condition: "open-telnet") {
            $0.isSnapshot = isSnapshot
            $0.delivery = delivery
        }
    }

    /// 22 November 2026 is a Sunday.
    @Test(arguments: [
        ("2026-11-22-scan_telnet-example_net-asn.csv", true),
        ("inbox/2026-11-22-scan_telnet-example_net-asn.csv", true),
        ("2026-11-23-scan_telnet-example_net-asn.csv", false), ("2026-11-22-scan_telnet-delta-example_net.csv", false),
        ("scan_telnet.csv", false), ("2026-13-41-scan_telnet.csv", false), ("", false),
    ])
    func `of differences has a full list on its day alone`(name: String, isFull: Bool) {
        #expect(feed(.delta(fullOn: 7)).isFullList(name) == isFull)
    }

    @Test(arguments: [
        ("2026-11-23-scan_telnet-example_net-asn.csv", true), ("stdin", true),
        ("2026-11-23-scan_telnet-example_net-delta.csv", false), ("2026-11-23-scan_telnet_DELTA.csv", false),
        ("2026-11-23-scan_telnet-deltacom_net-asn.csv", true),
    ])
    func `of full lists leaves out what calls itself a delta`(name: String, isFull: Bool) {
        #expect(feed(.full).isFullList(name) == isFull)
    }

    @Test func `without a day for the full list is never one, nor is a report of events`() {
        #expect(!feed(.delta(fullOn: nil)).isFullList("2026-11-22-scan_telnet-example_net-asn.csv"))
        #expect(!feed(.full, isSnapshot: false).isFullList("2026-11-22-event4_sinkhole-example_net-asn.csv"))
    }

    private func settings(_ more: [(String, String)]) -> (feed: FeedDescription?, problems: [String]) {
        let scalar = { SettingsNode(content: .scalar($0, quoted: true), file: "scan.yaml", line: 1) }
        let members = [
            ("publisher", "P"), ("kind", "research"), ("country", "INT"), ("interval", "1d"), ("licence", "none"),
            ("reliability", "B"), ("format", "scan-csv"),
        ] + more
        let node = SettingsNode(
            content: .map(members.map { (scalar($0.0), scalar($0.1)) }), file: "scan.yaml", line: 1)
        var problems: [SettingsProblem] = []
        let feed = FeedDescription.read(node, id: FeedID(unchecked: "scan"), problems: &problems)
        return (feed, problems.map { "\($0.key): \($0.message)" })
    }

    @Test func `of differences makes no snapshot of its feed, unless a day brings the full list`() throws {
        let plain = try #require(settings([("report", "scan_telnet")]).feed)
        #expect(plain.isSnapshot && plain.expiresAfter == nil && plain.delivery == .full)
        let delta = try #require(settings([("report", "scan_telnet"), ("delivery", "delta")]).feed)
        #expect(!delta.isSnapshot && delta.expiresAfter == 30 * 86_400)
        let weekly = try #require(
            settings([("report", "scan_telnet"), ("delivery", "delta"), ("full_on", "sunday")]).feed)
        #expect(weekly.isSnapshot && weekly.delivery == .delta(fullOn: 7))
    }

    @Test(arguments: [
        ([("report", "event4_sinkhole"), ("delivery", "delta")], "delivery: `event4_sinkhole` tells the day's events"),
        ([("report", "scan_telnet"), ("full_on", "sunday")], "full_on: goes with `delivery: delta`"),
        ([("report", "scan_telnet"), ("delivery", "delta"), ("full_on", "sun")], "full_on: `sun` is not accepted"),
        ([("report", "scan_telnet"), ("delivery", "delta"), ("snapshot", "true")], "snapshot: differences are no full"),
    ])
    func `is refused where it cannot be`(more: [(String, String)], problem: String) {
        let (feed, problems) = settings(more)
        #expect(feed == nil && problems.count == 1 && problems.first?.hasPrefix(problem) == true, "\(problems)")
    }
}
