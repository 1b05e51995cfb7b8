import Vocabulary

/// Follows the NVD's CVE API 2.0 page by page: first everything (or what changed since `since`), then windows
/// of modification time of at most 120 days, each one up to the time of the poll.
///
/// One mark says where we stand: the window and the next start index. A window's records change while it is read and
/// then leave it, so that the ones behind them move up: when the total shrinks, as many are asked for again.
/// Source: NIST, "Vulnerability APIs": `startIndex`, `resultsPerPage`, `lastModStartDate`, `lastModEndDate`.
struct NVDPagesSource: SourceProtocol {
    /// Where we stand; written as `from|to|start|total|done`; an absent value is empty.
    struct Mark: Sendable, Hashable {
        /// Nil: the whole catalogue, without dates.
        var from: Instant?
        var to: Instant
        var start = 0
        /// `totalResults` of the window's last page; nil before its first.
        var total: Int?
        var isDone = false
    }

    private enum Place { case start, page }

    private let link: WebLink
    private let pageBytesMax: Int
    private let now: Instant
    private var mark: Mark
    private var place = Place.start
    private var following: Mark?

    static let part = "windows"
    static let windowSeconds: Int64 = 120 * 86_400
    /// What is changed becomes visible a little later than its own time says.
    static let overlapSeconds: Int64 = 900

    init(start: WebLink, feed: FeedDescription, memory: [String: SourceMemory], now: Instant) {
        link = start
        pageBytesMax = feed.limits.itemBytesMax
        self.now = Instant(seconds: now.microseconds / 1_000_000)
        if let known = memory[Self.part]?.mark.flatMap(Mark.init(text:)) {
            mark = known
        } else if let since = feed.source.since {
            mark = Self.window(from: since, now: self.now)
        } else {
            mark = Mark(from: nil, to: self.now)
        }
        if mark.isDone { mark = Self.window(from: mark.to.adding(seconds: -Self.overlapSeconds), now: self.now) }
    }

    mutating func step(_ input: SourceInput) -> SourceStep {
        switch (place, input) {
        case (.page, .answered(.failed(let failure))): return .done(SourceEnding(failure: failure))
        case (.page, .answered(.body(let body))):
            let page: NVDPage
            do throws(JSONFailure) { page = try NVDPage(body.bytes) } catch {
                return .done(SourceEnding(failure: .content("page: \(error.message)")))
            }
            guard page.startIndex == mark.start else {
                let message = "page: asked for \(mark.start), and \(page.startIndex) came"
                return .done(SourceEnding(failure: .content(message)))
            }
            return take(page)
        case (.page, .stored):
            if let following { mark = following }
            guard mark.isDone else { return .ask(request) }
            // An old mark may need several windows to come up to now.
            guard mark.to < now else { return .done(SourceEnding()) }
            mark = Self.window(from: mark.to, now: now)
            return .ask(request)
        case (.start, _), (.page, _):
            place = .page
            return .ask(request)
        }
    }

    private var request: SourceRequest {
        let asked = link.asking([
            ("lastModStartDate", mark.from?.description), ("lastModEndDate", mark.from.map { _ in "\(mark.to)" }),
            ("startIndex", "\(mark.start)"),
        ])
        return SourceRequest(asked, reads: pageBytesMax, accept: "application/json", isHeld: true, rests: true)
    }

    private mutating func take(_ page: NVDPage) -> SourceStep {
        var next = mark
        next.total = page.total
        let left = max(0, (mark.total ?? page.total) - page.total)
        if left > 0, mark.start > 0 {
            next.start = max(0, mark.start - left)
        } else if page.count == 0 || mark.start + page.count >= page.total {
            next.isDone = true
        } else {
            next.start = mark.start + page.count
        }
        following = next
        let marks = SourceMarks(reached: [Self.part: next.text])
        return page.count == 0 ? .mark(marks) : .store(SourceDocument(name: request.url, marks: marks))
    }

    private static func window(from: Instant, now: Instant) -> Mark {
        Mark(from: from, to: min(now, from.adding(seconds: windowSeconds)))
    }
}

extension NVDPagesSource.Mark {
    init?(text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 5, let to = Instant(parts[1]), let start = Int(parts[2]) else { return nil }
        self.init(from: Instant(parts[0]), to: to, start: start, total: Int(parts[3]), isDone: parts[4] == "done")
    }

    var text: String {
        let total = total.map(String.init) ?? ""
        return "\(from?.description ?? "")|\(to)|\(start)|\(total)|\(isDone ? "done" : "")"
    }
}

/// The frame of one page; its records are read by ``NVDReader`` when the page is stored.
struct NVDPage: Sendable {
    var startIndex = 0
    var total = 0
    /// Records in `vulnerabilities`.
    var count = 0

    /// - Throws: what is no page.
    init(_ bytes: [UInt8]) throws(JSONFailure) {
        let text = try CheckedJSON(bytes)
        var total: Int?
        (startIndex, total, count) = try text.read { cursor throws(JSONFailure) in
            var (start, total, count): (Int, Int?, Int) = (0, nil, 0)
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "startIndex": start = try Self.number(&cursor)
                case "totalResults": total = try Self.number(&cursor)
                case "vulnerabilities":
                    try cursor.eachElement { cursor throws(JSONFailure) in
                        count += 1
                        try cursor.skipValue()
                    }
                default: try cursor.skipValue()
                }
            }
            return (start, total, count)
        }
        guard let total else { throw JSONFailure(.notThisFormat, at: 0, "no member `totalResults`: this is no page") }
        self.total = total
    }

    private static func number(_ cursor: inout JSONCursor) throws(JSONFailure) -> Int {
        let start = try cursor.place()
        guard let value = Int(try cursor.readNumberText()), (0...1_000_000_000).contains(value) else {
            throw JSONFailure(.badValue, at: start, "a count is expected")
        }
        return value
    }
}
