import Glibc

/// The few system calls of this room, each repeated while a signal interrupts it (EINTR) and each naming its path.
enum SystemCall {
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(DurabilityFailure) -> Int32 {
        while true {
            let descriptor = Glibc.open(path, flags | O_CLOEXEC, mode)
            if descriptor >= 0 { return descriptor }
            if errno != EINTR { throw DurabilityFailure(operation: "open", path: path, errorNumber: errno) }
        }
    }

    /// Writes all bytes; the kernel may take them in parts.
    static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, path: String) throws(DurabilityFailure) {
        var offset = 0
        while offset < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written > 0 {
                offset += written
            } else if written < 0, errno != EINTR {
                throw DurabilityFailure(operation: "write", path: path, errorNumber: errno)
            }
        }
    }

    static func synchronise(_ descriptor: Int32, path: String) throws(DurabilityFailure) {
        while Glibc.fsync(descriptor) != 0 {
            if errno != EINTR { throw DurabilityFailure(operation: "fsync", path: path, errorNumber: errno) }
        }
    }

    /// Closes without asking: what matters was fsynced before, and on Linux the descriptor is gone even on EINTR.
    static func close(_ descriptor: Int32) {
        _ = Glibc.close(descriptor)
    }

    static func rename(_ old: String, to new: String) throws(DurabilityFailure) {
        if Glibc.rename(old, new) != 0 {
            throw DurabilityFailure(operation: "rename", path: new, errorNumber: errno)
        }
    }
}
