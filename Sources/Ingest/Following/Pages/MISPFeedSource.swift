import Vocabulary

/// Follows a MISP feed: its manifest, then each event that is new or newer, oldest first.
///
/// Events that the manifest no longer names are left as they are. `hashes.csv` says nothing that the events do not.
/// Source: MISP, "Feeds" and the format of `manifest.json`: event's uuid → `{"timestamp": "…", …}`.
struct MISPFeedSource: SourceProtocol {
    private enum Place { case start, manifest, event }

    private struct Event {
        var uuid: String
        var timestamp: Int64
    }

    private let manifest: WebLink
    private let options: SourceOptions
    private let memory: [String: SourceMemory]
    private let now: Instant
    private var place = Place.start
    /// The last one is taken first.
    private var due: [Event] = []
    private var current: Event?
    private var failuresInARow = 0
    private var notes = SourceNotes()
    private(set) var tally = SourceTally()
    /// Events that the manifest names; nil when it names more than are looked at.
    private var listed: Set<String>?

    private static let manifestBytesMax = 16 << 20
    private static let failuresInARowMax = 3

    /// `start`: the manifest or the folder that holds it.
    init(start: WebLink, options: SourceOptions, memory: [String: SourceMemory], now: Instant) {
        manifest = start.fileName.hasSuffix(".json") ? start : start.asFolder.resolve("manifest.json") ?? start
        self.options = options
        self.memory = memory
        self.now = now
    }

    mutating func step(_ input: SourceInput) -> SourceStep {
        switch (place, input) {
        case (.start, _):
            place = .manifest
            return .ask(SourceRequest(manifest, reads: Self.manifestBytesMax, accept: "application/json"))
        case (.manifest, .answered(.body(let body))):
            do throws(JSONFailure) { try choose(body.bytes) } catch {
                return .done(SourceEnding(failure: .content("manifest: \(error.message)")))
            }
            place = .event
            return next()
        case (.manifest, .answered(.failed(let failure))): return .done(SourceEnding(failure: failure))
        case (.event, .answered(.body)):
            guard let event = current else { return next() }
            failuresInARow = 0
            let marks = SourceMarks(reached: [event.uuid: String(event.timestamp)])
            return .store(SourceDocument(name: link(of: event)?.text ?? event.uuid, marks: marks))
        case (.event, .answered(.failed(let failure))): return failed(failure)
        case (.manifest, _), (.event, _): return next()
        }
    }

    private func link(of event: Event) -> WebLink? { manifest.folder.resolve(event.uuid + ".json") }

    private mutating func next() -> SourceStep {
        current = due.popLast()
        guard let event = current, let link = link(of: event) else {
            return .done(SourceEnding(notes: notes.all, listed: listed))
        }
        return .ask(SourceRequest(link, accept: "application/json", isHeld: true, rests: true))
    }

    private mutating func failed(_ failure: FetchFailure) -> SourceStep {
        guard let event = current else { return next() }
        notes.add("event \(event.uuid): \(failure)")
        failuresInARow = failure.isAbsence ? failuresInARow : failuresInARow + 1
        if memory[event.uuid]?.isGivenUp(at: String(event.timestamp)) != true { tally.add(failed: failure) }
        if failure.isOfTheSource || failuresInARow >= Self.failuresInARowMax {
            return .done(SourceEnding(failure: failure, notes: notes.all))
        }
        return .mark(SourceMarks(failed: [event.uuid: String(event.timestamp)]))
    }

    private mutating func choose(_ bytes: [UInt8]) throws(JSONFailure) {
        let text = try CheckedJSON(bytes)
        var unusable = 0
        let events = try text.read { cursor throws(JSONFailure) in
            var events: [Event] = []
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                let start = try cursor.place()
                do throws(JSONFailure) {
                    guard let event = try Self.event(key.text, &cursor) else {
                        unusable += 1
                        continue
                    }
                    tally.named += 1
                    if events.count < SourceTally.namedMax { events.append(event) } else { tally.beyond += 1 }
                } catch {
                    cursor.at = start
                    try cursor.skipValue()
                    unusable += 1
                }
            }
            return events
        }
        if unusable > 0 { notes.add("\(unusable) entries of the manifest name no event") }
        if tally.beyond > 0 {
            notes.add("the manifest names more than \(SourceTally.namedMax) events; the rest is not looked at")
        } else {
            listed = Set(events.map(\.uuid))
        }
        choose(events)
    }

    /// What is new or newer, oldest first, what failed before behind it; then, once a day, what was given up.
    private mutating func choose(_ events: [Event]) {
        var again: [Event] = []
        due = events.filter { event in
            let known = memory[event.uuid]
            if let known, known.isGivenUp(at: String(event.timestamp)) {
                tally.givenUp += 1
                if known.isRested(at: now), again.count < SourceMemory.againMax { again.append(event) }
                return false
            }
            let since = known == nil ? options.since : nil
            if let since, Instant(seconds: event.timestamp) < since { return false }
            return (known?.mark.flatMap { Int64($0) } ?? .min) < event.timestamp
        }
        .sorted { left, right in
            let tries = (memory[left.uuid]?.failures ?? 0, memory[right.uuid]?.failures ?? 0)
            if tries.0 != tries.1 { return tries.0 > tries.1 }
            return (left.timestamp, left.uuid) > (right.timestamp, right.uuid)
        }
        due = again.sorted { $0.uuid > $1.uuid } + due
        if tally.givenUp > 0 { notes.add("\(tally.givenUp) events given up after \(SourceMemory.triesMax) tries") }
    }

    /// Nil when the name is no UUID or the entry has no time.
    private static func event(_ name: String, _ cursor: inout JSONCursor) throws(JSONFailure) -> Event? {
        var timestamp: Int64?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            // A string in MISP's own feeds, a number in others'.
            case "timestamp":
                timestamp = Int64(
                    try cursor.kind() == .number ? try cursor.readNumberText() : try cursor.optionalString() ?? "")
            default: try cursor.skipValue()
            }
        }
        let groups = name.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count)
        let isUUID = groups == [8, 4, 4, 4, 12] && Hex.decode(name.filter { $0 != "-" }) != nil
        guard isUUID, let timestamp else { return nil }
        return Event(uuid: name.lowercased(), timestamp: timestamp)
    }
}
