import CCurl
import Glibc

/// Tells systemd how the service is (sd_notify(3)): one datagram to `$NOTIFY_SOCKET`.
package struct Supervisor: Sendable, Hashable {
    /// What is said.
    package enum State: Sendable, Hashable {
        case ready
        case reloading(monotonicMicroseconds: Int64)
        case stopping
        case watchdog
        /// One line for `systemctl status`; control bytes are left out.
        case status(String)
    }

    /// Nil when nobody supervises us.
    private let address: String?
    /// Half of what the unit's `WatchdogSec=` grants, in microseconds; nil without a watchdog.
    package let watchdogInterval: Int64?

    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` of the given environment.
    package init(environment: [String: String], processID: Int32) {
        let path = environment["NOTIFY_SOCKET"] ?? ""
        // sd_notify(3): an absolute path, or `@` for the abstract namespace.
        address = path.hasPrefix("/") || path.hasPrefix("@") ? path : nil
        let isOurs = environment["WATCHDOG_PID"].map { Int32($0) == processID } ?? true
        let granted = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdogInterval = isOurs && granted > 0 ? granted / 2 : nil
    }

    /// Whether there is somebody to tell.
    package var isPresent: Bool { address != nil }

    /// Sends one datagram; without a supervisor nothing happens.
    /// - Throws: `.local` when the socket refuses.
    package func notify(_ state: State) throws(TransportFailure) {
        guard let address else { return }
        guard address.utf8.count <= 107 else {
            throw TransportFailure(.local, subject: "NOTIFY_SOCKET", detail: "its path is over 107 bytes")
        }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &target.sun_path) { path in
            path.copyBytes(from: address.utf8)
            if path[0] == 0x40 { path[0] = 0 }
        }
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? MemoryLayout<sa_family_t>.size
        // A path ends with its NUL, an abstract name with its length.
        let length = socklen_t(offset + address.utf8.count + (address.hasPrefix("@") ? 0 : 1))
        let bytes = Array(text(state).utf8)
        let count = withUnsafePointer(to: target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        guard count == bytes.count else { throw failure() }
    }

    private func text(_ state: State) -> String {
        switch state {
        case .ready: "READY=1"
        case .reloading(let now): "RELOADING=1\nMONOTONIC_USEC=\(now)"
        case .stopping: "STOPPING=1"
        case .watchdog: "WATCHDOG=1"
        case .status(let line):
            "STATUS=" + String(decoding: line.utf8.filter { $0 >= 0x20 && $0 != 0x7F }.prefix(400), as: UTF8.self)
        }
    }

    private func failure() -> TransportFailure {
        TransportFailure(.local, subject: "NOTIFY_SOCKET", detail: SystemError.text(errno))
    }
}
