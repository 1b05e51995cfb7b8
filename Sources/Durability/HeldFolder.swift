import Glibc

/// A folder held open: what it is cannot be exchanged under its reader, and nothing outside of it can be read through
/// it.
///
/// Paths are relative and of plain elements; each is opened by itself without following links (`O_NOFOLLOW`), so
/// neither `..` nor a symbolic link leads out. Files found stay readable after the folder's name is gone.
package final class HeldFolder: Sendable {
    private let descriptor: Int32

    /// Opens a folder by its path, as our own settings name it.
    package init(_ path: String) throws(DurabilityFailure) {
        descriptor = try SystemCall.open(path, O_RDONLY | O_DIRECTORY)
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { SystemCall.close(descriptor) }

    /// The folder beneath at a path of plain elements; nil when there is none.
    package func folder(_ path: String) -> HeldFolder? {
        descend(path.split(separator: "/", omittingEmptySubsequences: false)[...]).map(HeldFolder.init(descriptor:))
    }

    /// The bytes of a regular file beneath, and when it was written (whole seconds since the epoch).
    ///
    /// Nil when there is none, when it is no regular file, or when it has more than `limit` bytes.
    package func read(_ path: String, limit: Int) -> (bytes: [UInt8], modified: Int64)? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let last = parts.last, HeldFolder.isPlain(last), let parent = descend(parts.dropLast())
        else { return nil }
        defer { SystemCall.close(parent) }
        // O_NONBLOCK: a pipe that somebody put there must not hold us up; it is refused below.
        let file = openat(parent, String(last), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { SystemCall.close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) <= limit else {
            return nil
        }
        let size = Int(status.st_size)
        var bytes = [UInt8](repeating: 0, count: size)
        var offset = 0
        while offset < size {
            let count = bytes.withUnsafeMutableBytes { raw in
                Glibc.read(file, raw.baseAddress.map { $0 + offset }, size - offset)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            offset += count
        }
        return (bytes, Int64(status.st_mtim.tv_sec))
    }

    /// A new descriptor of the folder reached by these elements; the caller closes it.
    private func descend(_ parts: ArraySlice<Substring>) -> Int32? {
        var at = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        for part in parts {
            guard at >= 0 else { return nil }
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            let next = HeldFolder.isPlain(part) ? openat(at, String(part), flags) : -1
            SystemCall.close(at)
            at = next
        }
        return at >= 0 ? at : nil
    }

    /// Not empty, neither `.` nor `..`, no NUL.
    private static func isPlain(_ part: Substring) -> Bool {
        !part.isEmpty && part != "." && part != ".." && !part.utf8.contains(0)
    }
}
