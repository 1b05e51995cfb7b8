import Foundation
import Testing
@testable import Commands

/// Exit codes of DESIGN § 8, each where a user meets it.
struct EndingTests {
    @Test func `help is a result and ends with 0`() async throws {
        let help = try await ess("--help")
        #expect(help.code == 0)
        #expect(help.output.contains("USAGE: ess"))
        #expect(help.errors.isEmpty)
        let verb = try await ess("help", "threat", "dismiss")
        #expect(verb.code == 0)
        #expect(verb.output.contains("--reason"))
    }

    @Test func `a misspelt verb or option is usage, 64, and says so on standard error`() async throws {
        for line in [["threat", "lsit"], ["threat", "list", "--colour"], ["nonsense"], ["ingest", "cisa-kev"]] {
            let ended = try await ess(line)
            #expect(ended.code == 64, "\(line)")
            #expect(ended.output.isEmpty)
            #expect(!ended.errors.isEmpty)
        }
    }

    @Test func `an argument that is no value of its kind is usage, 64`() async throws {
        #expect(try await ess("case", "show", "C-2026-0100").code == 64)
        #expect(try await ess("threat", "watch", "CVE-2026-1", "--until", "soon").code == 64)
        #expect(try await ess("case", "ack", "C-2026-0016", "city-hospital").code == 64)
    }

    @Test func `without a service a command ends with 69 and the line that starts one`() async throws {
        let scratch = try Scratch()
        let ended = try await ess("threat", "list", "--socket", scratch.path + "/none.sock")
        #expect(ended.code == 69)
        #expect(ended.errors.contains("ess serve --config"))
    }

    @Test func `wrong settings end with 78 and every problem in a line of its own`() async throws {
        let scratch = try Scratch()
        let config = try scratch.write("ess.yaml", "data_dri: x\nfetch_width: 900\nportal:\n  port: none\n")
        let ended = try await ess("check", "--config", config)
        #expect(ended.code == 78)
        #expect(ended.output.isEmpty)
        let lines = ended.errors.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.contains { $0.contains("ess.yaml:1: data_dri") })
        #expect(lines.contains { $0.contains("ess.yaml:2: fetch_width") })
        #expect(lines.contains { $0.contains("ess.yaml:4: portal.port") })
    }

    @Test func `a directory that is no data directory is a matter of configuration`() async throws {
        let house = try await House()
        let ended = try await house.work("threat", "list")
        #expect(ended.code == 78)
        #expect(ended.errors.contains("ess init"))
    }
}
