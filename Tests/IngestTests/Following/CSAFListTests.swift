import Testing
import Vocabulary

@testable import Ingest

/// What a provider's lists say of its documents, and how far they are believed.
@Suite struct CSAFListTests {
    private static let root = "https://vendor.example"
    private static let start = root + "/.well-known/csaf/provider-metadata.json"
    private static let day: Int64 = 86_400

    private func machine(
        _ memory: [String: SourceMemory] = [:], at seconds: Int64 = 0
    ) throws -> any SourceProtocol {
        let feed = followed(Self.start, .csafProvider, .csaf)
        return try #require(SourceProtocols.machine(of: feed, memory: memory, now: Instant(seconds: seconds)))
    }

    private func rolie(_ entries: [(name: String, time: String)], next: String? = nil) -> String {
        let texts = entries.map { entry in
            """
            {"updated": "\(entry.time)", "link": [{"rel": "self", "href": "\(entry.name)"}]}
            """
        }
        let link = next.map { "\"link\": [{\"rel\": \"next\", \"href\": \"\($0)\"}], " } ?? ""
        return "{\"feed\": {\(link)\"entry\": [\(texts.joined(separator: ","))]}}"
    }

    /// A provider with one ROLIE feed at `/white.json`.
    private func fed(_ list: String) -> ScriptedSource {
        var source = ScriptedSource()
        source.bodies[Self.start] = """
            {"metadata_version": "2.0", "distributions": [{"rolie": {"feeds": [{"url": "\(Self.root)/white.json"}]}}]}
            """
        source.bodies[Self.root + "/white.json"] = list
        return source
    }

    /// A provider with one directory at `/d/`.
    private func filed(index: [String], changes: [(String, String)] = []) -> ScriptedSource {
        var source = ScriptedSource()
        source.bodies[Self.start] = """
            {"metadata_version": "2.0", "distributions": [{"directory_url": "\(Self.root)/d"}]}
            """
        if !index.isEmpty { source.bodies[Self.root + "/d/index.txt"] = index.joined(separator: "\n") }
        if !changes.isEmpty {
            source.bodies[Self.root + "/d/changes.csv"] = changes.map { "\"\($0.0)\",\"\($0.1)\"\n" }.joined()
        }
        for name in Set(index + changes.map(\.0)) { source.bodies[Self.root + "/d/" + name] = "document \(name)" }
        return source
    }

    private func names(_ run: ScriptedSource.Run) -> [String] {
        run.stored.map { String($0.name.split(separator: "/").last ?? "") }
    }

    private func documentsAsked(_ run: ScriptedSource.Run) -> [String] {
        run.asked.filter { $0.hasPrefix(Self.root + "/d/") && $0.hasSuffix(".json") }
            .map { String($0.dropFirst(Self.root.utf8.count + 3)) }
    }

    @Test func `a list that leads back to itself is read once, and its documents are asked for`() throws {
        var source = fed(rolie([("d/a.json", "2026-11-01T00:00:00Z")], next: "/second.json"))
        source.bodies[Self.root + "/second.json"] = rolie([], next: "/white.json")
        source.bodies[Self.root + "/d/a.json"] = "a"
        let run = source.run(try machine())
        #expect(run.asked.prefix(3) == [Self.start, Self.root + "/white.json", Self.root + "/second.json"])
        #expect(names(run) == ["a.json"] && run.asked.count { $0.hasSuffix("white.json") } == 1)
        #expect(run.ending?.failure == nil)
        #expect(run.ending?.notes == ["\(Self.root)/second.json: leads back to \(Self.root)/white.json"])
    }

    @Test func `a list that never ends is a failure after 256 pages`() throws {
        var source = fed(rolie([], next: "/p1.json"))
        for page in 1...400 { source.bodies[Self.root + "/p\(page).json"] = rolie([], next: "/p\(page + 1).json") }
        let run = source.run(try machine())
        #expect(run.asked.count == 257)
        guard case .unending = run.ending?.failure else {
            Issue.record("an endless list ended as \(String(describing: run.ending))")
            return
        }
    }

    @Test func `more documents than are looked at are counted, and the known ones still take a newer time`() throws {
        var named = CSAFNamed(max: 2)
        func listing(_ name: String, _ time: String) throws -> CSAFListing {
            CSAFListing(
                link: try #require(WebLink(Self.root + "/d/" + name)), updated: Instant(time), files: .beside(.all))
        }
        let taken = [
            named.take(try listing("a.json", "2026-11-01T00:00:00Z")),
            named.take(try listing("b.json", "2026-11-02T00:00:00Z")),
            named.take(try listing("c.json", "2026-11-03T00:00:00Z")),
            named.take(try listing("a.json", "2026-11-09T00:00:00Z")),
        ]
        #expect(taken == [true, true, false, true])
        let due = named.due([:], since: nil, now: Instant(seconds: 0))
        #expect(due.addresses == [Self.root + "/d/a.json", Self.root + "/d/b.json"])
    }

    @Test func `files beside a document are kept as flags and others by their addresses`() throws {
        let link = try #require(WebLink(Self.root + "/d/a.json"))
        let elsewhere = try #require(WebLink(Self.root + "/hashes/a.sha512"))
        let usual = CSAFFiles(hashes: [link.appending(".sha512")], signature: link.appending(".asc"), of: link)
        guard case .beside([.sha512, .signature]) = usual else {
            Issue.record("files beside the document became \(usual)")
            return
        }
        #expect(usual.hashes(of: link).map(\.text) == [Self.root + "/d/a.json.sha512"])
        #expect(usual.signature(of: link)?.text == Self.root + "/d/a.json.asc")
        let other = CSAFFiles(hashes: [elsewhere], signature: nil, of: link)
        #expect(other.hashes(of: link) == [elsewhere] && other.signature(of: link) == nil)
    }

    @Test func `what only the index names is found beside changes csv`() throws {
        let source = filed(index: ["a.json", "b.json"], changes: [("a.json", "2026-11-01T00:00:00Z")])
        let run = source.run(try machine())
        #expect(Set(names(run)) == ["a.json", "b.json"])
        #expect(run.memory[Self.root + "/d/a.json"]?.mark == "2026-11-01T00:00:00Z")
    }

    @Test func `documents without times are asked for again once a day, by their validators`() throws {
        var source = filed(index: ["a.json", "b.json"])
        source.tags = [Self.root + "/d/a.json": "\"1\"", Self.root + "/d/b.json": "\"1\""]
        let first = source.run(try machine())
        #expect(names(first).sorted() == ["a.json", "b.json"])
        let soon = source.run(try machine(first.memory, at: Self.day - 1), first.memory)
        #expect(documentsAsked(soon).isEmpty)
        source.tags[Self.root + "/d/b.json"] = "\"2\""
        let later = source.run(try machine(first.memory, at: Self.day), first.memory)
        #expect(documentsAsked(later) == ["a.json", "b.json"])
        #expect(names(later) == ["b.json"])
        #expect(later.tally.unchanged == 1 && later.ending?.failure == nil)
        let after = source.run(try machine(later.memory, at: Self.day + 1), later.memory)
        #expect(documentsAsked(after).isEmpty)
    }

    @Test func `a slow round is at most 200 documents, the longest unlooked at first`() throws {
        var named = CSAFNamed()
        var memory: [String: SourceMemory] = [:]
        for number in 1...300 {
            let link = try #require(WebLink(Self.root + "/d/\(1000 + number).json"))
            _ = named.take(CSAFListing(link: link, updated: nil, files: .beside(.all)))
            var mark = CSAFMark(updated: nil)
            mark.looked = Instant(seconds: Int64(number))
            memory[link.text] = SourceMemory(mark: mark.text)
        }
        let due = named.due(memory, since: nil, now: Instant(seconds: 2 * Self.day))
        // The last one is taken first.
        #expect(due.addresses.reversed() == (1...200).map { Self.root + "/d/\(1000 + $0).json" })
    }

    @Test func `what was given up is asked for once a day, and comes when it is there`() throws {
        var source = fed(rolie([("d/a.json", "2026-11-01T00:00:00Z")]))
        var memory: [String: SourceMemory] = [:]
        for _ in 1...SourceMemory.triesMax {
            let run = source.run(try machine(memory), memory)
            #expect(run.tally.failed == 1 && run.tally.failure(documents: 0) == .status(404))
            memory = run.memory
        }
        source.seconds = Self.day - 1
        var run = source.run(try machine(memory, at: Self.day - 1), memory)
        #expect(documentsAsked(run).isEmpty)
        #expect(run.tally.failure(documents: 0)?.kind == "content")
        source.seconds = Self.day
        run = source.run(try machine(memory, at: Self.day), memory)
        #expect(documentsAsked(run) == ["a.json"] && run.stored.isEmpty)
        source.bodies[Self.root + "/d/a.json"] = "late"
        run = source.run(try machine(run.memory, at: 2 * Self.day), run.memory)
        #expect(names(run) == ["a.json"])
        #expect(run.memory[Self.root + "/d/a.json"]?.failures == 0)
    }

    @Test func `a list that only leads elsewhere is a failure that names the origin`() throws {
        let source = fed(rolie([("https://cdn.example/a.json", "2026-11-01T00:00:00Z")]))
        let run = source.run(try machine())
        #expect(run.asked == [Self.start, Self.root + "/white.json"])
        #expect(
            run.tally.failure(documents: 0)
                == .elsewhere("all 1 documents that its lists name, first https://cdn.example:443"))
    }

    @Test func `a source whose known documents are well is well, and one that brings something is`() {
        var tally = SourceTally()
        tally.named = 3
        #expect(tally.failure(documents: 0) == nil)
        tally.add(failed: .status(404))
        #expect(tally.failure(documents: 1) == nil)
        tally.unchanged = 1
        #expect(tally.failure(documents: 0) == nil)
        tally.unchanged = 0
        #expect(tally.failure(documents: 0) == .status(404))
    }
}

@Suite struct SourceSweepTests {
    private let month = SourceSweep.graceSeconds

    private func memory(_ parts: [String: Instant?]) -> [String: SourceMemory] {
        parts.mapValues { SourceMemory(mark: "1", unlisted: $0) }
    }

    @Test func `what lists no longer name is forgotten after a month, and not before`() {
        let known = memory(["a": nil, "b": nil, "c": Instant(seconds: 0), "d": Instant(seconds: 0)])
        let early = SourceSweep(memory: known, listed: ["a", "d"], now: Instant(seconds: month - 1))
        #expect(early.gone == ["b"] && early.back == ["d"] && early.forgotten.isEmpty)
        let late = SourceSweep(memory: known, listed: ["a", "d"], now: Instant(seconds: month))
        #expect(late.gone == ["b"] && late.back == ["d"] && late.forgotten == ["c"])
    }

    @Test func `a list that is empty, or names less than half of what is known, changes nothing`() {
        let known = memory(["a": nil, "b": nil, "c": nil, "old": Instant(seconds: 0)])
        let now = Instant(seconds: 2 * month)
        #expect(SourceSweep(memory: known, listed: [], now: now).isEmpty)
        #expect(SourceSweep(memory: known, listed: ["a", "x", "y"], now: now).isEmpty)
        #expect(SourceSweep(memory: known, listed: ["a", "b"], now: now).forgotten == ["old"])
    }
}
