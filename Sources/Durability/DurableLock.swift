import Glibc

/// The one process that owns a data directory: an exclusive lock on a file that holds its process number.
///
/// The kernel lets go of it when the process ends, however it ends, so a stale file never locks anybody out. The lock
/// is `flock(2)`: it belongs to the open file, not to the process, so a second opening within the process is refused
/// too.
package final class DurableLock: Sendable {
    /// The name of the lock file in a data directory.
    package static let fileName = "ess.lock"

    package let path: String
    private let descriptor: Int32

    /// Takes the lock of a data directory or refuses at once.
    /// - Throws: `.locked` with the holder's process number (reject); `.notPermitted`, `.missing`, `.diskFull`.
    package init(directory: String) throws(DurabilityFailure) {
        path = directory + "/" + DurableLock.fileName
        descriptor = try SystemCall.open(path, O_RDWR | O_CREAT, mode: DurableFile.Permission.data.rawValue)
        try FolderOwner.take(descriptor, in: directory, path: path)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            let number = errno
            let holder = DurableLock.holder(descriptor)
            // All properties are set, so the deinit closes the descriptor when this throws.
            guard number == EWOULDBLOCK else {
                throw DurabilityFailure(operation: "flock", path: path, errorNumber: number)
            }
            throw DurabilityFailure(code: .locked, fate: .reject, operation: "lock", path: path, holder: holder)
        }
        // The text is for people; the lock itself is in the kernel, so it need not survive a power cut.
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            throw DurabilityFailure(operation: "write", path: path, errorNumber: errno)
        }
    }

    deinit { SystemCall.close(descriptor) }

    private static func holder(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        let digits = buffer.prefix(max(0, count)).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.isEmpty ? "unknown" : String(decoding: digits, as: UTF8.self)
    }
}
