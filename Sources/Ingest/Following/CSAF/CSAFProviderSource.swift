import Vocabulary

/// Follows a CSAF 2.0 provider: metadata, its lists, then each document that is new or newer, oldest first.
///
/// What is durable is remembered document by document, so an older document that appears late is still found. Keys are
/// fetched only when there is something to check. A list, key or document that fails costs itself alone; three
/// documents in a row that the network does not give end the poll.
struct CSAFProviderSource: SourceProtocol {
    private enum Place { case start, metadata, list, key, document }

    private enum List {
        case rolie(WebLink)
        case changes(WebLink)
        /// `isAlone`: the folder has no `changes.csv`.
        case index(WebLink, isAlone: Bool)
    }

    private let start: WebLink
    private let options: SourceOptions
    private let memory: [String: SourceMemory]
    private let now: Instant
    private let origins: Set<String>
    private var place = Place.start
    private var lists: [List] = []
    private var listFailure: FetchFailure?
    private var hasList = false
    /// Pages of ROLIE feeds that were read, by address: none is read twice.
    private var pages: Set<String> = []
    private var keyFiles: [WebLink] = []
    private var keys = CSAFKeys()
    private var named = CSAFNamed()
    /// Addresses; the last one is taken first.
    private var due: [String] = []
    private var round: CSAFDocumentRound?
    private var failuresInARow = 0
    private var notes = SourceNotes()
    private(set) var tally = SourceTally()

    private static let keyBytesMax = 1 << 20
    private static let failuresInARowMax = 3
    private static let pagesMax = 256

    init(start: WebLink, options: SourceOptions, memory: [String: SourceMemory], now: Instant) {
        self.start = start
        self.options = options
        self.memory = memory
        self.now = now
        origins = options.origins.union([start.origin])
    }

    mutating func step(_ input: SourceInput) -> SourceStep {
        switch place {
        case .start:
            place = .metadata
            return .ask(SourceRequest(start, reads: ProviderMetadata.bytesMax, accept: "application/json"))
        case .metadata: return takeMetadata(input)
        case .list:
            if case .answered(let answer) = input, let failure = takeList(answer) {
                return .done(SourceEnding(failure: failure, notes: notes.all))
            }
            return nextList()
        case .key:
            if case .answered(let answer) = input { takeKey(answer) }
            return nextKey()
        case .document: return goOn(input)
        }
    }

    private mutating func takeMetadata(_ input: SourceInput) -> SourceStep {
        guard case .answered(.body(let body)) = input else {
            guard case .answered(.failed(let failure)) = input else { return .done(SourceEnding()) }
            return .done(SourceEnding(failure: failure))
        }
        let metadata: ProviderMetadata
        do throws(JSONFailure) { metadata = try ProviderMetadata(body.bytes) } catch {
            return .done(SourceEnding(failure: .content("provider metadata: \(error.message)")))
        }
        lists = metadata.rolieFeeds.compactMap { allowed($0) }.map { .rolie($0) }
        lists += metadata.directories.compactMap { allowed($0) }.map { .changes($0.asFolder) }
        lists = Array(lists.prefix(ProviderMetadata.listsMax))
        keyFiles = metadata.keys.filter { options.keys.isEmpty || $0.fingerprint.map(options.keys.contains) ?? true }
            .compactMap { allowed($0.url) }
        let published = metadata.keys.compactMap(\.fingerprint)
        keys.accepted =
            !options.keys.isEmpty ? options.keys : published.count == metadata.keys.count ? Set(published) : []
        place = .list
        return nextList()
    }

    /// A link of the metadata or of a list; nil, with a note, when it leads where this feed may not go.
    private mutating func allowed(_ text: String, from base: WebLink? = nil) -> WebLink? {
        guard let link = (base ?? start).resolve(text) else {
            notes.add("no web address: \(SourceText.line(text, limit: 100))")
            return nil
        }
        return isAllowed(link) ? link : nil
    }

    private mutating func isAllowed(_ link: WebLink) -> Bool {
        guard origins.contains(link.origin) else {
            notes.add("\(link.origin) is not among the feed's origins: \(SourceText.line(link.path, limit: 100))")
            return false
        }
        return true
    }

    // MARK: - Lists

    private mutating func nextList() -> SourceStep {
        switch lists.first {
        case .rolie(let link):
            return .ask(SourceRequest(link, reads: ROLIEFeed.bytesMax, accept: "application/json", rests: true))
        case .changes(let folder):
            guard let link = folder.resolve("changes.csv") else { break }
            return .ask(SourceRequest(link, reads: CSAFDirectory.bytesMax, rests: true))
        case .index(let folder, _):
            guard let link = folder.resolve("index.txt") else { break }
            return .ask(SourceRequest(link, reads: CSAFDirectory.bytesMax, rests: true))
        case nil: break
        }
        guard hasList else {
            return .done(SourceEnding(failure: listFailure ?? .content("the provider names no list"), notes: notes.all))
        }
        let found = named.due(memory, since: options.since, now: now)
        due = found.addresses
        tally.givenUp = found.givenUp
        if found.givenUp > 0 { notes.add("\(found.givenUp) documents given up after \(SourceMemory.triesMax) tries") }
        place = .key
        return due.isEmpty ? end : nextKey()
    }

    /// The end of a poll that came through. Only where each list was read whole it is known what there is.
    private var end: SourceStep {
        let isWhole = listFailure == nil && tally.beyond == 0
        return .done(SourceEnding(notes: notes.all, listed: isWhole ? named.addresses : nil))
    }

    /// What ends the poll; nil when the next list may be asked for.
    private mutating func takeList(_ answer: SourceAnswer) -> FetchFailure? {
        guard !lists.isEmpty else { return nil }
        let list = lists.removeFirst()
        switch (list, answer) {
        case (.rolie(let link), .body(let body)): return takeROLIE(body.bytes, at: link)
        case (.changes(let folder), .body(let body)):
            let end = CSAFDirectory.changes(body.bytes, in: folder) { take($0, of: folder) }
            closed(folder, end)
            // What only the index names is a document all the same.
            lists.insert(.index(folder, isAlone: false), at: 0)
        case (.index(let folder, _), .body(let body)):
            let end = CSAFDirectory.index(body.bytes, in: folder) { take($0, of: folder) }
            closed(folder, end)
        case (.changes(let folder), .failed(let failure)) where failure.isAbsence:
            lists.insert(.index(folder, isAlone: true), at: 0)
        case (.index(_, isAlone: false), .failed(let failure)) where failure.isAbsence: break
        case (.rolie(let link), .failed(let failure)), (.changes(let link), .failed(let failure)),
            (.index(let link, _), .failed(let failure)):
            failed(link, failure)
        case (.rolie, .unchanged), (.changes, .unchanged), (.index, .unchanged): break
        }
        return nil
    }

    private mutating func takeROLIE(_ bytes: [UInt8], at link: WebLink) -> FetchFailure? {
        pages.insert(link.text)
        let end: CSAFListEnd
        do throws(JSONFailure) { end = try ROLIEFeed.read(bytes, at: link) { take($0, of: link) } } catch {
            failed(link, .content(error.message))
            return nil
        }
        closed(link, end)
        guard let next = end.next, let following = allowed(next, from: link) else { return nil }
        if pages.contains(following.text) {
            notes.add("\(link.text): leads back to \(following.text)")
            return nil
        }
        // What is found before the end of the lists is not asked for: the end may never come.
        if pages.count >= Self.pagesMax { return .unending("more than \(Self.pagesMax) pages of lists: \(link.text)") }
        lists.insert(.rolie(following), at: 0)
        return nil
    }

    private mutating func failed(_ link: WebLink, _ failure: FetchFailure) {
        listFailure = listFailure ?? failure
        notes.add("\(link.text): \(failure)")
    }

    private mutating func closed(_ link: WebLink, _ end: CSAFListEnd) {
        hasList = true
        if end.unusable > 0 { notes.add("\(link.text): \(end.unusable) entries name no document") }
        if tally.beyond > 0 {
            notes.add("\(link.text): more than \(SourceTally.namedMax) documents; the rest is not looked at")
        }
    }

    private mutating func take(_ listing: CSAFListing, of list: WebLink) {
        guard isAllowed(listing.link) else {
            tally.add(elsewhere: listing.link)
            return
        }
        let before = named.count
        if named.take(listing) { tally.named += named.count - before } else {
            tally.named += 1
            tally.beyond += 1
        }
    }

    // MARK: - Keys and documents

    private mutating func nextKey() -> SourceStep {
        guard let link = keyFiles.first else {
            place = .document
            return nextDocument()
        }
        return .ask(SourceRequest(link, reads: Self.keyBytesMax, rests: true))
    }

    private mutating func takeKey(_ answer: SourceAnswer) {
        guard !keyFiles.isEmpty else { return }
        let link = keyFiles.removeFirst()
        switch answer {
        case .body(let body): keys.files.append(body.bytes)
        case .failed(let failure):
            keys.isIncomplete = true
            notes.add("key \(link.text): \(failure)")
        case .unchanged: keys.isIncomplete = true
        }
    }

    private mutating func nextDocument() -> SourceStep {
        guard let address = due.popLast() else { return end }
        guard var next = named.listing(address) else { return nextDocument() }
        // What a list calls a document's hash or signature and lies elsewhere is none.
        let (hashes, signature) = (next.hashes, next.signature)
        if !(hashes + [signature].compactMap(\.self)).allSatisfy({ origins.contains($0.origin) }) {
            next.files = .named(
                hashes: hashes.filter { origins.contains($0.origin) },
                signature: signature.flatMap { origins.contains($0.origin) ? $0 : nil })
        }
        let known = memory[address]?.mark.map(CSAFMark.init(text:))
        let round = CSAFDocumentRound(
            next, known: known, at: now, keys: keys, requiresSignature: options.requiresSignature)
        self.round = round
        return round.opening
    }

    private mutating func goOn(_ input: SourceInput) -> SourceStep {
        if case .stored = input { return nextDocument() }
        if case .answered(.unchanged) = input { tally.unchanged += 1 }
        switch round?.turn(input) {
        case .step(let step):
            failuresInARow = 0
            return step
        case .failed(let failure): return documentFailed(failure)
        case nil: return nextDocument()
        }
    }

    private mutating func documentFailed(_ failure: FetchFailure) -> SourceStep {
        guard let listing = round?.listing else { return nextDocument() }
        notes.add("\(listing.link.text): \(failure)")
        if !failure.isAbsence { failuresInARow += 1 }
        if memory[listing.link.text]?.isGivenUp(at: listing.mark) != true { tally.add(failed: failure) }
        if failure.isOfTheSource || failuresInARow >= Self.failuresInARowMax {
            return .done(SourceEnding(failure: failure, notes: notes.all))
        }
        return .mark(SourceMarks(failed: [listing.link.text: listing.mark]))
    }
}
