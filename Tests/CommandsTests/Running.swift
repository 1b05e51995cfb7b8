import Foundation
@testable import Commands

/// A command as it ended: its exit code and what it wrote.
struct Ended {
    let code: Int32
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// Runs a command line in this process, with files in the place of the terminal.
func ess(_ arguments: String...) async throws -> Ended { try await ess(arguments) }

/// As above, with the arguments as a list.
func ess(_ arguments: [String]) async throws -> Ended {
    let folder = try Scratch()
    let out = try Capture(folder.path + "/out")
    let err = try Capture(folder.path + "/err")
    let code = await StandardStreams.$output.withValue(out.descriptor) {
        await StandardStreams.$errors.withValue(err.descriptor) { await EntryPoint.run(arguments) }
    }
    return Ended(code: code, output: try out.text(), errors: try err.text())
}

/// A file that stands for an output.
final class Capture {
    let descriptor: Int32
    private let handle: FileHandle
    private let path: String

    init(_ path: String) throws {
        self.path = path
        try Data().write(to: URL(fileURLWithPath: path))
        handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        descriptor = handle.fileDescriptor
    }

    func text() throws -> String {
        try handle.close()
        return try String(contentsOfFile: path, encoding: .utf8)
    }
}

/// A folder of its own for each test; removed with the value.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/ess-commands-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // A folder that stays behind harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// A settled house in a folder: settings, one feed, an empty data directory.
struct House {
    let scratch: Scratch
    let config: String
    let data: String

    init() async throws {
        scratch = try Scratch()
        data = scratch.path + "/data"
        config = try scratch.write(
            "ess.yaml",
            """
            data_dir: data
            feeds_dir: feeds
            socket: run/ess.sock
            authority:
              domain: cert.example
            """)
        try scratch.write(
            "feeds/exploited.yaml",
            """
            publisher: Example Office
            kind: foreign-cert
            country: INT
            format: kev
            interval: 1h
            licence: invented for tests
            tlp: CLEAR
            reliability: A
            """)
    }

    /// Runs a command on the data directory itself.
    func work(_ arguments: String...) async throws -> Ended {
        try await ess(arguments + ["--config", config, "--data-dir", data])
    }

    /// A catalogue of two invented vulnerabilities, in the shape of CISA's.
    static let catalogue = """
        {"title": "Invented", "catalogVersion": "2026.11.20", "dateReleased": "2026-11-20T15:00:00.0000Z", "count": 2,
         "vulnerabilities": [
          {"cveID": "CVE-2026-99001", "vendorProject": "Example Networks", "product": "EdgeGate",
           "vulnerabilityName": "EdgeGate bypass", "dateAdded": "2026-11-20", "shortDescription": "A door stands open.",
           "requiredAction": "Update.", "dueDate": "2026-11-27", "knownRansomwareCampaignUse": "Known", "notes": "",
           "cwes": ["CWE-287"]},
          {"cveID": "CVE-2026-99002", "vendorProject": "Example Networks", "product": "EdgeGate",
           "vulnerabilityName": "EdgeGate injection", "dateAdded": "2026-11-20",
           "shortDescription": "A shell is reached.", "requiredAction": "Update.",
           "dueDate": "2026-11-27", "knownRansomwareCampaignUse": "Unknown", "notes": "", "cwes": ["CWE-78"]}]}
        """
}
