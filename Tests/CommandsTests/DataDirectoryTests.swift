import Foundation
import Testing
@testable import Commands

/// Commands on a data directory without a service.
struct DataDirectoryTests {
    private func settled() async throws -> House {
        let house = try await House()
        let made = try await ess("init", "--config", house.config)
        #expect(made.code == 0)
        #expect(made.output.hasPrefix("cert.example/ledger+"))
        return house
    }

    @Test func `a second init keeps the keys of the first`() async throws {
        let house = try await settled()
        let key = try Data(contentsOf: URL(fileURLWithPath: house.data + "/keys/ledger.key"))
        let again = try await ess("init", "--config", house.config)
        #expect(again.code == 65)
        #expect(try Data(contentsOf: URL(fileURLWithPath: house.data + "/keys/ledger.key")) == key)
    }

    @Test func `the same file handed in twice is stored once`() async throws {
        let house = try await settled()
        let file = try house.scratch.write("catalogue.json", House.catalogue)
        let first = try await house.work("ingest", "exploited", file)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output.contains("2 reports: 2 new, 0 revisions, 0 unchanged"))
        #expect(first.errors.contains("ess feed release exploited"))
        let second = try await house.work("ingest", "exploited", file, "--format", "json")
        #expect(second.code == 0)
        #expect(second.output.contains("\"new\" : false"))
        let threats = try await house.work("threat", "list", "--format", "jsonl")
        #expect(threats.lines.count == 2)
        #expect(threats.lines.allSatisfy { $0.contains("\"presence\":\"existing\"") })
        let reports = try await house.work("report", "list")
        #expect(reports.lines.count == 3)
        #expect(reports.lines.first?.hasPrefix("FEED") == true)
    }

    @Test func `a rejected item is said on standard error and the rest is stored`() async throws {
        let house = try await settled()
        let broken = House.catalogue.replacing("\"cveID\": \"CVE-2026-99002\"", with: "\"cveID\": 7")
        let ended = try await house.work("ingest", "exploited", try house.scratch.write("broken.json", broken))
        #expect(ended.code == 0)
        #expect(ended.output.contains("1 report: 1 new"))
        #expect(ended.errors.contains("rejected vulnerabilities[1]"))
        let rejects = try await house.work("reject", "list", "--format", "jsonl")
        #expect(rejects.lines.count == 1)
    }

    @Test func `dismissing needs a reason and is recorded`() async throws {
        let house = try await settled()
        _ = try await house.work("ingest", "exploited", try house.scratch.write("c.json", House.catalogue))
        #expect(try await house.work("threat", "dismiss", "CVE-2026-99001").code == 64)
        let dry = try await house.work("threat", "dismiss", "CVE-2026-99001", "--reason", "not here", "--dry-run")
        #expect(dry.code == 0)
        let done = try await house.work("threat", "dismiss", "CVE-2026-99001", "--reason", "not here")
        #expect(done.output.contains("CVE-2026-99001: dismissed"))
        let entries = try await house.work("ledger", "list", "--subject", "CVE-2026-99001", "--format", "jsonl")
        #expect(entries.lines.count == 1)
    }

    @Test func `an unknown feed or threat is bad data with the command that helps`() async throws {
        let house = try await settled()
        let file = try house.scratch.write("c.json", House.catalogue)
        let ended = try await house.work("ingest", "unheard-of", file)
        #expect(ended.code == 65)
        #expect(ended.errors.contains("ess feed list"))
        #expect(try await house.work("threat", "show", "CVE-1999-0001").code == 65)
    }

    @Test func `approving is nobody's who only owns the directory`() async throws {
        let house = try await settled()
        let ended = try await house.work("advisory", "approve", "ESS-2026-0017", "--digest", "00000000")
        #expect(ended.code == 77)
        #expect(ended.errors.contains("approver"))
    }

    @Test func `one flipped byte of the ledger ends verify with 1 and the place`() async throws {
        let house = try await settled()
        _ = try await house.work("ingest", "exploited", try house.scratch.write("c.json", House.catalogue))
        let sound = try await ess("ledger", "verify", "--data-dir", house.data)
        #expect(sound.code == 0, "\(sound.output)")
        #expect(sound.output.contains("sound"))
        let tiles = house.data + "/ledger/tile/0/000.p"
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: tiles).first)
        let url = URL(fileURLWithPath: tiles + "/" + name)
        var bytes = try Data(contentsOf: url)
        bytes[5] ^= 1
        try bytes.write(to: url)
        let bent = try await ess("ledger", "verify", "--data-dir", house.data, "--without-store")
        #expect(bent.code == 1)
        #expect(bent.output.contains("tile/0/000.p/\(name)"))
        #expect(bent.output.contains("NOT SOUND"))
    }

    @Test func `a receipt verifies offline with the key, and not when a byte of it is changed`() async throws {
        let house = try await settled()
        _ = try await house.work("ingest", "exploited", try house.scratch.write("c.json", House.catalogue))
        let receipt = try await house.work("ledger", "prove", "0")
        #expect(receipt.code == 0)
        let checkpoint = try await house.work("ledger", "checkpoint")
        let key = try #require(checkpoint.errors.split(separator: " ").last).trimmingCharacters(in: .newlines)
        let file = try house.scratch.write("receipt.json", receipt.output)
        let holds = try await ess("ledger", "verify-receipt", file, "--key", key)
        #expect(holds.code == 0, "\(holds.output)\(holds.errors)")
        let note = try house.scratch.write("held.txt", checkpoint.output)
        #expect(try await ess("ledger", "verify", "--data-dir", house.data, "--held", note, "--held", file).code == 0)
        let forged = receipt.output.replacing("\\\"event\\\":\\\"read\\\"", with: "\\\"event\\\":\\\"rread\\\"")
        #expect(forged != receipt.output)
        let bad = try await ess("ledger", "verify-receipt", try house.scratch.write("f.json", forged), "--key", key)
        #expect(bad.code == 1)
    }

    @Test func `check says OK for what the service would accept`() async throws {
        let house = try await House()
        let ended = try await ess("check", "--config", house.config)
        #expect(ended.code == 0)
        #expect(ended.lines.allSatisfy { $0.contains("OK") })
        #expect(ended.output.contains("1 feeds"))
    }
}
