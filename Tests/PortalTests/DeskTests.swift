import Foundation
import Glibc
import Pipeline
@testable import Portal
import Testing

@Suite struct DeskTests {
    @Test func `root holds no role, and an act says so`() async throws {
        try await PortalBench.run(prepare: { $0.roles = [.admin: ["root", "0"]] }) { bench in
            let answer = try await bench.desk.ask("POST", "/desk/feed/list", body: "{\"act\":{},\"dry_run\":false}")
            if getuid() == 0 {
                #expect(answer.status == 403 && answer.body.contains("\"code\":\"notPermitted\"") == false)
                #expect(answer.body.contains("\"code\":\"not-permitted\""))
            } else {
                #expect(answer.status == 403)
            }
            #expect(answer.field("Content-Type") == "application/problem+json")
            #expect(try await bench.desk.ask("POST", "/desk/no/such").status == 404)
            #expect(try await bench.desk.ask("GET", "/desk/feed/list").status == 405)
            #expect(try await bench.desk.ask("POST", "/desk/ingest?feed=scan&name=a.csv", body: "x").status == 403)
            #expect(try await bench.portal.ask("POST", "/desk/feed/list", body: "{}").status == 404)
        }
    }

    @Test func `the socket is for owner and group, and is gone after the end`() async throws {
        var path = ""
        try await PortalBench.run { bench in
            path = bench.engine.settings.socketPath
            // The mode is set just after the socket listens.
            var status = stat()
            repeat { #expect(stat(path, &status) == 0) } while status.st_mode & 0o777 != 0o660
            let answer = try await bench.desk.ask("GET", "/healthz")
            #expect(answer.body == "ok\n")
        }
        #expect(access(path, F_OK) != 0)
    }

    @Test func `a socket file of a dead service does not stop the next one`() async throws {
        try await PortalBench.run(prepare: { settings in
            let folder = FileManager.default.temporaryDirectory.path
            settings.socketPath = folder + "/ess-\(UUID().uuidString.prefix(8)).sock"
            let dead = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: settings.socketPath.utf8) }
            _ = withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(dead, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            close(dead)
        }) { bench in
            let answer = try await bench.desk.ask("GET", "/readyz")
            #expect(answer.body == "ready\n")
        }
    }

    /// Only root can be another user for a moment; elsewhere the tests' own user has the role.
    @Test(.enabled(if: access("/usr/bin/curl", X_OK) == 0, "curl stands for the operator"))
    func `an operator with the role uploads a document and reads its summary`() async throws {
        let user = getuid() == 0 ? "33" : String(getuid())
        try await PortalBench.run(prepare: { settings in
            settings.roles = [.admin: [user]]
            settings.socketPath = "/tmp/ess-\(UUID().uuidString.prefix(8)).sock"
        }) { bench in
            let csv = "timestamp,ip,protocol,port\n2026-11-30 00:00:00,192.0.2.7,tcp,23\n"
            chmod(bench.engine.settings.socketPath, 0o666)
            let answer = try await curl(
                as: user, bench, "http://desk/desk/ingest?feed=scan&name=first%20of%20November.csv", body: csv)
            #expect(answer.contains("\"new\":true") && answer.contains("\"name\":\"first of November.csv\""))
            let ask = "{\"act\":{},\"dry_run\":true}"
            let list = try await curl(as: user, bench, "http://desk/desk/feed/list", body: ask)
            #expect(list.contains("\"id\":\"scan\""))
            let unreadable = try await curl(as: user, bench, "http://desk/desk/feed/list", body: "{")
            #expect(unreadable.contains("\"code\":\"usage\""))
            if getuid() == 0 {
                let nobody = try await curl(as: "65534", bench, "http://desk/desk/feed/list", body: "{}")
                #expect(nobody.contains("the kernel does not say who you are"))
            }
        }
    }

    private func curl(as user: String, _ bench: PortalBench, _ url: String, body: String) async throws -> String {
        let path = bench.engine.settings.socketPath
        let call = ["/usr/bin/curl", "-sS", "--max-time", "20", "--unix-socket", path, "--data-binary", body, url]
        return try await bench.desk.away {
            let process = Process()
            let asRoot = getuid() == 0
            process.executableURL = URL(fileURLWithPath: asRoot ? "/usr/bin/setpriv" : call[0])
            process.arguments = asRoot ? ["--reuid", user, "--clear-groups"] + call : Array(call.dropFirst())
            let out = Pipe()
            process.standardOutput = out
            try process.run()
            let data = out.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: data, as: UTF8.self)
        }
    }
}

@Suite struct ShutdownTests {
    @Test func `an idle connection does not hold up the end`() async throws {
        let clock = ContinuousClock()
        var begin = clock.now
        try await PortalBench.run { bench in
            let descriptor = try await bench.portal.open()
            let answer = try await bench.portal.away {
                try LoopbackClient.send(descriptor, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                return LoopbackClient.parse(LoopbackClient.readSome(descriptor))
            }
            #expect(answer.status == 200)
            begin = clock.now
        }
        #expect(begin.duration(to: clock.now) < .seconds(2))
    }

    @Test func `a request that never ends is cut off within five seconds`() async throws {
        let clock = ContinuousClock()
        var begin = clock.now
        try await PortalBench.run { bench in
            let own = "Authorization: Bearer \(try await bench.token(bench.hospital))"
            let descriptor = try await bench.portal.open()
            let head = "POST /v1/cases/\(bench.caseNumber)/answer HTTP/1.1\r\nHost: a\r\n\(own)\r\n"
                + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
            try await bench.portal.away { try LoopbackClient.send(descriptor, head) }
            // Another request proves that the server has had time to read the first.
            #expect(try await bench.portal.ask("GET", "/v1/notices", [own]).status == 200)
            begin = clock.now
        }
        #expect(begin.duration(to: clock.now) < .seconds(5))
    }
}
