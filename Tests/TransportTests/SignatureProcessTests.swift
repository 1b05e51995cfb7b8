import Foundation
import Ingest
import Testing

@testable import Transport

/// Keys of one test's own, made by gpg.
private final class KeyRing {
    let home = try? TemporaryFolder()

    func gpg(_ arguments: [String]) async throws -> [UInt8] {
        let path = try #require(home).path
        let ending = try await ProcessRunner().run(
            .init(
                program: "/usr/bin/gpg", arguments: ["--homedir", path, "--batch", "--no-tty"] + arguments,
                environment: ["PATH": "/usr/bin:/bin", "HOME": path]))
        try #require(ending.status == 0, "\(String(decoding: ending.errors, as: UTF8.self))")
        return ending.output
    }

    func make(_ name: String) async throws -> [UInt8] {
        _ = try await gpg(["--passphrase", "", "--quick-gen-key", name, "ed25519", "sign", "never"])
        return try await gpg(["--armor", "--export", name])
    }

    func sign(_ file: String, by name: String) async throws -> [UInt8] {
        try await gpg(["--local-user", name, "--armor", "--output", "-", "--detach-sign", file])
    }

    func close() async throws {
        let path = try #require(home).path
        _ = try await ProcessRunner().run(
            .init(program: "/usr/bin/gpgconf", arguments: ["--homedir", path, "--kill", "all"]))
    }
}

struct SignatureProcessTests {
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gpg"), "gpg is absent"))
    func `gpg tells good, wrong and unknown apart, and leaves nothing behind`() async throws {
        let folder = try TemporaryFolder()
        let ring = KeyRing()
        let known = try await ring.make("known@vendor.example")
        let other = try await ring.make("other@vendor.example")
        let path = folder.path + "/document.json"
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
        let signature = try await ring.sign(path, by: "known@vendor.example")
        let process = SignatureProcess(folder: folder.path)
        let good = await process.verify(path, SignatureQuestion(signature: signature, keys: [known], accepted: []))
        #expect(good.state == .good)
        let key = try #require(good.key)
        #expect(key.utf8.count == 40)
        let pin = String(repeating: "A", count: 40)
        let pinned = SignatureQuestion(signature: signature, keys: [known], accepted: [pin])
        #expect(await process.verify(path, pinned).state == .keyUnknown)
        let foreign = SignatureQuestion(signature: signature, keys: [other], accepted: [])
        #expect(await process.verify(path, foreign) == SignatureVerdict(.keyUnknown, key: key))
        let nonsense = SignatureQuestion(signature: Array("no signature".utf8), keys: [known], accepted: [])
        #expect(await process.verify(path, nonsense).state == .wrong)
        try Data("{\"a\":1}".utf8).write(to: URL(fileURLWithPath: path))
        let changed = SignatureQuestion(signature: signature, keys: [known], accepted: [key])
        #expect(await process.verify(path, changed).state == .wrong)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["document.json"])
        try await ring.close()
    }

    @Test func `without gpg the answer says so`() async throws {
        let folder = try TemporaryFolder()
        let process = SignatureProcess(program: "/nowhere/gpg", folder: folder.path)
        let verdict = await process.verify("/etc/hostname", SignatureQuestion(signature: [1], keys: [], accepted: []))
        #expect(verdict.state == .unchecked)
        #expect(verdict.detail?.contains("/nowhere/gpg") == true)
    }
}
