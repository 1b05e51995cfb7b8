import Foundation
import Ingest

/// One order of a mailbox with everything its connection needs: what goes in to the lane's thread.
struct MailboxWork: Sendable {
    var order: MailboxOrder
    /// How the connection is made: egress, protection, login, time.
    var opening: Exchange
    /// What the login tells the server, in each form it may say it again in.
    var secrets: [[UInt8]]
    /// File that receives what comes; the caller opened it and closes it.
    var descriptor: Int32
    var bytesMax: Int
    var milliseconds: Int
}

/// Who we are to a mailbox's server; first line of a file: `USER:PASSWORD`, or `Bearer USER:TOKEN` (RFC 7628).
struct MailboxLogin {
    let user: String
    let secret: String
    let isToken: Bool

    /// Nil when it is neither.
    init?(_ line: String) {
        isToken = line.hasPrefix("Bearer ")
        let rest = isToken ? line.dropFirst(7) : line[...]
        guard let colon = rest.firstIndex(of: ":"), colon > rest.startIndex, rest.index(after: colon) < rest.endIndex,
            rest.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        user = String(rest[..<colon])
        secret = String(rest[rest.index(after: colon)...])
    }

    /// The secret plainly, and as SASL carries it (RFC 4616, RFC 4648); the longest first.
    var spoken: [[UInt8]] {
        let plain = Data("\u{0}\(user)\u{0}\(secret)".utf8).base64EncodedString()
        return [plain, Data(secret.utf8).base64EncodedString(), secret].map { Array($0.utf8) }
    }
}
