import Ingest
import Testing
import Vocabulary

@Suite struct `Feeds of mailboxes` {
    private func read(_ changes: [(String, String)]) -> (FeedDescription?, [SettingsProblem]) {
        var values = [
            "publisher": "Desk", "kind": "user", "country": "AZ", "format": "mail", "licence": "none",
            "reliability": "F", "interval": "5m", "url": "imaps://mail.example/INBOX", "protocol": "imap",
        ]
        for (key, value) in changes { values[key] = value.isEmpty ? nil : value }
        let node = { (text: String) in SettingsNode(content: .scalar(text, quoted: false), file: "x.yaml", line: 1) }
        let pairs = values.sorted { $0.key < $1.key }.map { (key: node($0.key), value: node($0.value)) }
        var problems: [SettingsProblem] = []
        let map = SettingsNode(content: .map(pairs), file: "x.yaml", line: 1)
        return (FeedDescription.read(map, id: FeedID(unchecked: "x"), problems: &problems), problems)
    }

    @Test func `a mailbox has messages of 25 MiB and is left as it is`() throws {
        let feed = try #require(read([]).0)
        #expect(feed.source.kind == .imap && feed.limits.documentBytesMax == 25 << 20 && feed.source.settling == .leave)
        #expect(read([("taken", "seen")]).0?.source.settling == .seen)
        #expect(read([("taken", "move Done")]).0?.source.settling == .move(folder: "Done"))
        #expect(read([("format", "arf"), ("url", "imap://127.0.0.1:1143/Abuse")]).0 != nil)
    }

    @Test(arguments: [
        ([("url", "https://mail.example/")], "url"), ([("url", "")], "url"), ([("format", "csaf")], "format"),
        ([("taken", "delete")], "taken"), ([("taken", "move a\"b")], "taken"),
        ([("protocol", "plain")], "url"), ([("protocol", ""), ("taken", "seen"), ("url", "")], "taken"),
        ([("url", "imaps://desk:secret@mail.example/INBOX")], "url"),
    ] as [([(String, String)], String)])
    func `what is none is refused at its key`(changes: [(String, String)], key: String) {
        let (feed, problems) = read(changes)
        #expect(feed == nil && problems.map(\.key).contains(key), "\(problems)")
    }
}
