import Durability
import Foundation
import Testing
import Vocabulary

@testable import Ledger

@Suite struct ReceiptTests {
    let scratch = Scratch()
    let key: LedgerKey

    init() throws { key = try LedgerKey.generate(name: "ess.example/ledger") }

    func receipt(index: Int, size: Int) async throws -> Receipt {
        let log = try await LedgerLog.open(directory: scratch.path, verifierKey: key.verifier, head: nil)
        let notes = try await grow(log, key: key, to: [size])
        return Receipt(
            payload: String(decoding: payload(index), as: UTF8.self), salt: salt(index), index: index,
            inclusion: try log.tiles.prove(index: index, size: size), checkpoint: notes[0], verifierKey: key.verifier)
    }

    /// The receipt as JSON with one member replaced.
    func changed(_ receipt: Receipt, _ name: String, _ value: Any) throws -> Receipt {
        let data = try JSONEncoder().encode(receipt)
        var members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        members[name] = value
        return try JSONDecoder().decode(Receipt.self, from: JSONSerialization.data(withJSONObject: members))
    }

    @Test func `a receipt holds offline, through JSON and back`() async throws {
        let receipt = try await receipt(index: 123, size: 300)
        let again = try JSONDecoder().decode(Receipt.self, from: JSONEncoder().encode(receipt))
        #expect(again == receipt)
        #expect(again.verify(trustedKey: key.verifier).holds)
    }

    @Test func `each changed member of a receipt is refused with its reason`() async throws {
        let receipt = try await receipt(index: 5, size: 9)
        let stranger = try LedgerKey.generate(name: "ess.example/ledger")
        #expect(receipt.verify(trustedKey: stranger.verifier) == .otherKey)
        let cases: [(String, Any, Receipt.Verdict)] = [
            ("payload", receipt.payload + " ", .notIncluded),
            ("salt", Hex.encode(salt(6)), .notIncluded),
            ("salt", "00", .badSalt),
            ("index", 6, .notIncluded),
            ("index", 9, .notIncluded),
            ("inclusion", [String](), .notIncluded),
            ("checkpoint", receipt.checkpoint.replacing("\n9\n", with: "\n8\n"), .notSigned),
            ("checkpoint", "nothing", .badCheckpoint),
            ("format", "ess-receipt/2", .unknownFormat),
            ("verifier_key", stranger.verifier.description, .otherKey),
        ]
        for (name, value, verdict) in cases {
            #expect(try changed(receipt, name, value).verify(trustedKey: key.verifier) == verdict, "\(name)")
        }
    }

    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static let verifiers = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "verifier").path

    /// Exit status and the sentence of one of the independent verifiers.
    func run(_ program: String, _ path: String, isolated: Bool = false) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.python))
        // -S leaves site packages out, and so the cryptography package: the plain RFC 8032 code runs.
        process.arguments = ["-B"] + (isolated ? ["-S"] : []) + [
            Self.verifiers + "/" + program, path, "--key", key.verifier.description,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test(.enabled(if: python != nil, "python3 is absent: the independent verifier is not run"))
    func `the independent verifier agrees about a receipt`() async throws {
        let receipt = try await receipt(index: 277, size: 300)
        let file = scratch.path + "/receipt.json"
        try DurableFile.replace(file, with: Array(JSONEncoder().encode(receipt)))
        for isolated in [false, true] {
            let answer = try run("verify_receipt.py", file, isolated: isolated)
            #expect(answer.status == 0, "\(answer.text)")
            #expect(answer.text == "The receipt holds: entry 277 is in the signed log of 300 entries.\n")
        }
        let false1 = try changed(receipt, "payload", receipt.payload + " ")
        try DurableFile.replace(file, with: Array(JSONEncoder().encode(false1)))
        #expect(try run("verify_receipt.py", file).status == 1)
        let false2 = try changed(receipt, "checkpoint", receipt.checkpoint.replacing("\n300\n", with: "\n301\n"))
        try DurableFile.replace(file, with: Array(JSONEncoder().encode(false2)))
        for isolated in [false, true] {
            let answer = try run("verify_receipt.py", file, isolated: isolated)
            #expect(answer.status == 1)
            #expect(answer.text.contains("signature is false"))
        }
    }

    @Test(.enabled(if: python != nil, "python3 is absent: the independent verifier is not run"))
    func `the independent verifier agrees about a log`() async throws {
        let log = try await LedgerLog.open(directory: scratch.path, verifierKey: key.verifier, head: nil)
        _ = try await grow(log, key: key, to: [0])
        #expect(try run("verify_log.py", scratch.path).text == "The log verifies: 0 entries.\n")
        _ = try await grow(log, key: key, to: [100, 300, 777])
        let sound = try run("verify_log.py", scratch.path)
        #expect(sound.status == 0, "\(sound.text)")
        #expect(sound.text == "The log verifies: 777 entries.\n")
        for file in ["checkpoint", "tile/0/001", "tile/1/000.p/3", "tile/entries/003.p/9"] {
            let bytes = try scratch.read(file)
            var changed = bytes
            changed[bytes.count - 20] ^= 4
            try scratch.write(file, changed)
            #expect(try run("verify_log.py", scratch.path).status == 1, "\(file)")
            try scratch.write(file, bytes)
        }
    }
}
