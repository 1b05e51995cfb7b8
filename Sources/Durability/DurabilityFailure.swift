import Glibc

/// What went wrong when a file had to survive a power cut, where, and what to do about it.
package struct DurabilityFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// No space, no quota or no inodes left.
        case diskFull
        /// The service's user may not do this here, or the file system is mounted read-only.
        case notPermitted
        /// The file or a folder above it does not exist.
        case missing
        /// Another process holds the lock.
        case locked
        /// The file is longer than the caller allowed.
        case tooLong
        /// The device or the kernel said no in another way.
        case io
    }

    /// What the caller should do.
    package enum Fate: Sendable, Hashable {
        /// Nothing was changed; the same call may succeed after this many seconds or after the operator's remedy.
        case retry(afterSeconds: Int)
        /// This one thing cannot be done; others can.
        case reject
        /// It is unknown what the disk holds: end the process, open again, verify.
        case halt
    }

    package let code: Code
    package let fate: Fate
    /// The system call that failed: `open`, `write`, `fsync`, `rename`…
    package let operation: String
    package let path: String
    /// The kernel's error number; 0 when the failure is our own judgement.
    package let errorNumber: Int32
    /// For `.locked`: who holds it, as written in the lock file; empty otherwise.
    package let holder: String

    package init(
        code: Code, fate: Fate, operation: String, path: String, errorNumber: Int32 = 0, holder: String = ""
    ) {
        self.code = code
        self.fate = fate
        self.operation = operation
        self.path = path
        self.errorNumber = errorNumber
        self.holder = holder
    }

    /// Reads the kernel's answer. A failed fsync is always `.halt`: the kernel may have dropped the dirty pages and
    /// will report success the next time (fsync(2), "ERRORS"), so a second try proves nothing.
    init(operation: String, path: String, errorNumber: Int32) {
        let code: Code
        switch errorNumber {
        case ENOSPC, EDQUOT, EMFILE, ENFILE: code = .diskFull
        case EACCES, EPERM, EROFS: code = .notPermitted
        case ENOENT, ENOTDIR: code = .missing
        default: code = .io
        }
        let fate: Fate
        switch code {
        case .diskFull: fate = .retry(afterSeconds: 30)
        case .notPermitted: fate = .retry(afterSeconds: 60)
        case .missing, .locked, .tooLong: fate = .reject
        case .io: fate = .halt
        }
        self.init(
            code: code, fate: operation == "fsync" ? .halt : fate, operation: operation, path: path,
            errorNumber: errorNumber)
    }

    package var description: String {
        let reason = errorNumber == 0 ? "" : " (\(String(cString: strerror(errorNumber))))"
        switch code {
        case .diskFull:
            return "\(path): no room to \(operation)\(reason); free space or raise the quota or descriptor limit"
        case .notPermitted:
            return "\(path): not permitted to \(operation)\(reason); check owner and mode: ls -ld '\(path)'"
        case .missing:
            return "\(path): missing, cannot \(operation)\(reason); check the data directory in ess.yaml"
        case .locked:
            return "\(path): held by process \(holder); stop that process first, or use its socket"
        case .tooLong:
            return "\(path): longer than allowed, not read; look at the file before using it"
        case .io:
            return "\(path): \(operation) failed\(reason); check the disk (dmesg), then run: ess ledger verify"
        }
    }
}
