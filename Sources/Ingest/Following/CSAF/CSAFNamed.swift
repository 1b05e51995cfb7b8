import Vocabulary

/// The documents that a provider's lists name, by address with the newest state that any list tells; each takes
/// little more than its address.
struct CSAFNamed: Sendable {
    private struct State: Sendable {
        var updated: Instant?
        var files: CSAFFiles
    }

    private var states: [String: State] = [:]
    private let addressesMax: Int

    /// Addresses beyond `max` are not taken.
    init(max: Int = SourceTally.namedMax) { addressesMax = max }

    var count: Int { states.count }

    /// The addresses.
    var addresses: Set<String> { Set(states.keys) }

    /// False when there are too many for one more.
    mutating func take(_ listing: CSAFListing) -> Bool {
        let address = listing.link.text
        if let known = states[address] {
            // ROLIE feeds come first, and what they say of hashes and signature stays.
            if (known.updated ?? .distantPast) < (listing.updated ?? .distantPast) {
                states[address]?.updated = listing.updated
            }
            return true
        }
        guard states.count < addressesMax else { return false }
        states[address] = State(updated: listing.updated, files: listing.files)
        return true
    }

    /// Nil for an address that none of the lists names.
    func listing(_ address: String) -> CSAFListing? {
        guard let state = states[address], let link = WebLink(address) else { return nil }
        return CSAFListing(link: link, updated: state.updated, files: state.files)
    }

    /// What is to be asked for, **the last one first**: what is new or newer, oldest first, and what failed before
    /// behind what was never tried; then, of those that nothing calls new and a day has passed for, a few.
    func due(_ memory: [String: SourceMemory], since: Instant?, now: Instant) -> (addresses: [String], givenUp: Int) {
        var news: [(address: String, tries: Int, time: Instant)] = []
        var again: [(address: String, time: Instant)] = []
        var givenUp = 0
        for (address, state) in states {
            let known = memory[address]
            if known?.isGivenUp(at: CSAFMark(updated: state.updated).text) == true { givenUp += 1 }
            if known == nil, let since, let updated = state.updated, updated < since { continue }
            if CSAFMark.isNews(state.updated, to: known) {
                news.append((address, known?.failures ?? 0, state.updated ?? .distantPast))
            } else if let looked = known.flatMap({ CSAFMark.again(state.updated, $0, at: now) }) {
                again.append((address, looked))
            }
        }
        news.sort { ($0.tries, $0.time, $0.address) > ($1.tries, $1.time, $1.address) }
        again.sort { ($0.time, $0.address) < ($1.time, $1.address) }
        return (again.prefix(SourceMemory.againMax).map(\.address).reversed() + news.map(\.address), givenUp)
    }
}
