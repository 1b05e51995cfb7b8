import Foundation
import Testing

/// A Python server of Tests/servers, started for one test on a free loopback port and ended with it.
final class TestServer {
    /// What it printed when it was ready: its ports.
    let ports: [Int]
    let log: String
    private let process = Process()
    private let input = Pipe()

    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    static let absence: Comment = "python3 is absent: the servers of Tests/servers cannot run"

    init(_ script: String, _ arguments: [String] = [], folder: TemporaryFolder) throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let servers = tests.appending(path: "servers")
        log = folder.path + "/server.jsonl"
        let output = Pipe()
        process.executableURL = URL(filePath: try #require(TestServer.python))
        let first = script == "desk.py" ? [] : [log]
        process.arguments = [servers.appending(path: script).path] + first + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data([0x0A]) {
            line += byte
        }
        ports = String(decoding: line, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }

    var port: Int { ports.first ?? 0 }

    /// What the server noted, in order.
    func notes() throws -> [[String: Any]] {
        guard FileManager.default.fileExists(atPath: log) else { return [] }
        return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }
}

/// A folder of one test's own, removed with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/ess-transport-XXXXXX".utf8CString)
        path = String(cString: try #require(mkdtemp(&template)))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func bytes(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path + "/" + name).map { Array($0) }
    }
}
