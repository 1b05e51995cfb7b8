import Glibc
import Synchronization

/// Whole files that are either the old bytes or the new ones, at any instant the power may fail.
package enum DurableFile {
    /// Modes of what we create; set explicitly, whatever the process's umask is.
    package enum Permission: UInt32, Sendable {
        /// 0640: the service writes, its group reads.
        case data = 0o640
        /// 0600: keys.
        case secret = 0o600
    }

    /// Files under construction begin with this; nobody reads them and ``DurableFolder/sweep(_:)`` removes them.
    package static let asidePrefix = ".aside-"

    /// Puts `bytes` at `path`: aside, fsync, rename, fsync of the folder. When it returns, the bytes survive a power
    /// cut.
    ///
    /// - Throws: `.diskFull` and `.notPermitted` before anything changed (retry); a failed fsync (halt).
    package static func replace(
        _ path: String, with bytes: [UInt8], permission: Permission = .data
    ) throws(DurabilityFailure) {
        let (folder, name) = split(path)
        let draft = try begin(in: folder, permission: permission)
        try draft.append(bytes)
        try draft.commit(as: name)
    }

    /// Starts a file whose bytes arrive in parts and whose name may be known only at the end.
    package static func begin(
        in folder: String, permission: Permission = .data
    ) throws(DurabilityFailure) -> DurableDraft {
        try DurableDraft(folder: folder, permission: permission)
    }

    /// All bytes of a regular file. What else somebody put there, a pipe, a device or a link, is neither waited for nor
    /// followed.
    /// - Throws: `.missing`, `.notPermitted`, `.tooLong` when it has more than `limit` bytes, `.io`.
    package static func read(_ path: String, limit: Int = 64 << 20) throws(DurabilityFailure) -> [UInt8] {
        let descriptor = try SystemCall.open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
        defer { SystemCall.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw DurabilityFailure(operation: "stat", path: path, errorNumber: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw DurabilityFailure(code: .io, fate: .halt, operation: "reading it as a regular file", path: path)
        }
        guard status.st_size <= limit else {
            throw DurabilityFailure(code: .tooLong, fate: .reject, operation: "read", path: path)
        }
        let size = Int(status.st_size)
        var failed: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
                let part = Glibc.read(descriptor, rest.baseAddress, rest.count)
                if part == 0 { return }
                if part > 0 {
                    count += part
                } else if errno != EINTR {
                    failed = errno
                    return
                }
            }
        }
        if failed != 0 { throw DurabilityFailure(operation: "read", path: path, errorNumber: failed) }
        return bytes
    }

    /// Removes a file; one that is not there is as good as removed. Lasting only after the folder's next fsync.
    package static func remove(_ path: String) throws(DurabilityFailure) {
        if unlink(path) != 0, errno != ENOENT {
            throw DurabilityFailure(operation: "unlink", path: path, errorNumber: errno)
        }
    }

    /// The folder and the last element of a path.
    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let folder = String(path[..<slash])
        return (folder.isEmpty ? "/" : folder, String(path[path.index(after: slash)...]))
    }

    private static let counter = Atomic<Int>(0)

    /// A name nobody else in this process uses; `O_EXCL` at the opening guards against the rest.
    static func asideName() -> String {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return "\(asidePrefix)\(getpid())-\(number)"
    }
}
