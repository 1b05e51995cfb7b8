import Foundation
import Testing

@testable import Transport

struct ProcessTests {
    private let runner = ProcessRunner()

    @Test func `arguments are passed as they are, and nothing else of ours`() async throws {
        let ending = try await runner.run(.init(
            program: "/usr/bin/printf", arguments: ["%s|", "$HOME", "a b", "; rm -rf /"]))
        #expect(String(decoding: ending.output, as: UTF8.self) == "$HOME|a b|; rm -rf /|")
        let environment = try await runner.run(.init(program: "/usr/bin/env", environment: ["A": "1"]))
        #expect(String(decoding: environment.output, as: UTF8.self) == "A=1\n")
    }

    @Test func `input goes in while output comes out`() async throws {
        let input = [UInt8](repeating: 0x61, count: 3 << 20)
        let ending = try await runner.run(.init(program: "/bin/cat", input: input, outputBytesMax: 4 << 20))
        #expect(ending.output == input)
        #expect(ending.status == 0)
    }

    @Test func `the status, errors, and a program that reads nothing`() async throws {
        let ending = try await runner.run(.init(
            program: "/bin/sh", arguments: ["-c", "echo bad >&2; exit 3"],
            input: [UInt8](repeating: 0, count: 1 << 20)))
        #expect(ending.status == 3)
        #expect(String(decoding: ending.errors, as: UTF8.self) == "bad\n")
        let killed = try await runner.run(.init(program: "/bin/sh", arguments: ["-c", "kill -9 $$"]))
        #expect(killed.status == 137)
    }

    @Test func `a program ends at its deadline, over its limit, and when nobody wants it`() async throws {
        let cases: [(ProcessRunner.Command, TransportFailure.Code)] = [
            (.init(program: "/bin/sh", arguments: ["-c", "sleep 60 & sleep 60"], deadlineSeconds: 1), .deadline),
            (.init(program: "/usr/bin/yes", outputBytesMax: 100_000), .overLimit),
            (.init(program: "/nowhere/program"), .local), (.init(program: "sh"), .local),
            (.init(program: "/bin/echo", arguments: ["a\0b"]), .local),
        ]
        for (command, code) in cases {
            do {
                _ = try await runner.run(command)
                Issue.record("\(command.program) ended by itself")
            } catch {
                #expect(error.code == code)
            }
        }
        let runner = runner
        let task = Task { try await runner.run(.init(program: "/bin/sleep", arguments: ["60"])) }
        task.cancel()
        await #expect(throws: TransportFailure.self) { try await task.value }
    }

    @Test func `an alarm is raised with its name and text`() async throws {
        let folder = try TemporaryFolder()
        let script = "cat > \(folder.path)/said; echo \"$1\" >> \(folder.path)/said"
        let command = try #require(AlarmCommand(vector: ["/bin/sh", "-c", script, "alarm"]))
        try await command.raise(name: "feed-silent", text: "cisa-kev: silent for 3 h")
        #expect(folder.bytes("said") == Array("cisa-kev: silent for 3 h\nfeed-silent\n".utf8))
        let failing = try #require(AlarmCommand(vector: ["/bin/false"]))
        await #expect(throws: TransportFailure.self) { try await failing.raise(name: "a", text: "b") }
        #expect(AlarmCommand(vector: ["relative"]) == nil)
    }
}

struct SupervisorTests {
    @Test(arguments: [false, true]) func `systemd is told by datagram`(isAbstract: Bool) throws {
        let folder = try TemporaryFolder()
        let path = isAbstract ? "@ess-test-\(getpid())" : folder.path + "/notify"
        let listener = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: path.utf8)
            if isAbstract { $0[0] = 0 }
        }
        let length = socklen_t(2 + path.utf8.count + (isAbstract ? 0 : 1))
        let bound = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, length) }
        }
        try #require(bound == 0)
        let supervisor = Supervisor(
            environment: ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "7"], processID: 7)
        #expect(supervisor.watchdogInterval == 10_000_000)
        let said: [(Supervisor.State, String)] = [
            (.ready, "READY=1"), (.stopping, "STOPPING=1"), (.watchdog, "WATCHDOG=1"),
            (.status("3 feeds\nREADY=1"), "STATUS=3 feedsREADY=1"),
        ]
        for (state, text) in said {
            try supervisor.notify(state)
            var buffer = [UInt8](repeating: 0, count: 512)
            let count = recv(listener, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) == text)
        }
    }

    @Test func `without a supervisor nothing is said and nothing fails`() throws {
        let supervisor = Supervisor(environment: [:], processID: 1)
        try supervisor.notify(.ready)
        #expect(supervisor.watchdogInterval == nil)
        #expect(!supervisor.isPresent)
    }
}
