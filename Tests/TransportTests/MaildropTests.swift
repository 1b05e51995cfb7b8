import Durability
import Foundation
import Notify
import Testing

@testable import Transport

struct MaildropTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func message(
        _ id: String = "a/b@ess.example", to recipient: String = "soc@energy.example"
    ) -> SealedMessage {
        SealedMessage(id: id, sender: "", recipient: recipient, bytes: Array("Subject: t\r\n\r\nx\r\n".utf8))
    }

    private func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + path).sorted()
    }

    @Test func `a message stands in the recipient's maildir, with its bytes`() async throws {
        let channel = MaildropChannel(root: folder.path)
        #expect(await channel.send(message()) == .delivered(text: "stored in soc@energy.example/a=2Fb@ess.example"))
        #expect(folder.bytes("soc@energy.example/new/a=2Fb@ess.example") == message().bytes)
        #expect(try names("soc@energy.example") == ["cur", "new", "tmp"])
    }

    @Test func `the same id is never stored twice, also after it was read`() async throws {
        let channel = MaildropChannel(root: folder.path)
        for _ in 0..<2 { _ = await channel.send(message()) }
        #expect(try names("soc@energy.example/new").count == 1)
        let box = folder.path + "/soc@energy.example"
        try FileManager.default.moveItem(
            atPath: box + "/new/a=2Fb@ess.example", toPath: box + "/cur/a=2Fb@ess.example:2,S")
        guard case .delivered = await channel.send(message()) else {
            Issue.record("not delivered")
            return
        }
        #expect(try names("soc@energy.example/new").isEmpty)
    }

    @Test func `no id and no mailbox leaves its folder`() async throws {
        let channel = MaildropChannel(root: folder.path + "/drop")
        for id in ["../../x", ".hidden", "..", "a\0b"] {
            guard case .delivered = await channel.send(message(id)) else {
                Issue.record("\(id) was not delivered")
                return
            }
        }
        #expect(try names("").contains("x") == false)
        #expect(try names("drop/soc@energy.example/new") == ["=2E.", "=2E.=2F..=2Fx", "=2Ehidden", "a=00b"])
        guard case .refused = await channel.send(message(to: "../x@y.example/../..")) else {
            Issue.record("a path was taken for a mailbox")
            return
        }
        guard case .refused = await channel.send(message("")) else {
            Issue.record("an empty id was taken")
            return
        }
    }

    @Test func `a drop that cannot be written is tried again`() async throws {
        let isMade = FileManager.default.createFile(atPath: folder.path + "/file", contents: nil)
        try #require(isMade)
        guard case .deferred = await MaildropChannel(root: folder.path + "/file").send(message()) else {
            Issue.record("not deferred")
            return
        }
    }
}

struct GenerationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `a generation is switched in whole and the one before stays`() throws {
        let publisher = GenerationPublisher(root: folder.path + "/public")
        #expect(try publisher.current() == nil)
        for number in 1...4 {
            let tree = try PublishedTree([
                "index.html": Array("page \(number)".utf8), ".well-known/csaf/provider.json": Array("{}".utf8),
            ])
            #expect(try publisher.publish(tree) == number)
        }
        #expect(try publisher.current() == 4)
        #expect(folder.bytes("public/current/index.html") == Array("page 4".utf8))
        #expect(folder.bytes("public/current/.well-known/csaf/provider.json") == Array("{}".utf8))
        #expect(try DurableFolder.list(folder.path + "/public/generations").map(\.name) == ["3", "4"])
    }

    @Test func `what a crash left behind is passed over and cleared away`() throws {
        let publisher = GenerationPublisher(root: folder.path)
        try publisher.publish(PublishedTree(["a": [1]]))
        try DurableFolder.create(folder.path + "/generations/2/half")
        #expect(try publisher.publish(PublishedTree(["a": [1], "b": [2]])) == 3)
        #expect(try DurableFolder.list(folder.path + "/generations").map(\.name) == ["1", "3"])
        #expect(folder.bytes("current/a") == [1])
    }

    @Test func `a folder where the link belongs is set aside whole, and publishing goes on`() throws {
        let publisher = GenerationPublisher(root: folder.path)
        try publisher.publish(PublishedTree(["a": [1]]))
        #expect(unlink(folder.path + "/current") == 0)
        try DurableFolder.create(folder.path + "/current")
        try Data([7]).write(to: URL(fileURLWithPath: folder.path + "/current/kept"))
        let number = try publisher.publish(PublishedTree(["a": [2]]))
        #expect(folder.bytes("current/a") == [2])
        #expect(folder.bytes("current.set-aside-\(number)/kept") == [7])
    }

    @Test(arguments: ["/etc/x", "../x", "a/../b", "a//b", "", "a/", ".", "a\0"])
    func `a path that could leave the generation is refused`(path: String) {
        #expect(throws: TransportFailure.self) { try PublishedTree([path: []]) }
    }

    @Test func `a file that is also a folder is refused`() {
        #expect(throws: TransportFailure.self) { try PublishedTree(["a": [], "a/b": []]) }
    }
}
