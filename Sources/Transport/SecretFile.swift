import Glibc

/// A file that holds a password, so that none stands in the settings.
enum SecretFile {
    /// The first line, 1–4096 bytes, without its line end.
    ///
    /// `isPrivate`: it must be a plain file, ours or root's, that others can neither read nor change and the group
    /// cannot change.
    /// - Throws: `.local` when it cannot be read, is empty or is not private; the secret is never in the error.
    static func firstLine(of path: String, isPrivate: Bool = false) throws(TransportFailure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw TransportFailure(.local, subject: path, detail: SystemError.text(errno)) }
        defer { close(descriptor) }
        if isPrivate, let fault = SecretFile.fault(descriptor) {
            throw TransportFailure(.local, subject: path, detail: fault)
        }
        var buffer = [UInt8](repeating: 0, count: 4097)
        let count = read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw TransportFailure(.local, subject: path, detail: SystemError.text(errno)) }
        let line = buffer[..<count].prefix { $0 != 0x0A && $0 != 0x0D && $0 != 0 }
        guard !line.isEmpty, line.count <= 4096 else {
            throw TransportFailure(.local, subject: path, detail: "its first line is empty or over 4096 bytes")
        }
        return String(decoding: line, as: UTF8.self)
    }

    private static func fault(_ descriptor: Int32) -> String? {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return SystemError.text(errno) }
        if facts.st_mode & S_IFMT != S_IFREG { return "it is no plain file" }
        if facts.st_uid != geteuid(), facts.st_uid != 0 {
            return "it belongs to another user than root and the service"
        }
        // Octal 0027: the group may read.
        if facts.st_mode & 0o027 != 0 { return "others may read it or its group may change it; chmod 640 or 600" }
        return nil
    }
}
