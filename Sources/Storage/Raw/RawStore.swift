import Durability
import Glibc
package import Vocabulary

extension Store {
    private var rawFolder: String { directory + "/raw" }

    /// Starts taking in a document's bytes.
    package func beginRaw(bytesMax: Int) throws -> RawDraft {
        try DurableFolder.create(rawFolder)
        return try RawDraft(folder: rawFolder, bytesMax: bytesMax)
    }

    /// Opens a stored document for reading.
    package func readRaw(_ digest: Digest) throws -> RawReader {
        try RawReader(path: rawFolder + "/" + digest.description)
    }

    /// Whether a document's bytes are still kept.
    package func hasRaw(_ digest: Digest) -> Bool { access(rawFolder + "/" + digest.description, R_OK) == 0 }

    /// Removes aside files and raw files that no document names. Run at start, before any intake.
    /// Returns how many orphans were removed.
    package func sweepRaw() async throws -> Int {
        try DurableFolder.create(rawFolder)
        let known = try await documentDigests()
        try DurableFolder.sweep(rawFolder)
        var removed = 0
        for (name, kind) in try DurableFolder.list(rawFolder) where kind == .file {
            guard let digest = Digest(hex: name), !known.contains(digest) else { continue }
            try DurableFile.remove(rawFolder + "/" + name)
            removed += 1
        }
        return removed
    }
}
