import Glibc

/// Standard output is closed at the other end (`| head`): the command ends quietly.
struct OutputClosed: Error {}

/// Where results and messages go. Tests put files in the place of the two descriptors.
enum StandardStreams {
    @TaskLocal static var output: Int32 = 1
    @TaskLocal static var errors: Int32 = 2

    /// Writes all of it.
    /// - Throws: ``OutputClosed`` when nobody reads any more; ``OutputFailed`` when the disk or device says no.
    static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            if count >= 0 {
                done += count
            } else if errno == EPIPE {
                throw OutputClosed()
            } else if errno != EINTR {
                throw OutputFailed(reason: String(cString: strerror(errno)))
            }
        }
    }
}

/// Standard output cannot take the result: a full disk behind a redirection.
struct OutputFailed: Error, CustomStringConvertible {
    let reason: String
    var description: String { "the result could not be written: \(reason); look at the free space where it goes" }
}
