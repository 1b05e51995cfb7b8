import Glibc

/// A file that holds a password, so that none stands in the settings.
enum SecretFile {
    /// The first line, 1–4096 bytes, without its line end.
    /// - Throws: `.local` when it cannot be read or is empty; the secret is never in the error.
    static func firstLine(of path: String) throws(TransportFailure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw TransportFailure(.local, subject: path, detail: SystemError.text(errno)) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 4097)
        let count = read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw TransportFailure(.local, subject: path, detail: SystemError.text(errno)) }
        let line = buffer[..<count].prefix { $0 != 0x0A && $0 != 0x0D && $0 != 0 }
        guard !line.isEmpty, line.count <= 4096 else {
            throw TransportFailure(.local, subject: path, detail: "its first line is empty or over 4096 bytes")
        }
        return String(decoding: line, as: UTF8.self)
    }
}
