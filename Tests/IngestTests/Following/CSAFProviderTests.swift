import Crypto
import Testing
import Vocabulary

@testable import Ingest

@Suite struct CSAFProviderTests {
    private static let root = "https://vendor.example"
    private static let start = root + "/.well-known/csaf/provider-metadata.json"
    private static let fingerprint = "0123456789ABCDEF0123456789ABCDEF01234567"

    private func machine(
        _ memory: [String: SourceMemory] = [:], _ change: (inout FeedDescription) -> Void = { _ in }
    ) throws -> any SourceProtocol {
        var feed = followed(Self.start, .csafProvider, .csaf)
        change(&feed)
        return try #require(SourceProtocols.machine(of: feed, memory: memory, now: Instant(seconds: 0)))
    }

    /// A provider with a ROLIE feed of three documents.
    private var provider: ScriptedSource {
        var source = ScriptedSource()
        source.bodies[Self.start] = """
            {"canonical_url": "\(Self.start)", "metadata_version": "2.0", "role": "csaf_trusted_provider",
             "public_openpgp_keys": [{"fingerprint": "\(Self.fingerprint)", "url": "\(Self.root)/key.asc"}],
             "distributions": [{"rolie": {"feeds": [{"url": "\(Self.root)/white.json", "tlp_label": "WHITE"}]}}]}
            """
        source.bodies[Self.root + "/key.asc"] = "KEY"
        source.bodies[Self.root + "/white.json"] = rolie(["c", "a", "b"])
        for name in ["a", "b", "c"] { publish(name, in: &source) }
        return source
    }

    private func publish(_ name: String, _ text: String? = nil, in source: inout ScriptedSource) {
        let body = text ?? "document \(name)"
        let link = "\(Self.root)/d/\(name).json"
        source.bodies[link] = body
        let hash = Hex.encode(SHA256.hash(data: Array(body.utf8)))
        source.bodies[link + ".sha256"] = "\(hash)  \(name).json\n"
        source.bodies[link + ".asc"] = "SIGNATURE"
    }

    private func rolie(_ names: [String], times: [String: String] = [:]) -> String {
        let usual = ["a": "2026-11-01T00:00:00Z", "b": "2026-11-02T00:00:00Z", "c": "2026-11-03T00:00:00Z"]
        let entries = names.map { name in
            """
            {"id": "\(name)", "updated": "\(times[name] ?? usual[name] ?? "")",
             "link": [{"rel": "self", "href": "\(Self.root)/d/\(name).json"},
                      {"rel": "hash", "href": "\(Self.root)/d/\(name).json.sha256"},
                      {"rel": "signature", "href": "\(Self.root)/d/\(name).json.asc"}]}
            """
        }
        return "{\"feed\": {\"id\": \"f\", \"entry\": [\(entries.joined(separator: ","))]}}"
    }

    private func names(_ run: ScriptedSource.Run) -> [String] {
        run.stored.map { String($0.name.dropFirst(Self.root.utf8.count + 3).dropLast(5)) }
    }

    @Test func `a first poll takes all, oldest first, checked; the next asks for the list alone`() throws {
        let source = provider
        let run = source.run(try machine())
        #expect(names(run) == ["a", "b", "c"])
        #expect(run.stored.allSatisfy { $0.check?.hashes == .match && $0.check?.signature.state == .good })
        #expect(run.questions.first?.accepted == [Self.fingerprint])
        #expect(run.ending == SourceEnding(listed: Set(["a", "b", "c"].map { "\(Self.root)/d/\($0).json" })))
        let again = source.run(try machine(run.memory), run.memory)
        #expect(again.asked == [Self.start, Self.root + "/white.json"])
        #expect(again.stored.isEmpty)
    }

    @Test func `what is newer is asked for again, and what appears late with an old date is still found`() throws {
        var source = provider
        let first = source.run(try machine())
        publish("0", in: &source)
        source.bodies[Self.root + "/white.json"] = rolie(
            ["0", "a", "b", "c"], times: ["0": "2020-01-01T00:00:00Z", "b": "2026-11-09T00:00:00Z"])
        let run = source.run(try machine(first.memory), first.memory)
        #expect(names(run) == ["0", "b"])
    }

    @Test(arguments: 1...12)
    func `a poll that stops anywhere goes on behind the last durable document`(at: Int) throws {
        var source = provider
        source.requestsMax = at
        let stopped = source.run(try machine())
        source.requestsMax = .max
        let rest = source.run(try machine(stopped.memory), stopped.memory)
        #expect(names(stopped) + names(rest) == ["a", "b", "c"])
    }

    @Test func `a wrong hash is refused, tried again, and given up with a note`() throws {
        var source = provider
        source.bodies[Self.root + "/d/b.json.sha256"] = String(repeating: "0", count: 64)
        var run = source.run(try machine())
        #expect(names(run) == ["a", "b", "c"])
        #expect(run.stored.map { $0.check?.refusal == nil } == [true, false, true])
        for _ in 1..<SourceMemory.triesMax {
            run = source.run(try machine(run.memory), run.memory)
            #expect(names(run) == ["b"])
        }
        run = source.run(try machine(run.memory), run.memory)
        #expect(run.stored.isEmpty)
        #expect(run.ending?.notes == ["1 documents given up after 8 tries"])
        // A new date is a new try.
        publish("b", in: &source)
        source.bodies[Self.root + "/white.json"] = rolie(["a", "b", "c"], times: ["b": "2026-11-10T00:00:00Z"])
        run = source.run(try machine(run.memory), run.memory)
        #expect(run.stored.map { $0.check?.hashes } == [.match])
    }

    @Test func `unsigned is said, a missing hash is said, and a page in the place of a hash is none`() throws {
        var source = provider
        source.bodies[Self.root + "/d/a.json.asc"] = nil
        source.bodies[Self.root + "/d/b.json.sha256"] = nil
        source.bodies[Self.root + "/d/c.json.sha256"] = "<html>not found</html>"
        let run = source.run(try machine())
        #expect(run.stored.map { $0.check?.signature.state } == [.unsigned, .good, .good])
        #expect(run.stored.map { $0.check?.hashes } == [.match, .missing, .missing])
    }

    @Test func `one document that is gone costs no other, and a dead network ends the poll`() throws {
        var source = provider
        source.bodies[Self.root + "/d/a.json"] = nil
        let run = source.run(try machine())
        #expect(names(run) == ["b", "c"])
        #expect(run.memory[Self.root + "/d/a.json"]?.failures == 1)
        #expect(run.ending?.failure == nil && run.ending?.notes.count == 1)
        source = provider
        for name in ["a", "b", "c"] { source.failures[Self.root + "/d/\(name).json"] = .network("reset") }
        #expect(source.run(try machine()).ending?.failure == .network("reset"))
        source = provider
        source.failures[Self.root + "/d/a.json"] = .status(429)
        #expect(source.run(try machine()).ending?.failure == .status(429))
    }

    @Test func `links to other origins are not followed unless the file allows them`() throws {
        var source = provider
        source.bodies[Self.root + "/white.json"] = """
            {"feed": {"entry": [{"updated": "2026-11-01T00:00:00Z",
              "link": [{"rel": "self", "href": "https://cdn.example/x.json"}]}]}}
            """
        source.bodies["https://cdn.example/x.json"] = "x"
        let run = source.run(try machine())
        #expect(run.stored.isEmpty)
        #expect(run.ending?.notes == ["https://cdn.example:443 is not among the feed's origins: /x.json"])
        let open = source.run(try machine { $0.source.origins = ["https://cdn.example:443"] })
        #expect(open.stored.map(\.name) == ["https://cdn.example/x.json"])
    }

    @Test func `a directory is read by changes csv, else by index txt, and never left`() throws {
        var source = provider
        source.bodies[Self.start] = """
            {"metadata_version": "2.0", "distributions": [{"directory_url": "\(Self.root)/d"}]}
            """
        source.bodies[Self.root + "/d/changes.csv"] = """
            "b.json","2026-11-02T00:00:00Z"
            "a.json","2026-11-01T00:00:00Z"
            "../key.json","2026-11-01T00:00:00Z"
            """
        var run = source.run(try machine())
        #expect(names(run) == ["a", "b"])
        #expect(run.ending?.notes == ["\(Self.root)/d/: 1 entries name no document"])
        source.bodies[Self.root + "/d/changes.csv"] = nil
        source.bodies[Self.root + "/d/index.txt"] = "a.json\nb.json\nc.json\n"
        run = source.run(try machine(run.memory), run.memory)
        // No list tells the times of the others any more, so they are asked for again, behind what is new.
        #expect(names(run) == ["c", "a", "b"])
        run = source.run(try machine(run.memory), run.memory)
        #expect(names(run).isEmpty)
    }

    @Test func `pinned keys alone count`() throws {
        let pin = String(repeating: "F", count: 40)
        let run = provider.run(try machine { $0.source.keys = [pin] })
        #expect(run.questions.first?.accepted == [pin])
        #expect(run.questions.first?.keys.isEmpty == true)
    }

    @Test func `what is no metadata or has no list is a failure in words`() throws {
        var source = provider
        source.bodies[Self.start] = "{\"a\": 1}"
        #expect(
            source.run(try machine()).ending?.failure
                == .content("provider metadata: this is no CSAF provider metadata"))
        source.bodies[Self.start] = "{\"metadata_version\": \"2.0\"}"
        #expect(source.run(try machine()).ending?.failure == .content("the provider names no list"))
    }

    @Test(arguments: SignatureVerdict.State.allCases)
    func `where a signature is required, only a good one makes a document be believed`(
        state: SignatureVerdict.State
    ) throws {
        var source = provider
        source.verdict = SignatureVerdict(state, detail: "said so")
        let strict = try machine { $0.source.requiresSignature = true }
        let run = source.run(strict)
        #expect(names(run) == ["a", "b", "c"])
        let refusals = run.stored.compactMap { $0.check?.refusal }
        #expect(refusals.count == (state == .good ? 0 : 3))
        #expect(refusals.allSatisfy { $0.message.hasPrefix("the feed requires a good OpenPGP signature: ") })
        // What was refused is asked for again, because a signature may come late; a good one is done with.
        let again = source.run(try machine(run.memory) { $0.source.requiresSignature = true }, run.memory)
        #expect(names(again) == (state == .good ? [] : ["a", "b", "c"]))
        let lenient = source.run(try machine())
        #expect(lenient.stored.allSatisfy { $0.check?.refusal == nil })
    }

    @Test func `where a signature is required, a document without one is refused until it comes`() throws {
        var source = provider
        let signature = Self.root + "/d/b.json.asc"
        let text = source.bodies.removeValue(forKey: signature)
        let run = source.run(try machine { $0.source.requiresSignature = true })
        #expect(run.stored.map { $0.check?.refusal != nil } == [false, true, false])
        #expect(run.stored[1].check?.refusal?.message == "the feed requires a good OpenPGP signature: there is none; "
            + "the bytes are kept unread")
        source.bodies[signature] = text
        let again = source.run(try machine(run.memory) { $0.source.requiresSignature = true }, run.memory)
        #expect(names(again) == ["b"] && again.stored.first?.check?.refusal == nil)
    }
}
