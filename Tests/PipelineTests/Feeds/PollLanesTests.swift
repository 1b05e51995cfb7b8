import Testing
import Vocabulary

@testable import Pipeline

struct PollLanesTests {
    private let noon = Instant(seconds: 1_796_040_000)

    private func candidate(_ id: String, host: String? = nil, well: Bool = true) -> PollLanes.Candidate {
        PollLanes.Candidate(feed: FeedID(unchecked: id), host: host ?? "\(id).example:443", isWell: well)
    }

    private func names(_ candidates: [PollLanes.Candidate]) -> [String] { candidates.map(\.feed.text) }

    @Test func `new and failing feeds never keep a well one waiting`() {
        var lanes = PollLanes(width: 2, perHost: 4, pause: 0)
        let sick = (1...5).map { candidate("sick-\($0)", well: false) }
        #expect(names(lanes.take(sick, at: noon)) == ["sick-1", "sick-2"])
        #expect(names(lanes.take([candidate("a"), candidate("b"), candidate("c")], at: noon)) == ["a", "b"])
        lanes.ended(FeedID(unchecked: "sick-2"))
        #expect(names(lanes.take(Array(sick[2...]), at: noon)) == ["sick-3"])
    }

    @Test func `a well feed that hangs gives its place to others after five seconds, within bounds`() {
        var lanes = PollLanes(width: 1, perHost: 4, pause: 0)
        #expect(names(lanes.take([candidate("hangs"), candidate("b")], at: noon)) == ["hangs"])
        #expect(lanes.take([candidate("b")], at: noon.adding(seconds: 4)).isEmpty)
        #expect(names(lanes.take([candidate("b")], at: noon.adding(seconds: 5))) == ["b"])
        #expect(names(lanes.take([candidate("c")], at: noon.adding(seconds: 10))) == ["c"])
        #expect(names(lanes.take([candidate("d")], at: noon.adding(seconds: 15))) == ["d"])
        // Four times the width is the most that is ever under way.
        #expect(lanes.take([candidate("e")], at: noon.adding(seconds: 20)).isEmpty)
    }

    @Test func `a host is asked by so many polls at once, and with a pause between them`() {
        var lanes = PollLanes(width: 8, perHost: 2, pause: 3)
        let feeds = (1...4).map { candidate("f\($0)", host: "one.example:443") }
        #expect(names(lanes.take(feeds + [candidate("other")], at: noon)) == ["f1", "other"])
        #expect(lanes.take(Array(feeds[1...]), at: noon.adding(seconds: 2)).isEmpty)
        #expect(names(lanes.take(Array(feeds[1...]), at: noon.adding(seconds: 3))) == ["f2"])
        #expect(lanes.take(Array(feeds[2...]), at: noon.adding(seconds: 9)).isEmpty)
        lanes.ended(FeedID(unchecked: "f1"))
        #expect(names(lanes.take(Array(feeds[2...]), at: noon.adding(seconds: 9))) == ["f3"])
    }

    @Test func `a feed under way is not begun again`() {
        var lanes = PollLanes(width: 8, perHost: 4, pause: 0)
        #expect(lanes.take([candidate("a")], at: noon).count == 1)
        #expect(lanes.take([candidate("a")], at: noon.adding(seconds: 60)).isEmpty)
    }

    @Test(arguments: [
        ("https://Feed.Example:8443/a?b", "feed.example:8443"), ("http://[::1]:80", "[::1]:80"),
        ("https://a.example?x", "a.example"),
    ]) func `the host is what the URL says`(url: String, host: String) {
        #expect(Fetching.host(of: url) == host)
    }
}
