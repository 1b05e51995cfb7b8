import Ingest
import Testing
import Vocabulary

@Suite struct FeedSettings {
    private func node(_ content: SettingsNode.Content, line: Int = 1) -> SettingsNode {
        SettingsNode(content: content, file: "Feeds/sample.yaml", line: line)
    }

    private func map(_ pairs: [(String, SettingsNode.Content)]) -> SettingsNode {
        node(
            .map(
                pairs.enumerated().map { (node(.scalar($1.0, quoted: false), line: $0 + 1), node($1.1, line: $0 + 1)) }
            ))
    }

    private func text(_ text: String) -> SettingsNode.Content { .scalar(text, quoted: false) }

    private var good: [(String, SettingsNode.Content)] {
        [
            ("publisher", text("Example")), ("kind", text("foreign-cert")), ("country", text("AZ")),
            ("format", text("scan-csv")), ("licence", text("not stated")), ("reliability", text("B")),
            ("interval", text("1h")),
            (
                "condition",
                map([("type", text("vulnerable/weak-crypto")), ("name", text("open-telnet"))]).content
            ), ("limits", map([("document", text("64MiB")), ("fetch", text("2m"))]).content),
            ("tlp", text("GREEN")), ("snapshot", text("true")), ("url", text("https://example.net/x.csv")),
        ]
    }

    @Test func `a whole file is a feed, with durations and sizes in their units`() throws {
        var problems: [SettingsProblem] = []
        let feed = try #require(FeedDescription.read(map(good), id: FeedID(unchecked: "sample"), problems: &problems))
        #expect(problems.isEmpty)
        #expect(feed.interval == 3600)
        #expect(feed.silentAfter == 10_800)
        #expect(feed.limits.documentBytesMax == 64 << 20)
        #expect(feed.limits.fetchSeconds == 120)
        #expect(feed.isSnapshot)
        #expect(feed.defaultTLP == .green)
        #expect(feed.condition?.name == "open-telnet")
    }

    @Test func `all problems come at once, each with its line, key and what is accepted`() {
        var pairs = good.filter { $0.0 != "publisher" && $0.0 != "interval" && $0.0 != "url" }
        pairs += [("interval", text("1m")), ("url", text("ftp://example.net")), ("colour", text("red"))]
        var problems: [SettingsProblem] = []
        let feed = FeedDescription.read(map(pairs), id: FeedID(unchecked: "sample"), problems: &problems)
        #expect(feed == nil)
        #expect(problems.map(\.key) == ["publisher", "url", "interval", "colour"])
        #expect(problems.first { $0.key == "interval" }?.message.contains("5m") == true)
        #expect(problems.last?.message.contains("accepted here") == true)
        #expect(problems.last?.line == 12)
    }

    @Test(arguments: ["scan-csv", "indicator-list"])
    func `a feed whose rows do not say what they mean is refused without a condition`(format: String) {
        var problems: [SettingsProblem] = []
        let pairs = good.filter { $0.0 != "condition" && $0.0 != "format" } + [("format", text(format))]
        #expect(FeedDescription.read(map(pairs), id: FeedID(unchecked: "sample"), problems: &problems) == nil)
        #expect(problems.map(\.key) == ["condition"])
    }

    @Test(arguments: ["https://", "https://user@example.net/", "http:/x", "https://a b", "file:///etc/passwd"])
    func `only plain web addresses are polled`(url: String) {
        var problems: [SettingsProblem] = []
        let pairs = good.filter { $0.0 != "url" } + [("url", text(url))]
        #expect(FeedDescription.read(map(pairs), id: FeedID(unchecked: "sample"), problems: &problems) == nil)
        #expect(problems.map(\.key) == ["url"])
    }

    @Test func `a report gives condition and full list, and events are no full list`() throws {
        let pairs = good.filter { $0.0 != "condition" && $0.0 != "snapshot" }
        var problems: [SettingsProblem] = []
        let telnet = pairs + [("report", text("scan_telnet"))]
        let feed = try #require(FeedDescription.read(map(telnet), id: FeedID(unchecked: "sample"), problems: &problems))
        #expect(feed.condition?.name == "open-telnet" && feed.isSnapshot)
        let events = pairs + [("report", text("event4_sinkhole")), ("snapshot", text("true"))]
        #expect(FeedDescription.read(map(events), id: FeedID(unchecked: "sample"), problems: &problems) == nil)
        #expect(problems.map(\.key) == ["snapshot"])
        problems = []
        _ = FeedDescription.read(
            map(pairs + [("report", text("scan_nothing"))]), id: FeedID(unchecked: "sample"), problems: &problems)
        #expect(problems.map(\.key).contains("report") && problems.contains { $0.message.contains("scan_telnet") })
    }
}
