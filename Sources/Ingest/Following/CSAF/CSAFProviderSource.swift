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
        case index(WebLink)
    }

    private let start: WebLink
    private let options: SourceOptions
    private let memory: [String: SourceMemory]
    private let origins: Set<String>
    private var place = Place.start
    private var lists: [List] = []
    private var listFailure: FetchFailure?
    private var hasList = false
    private var keyFiles: [WebLink] = []
    private var keys = CSAFKeys()
    /// By address, the newest state that any list names.
    private var found: [String: CSAFListing] = [:]
    private var due: [CSAFListing] = []
    private var round: CSAFDocumentRound?
    private var failuresInARow = 0
    private var notes = SourceNotes()

    private static let keyBytesMax = 1 << 20
    private static let failuresInARowMax = 3
    private static let listsMax = 256

    init(start: WebLink, options: SourceOptions, memory: [String: SourceMemory]) {
        self.start = start
        self.options = options
        self.memory = memory
        origins = options.origins.union([start.origin])
    }

    mutating func step(_ input: SourceInput) -> SourceStep {
        switch place {
        case .start:
            place = .metadata
            return .ask(SourceRequest(start, reads: ProviderMetadata.bytesMax, accept: "application/json"))
        case .metadata: return takeMetadata(input)
        case .list:
            if case .answered(let answer) = input { takeList(answer) }
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
        case .index(let folder):
            guard let link = folder.resolve("index.txt") else { break }
            return .ask(SourceRequest(link, reads: CSAFDirectory.bytesMax, rests: true))
        case nil: break
        }
        guard hasList else {
            return .done(SourceEnding(failure: listFailure ?? .content("the provider names no list"), notes: notes.all))
        }
        chooseDue()
        place = .key
        return due.isEmpty ? .done(SourceEnding(notes: notes.all)) : nextKey()
    }

    private mutating func takeList(_ answer: SourceAnswer) {
        guard !lists.isEmpty else { return }
        let list = lists.removeFirst()
        switch (list, answer) {
        case (.rolie(let link), .body(let body)):
            do throws(JSONFailure) {
                let read = try ROLIEFeed.read(body.bytes, at: link)
                if let next = read.next, let link = allowed(next, from: link), lists.count < Self.listsMax {
                    lists.insert(.rolie(link), at: 0)
                }
                take(read, of: link)
            } catch { failed(link, .content(error.message)) }
        case (.changes(let folder), .body(let body)): take(CSAFDirectory.changes(body.bytes, in: folder), of: folder)
        case (.index(let folder), .body(let body)): take(CSAFDirectory.index(body.bytes, in: folder), of: folder)
        case (.changes(let folder), .failed(let failure)) where failure.isAbsence:
            lists.insert(.index(folder), at: 0)
        case (.rolie(let link), .failed(let failure)), (.changes(let link), .failed(let failure)),
            (.index(let link), .failed(let failure)):
            failed(link, failure)
        }
    }

    private mutating func failed(_ link: WebLink, _ failure: FetchFailure) {
        listFailure = listFailure ?? failure
        notes.add("\(link.text): \(failure)")
    }

    private mutating func take(_ list: CSAFList, of link: WebLink) {
        hasList = true
        if list.unusable > 0 { notes.add("\(link.text): \(list.unusable) entries name no document") }
        for listing in list.listings {
            let key = listing.link.text
            guard let known = found[key] else {
                if isAllowed(listing.link) { found[key] = listing }
                continue
            }
            // ROLIE feeds come first, and what they say of hashes and signature stays.
            if (known.updated ?? .distantPast) < (listing.updated ?? .distantPast) {
                found[key]?.updated = listing.updated
            }
        }
    }

    /// What is new or newer, oldest first; what failed before comes after what was never tried.
    private mutating func chooseDue() {
        var givenUp = 0
        due = found.values.filter { listing in
            let known = memory[listing.link.text]
            if known?.isGivenUp(at: listing.mark) == true { givenUp += 1 }
            if known == nil, let since = options.since, let updated = listing.updated, updated < since { return false }
            return listing.isNews(to: known)
        }
        .sorted { left, right in
            let tries = (memory[left.link.text]?.failures ?? 0, memory[right.link.text]?.failures ?? 0)
            if tries.0 != tries.1 { return tries.0 > tries.1 }
            let times = (left.updated ?? .distantPast, right.updated ?? .distantPast)
            // Reversed: the last one is taken first.
            return times.0 == times.1 ? left.link.text > right.link.text : times.0 > times.1
        }
        if givenUp > 0 { notes.add("\(givenUp) documents given up after \(SourceMemory.triesMax) tries") }
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
        }
    }

    private mutating func nextDocument() -> SourceStep {
        guard let listing = due.popLast() else { return .done(SourceEnding(notes: notes.all)) }
        var next = listing
        // What a list calls a document's hash or signature and lies elsewhere is none.
        next.hashes = next.hashes.filter { origins.contains($0.origin) }
        next.signature = next.signature.flatMap { origins.contains($0.origin) ? $0 : nil }
        let round = CSAFDocumentRound(next, keys: keys, requiresSignature: options.requiresSignature)
        self.round = round
        return round.opening
    }

    private mutating func goOn(_ input: SourceInput) -> SourceStep {
        if case .stored = input { return nextDocument() }
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
        if failure.isOfTheSource || failuresInARow >= Self.failuresInARowMax {
            return .done(SourceEnding(failure: failure, notes: notes.all))
        }
        return .mark(SourceMarks(failed: [listing.link.text: listing.mark]))
    }
}
