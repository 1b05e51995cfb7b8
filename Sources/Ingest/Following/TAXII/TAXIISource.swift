import Vocabulary

/// Follows TAXII 2.1 collections: discovery, API root, collections, then the pages of each from where we stand.
///
/// The feed's address may be any of the four; what the server answers says which it is. A page is durable together with
/// the place behind it. Within a poll the server's own `next` leads on, as several objects may bear one date; where
/// it is refused later, the pages are asked for again from the last date that was read to its end.
/// Source: TAXII 2.1 §§ 3.4, 3.5, 5.4.
struct TAXIISource: SourceProtocol {
    private enum Place { case start, discovery(depth: Int), page }

    private let start: WebLink
    private let options: SourceOptions
    private let memory: [String: SourceMemory]
    private let origins: Set<String>
    private let pageBytesMax: Int
    private var place = Place.start
    /// Addresses still to be asked what they are.
    private var unknown: [(link: WebLink, depth: Int)] = []
    private var asked: WebLink
    private var collections: [WebLink] = []
    private var hasCollection = false
    private var failure: FetchFailure?
    private var mark = TAXIIMark()
    private var following: TAXIIMark?
    private var notes = SourceNotes()
    private(set) var tally = SourceTally()
    /// The last page's bytes, and how many pages came since the date moved.
    private var pageDigest: String?
    private var pagesOfOneDate = 0

    static let accept = "application/taxii+json;version=2.1"
    private static let linksMax = 32
    private static let pageItems = "1000"
    /// Pages of one date that are believed: a quarter of a million objects that came at once.
    private static let pagesOfOneDateMax = 256

    init(start: WebLink, feed: FeedDescription, memory: [String: SourceMemory]) {
        self.start = start
        asked = start
        options = feed.source
        self.memory = memory
        pageBytesMax = feed.limits.itemBytesMax
        origins = feed.source.origins.union([start.origin])
        unknown = [(start.asFolder, 0)]
    }

    mutating func step(_ input: SourceInput) -> SourceStep {
        switch (place, input) {
        case (.discovery(let depth), .answered(let answer)):
            takeResource(answer, depth)
            return nextResource()
        case (.page, .answered(.body(let body))): return takePage(body)
        case (.page, .answered(.failed(let failure))): return pageFailed(failure)
        case (.page, .stored): return goOn()
        case (.start, _), (.discovery, _), (.page, _): return nextResource()
        }
    }

    // MARK: - What there is

    private mutating func nextResource() -> SourceStep {
        guard !unknown.isEmpty else { return nextCollection() }
        let (link, depth) = unknown.removeFirst()
        asked = link
        place = .discovery(depth: depth)
        return .ask(SourceRequest(link, reads: TAXIIResource.bytesMax, accept: Self.accept, rests: true))
    }

    private mutating func takeResource(_ answer: SourceAnswer, _ depth: Int) {
        guard case .body(let body) = answer else {
            if case .failed(let failure) = answer { note(failure) }
            return
        }
        do throws(JSONFailure) {
            let resource = try TAXIIResource(body.bytes)
            if let found = resource.collections {
                take(found)
            } else if let roots = resource.roots, depth < 2 {
                for root in roots.prefix(Self.linksMax) {
                    if let link = allowed(root) { unknown.append((link.asFolder, depth + 1)) }
                }
            } else if resource.isRoot, depth < 3, let link = asked.resolve("collections/") {
                unknown.append((link, depth + 1))
            } else {
                note(.content("neither discovery, API root nor collections"))
            }
        } catch { note(.content(error.message)) }
    }

    private mutating func take(_ found: [TAXIIResource.Collection]) {
        for collection in found where collection.canRead && collections.count < Self.linksMax {
            let isWanted = options.collections.isEmpty || options.collections.contains(collection.id)
                || options.collections.contains(collection.title)
            guard isWanted else { continue }
            // A collection asked for by its own address stands there itself.
            let isSelf = asked.path.hasSuffix("/" + collection.id + "/")
            guard let link = asked.resolve((isSelf ? "" : collection.id + "/") + "objects/"),
                link.path.hasPrefix(asked.path)
            else {
                notes.add("the id of a collection is no path: \(SourceText.line(collection.id, limit: 64))")
                continue
            }
            collections.append(link)
            hasCollection = true
        }
    }

    private mutating func allowed(_ text: String) -> WebLink? {
        guard let link = asked.resolve(text), origins.contains(link.origin) else {
            notes.add("not among the feed's origins: \(SourceText.line(text, limit: 100))")
            return nil
        }
        return link
    }

    private mutating func note(_ failure: FetchFailure) {
        self.failure = self.failure ?? failure
        notes.add("\(asked.text): \(failure)")
    }

    // MARK: - Pages

    private mutating func nextCollection() -> SourceStep {
        place = .page
        guard let link = collections.first else {
            let nothing = FetchFailure.content("no collection that may be read and is asked for")
            return .done(SourceEnding(failure: hasCollection ? nil : failure ?? nothing, notes: notes.all))
        }
        let known = memory[link.text]?.mark.flatMap(TAXIIMark.init(text:))
        mark = known ?? TAXIIMark(after: options.since?.description)
        return .ask(page(of: link))
    }

    private func page(of link: WebLink) -> SourceRequest {
        let asked = link.asking([("added_after", mark.after), ("limit", Self.pageItems), ("next", mark.next)])
        return SourceRequest(asked, reads: pageBytesMax, accept: Self.accept, isHeld: true, rests: true)
    }

    private mutating func takePage(_ body: SourceBody) -> SourceStep {
        guard let link = collections.first else { return nextCollection() }
        let envelope: TAXIIResource
        do throws(JSONFailure) { envelope = try TAXIIResource(body.bytes) } catch {
            return pageFailed(.content(error.message))
        }
        guard let next = mark.behind(envelope, dateAddedLast: body.dateAddedLast) else {
            return pageFailed(.content("there is more, and the server says not where"))
        }
        if let failure = standstill(body, next, at: link) { return pageFailed(failure) }
        following = next
        let marks = SourceMarks(reached: [link.text: next.text])
        return envelope.objects == 0
            ? .mark(marks) : .store(SourceDocument(name: page(of: link).url, marks: marks))
    }

    /// Why the pages under way lead nowhere; nil when they do.
    ///
    /// Pages come in the order of the objects' dates (TAXII 2.1 § 3.5), so a server that names more and more pages and
    /// no later date never comes to its end.
    private mutating func standstill(_ body: SourceBody, _ next: TAXIIMark, at link: WebLink) -> FetchFailure? {
        guard next.isUnderWay else {
            (pageDigest, pagesOfOneDate) = (nil, 0)
            return nil
        }
        defer { pageDigest = body.sha256 }
        if next.next == mark.next, next.newest == mark.newest, pageDigest == body.sha256 {
            return .unending("the same page under the same name: \(link.text)")
        }
        pagesOfOneDate = next.newest == mark.newest ? pagesOfOneDate + 1 : 0
        guard pagesOfOneDate >= Self.pagesOfOneDateMax else { return nil }
        return .unending("\(Self.pagesOfOneDateMax) pages without a later date")
    }

    private mutating func goOn() -> SourceStep {
        if let following { mark = following }
        guard let link = collections.first, mark.isUnderWay else {
            if !collections.isEmpty { collections.removeFirst() }
            return nextCollection()
        }
        return .ask(page(of: link))
    }

    private mutating func pageFailed(_ failure: FetchFailure) -> SourceStep {
        guard let link = collections.first else { return nextCollection() }
        // The server no longer knows its own place: from the last date that was read to its end.
        if case .status(let status) = failure, (400...499).contains(status), status != 429, mark.next != nil {
            mark.next = nil
            mark.newest = nil
            return .ask(page(of: link))
        }
        notes.add("\(link.text): \(failure)")
        tally.add(failed: failure)
        (pageDigest, pagesOfOneDate) = (nil, 0)
        guard !failure.isOfTheSource, collections.count > 1 else {
            return .done(SourceEnding(failure: failure, notes: notes.all))
        }
        self.failure = self.failure ?? failure
        collections.removeFirst()
        return nextCollection()
    }
}

/// Where we stand in a collection.
struct TAXIIMark: Sendable, Hashable {
    /// `added_after` of the pages under way; everything up to it is durable. As the server wrote it.
    var after: String?
    /// The server's place within them.
    var next: String?
    /// The newest date of the pages under way; becomes ``after`` at their end.
    var newest: String?

    /// Whether pages are under way.
    var isUnderWay: Bool { next != nil || newest != nil }

    init(after: String? = nil) { self.after = after }

    /// Three lines; an absent value is an empty line.
    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? nil : String($0) }
        guard lines.count == 3 else { return nil }
        (after, next, newest) = (lines[0], lines[1], lines[2])
    }

    var text: String { "\(after ?? "")\n\(next ?? "")\n\(newest ?? "")" }

    /// The place behind a page; nil when there is more and no way there.
    func behind(_ envelope: TAXIIResource, dateAddedLast: String?) -> TAXIIMark? {
        let last = dateAddedLast.flatMap { Instant($0) == nil ? nil : $0 } ?? newest
        guard envelope.more else { return TAXIIMark(after: last ?? after) }
        var mark = self
        // A server may keep one name for its place while the place moves on (medallion does). A page without objects
        // under the same name is a ring.
        if let next = envelope.next, Self.isToken(next), next != self.next || envelope.objects > 0 {
            mark.next = next
            mark.newest = last
            return mark
        }
        // Without `next`, the date alone leads on; it must move.
        guard let last, last != after else { return nil }
        return TAXIIMark(after: last).openEnded
    }

    /// The same, with pages under way.
    private var openEnded: TAXIIMark {
        var mark = self
        mark.newest = after
        return mark
    }

    private static func isToken(_ text: String) -> Bool {
        (1...1024).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
