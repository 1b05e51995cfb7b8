import Glibc

/// What root makes in somebody else's folder belongs to that folder's owner, at once and not by a later `chown`.
///
/// A data directory is its service's. A file in it that root made by hand, with `--data-dir`, would keep the service
/// from its next start. Everybody else makes files as himself, and nothing here does anything.
enum FolderOwner {
    /// Gives an open file that was just made in `folder` to the folder's owner and group.
    static func take(_ descriptor: Int32, in folder: String, path: String) throws(DurabilityFailure) {
        guard geteuid() == 0 else { return }
        let owner = try of(folder)
        if fchown(descriptor, owner.uid, owner.gid) != 0 {
            throw DurabilityFailure(operation: "chown", path: path, errorNumber: errno)
        }
    }

    /// The same for a symbolic link, which cannot be opened; it is never followed.
    static func takeLink(_ path: String, in folder: String) throws(DurabilityFailure) {
        guard geteuid() == 0 else { return }
        let owner = try of(folder)
        if lchown(path, owner.uid, owner.gid) != 0 {
            throw DurabilityFailure(operation: "chown", path: path, errorNumber: errno)
        }
    }

    private static func of(_ folder: String) throws(DurabilityFailure) -> (uid: uid_t, gid: gid_t) {
        var status = stat()
        guard stat(folder, &status) == 0 else {
            throw DurabilityFailure(operation: "stat", path: folder, errorNumber: errno)
        }
        return (status.st_uid, status.st_gid)
    }
}

extension DurableFile {
    /// For a file that a library is about to open or make: when we are root it is made here, empty and with the
    /// folder's owner, unless it is there. SQLite gives its `-wal` and `-shm` to the owner of the database by itself.
    package static func prepareForLibrary(_ path: String) throws(DurabilityFailure) {
        guard geteuid() == 0 else { return }
        let descriptor: Int32
        do throws(DurabilityFailure) {
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
            descriptor = try SystemCall.open(path, flags, mode: Permission.data.rawValue)
        } catch {
            if error.errorNumber == EEXIST { return }
            throw error
        }
        defer { SystemCall.close(descriptor) }
        try FolderOwner.take(descriptor, in: split(path).folder, path: path)
    }
}
