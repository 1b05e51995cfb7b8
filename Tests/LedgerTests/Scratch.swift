import Durability
import Glibc
import Vocabulary

@testable import Ledger

/// A folder of its own per test, removed at the end, and a log in it.
final class Scratch: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/ess-ledger-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
    }

    deinit { _ = Scratch.remove(path) }

    private static func remove(_ path: String) -> Bool {
        for entry in (try? DurableFolder.list(path)) ?? [] {
            let full = path + "/" + entry.name
            if entry.kind == .folder { _ = remove(full) } else { unlink(full) }
        }
        return rmdir(path) == 0
    }

    /// Every regular file below, as paths relative to the folder.
    func files(_ below: String = "") throws -> [String] {
        var out: [String] = []
        for entry in try DurableFolder.list(path + "/" + below) {
            let relative = below.isEmpty ? entry.name : below + "/" + entry.name
            if entry.kind == .folder { out += try files(relative) } else { out.append(relative) }
        }
        return out
    }

    func read(_ file: String) throws -> [UInt8] { try DurableFile.read(path + "/" + file) }

    func write(_ file: String, _ bytes: [UInt8]) throws { try DurableFile.replace(path + "/" + file, with: bytes) }
}

/// Leaf data made from numbers, so that a test's store is a function.
func leaf(_ index: Int) -> Digest { LedgerEntryHashing.leaf(salt: salt(index), payload: payload(index)) }
func salt(_ index: Int) -> [UInt8] { (0..<32).map { UInt8(truncatingIfNeeded: index &* 31 &+ $0) } }
func payload(_ index: Int) -> [UInt8] { (["n": .int(index), "ad": .string("Gəncə")] as JSONValue).canonical }
func leaves(_ range: Range<Int>) -> [Digest] { range.map(leaf) }
func rows(_ range: Range<Int>) -> [LedgerVerification.Row] { range.map { .leaf(leaf($0)) } }

/// Appends, signs and publishes up to each of the sizes; returns the notes.
func grow(_ log: LedgerLog, key: LedgerKey, to sizes: [Int]) async throws -> [String] {
    var notes: [String] = []
    for size in sizes {
        let before = await log.size
        _ = try await log.append(leaves: leaves(before..<size), after: before)
        let note = try await log.sign(with: key)
        try await log.publish(note)
        notes.append(note)
    }
    return notes
}
