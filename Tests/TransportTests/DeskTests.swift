import Foundation
import Synchronization
import Testing

@testable import Transport

@Suite(.enabled(if: TestServer.python != nil, TestServer.absence))
struct DeskTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var socketPath: String { folder.path + "/ess.sock" }

    @Test func `an act is posted and answered, whatever the status`() async throws {
        let server = try TestServer("desk.py", [socketPath], folder: folder)
        let client = try DeskClient(socketPath: socketPath)
        let json = Array(#"{"reason":"test"}"#.utf8)
        let answer = try await client.post("/desk/echo", json: json)
        #expect(answer == .init(status: 200, contentType: "application/json", body: json))
        #expect(try await client.post("/desk/none", json: []).status == 404)
        _ = server
    }

    @Test func `a long body is uploaded piece by piece`() async throws {
        let server = try TestServer("desk.py", [socketPath], folder: folder)
        let left = Atomic(3_000_001)
        let answer = try await DeskClient(socketPath: socketPath).upload("/desk/count") { room in
            let count = min(room.count, left.load(ordering: .relaxed))
            left.subtract(count, ordering: .relaxed)
            room[..<count].initializeMemory(as: UInt8.self, repeating: 7)
            return count
        }
        #expect(String(decoding: answer.body, as: UTF8.self) == "3000001")
        _ = server
    }

    @Test func `lines come one by one, the last without its line feed too`() async throws {
        let server = try TestServer("desk.py", [socketPath], folder: folder)
        let client = try DeskClient(socketPath: socketPath)
        let lines = Mutex<[String]>([])
        let answer = try await client.stream("/desk/list", json: []) { line in
            lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            return true
        }
        #expect(answer.status == 200)
        #expect(lines.withLock { $0.count } == 3001)
        #expect(lines.withLock { $0.first } == #"{"n":0}"#)
        #expect(lines.withLock { $0.last } == #"{"n":"last"}"#)
        let few = Atomic(0)
        _ = try await client.stream("/desk/list", json: []) { _ in few.add(1, ordering: .relaxed).newValue < 5 }
        #expect(few.load(ordering: .relaxed) == 5)
        let refused = try await client.stream("/desk/none", json: []) { _ in true }
        #expect(refused.status == 404)
        #expect(String(decoding: refused.body, as: UTF8.self) == #"{"title":"no such act"}"#)
        _ = server
    }

    @Test func `a missing socket, and one nobody listens on, are a service that does not run`() async throws {
        for isThere in [false, true] {
            // connect(2) to a file that no socket is bound to is refused as one whose listener has gone.
            if isThere { try #require(FileManager.default.createFile(atPath: socketPath, contents: nil)) }
            do {
                _ = try await DeskClient(socketPath: socketPath).post("/desk/x", json: [])
                Issue.record("answered")
            } catch {
                #expect(error.code == .notRunning)
            }
        }
    }

    @Test(.enabled(if: getuid() != 0, "root is kept out of no socket"))
    func `a socket that the user may not open is not permitted`() async throws {
        let server = try TestServer("desk.py", [socketPath], folder: folder)
        chmod(socketPath, 0)
        do {
            _ = try await DeskClient(socketPath: socketPath).post("/desk/x", json: [])
            Issue.record("answered")
        } catch {
            #expect(error.code == .notPermitted)
        }
        _ = server
    }
}
