package import Durability
import Glibc
import Synchronization

/// Publishes whole generations of files: `ROOT/generations/N/…`, with the link `ROOT/current` switched to the newest.
///
/// A reader that resolves the link once sees one generation; the one before stays for those who are still reading it.
package final class GenerationPublisher: Sendable {
    private let root: String
    private let turn = Mutex(())

    /// `root` is `public/` of the data directory; made when missing.
    package init(root: String) { self.root = root }

    /// Writes generation N+1, makes it durable, switches to it, and removes those older than the one before.
    ///
    /// A file equal to the one now published is linked to it instead of being written and fsynced again.
    /// - Returns: the generation's number.
    /// - Throws: what Durability says; the old generation then is still the current one, unless the removal failed.
    @discardableResult
    package func publish(_ tree: PublishedTree) throws(DurabilityFailure) -> Int {
        do {
            return try turn.withLock { _ in try publishAlone(tree) }
        } catch let failure as DurabilityFailure {
            throw failure
        } catch {
            // The lock rethrows only what its body throws; the body is typed.
            throw DurabilityFailure(code: .io, fate: .halt, operation: "publish", path: root)
        }
    }

    /// The number of the generation the link names; nil before the first.
    package func current() throws(DurabilityFailure) -> Int? {
        guard let target = try DurableLink.target(of: "\(root)/current"), target.hasPrefix("generations/") else {
            return nil
        }
        return Int(target.dropFirst("generations/".count))
    }

    private func publishAlone(_ tree: PublishedTree) throws(DurabilityFailure) -> Int {
        let shelf = "\(root)/generations"
        try DurableFolder.create(shelf)
        let previous = try current()
        let existing = try DurableFolder.list(shelf).compactMap { Int($0.name) }
        let number = max(existing.max() ?? 0, previous ?? 0) + 1
        let folder = "\(shelf)/\(number)"
        // Crash from here to the switch: a generation no link names, removed after the next publishing.
        try DurableFolder.create(folder)
        for inner in tree.folders { try DurableFolder.create("\(folder)/\(inner)") }
        let batch = DurableBatch()
        var linked = Set<String>()
        for file in tree.files {
            let path = "\(folder)/\(file.path)"
            if let previous, try link("\(shelf)/\(previous)/\(file.path)", to: path, ifHolding: file.bytes) {
                linked.insert(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
            } else {
                try batch.stage(path, file.bytes)
            }
        }
        try batch.commit()
        for inner in linked.sorted() { try DurableFolder.synchronise(inner) }
        // Crash here: either generation may be the current one, both are whole.
        try makeWay(number)
        try DurableLink.point("\(root)/current", to: "generations/\(number)")
        // Crash here: old generations stay until the next publishing.
        for old in existing where old != previous { try remove("\(shelf)/\(old)") }
        return number
    }

    /// What stands where the link belongs and is none, as a copied folder, is set aside under a name of its own:
    /// nothing of it is lost, and it does not keep us from publishing.
    private func makeWay(_ number: Int) throws(DurabilityFailure) {
        let path = "\(root)/current"
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFLNK else { return }
        if Glibc.rename(path, "\(path).set-aside-\(number)") != 0 {
            throw DurabilityFailure(
                code: .io, fate: .halt, operation: "set aside what is no link", path: path, errorNumber: errno)
        }
    }

    /// The old file is durable: its generation was switched to.
    private func link(_ old: String, to new: String, ifHolding bytes: [UInt8]) throws(DurabilityFailure) -> Bool {
        var status = stat()
        guard lstat(old, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) == bytes.count,
            try DurableFile.read(old, limit: bytes.count) == bytes
        else { return false }
        return Glibc.link(old, new) == 0
    }

    private func remove(_ folder: String) throws(DurabilityFailure) {
        for (name, kind) in try DurableFolder.list(folder) {
            switch kind {
            case .folder: try remove("\(folder)/\(name)")
            case .file, .other: try DurableFile.remove("\(folder)/\(name)")
            }
        }
        // A refusal leaves an empty folder, tried again after the next publishing.
        _ = rmdir(folder)
    }
}
