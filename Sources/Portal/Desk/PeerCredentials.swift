import Glibc
import NIOCore
import Pipeline

/// Who stands at the other end of a Unix socket, as the kernel recorded it when the connection was made.
struct PeerCredentials: Sendable {
    let pid: Int32
    let uid: UInt32

    /// `struct ucred` of unix(7), which Glibc's module does not show.
    private struct KernelRecord {
        var pid: Int32
        var uid: UInt32
        var gid: UInt32
    }

    /// Nil where the socket is no Unix socket or the kernel keeps no credentials.
    static func of(_ channel: any NIOCore.Channel) async -> PeerCredentials? {
        guard let provider = channel as? any SocketOptionProvider else { return nil }
        let option: EventLoopFuture<KernelRecord> = provider.unsafeGetSocketOption(
            level: .socket, name: .init(rawValue: SO_PEERCRED))
        // A socket that cannot tell its peer is answered like one whose peer is nobody.
        guard let found = try? await option.get() else { return nil }
        return PeerCredentials(pid: found.pid, uid: found.uid)
    }

    /// Login name from the user database; the number where it knows none.
    var name: String {
        var entry = passwd()
        var result: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(uid, &entry, &buffer, buffer.count, &result) == 0, result != nil, let name = entry.pw_name
        else { return String(uid) }
        return String(cString: name)
    }

    /// The audit login uid of the peer's process; nil where the kernel keeps none (4294967295) or the process is gone.
    ///
    /// `sudo -u` and `su` leave it as it was at login, so one person stays one person (I8).
    var loginUID: UInt32? {
        guard let file = fopen("/proc/\(pid)/loginuid", "r") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = fread(&buffer, 1, buffer.count, file)
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        guard let value = UInt32(text.split(whereSeparator: \.isWhitespace).first ?? ""), value != UInt32.max else {
            return nil
        }
        return value
    }

    /// The overflow uid stands for "some user outside our namespace": refused, because it names nobody.
    var isNobody: Bool { uid == 65534 }
}
