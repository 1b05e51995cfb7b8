import Glibc

/// A file under construction: append, then either commit under its name or abort.
///
/// A draft that is dropped without commit removes its aside file. Used from one task at a time.
package final class DurableDraft {
    private let folder: String
    private let aside: String
    private var descriptor: Int32
    /// Bytes appended so far.
    package private(set) var byteCount = 0

    init(folder: String, permission: DurableFile.Permission) throws(DurabilityFailure) {
        self.folder = folder
        aside = folder + "/" + DurableFile.asideName()
        descriptor = try SystemCall.open(aside, O_WRONLY | O_CREAT | O_EXCL, mode: permission.rawValue)
        do throws(DurabilityFailure) {
            try FolderOwner.take(descriptor, in: folder, path: aside)
        } catch {
            abort()
            throw error
        }
        // The umask may have taken bits away; the promise is the exact mode.
        if fchmod(descriptor, permission.rawValue) != 0 {
            let failure = DurabilityFailure(operation: "chmod", path: aside, errorNumber: errno)
            abort()
            throw failure
        }
    }

    deinit { abort() }

    /// Adds bytes at the end. After a failure only ``abort()`` is left to do; dropping the draft does it.
    package func append(_ bytes: [UInt8]) throws(DurabilityFailure) {
        try append(contentsOf: bytes.span.bytes)
    }

    /// Adds bytes at the end, without a copy.
    package func append(contentsOf bytes: RawSpan) throws(DurabilityFailure) {
        precondition(descriptor >= 0, "append after commit or abort")
        let descriptor = descriptor
        let path = aside
        let failure: DurabilityFailure? = bytes.withUnsafeBytes { buffer in
            do throws(DurabilityFailure) {
                try SystemCall.write(descriptor, buffer, path: path)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
        byteCount += bytes.byteCount
    }

    /// Makes the bytes durable under their name, replacing what was there.
    /// - Throws: a failed fsync (halt); a failed rename.
    package func commit(as name: String) throws(DurabilityFailure) {
        try synchronise()
        try switchIn(as: name)
        // Crash here: after a power cut the folder may still hold the old name or none. The caller has not been told
        // that it is done, so it will do it again.
        try DurableFolder.synchronise(folder)
    }

    /// Gives the draft up. Harmless when repeated or after commit.
    package func abort() {
        guard descriptor >= 0 else { return }
        SystemCall.close(descriptor)
        descriptor = -1
        // Crash before this, or a refusal: the aside file stays and the sweep at the next start removes it.
        _ = unlink(aside)
    }

    /// First half of a commit: the bytes are on the disk, still without their name.
    func synchronise() throws(DurabilityFailure) {
        precondition(descriptor >= 0, "commit after commit or abort")
        // Crash here: an aside file that nobody reads; the sweep at the next start removes it.
        try SystemCall.synchronise(descriptor, path: aside)
    }

    /// Second half: the name changes hands. The folder's fsync is the caller's.
    func switchIn(as name: String) throws(DurabilityFailure) {
        precondition(!name.isEmpty && !name.utf8.contains(UInt8(ascii: "/")), "a name, not a path")
        // The rename is atomic: a reader sees the old bytes or the new ones.
        try SystemCall.rename(aside, to: folder + "/" + name)
        SystemCall.close(descriptor)
        descriptor = -1
    }
}
